import { describe, expect, test } from "bun:test";
import { inProcess, matrix, type Person, type Side } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

const BULK = "/api/v1/users/current/heartbeats.bulk";

/** Epoch seconds, in the past of both sides. */
const T = 1_789_100_000;

const vim = "wakatime/v1.90.0 (linux-6.8.0-31-generic-x86_64) go1.22.0 vim/901 vim-wakatime/11.1.1";

matrix((side) => {
  describe("a field is coerced where its meaning is plain, and dropped otherwise", () => {
    test.each([
      {
        name: "numbers as text",
        sent: { lines: "12", lineno: " 7 ", cursorpos: "3" },
        kept: { lines: 12, lineno: 7, cursorpos: 3 },
      },
      {
        name: "broken numbers",
        sent: { lines: 12.9, lineno: "x", cursorpos: {} },
        kept: { lines: 12, lineno: null, cursorpos: null },
      },
      {
        name: "negative changes",
        sent: { ai_line_changes: -4, human_line_changes: "-2" },
        kept: { ai_line_changes: -4, human_line_changes: -2 },
      },
      {
        name: "numbers too large",
        sent: { lines: 1e300, ai_input_tokens: 9e15 },
        kept: { lines: null, ai_input_tokens: 9e15 },
      },
      {
        name: "blank texts",
        sent: { project: "", branch: null, language: " " },
        kept: { project: null, branch: null, language: "Python" },
      },
      {
        name: "texts of another type",
        sent: { project: 7, branch: { a: 1 }, language: ["Go"] },
        kept: { project: "7", branch: null, language: "Python" },
      },
      {
        name: "blanks and control characters",
        sent: { project: " ti\u0000de\npool\u0007 " },
        kept: { project: "tidepool" },
      },
      { name: "is_write as 1", sent: { is_write: 1 }, kept: { is_write: true } },
      { name: "is_write as text", sent: { is_write: "false" }, kept: { is_write: false } },
      { name: "is_write as nonsense", sent: { is_write: "maybe" }, kept: { is_write: null } },
      {
        name: "dependencies as a list",
        sent: { dependencies: ["b", "a", "b", "", null, 3] },
        kept: { dependencies: ["b", "a", "3"] },
      },
      {
        name: "dependencies as PostgreSQL writes them",
        sent: { dependencies: '{flask,"a b","c,d"}' },
        kept: { dependencies: ["flask", "a b", "c,d"] },
      },
      {
        name: "dependencies by comma",
        sent: { dependencies: "flask, requests" },
        kept: { dependencies: ["flask", "requests"] },
      },
      { name: "no dependencies", sent: { dependencies: null }, kept: { dependencies: [] } },
      {
        name: "other names of fields",
        sent: { lines_in_file: 9, alternate_project: "p", os: "Windows" },
        kept: { lines: 9, project: "p", operating_system: "windows" },
      },
      {
        name: "a field and its other name",
        sent: { lines: 1, lines_in_file: 9, project: "own", alternate_project: "p" },
        kept: { lines: 1, project: "own" },
      },
      { name: "no type", sent: { type: "" }, kept: { type: "file", category: "coding" } },
      { name: "any type", sent: { type: "Tickets" }, kept: { type: "Tickets", category: "coding" } },
      { name: "a domain without a category", sent: { type: "domain" }, kept: { category: "browsing", language: null } },
      { name: "a category in capitals", sent: { category: "Writing Docs" }, kept: { category: "writing docs" } },
      { name: "a language by its alias", sent: { language: "js" }, kept: { language: "JavaScript" } },
      { name: "a language nobody knows", sent: { language: "Klingon" }, kept: { language: "Klingon" } },
      {
        name: "an agent in the body",
        sent: { user_agent: vim, editor: "emacs", operating_system: "Plan 9" },
        kept: { editor: "vim", operating_system: "linux" },
      },
      {
        name: "an agent that is no WakaTime's",
        sent: { user_agent: "Mozilla/5.0", editor: "vscode", operating_system: "Linux" },
        kept: { editor: "vscode", operating_system: "linux" },
      },
      {
        name: "the body of the API guide",
        sent: {
          machine: "machine_id",
          editor: "vscode",
          operating_system: "MacOS",
          line_additions: 2,
          line_deletions: 1,
          project_root_count: 1,
        },
        kept: {
          machine: "machine_id",
          editor: "vscode",
          operating_system: "macos",
          line_additions: 2,
          line_deletions: 1,
          project_root_count: 1,
        },
      },
    ])("$name", async ({ sent, kept }) => {
      const person = side().person();
      await stored(side(), person, [{ time: T, entity: "/a.py", ...sent }]);
      expect(await listed(side(), person)).toMatchObject([kept]);
    });

    test("the machine's header beats the body, and unknown names in it are read", async () => {
      const person = side().person();
      const headers = { "x-machine-name": "my%2Bh%25C3%25B6st%2B1", "user-agent": vim };
      await stored(side(), person, [{ time: T, entity: "/a.py", machine: "body" }], headers);
      expect(await listed(side(), person)).toMatchObject([{ machine: "my höst 1", editor: "vim" }]);
    });
  });

  describe("time", () => {
    test.each([
      { name: "six decimals", time: 1789100000.123456, kept: 1789100000.123456 },
      { name: "seven decimals", time: 1789100000.1234567, kept: 1789100000.123457 },
      { name: "text", time: "1789100000.25", kept: 1789100000.25 },
      { name: "milliseconds", time: 1789100000250, kept: 1789100000.25 },
      { name: "microseconds", time: 1789100000250000, kept: 1789100000.25 },
      { name: "nanoseconds", time: "1789100000250000000", kept: 1789100000.25 },
      { name: "ISO 8601 with an offset", time: "2026-09-11T06:13:20.5+02:00", kept: 1789100000.5 },
      { name: "ISO 8601 without one", time: "2026-09-11T04:13:20", kept: 1789100000 },
      { name: "the first valid instant", time: 1e9, kept: 1e9 },
    ])("$name", async ({ time, kept }) => {
      const person = side().person();
      await stored(side(), person, [{ time, entity: "/a.py" }]);
      expect((await listed(side(), person)).map((heartbeat) => heartbeat["time"])).toEqual([kept]);
    });

    test.each([
      { name: "none", time: undefined },
      { name: "null", time: null },
      { name: "blank", time: "" },
      { name: "a word", time: "soon" },
      { name: "a year", time: 2025 },
      { name: "a list", time: [T] },
      { name: "true", time: true },
      { name: "negative", time: -T },
      { name: "before 2001-09-09", time: 999_999_999 },
      { name: "NaN as text", time: "NaN" },
      { name: "infinity", time: "1e999" },
      { name: "a date that is none", time: "2025-02-30T00:00:00Z" },
    ])("$name is refused, and only it", async ({ time }) => {
      const person = side().person();
      const body = [
        { time: T, entity: "/a" },
        { time, entity: "/b" },
        { time: T + 1, entity: "/c" },
      ];
      const response = await side().send({ path: BULK, key: person.keys.write, body });
      expect(response.status).toBe(201);
      const { responses } = (await response.json()) as { responses: [object, number][] };
      expect(responses.map(([, status]) => status)).toEqual([201, 400, 201]);
      expect(responses[1]?.[0]).toMatchObject({ type: "InvalidHeartbeatTime" });
      expect((await listed(side(), person)).map((heartbeat) => heartbeat["entity"])).toEqual(["/a", "/c"]);
    });

    test("a day ahead is taken, more is not", async () => {
      const person = side().person();
      const now = Math.floor(side().now() / 1000);
      const body = [{ time: now + 86_000 }, { time: now + 86_800 }];
      const response = await side().send({ path: BULK, key: person.keys.write, body });
      const { responses } = (await response.json()) as { responses: [object, number][] };
      expect(responses.map(([, status]) => status)).toEqual([201, 400]);
    });
  });

  test("fields that nobody knows are kept as they were sent", async () => {
    const person = side().person();
    const unknown = {
      ...{ commit_hash: "abc", metadata: { deep: [1, { x: null }] }, id: 7, "": "empty", constructor: "c" },
      ...{ is_unsaved_entity: false, "ключ 🔑": "значение", toString: 1, control: "a\u0000b" },
    };
    const body = JSON.stringify([{ time: T, entity: "/a", ...unknown }]).replace(
      "{",
      '{"__proto__":{"polluted":true},',
    );
    await stored(side(), person, body);
    const [row] = side()
      .store.connection.client.query<{ extra: string }, [number]>("SELECT extra FROM heartbeats WHERE user_id = ?")
      .all(person.user.id);
    expect(JSON.parse(row?.extra ?? "")).toEqual(
      JSON.parse(JSON.stringify({ ...unknown, control: "ab" }).replace("{", '{"__proto__":{"polluted":true},')),
    );
    expect({}).not.toHaveProperty("polluted");
  });

  test("the first valid zone of a client is the person's, a later one changes nothing", async () => {
    const person = side().person({ timeZone: null });
    const zoneOf = async () => {
      const response = await side().send({ path: "/api/v1/users/current/statusbar/today", key: person.keys.full });
      return ((await response.json()) as { data: { range: { timezone: string } } }).data.range.timezone;
    };
    expect(await zoneOf()).toBe("UTC");
    const zones = ["Mars/Olympus", "Asia/Kathmandu", "Europe/Lisbon"];
    for (const [i, timezone] of zones.entries())
      await stored(side(), person, [{ time: T + i, entity: "/a" }], { timezone });
    expect(await zoneOf()).toBe("Asia/Kathmandu");
  });
});

describe("storage that fails", () => {
  const UNAVAILABLE = errorShape(503, { type: "Unavailable" });
  const body = Array.from({ length: 2_000 }, (_, i) => ({ time: T + i, entity: `/${i}/${"x".repeat(200)}` }));

  test.each([
    { name: "a full disk", breaking: "PRAGMA max_page_count = 1", mending: "PRAGMA max_page_count = 1073741823" },
    {
      name: "a database that became read-only",
      breaking: "PRAGMA query_only = ON",
      mending: "PRAGMA query_only = OFF",
    },
  ])("$name is 503, keeps nothing of the request, and recovers by itself", async ({ breaking, mending }) => {
    const side = await inProcess();
    const { client } = side.store.connection;
    const { owner } = side;
    await stored(side, owner, [{ time: T - 100, entity: "/before" }]);
    client.run(breaking);
    const path = BULK;
    await play(side, { name: "full", path, key: owner.keys.write, body, status: 503, json: UNAVAILABLE });
    expect((await listed(side, owner)).map((heartbeat) => heartbeat["entity"])).toEqual(["/before"]);
    client.run(mending);
    await stored(side, owner, body);
    const response = await side.send({ path: "/api/v1/my/heartbeats?limit=1", key: owner.keys.read });
    expect(await response.json()).toMatchObject({ total_count: 2_001, total_seconds: 100 + 1_999 });
    await side.close();
  });
});

async function stored(
  side: Side,
  { keys }: Person,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await side.send({ path: BULK, key: keys.write, headers, body });
  expect(response.status).toBe(201);
  const { responses } = (await response.json()) as { responses: [object, number][] };
  expect(responses.filter(([, status]) => status !== 201)).toEqual([]);
}

async function listed(side: Side, { keys }: Person): Promise<Record<string, unknown>[]> {
  const response = await side.send({ path: "/api/v1/my/heartbeats", key: keys.read });
  return ((await response.json()) as { heartbeats: Record<string, unknown>[] }).heartbeats;
}

test("a name of a machine longer than any is cut, wherever it stands", async () => {
  const side = await inProcess();
  const { keys } = side.person();
  const [name, kept] = ["m".repeat(5_000), "m".repeat(4_096)];
  const sending = { name: "long", path: BULK, key: keys.write, status: 201, has: ["responses"] };
  await play(side, { ...sending, headers: { "x-machine-name": name }, body: [{ time: T }] });
  await play(side, { ...sending, body: [{ time: T + 1, machine: name }] });
  const response = await side.send({ path: "/api/v1/my/heartbeats", key: keys.read });
  const { heartbeats } = (await response.json()) as { heartbeats: { machine: string }[] };
  expect(heartbeats.map(({ machine }) => machine)).toEqual([kept, kept]);
  await side.close();
});
