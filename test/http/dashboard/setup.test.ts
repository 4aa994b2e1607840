import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RulesAnswer, SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import type { StorageAnswer } from "../../../src/http/dashboard/storage-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, NOW, type Opened, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { noonZone, week } from "../../support/week.ts";

const BULK = "/api/hackatime/v1/users/current/heartbeats.bulk";
const BAD_KEY = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";

async function refusals(side: Side, person: Person) {
  return (await asked<SetupAnswer>(side, person, "/-/setup")).refusals;
}

describe("setup", () => {
  matrix((side, place) => {
    test("sees the first heartbeat, and time with the second", async () => {
      const person = side().person();
      const start = await asked<SetupAnswer>(side(), person, "/-/setup", "read");
      // The keys of a test are one of each scope: two may send.
      expect(start).toMatchObject({ heartbeats: 0, total_ms: 0, newest: null, imports: 0, keys: { count: 2 } });
      expect(start.rule).toEqual({ timeout_seconds: 120, idle_seconds: 120 });
      expect(start.zone).toMatchObject({ chosen: "UTC", client: null, used: "UTC" });
      const at = side().now() / 1000 - 600;
      const userAgent =
        "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2";
      await sendAll(side(), person, [{ ...beat("00:00:00", { project: "a", user_agent: userAgent }), time: at }]);
      const first = await asked<SetupAnswer>(side(), person, "/-/setup");
      expect(first).toMatchObject({ heartbeats: 1, total_ms: 0, clock_ahead_ms: 0 });
      expect(first.newest).toMatchObject({ time_ms: at * 1000, project: "a", editor: "VS Code" });
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: at + 90 }]);
      expect(await asked<SetupAnswer>(side(), person, "/-/setup")).toMatchObject({ heartbeats: 2, total_ms: 90_000 });
    });

    test("says by how much a clock is ahead", async () => {
      const person = side().person();
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 + 3_600 }]);
      const { clock_ahead_ms } = await asked<SetupAnswer>(side(), person, "/-/setup");
      expect(clock_ahead_ms).toBeGreaterThan(3_500_000);
      expect(clock_ahead_ms).toBeLessThanOrEqual(3_600_000);
    });

    test("totals under each rule are those of the overview under it", async () => {
      const person = side().person({ timeZone: noonZone(side().now()) });
      await sendAll(side(), person, week(side().now(), 3, 60));
      const overview = async (rule: string) =>
        (await asked<{ total_ms: number }>(side(), person, `/-/overview?range=all_time${rule}`)).total_ms;
      const own = await overview("");
      const { rules } = await asked<RulesAnswer>(side(), person, "/-/rules?timeout_seconds=300&idle_seconds=60");
      expect(rules.map(({ preset, is_own, is_asked }) => [preset, is_own, is_asked])).toEqual([
        ["hackatime", true, false],
        ["wakatime", false, false],
        ["wakapi", false, false],
        [null, false, true],
      ]);
      expect(rules[0]).toMatchObject({ total_ms: own, recent_ms: own, timeout_seconds: 120, idle_seconds: 120 });
      for (const rule of rules.slice(1)) expect(rule.total_ms).not.toBe(own);
      if (place === "in process") {
        side().change(person, { timeoutMs: 300_000, idleMs: 60_000 });
        const own = await asked<RulesAnswer>(side(), person, "/-/rules");
        expect(own.rules).toHaveLength(4);
        expect(own.rules.at(-1)).toMatchObject({ is_own: true, total_ms: rules[3]?.total_ms });
      }
      const path = "/-/rules?timeout_seconds=60&idle_seconds=90";
      await play(side(), { name: "idle", path, key: person.keys.read, status: 422, has: ["idle_seconds"] });
    });

    test("totals under each rule hold meetings where no credit lies", async () => {
      const person = side().person({ timeZone: noonZone(side().now()) });
      await sendAll(side(), person, week(side().now(), 3, 60));
      const end = Math.floor(side().now() / 1000) - 86_400;
      const told = await side().send({
        path: "/api/v1/users/current/external_durations",
        key: person.keys.full,
        body: { external_id: "1", entity: "Planning", type: "app", start_time: end - 7_200, end_time: end },
      });
      expect(told.status).toBe(201);
      const { rules } = await asked<RulesAnswer>(side(), person, "/-/rules?timeout_seconds=900&idle_seconds=120");
      const own = await asked<{ total_ms: number }>(side(), person, "/-/overview?range=all_time");
      expect(rules[0]?.total_ms).toBe(own.total_ms);
      // The API counts anew with a parameter, in whole seconds.
      const path = "/api/v1/users/current/summaries?range=last_7_days&timeout=15";
      const { cumulative_total: all } = await asked<{ cumulative_total: { seconds: number } }>(side(), person, path);
      expect(rules[3]).toMatchObject({ is_asked: true, timeout_seconds: 900, idle_seconds: 120 });
      expect(Math.round((rules[3]?.total_ms ?? 0) / 1000)).toBe(Math.round(all.seconds));
    });

    test("storage is told, its place to admins alone", async () => {
      const person = side().person();
      const facts = await asked<StorageAnswer>(side(), person, "/-/storage", "read");
      expect(facts).toMatchObject({ data_directory: null, heartbeats: 0, first_ms: null, last_ms: null });
      expect(facts.versions.sqlite).toMatch(/^3\.\d+/);
      const own = await asked<StorageAnswer>(side(), side().owner, "/-/storage", "read");
      expect(own.data_directory).toBe(side().program?.directory ?? null);
      if (place === "over a socket") expect(own.size_bytes).toBeGreaterThan(10_000);
    });
  });
});

describe("what is refused", () => {
  let side: Opened;
  beforeAll(async () => {
    side = await inProcess();
  });
  afterAll(() => side.close());

  test.each([
    { name: "no key", sending: { path: BULK, body: [] }, reason: "no_key" },
    { name: "a bad key", sending: { path: BULK, key: BAD_KEY, body: [] }, reason: "bad_key" },
    { name: "a wrong path", sending: { path: "/api/v9/users/current/heartbeat", body: [] }, reason: "wrong_path" },
    { name: "a key in a wrong path", sending: { path: `/api/x/${BAD_KEY}/y`, body: [] }, reason: "wrong_path" },
    { name: "a wrong host", sending: { path: BULK, headers: { host: "evil.test" }, body: [] }, reason: "wrong_host" },
    { name: "no JSON", sending: { path: BULK, scope: "write", body: "{" }, reason: "unreadable" },
    { name: "a key that reads", sending: { path: BULK, scope: "read", body: [] }, reason: "wrong_scope" },
    {
      name: "next week",
      sending: { path: BULK, scope: "write", body: [{ time: NOW / 1000 + 7e5 }] },
      reason: "clock_off",
    },
    {
      name: "next week, alone",
      sending: { path: BULK.replace(".bulk", ""), scope: "write", body: { time: NOW / 1000 + 7e5 } },
      reason: "clock_off",
    },
    { name: "no heartbeat", sending: { path: BULK, scope: "write", body: [7] }, reason: "bad_heartbeat" },
  ] as const)("$name is noted as $reason, without any key", async ({ sending, reason }) => {
    const before = (await refusals(side, side.owner)).find((one) => one.reason === reason)?.count ?? 0;
    const { scope, ...rest } = { scope: undefined, ...sending };
    await side.send({ ...rest, ...(scope !== undefined && { key: side.owner.keys[scope] }) });
    const after = await refusals(side, side.owner);
    const found = after.find((one) => one.reason === reason);
    expect(found).toMatchObject({ reason, at_ms: NOW, count: before + 1, message: expect.stringMatching(/^\S.{8,}/) });
    expect(JSON.stringify(after)).not.toContain(BAD_KEY);
  });

  test("is the admin's to see, and what is absent in a good path is no news", async () => {
    const person = side.person();
    expect(await refusals(side, person)).toEqual([]);
    const before = await refusals(side, side.owner);
    await play(side, { name: "nobody", path: "/api/v1/users/nobody/stats", status: 404, json: errorShape(404) });
    const key = side.owner.keys.full;
    await play(side, { name: "range", path: "/api/v1/users/current/stats/x", key, status: 422, json: errorShape(422) });
    expect(await refusals(side, side.owner)).toEqual(before);
  });
});
