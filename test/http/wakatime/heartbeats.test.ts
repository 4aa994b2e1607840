import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, NOW, type Opened, type Person } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { expectShape, Time, Uuid, Whole } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const MaybeText = Type.Union([Type.Null(), Text]);
const MaybeWhole = Type.Union([Type.Null(), Type.Integer()]);

const HEARTBEAT = Type.Object(
  {
    id: Type.String({ pattern: "^\\d+$" }),
    user_id: Uuid,
    entity: Type.String(),
    type: Text,
    category: Type.String({ pattern: "^[^a-z]" }),
    time: Type.Number({ minimum: 1_000_000_000 }),
    project: MaybeText,
    project_root_count: MaybeWhole,
    branch: MaybeText,
    language: MaybeText,
    dependencies: Type.Array(Text),
    lines: MaybeWhole,
    lineno: MaybeWhole,
    cursorpos: MaybeWhole,
    is_write: Type.Boolean(),
    created_at: Time,
    machine_name_id: Type.Union([Type.Null(), Uuid]),
    user_agent_id: Uuid,
    ai_session: MaybeText,
    ai_subscription_plan: MaybeText,
    ai_line_changes: MaybeWhole,
    human_line_changes: MaybeWhole,
    ai_input_tokens: Whole,
    ai_cached_input_tokens: Whole,
    ai_output_tokens: Whole,
    ai_prompt_length: Whole,
  },
  strict,
);

const ANSWER = Type.Object(
  {
    data: Type.Array(HEARTBEAT),
    start: Time,
    end: Time,
    timezone: Text,
    page: Type.Integer({ minimum: 1 }),
    total: Whole,
    total_pages: Type.Integer({ minimum: 1 }),
    next_page: Type.Union([Type.Null(), Type.Integer()]),
    prev_page: Type.Union([Type.Null(), Type.Integer()]),
  },
  strict,
);

type Listed = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly time: number;
  readonly category: string;
};
type Told = { readonly data: readonly Listed[]; readonly start: string; readonly end: string };

const DAY = "/api/v1/users/current/heartbeats?date=2026-11-21";
const BULK = "/api/v1/users/current/heartbeats.bulk";

describe("GET users/:user/heartbeats?date=", () => {
  test("holds the 26 fields", () => {
    expect(Object.keys(HEARTBEAT.properties)).toHaveLength(26);
  });

  test.each(BASES.map((base) => ({ base })))("answers on the base '$base'", async ({ base }) => {
    const person = side.person();
    await sendAll(side, person, [
      {
        time: "1795255200.123456",
        project: "tide/<b>",
        branch: "main",
        entity: "/tide/src/app.ts",
        dependencies: ["bun"],
        lines: 7,
        is_write: true,
        machine: "studio",
        user_agent: "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
        ai_line_changes: -4,
      },
    ]);
    const answer = await asked<Told>(side, person, `${base}/users/current/heartbeats?date=2026-11-21`);
    expectShape(ANSWER, answer);
    expect(answer.data).toMatchObject([
      {
        user_id: person.user.uuid,
        time: 1_795_255_200.123456,
        project: "tide/<b>",
        category: "Coding",
        language: "TypeScript",
        lines: 7,
        is_write: true,
        ai_line_changes: -4,
        ai_input_tokens: 0,
      },
    ]);
  });

  test("is empty for an empty history; says none where nothing was sent", async () => {
    const person = side.person();
    expect(await asked(side, person, DAY)).toMatchObject({ data: [], total: 0, total_pages: 1, next_page: null });
    await sendAll(side, person, [{ time: beat("10:00:00").time }]);
    const answer = await asked<Told>(side, person, DAY);
    expectShape(ANSWER, answer);
    expect(answer.data).toMatchObject([
      { entity: "", type: "file", project: null, machine_name_id: null, dependencies: [] },
    ]);
  });

  test("gives the same program and machine the same id, and others others", async () => {
    const person = side.person();
    const agents = ["wakatime/v1 (linux-6-x86_64) go1 vscode/1 vscode-wakatime/25", "Zed/1.0"];
    await sendAll(side, person, [
      beat("10:00:00", { user_agent: agents[0], machine: "studio" }),
      beat("10:00:10", { user_agent: agents[1], machine: "studio" }),
      beat("10:00:20", { user_agent: agents[0], machine: "laptop", project: "<<LAST_PROJECT>>" }),
    ]);
    const { data } = await asked<Told>(side, person, DAY);
    const [a, b, c] = data;
    expect(a?.["user_agent_id"]).toBe(c?.["user_agent_id"]);
    expect(a?.["user_agent_id"]).not.toBe(b?.["user_agent_id"]);
    expect(a?.["machine_name_id"]).toBe(b?.["machine_name_id"]);
    expect(a?.["machine_name_id"]).not.toBe(c?.["machine_name_id"]);
    expect(JSON.stringify(data)).not.toContain("<<LAST");
  });

  test("pages a day of more than 10,000", async () => {
    const person = side.person();
    const start = Number(beat("08:00:00").time);
    const many = Array.from({ length: 10_003 }, (_, i) => ({ time: start + i / 4, entity: "a" }));
    for (const batch of [many.slice(0, 9_000), many.slice(9_000)]) await sendAll(side, person, batch);
    const pages = await Promise.all([1, 2, 3].map((page) => asked<Told>(side, person, `${DAY}&page=${page}`)));
    expect(pages.map(({ data }) => data.length)).toEqual([10_000, 3, 0]);
    expect(pages.map(({ data: _, start: _s, end: _e, ...rest }) => rest)).toMatchObject([
      { page: 1, total: 10_003, total_pages: 2, next_page: 2, prev_page: null },
      { page: 2, next_page: null, prev_page: 1 },
      { page: 3, next_page: null, prev_page: 2 },
    ]);
    expect(pages[1]?.data[0]?.time).toBe(start + 2_500);
  });

  test.each([
    { name: "no date", query: "", parameter: "date" },
    { name: "no date at all", query: "?date=soon", parameter: "date" },
    { name: "page 0", query: "?date=today&page=0", parameter: "page" },
    { name: "an unknown zone", query: "?date=today&timezone=Mars/Base", parameter: "timezone" },
  ])("refuses $name and names the parameter", async ({ name, query, parameter }) => {
    const path = `/api/v1/users/current/heartbeats${query}`;
    await play(side, { name, path, key: side.owner.keys.read, status: 422, json: errorShape(422), has: [parameter] });
  });

  test("is the user's own", async () => {
    const open = side.person({ isPublic: true });
    const path = `/api/v1/users/${open.user.name}/heartbeats?date=today`;
    await play(side, { name: "another", path, key: side.person().keys.full, status: 404, json: errorShape(404) });
    await play(side, { name: "write", path: DAY, key: open.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "no key", path: DAY, status: 401, json: errorShape(401) });
  });

  test(
    "on random histories a day holds what a plain look finds",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(30), fc.nat(), async ({ rule, zone, sent }, place) => {
          const person = side.person({ timeZone: zone, ...rule });
          const kept = sent.filter(({ time }) => Number(time) * 1000 < NOW);
          const one = kept[place % Math.max(1, kept.length)];
          if (one === undefined) return;
          await sendAll(side, person, kept);
          const path = `/api/v1/users/current/heartbeats?date=${Number(one.time).toFixed(3)}`;
          const answer = await asked<Told & { total: number }>(side, person, path);
          expectShape(ANSWER, answer);
          const inside = reference(kept, rule).credits.filter(
            ({ startMs }) => startMs >= Date.parse(answer.start) && startMs < Date.parse(answer.end) + 1000,
          );
          expect(answer.total).toBe(inside.length);
          expect(
            answer.data.map(({ time, project, branch, language, category }) => [
              time,
              project,
              branch,
              language,
              category.toLowerCase(),
            ]),
          ).toEqual(
            inside.map(({ sent: { time }, names }) => [
              Number(time),
              names.project ?? null,
              names.branch ?? null,
              names.language ?? null,
              names.category,
            ]),
          );
        }),
        { numRuns: 40 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});

describe("DELETE users/:user/heartbeats.bulk", () => {
  const remove = (person: Person, body: unknown, path = BULK) =>
    side.send({ method: "DELETE", path, key: person.keys.full, body });

  const total = async (person: Person) =>
    (await asked<{ total_seconds: number }>(side, person, "/api/v1/users/current/stats?total_seconds=true"))
      .total_seconds;

  test("deletes the ids of that local day and no others, and every total follows", async () => {
    const person = side.person({ timeZone: "Asia/Kathmandu" });
    // The day there begins at 18:15 UTC.
    await sendAll(side, person, [
      beat("2026-11-20T18:14:00Z"),
      beat("2026-11-20T18:15:00Z"),
      beat("2026-11-20T18:16:00Z"),
      beat("2026-11-20T18:17:00Z"),
    ]);
    const of = async (date: string) =>
      (await asked<Told>(side, person, `/api/v1/users/current/heartbeats?date=${date}`)).data.map(({ id }) => id);
    const [before, after] = [await of("2026-11-20"), await of("2026-11-21")];
    expect([before.length, after.length]).toEqual([1, 3]);
    const answer = await remove(person, { date: "2026-11-21", ids: [...before, after[1], "999999", null, {}] });
    expect([answer.status, await answer.json()]).toEqual([200, { data: {} }]);
    expect(await of("2026-11-20")).toEqual(before);
    expect(await of("2026-11-21")).toEqual([after[0] ?? "", after[2] ?? ""]);
    expect(await total(person)).toBe(180);
    await remove(person, { date: "2026-11-21", ids: after });
    expect(await total(person)).toBe(0);
  });

  test("again, or with nothing to delete, it is as good", async () => {
    const person = side.person();
    for (let i = 0; i < 2; i++) expect((await remove(person, { date: "today", ids: [] })).status).toBe(200);
  });

  test("never deletes what is somebody else's", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("10:00:00"), beat("10:01:00")]);
    const { data } = await asked<Told>(side, person, DAY);
    const ids = data.map(({ id }) => id);
    expect((await remove(side.person(), { date: "2026-11-21", ids })).status).toBe(200);
    const path = `/api/v1/users/${person.user.name}/heartbeats.bulk`;
    expect((await remove(side.person(), { date: "2026-11-21", ids }, path)).status).toBe(404);
    expect((await asked<Told>(side, person, DAY)).data).toHaveLength(2);
  });

  test.each([
    { name: "no date", body: { ids: ["1"] }, status: 422, has: "date" },
    { name: "a date that is none", body: { date: 7, ids: ["1"] }, status: 422, has: "date" },
    { name: "no ids", body: { date: "2026-11-21" }, status: 422, has: "ids" },
    { name: "ids that are no list", body: { date: "2026-11-21", ids: "1" }, status: 422, has: "ids" },
    { name: "a list", body: [], status: 422, has: "date" },
    { name: "no JSON", body: "<b>", status: 400, has: "body" },
  ])("refuses $name", async ({ name, body, status, has }) => {
    const key = side.owner.keys.full;
    await play(side, {
      name,
      method: "DELETE",
      path: BULK,
      key,
      body,
      status,
      has: [has],
      json: errorShape(status),
      hasNot: ["<b>"],
    });
  });

  test("is not for a key that reads", async () => {
    const key = side.owner.keys.read;
    await play(side, { name: "read", method: "DELETE", path: BULK, key, body: {}, status: 403, json: errorShape(403) });
  });
});
