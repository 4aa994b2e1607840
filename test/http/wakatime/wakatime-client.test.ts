// The npm package wakatime-client, unchanged: every method it has, over a socket.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { serve } from "bun";
import { RANGE, WakaTimeClient } from "wakatime-client";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";

const USER = "current";
const DATE = "2026-11-21";
const PROJECT = "tide/pool v1.0";
const dateRange = { startDate: "2026-11-20", endDate: DATE };
const board = { userId: USER, organizationId: "o", dashboardId: "d", memberId: "m" };
const ownBoard = { organizationId: "o", dashboardId: "d", memberId: "m" };

/** Arguments of every method that asks the server something. */
const CALLS: Readonly<Record<string, readonly unknown[]>> = {
  getUser: [USER],
  getMe: [],
  getTeams: [USER],
  getMyTeams: [],
  getUserAgents: [USER],
  getMyUserAgents: [],
  getTeamMembers: [{ userId: USER, teamId: "t" }],
  getMyTeamMembers: ["t"],
  getTeamMemberSummary: [{ userId: USER, teamId: "t", teamMemberId: "m", dateRange }],
  getMyTeamMemberSummary: [{ teamId: "t", teamMemberId: "m", dateRange }],
  getUserSummary: [{ userId: USER, dateRange }],
  getMySummary: [{ dateRange }],
  getUserStats: [{ userId: USER, range: RANGE.LAST_7_DAYS }],
  getMyStats: [{ range: RANGE.LAST_YEAR, timeout: 15, useWritesOnly: true, projectName: PROJECT }],
  getProjects: [USER],
  getMyProjects: [],
  getLeaders: [],
  getHeartbeats: [{ userId: USER, date: DATE }],
  getMyHeartbeats: [DATE],
  getGoals: [USER],
  getMyGoals: [],
  getDurations: [{ userId: USER, date: DATE }],
  getMyDurations: [{ date: DATE }],
  getCommits: [{ userId: USER, projectName: PROJECT }],
  getMyCommits: [{ projectName: PROJECT }],
  getMetadata: [],
  getOrganizations: [USER],
  getMyOrganizations: [],
  getOrganizationDashboards: [{ userId: USER, organizationId: "o" }],
  getMyOrganizationDashboards: ["o"],
  getOrganizationDashboardMembers: [board],
  getMyOrganizationDashboardMembers: [ownBoard],
  getOrganizationDashboardMemberSummaries: [board],
  getMyOrganizationDashboardMemberSummaries: [ownBoard],
  getOrganizationDashboardMemberDurations: [board],
  getMyOrganizationDashboardMemberDurations: [ownBoard],
};

let side: Opened;
let server: ReturnType<typeof serve>;
let client: Record<string, (...given: unknown[]) => Promise<{ readonly data: unknown }>>;

beforeAll(async () => {
  side = await inProcess();
  await sendAll(
    side,
    side.owner,
    ["10:00:00", "10:01:00", "10:02:00"].map((clock) => ({ ...beat(clock), project: PROJECT })),
  );
  server = serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname, search } = new URL(request.url);
      return side.send({
        path: pathname + search,
        method: request.method,
        headers: Object.fromEntries(request.headers),
      });
    },
  });
  const made = new WakaTimeClient(side.owner.keys.full, `http://127.0.0.1:${server.port}/api/v1/`);
  client = made as unknown as typeof client;
});
afterAll(async () => {
  await server.stop(true);
  await side.close();
});

describe("wakatime-client", () => {
  test("has no method that is not tried here", () => {
    const methods = Object.getOwnPropertyNames(WakaTimeClient.prototype).filter((name) => name !== "constructor");
    expect(methods.filter((name) => !(name in CALLS))).toEqual([]);
  });

  test.each(Object.keys(CALLS).map((name) => ({ name })))("$name gets data", async ({ name }) => {
    const answer = await client[name]?.(...(CALLS[name] ?? []));
    // This one hands out the whole answer of its HTTP library.
    const told = name === "getMetadata" ? answer?.data : answer;
    expect(told).toBeObject();
    expect(JSON.stringify(told)).not.toContain('"error"');
  });

  test("reads the time of the day as the status bar has it", async () => {
    const bar = await side.send({ path: "/api/v1/users/current/statusbar/today", key: side.owner.keys.read });
    const { data } = await bar.json();
    const summary = (await client["getMySummary"]?.({ dateRange: { startDate: DATE, endDate: DATE } })) as unknown as {
      data: { grand_total: object }[];
    };
    expect(data.grand_total.total_seconds).toBe(120);
    expect(summary.data[0]?.grand_total).toEqual(data.grand_total);
  });
});
