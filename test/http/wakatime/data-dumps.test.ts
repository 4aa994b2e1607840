import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { importHeartbeats } from "../../../src/app/imports.ts";
import { BASES } from "../../../src/http/paths.ts";
import { dumpLines } from "../../../src/http/wakatime/dump-lines.ts";
import { told } from "../../support/answers.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { type Memory, memory, NOON } from "../../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send, wholeQuestions } from "../../support/proving.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DateText, DayFields, expectShape, Percent, Time, Uuid, Whole } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let side: Opened;
beforeAll(async () => {
  side = await inProcess({ path: join(folder.path, "hearth.db") });
});
afterAll(async () => {
  await side.close();
  folder[Symbol.dispose]();
});

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });

const DUMP = Type.Object(
  {
    id: Uuid,
    type: Type.Union([Type.Literal("heartbeats"), Type.Literal("daily")]),
    status: Text,
    percent_complete: Type.Number({ minimum: 0, maximum: 100 }),
    download_url: Type.Union([Type.Null(), Text]),
    is_processing: Type.Boolean(),
    is_stuck: Type.Boolean(),
    has_failed: Type.Boolean(),
    expires: Type.Union([Type.Null(), Time]),
    created_at: Time,
  },
  strict,
);
const MaybePage = Type.Union([Type.Null(), Type.Integer()]);
const LIST = Type.Object(
  {
    data: Type.Array(DUMP),
    page: Whole,
    total: Whole,
    total_pages: Whole,
    next_page: MaybePage,
    prev_page: MaybePage,
  },
  strict,
);

type Dump = {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly download_url: string | null;
};
type Days<T> = { readonly user: object; readonly range: { start: number; end: number }; readonly days: readonly T[] };
type HeartbeatDay = { readonly date: string; readonly heartbeats: readonly Readonly<Record<string, unknown>>[] };

const PATH = "/api/v1/users/current/data_dumps";

/** Asks for a dump and waits until it is there. */
async function dumped(person: Person, type: string, base = "/api/v1"): Promise<Dump> {
  const path = `${base}/users/current/data_dumps`;
  const response = await side.send({ path, key: person.keys.read, body: { type, email_when_finished: false } });
  const { data } = (await response.json()) as { data: Dump };
  expect(response.status).toBe(201);
  expectShape(DUMP, data);
  for (;;) {
    const list = await asked<{ data: readonly Dump[] }>(side, person, path);
    expectShape(LIST, list);
    const found = list.data.find(({ id }) => id === data.id);
    if (found?.status === "Completed") return found;
    expect(found?.status).toBe("Processing coding activity…");
    await new Promise((resume) => setImmediate(resume));
  }
}

async function downloaded<T>(person: Person, dump: Dump): Promise<T> {
  const { pathname } = new URL(dump.download_url ?? "");
  const response = await side.send({ path: pathname, key: person.keys.read });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toStartWith("application/json");
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="hearth-${dump.type}-2026-11-21.json"`,
  );
  return (await response.json()) as T;
}

describe("data dumps", () => {
  test.each(BASES.map((base) => ({ base })))("are made and given out on the base '$base'", async ({ base }) => {
    const person = side.person({ timeZone: "Asia/Kathmandu" });
    await sendAll(side, person, [
      beat("2026-11-19T10:00:00Z", { project: "tide/<b>", colour: { deep: ["\u0007x"] }, id: "their own" }),
      { time: "1795255200.123456", entity: "/a.ts", user_agent: "Zed/1.0", machine: "studio" },
    ]);
    const dump = await dumped(person, "heartbeats", base);
    expect(dump.download_url).toBe(`http://localhost:4784${base}/users/current/data_dumps/${dump.id}/download`);
    const file = await downloaded<Days<HeartbeatDay>>(person, dump);
    expect(file.user).toMatchObject({ id: person.user.uuid, username: person.user.name, timezone: "Asia/Kathmandu" });
    expect(file.days.map(({ date, heartbeats }) => [date, heartbeats.length])).toEqual([
      ["2026-11-19", 1],
      ["2026-11-20", 0],
      ["2026-11-21", 1],
    ]);
    expect(file.days[0]?.heartbeats[0]).toMatchObject({
      project: "tide/<b>",
      colour: { deep: ["x"] },
      sent: { id: "their own" },
    });
    expect(file.days[2]?.heartbeats[0]).toMatchObject({
      time: 1_795_255_200.123456,
      language: "TypeScript",
      user_agent: "Zed/1.0",
      machine: "studio",
    });
    expect(file.range).toEqual({
      start: Date.parse("2026-11-18T18:15:00Z") / 1000,
      end: Date.parse("2026-11-21T18:14:59Z") / 1000,
    });
  });

  test("of an empty history are well formed", async () => {
    const person = side.person();
    expect(await asked(side, person, PATH)).toMatchObject({ data: [], total: 0 });
    for (const type of ["heartbeats", "daily"])
      expect(await downloaded<Days<object>>(person, await dumped(person, type))).toMatchObject({ days: [] });
  });

  test("by day hold the totals of each day and of its projects", async () => {
    const { branches: _, entities: __, projects: ___, ...lists } = DayFields;
    const { grand_total, entities, branches } = DayFields;
    const { projects: ____, ...projectLists } = DayFields;
    const PROJECT = Type.Object(
      {
        name: Text,
        ...projectLists,
        grand_total: Type.Object({ ...grand_total.properties, percent: Percent }, strict),
        entities,
        branches,
      },
      strict,
    );
    const DAY = Type.Object({ date: DateText, ...lists, projects: Type.Array(PROJECT) }, strict);
    const person = side.person();
    await sendAll(side, person, [
      beat("2026-11-19T10:00:00Z", { project: "tide", entity: "/a.ts", branch: "main", dependencies: ["bun"] }),
      beat("2026-11-19T10:01:30Z", { project: "harbor", entity: "/b.rs" }),
      beat("2026-11-19T10:02:00Z", { entity: "/c" }),
      beat("2026-11-21T10:00:00Z", { project: "tide" }),
    ]);
    const file = await downloaded<Days<Record<string, unknown>>>(person, await dumped(person, "daily"));
    for (const day of file.days) expectShape(DAY, day);
    expect(file.days.map(({ date }) => date)).toEqual(["2026-11-19", "2026-11-20", "2026-11-21"]);
    expect(file.days[0]).toMatchObject({
      grand_total: { total_seconds: 240, text: "4 mins" },
      projects: [
        { name: "Unknown", grand_total: { total_seconds: 120, percent: 50 }, entities: [{ name: "/c" }] },
        {
          name: "tide",
          grand_total: { total_seconds: 90, percent: 37.5 },
          branches: [{ name: "main" }],
          entities: [{ name: "/a.ts", total_seconds: 90 }],
          dependencies: [{ name: "bun" }],
        },
        { name: "harbor", grand_total: { total_seconds: 30, percent: 12.5 }, languages: [{ name: "Rust" }] },
      ],
    });
    expect(file.days[1]).toMatchObject({
      grand_total: { total_seconds: 0, digital: "0:00", decimal: "0.00", text: "0 secs" },
    });
  });

  test("are kept to three of a type, readable by their owner alone", async () => {
    const person = side.person();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await dumped(person, "heartbeats")).id);
    await dumped(person, "daily");
    const { data } = await asked<{ data: readonly Dump[] }>(side, person, PATH);
    expect(data.filter(({ type }) => type === "heartbeats")).toHaveLength(3);
    expect(data.map(({ id }) => id)).toContain(made.at(-1) ?? "");
    const files = readdirSync(join(folder.path, "dumps")).filter((name) => name.startsWith(`${person.user.id}.`));
    expect(files).toHaveLength(4);
    for (const name of files) expect(statSync(join(folder.path, "dumps", name)).mode & 0o777).toBe(0o600);
  });

  test("that nobody goes on writing have failed; those that have expired are gone", async () => {
    const person = side.person();
    const uuid = (n: number) => `0b3c5d1e-7a1f-4b53-9c1e-2f6a7d8e9f0${n}`;
    await dumped(person, "daily");
    const now = side.now();
    const put = (name: string, seconds: number) => {
      const path = join(folder.path, "dumps", `${person.user.id}.${name}`);
      writeFileSync(path, "{}");
      utimesSync(path, seconds, seconds);
    };
    put(`heartbeats.${now - 600_000}.${uuid(1)}.part`, now / 1000 - 600);
    put(`heartbeats.${now - 8 * 86_400_000}.${uuid(2)}.json`, now / 1000 - 8 * 86_400);
    put(`heartbeats.${now - 1_000}.${uuid(3)}.failed`, now / 1000);
    const list = await asked<{ data: readonly Dump[] }>(side, person, PATH);
    expectShape(LIST, list);
    expect(list.data.map(({ id, status }) => [id, status])).toMatchObject([
      [expect.any(String), "Completed"],
      [uuid(3), "Failed"],
      [uuid(1), "Failed"],
    ]);
    for (const id of [uuid(1), uuid(2), uuid(3), "x", "..%2f..%2fhearth.db"])
      await play(side, {
        name: id,
        path: `${PATH}/${id}/download`,
        key: person.keys.full,
        status: 404,
        json: errorShape(404),
      });
  });

  test.each([
    { name: "no type", body: {} },
    { name: "another type", body: { type: "<b>" } },
    { name: "a list", body: ["daily"] },
  ])("refuse $name", async ({ name, body }) => {
    const key = side.owner.keys.full;
    await play(side, {
      name,
      path: PATH,
      key,
      body,
      status: 422,
      json: errorShape(422),
      has: ["type"],
      hasNot: ["<b>"],
    });
  });

  test("are the user's own", async () => {
    const open = side.person({ isPublic: true });
    const { id } = await dumped(open, "daily");
    const path = `/api/v1/users/${open.user.name}/data_dumps`;
    const [full, write] = [side.person().keys.full, open.keys.write];
    for (const at of [path, `${path}/${id}/download`]) {
      await play(side, { name: at, path: at, key: full, status: 404, json: errorShape(404) });
      await play(side, { name: at, path: at, key: write, status: 403, json: errorShape(403) });
      await play(side, { name: at, path: at, status: 401, json: errorShape(401) });
    }
    await play(side, {
      name: "another's",
      path: `${PATH}/${id}/download`,
      key: full,
      status: 404,
      json: errorShape(404),
    });
  });
});

/** Returns the dump of a user as text. */
function textOf({ store, histories }: Memory, userId: number, zone: string): string {
  const user = store.userById(userId);
  if (user === undefined) throw new Error("no such user");
  return [...dumpLines({ store, histories, user, zone, nowMs: NOON }, "heartbeats")].join("\n");
}

test(
  "a dump that is imported makes the same history, and the same dump again",
  async () => {
    await fc.assert(
      fc.asyncProperty(streamArb(30), async ({ rule, zone, sent }) => {
        // Which of two heartbeats of one ms is first may follow from a sentinel, and a dump holds none.
        const ms = sent.map(({ time }) => Math.floor(Number(time) * 1000));
        fc.pre(new Set(ms).size === ms.length);
        const [source, target] = [memory(), memory()];
        const [from, to] = [source.addUser({ ...rule, timeZone: zone }), target.addUser({ ...rule, timeZone: zone })];
        await send(
          source,
          from.id,
          sent.map((one, i) => ({ ...one, note: { place: i } })),
        );
        const text = textOf(source, from.id, zone);
        expect(text).not.toContain("<<LAST");
        const path = join(folder.path, "import.json");
        writeFileSync(path, text);
        const report = await importHeartbeats(target.store, { path, userId: to.id, nowMs: NOON }, () => {});
        expect(report).toMatchObject({ read: sent.length, added: sent.length, refused: [], broken: undefined });
        for (const question of wholeQuestions(zone, sent))
          expect(told(target.store, target.histories, to.id, question)).toEqual(
            told(source.store, source.histories, from.id, question),
          );
        const heartbeats = (json: string) =>
          (JSON.parse(json) as Days<HeartbeatDay>).days.flatMap((day) => day.heartbeats);
        const without = ({
          id: _,
          user_id: _u,
          user_agent_id: _a,
          machine_name_id: _m,
          ...rest
        }: HeartbeatDay["heartbeats"][number]) => rest;
        expect(heartbeats(textOf(target, to.id, zone)).map(without)).toEqual(heartbeats(text).map(without));
        // Imported where it came from, it adds nothing.
        const again = await importHeartbeats(source.store, { path, userId: from.id, nowMs: NOON }, () => {});
        expect(again).toMatchObject({ added: 0, known: sent.length });
        for (const server of [source, target]) close(server);
      }),
      { numRuns: 10 * RUNS },
    );
  },
  PATIENCE_MS,
);
