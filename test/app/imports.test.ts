import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { AppError } from "../../src/app/errors.ts";
import { openHistories } from "../../src/app/history.ts";
import { type ImportReport, importHeartbeats } from "../../src/app/imports.ts";
import type { Agent } from "../../src/app/ingest.ts";
import { reading } from "../../src/app/summary.ts";
import { keyAt } from "../../src/db/heartbeats.ts";
import type { User } from "../../src/db/users.ts";
import type { Dimension } from "../../src/domain/dimension.ts";
import { type Memory, memory, NOON } from "../support/memory.ts";

let directory: string;
let written = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-imports-"));
});

afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  const path = join(directory, `dump-${++written}.json`);
  writeFileSync(path, content);
  return path;
}

type World = Memory & { readonly user: User };

function world(): World {
  const made = memory();
  return { ...made, user: made.addUser() };
}

function importing({ store, user }: World, content: unknown): Promise<ImportReport> {
  const bytes = content instanceof Uint8Array || typeof content === "string" ? content : JSON.stringify(content);
  return importHeartbeats(store, { path: fileOf(bytes), userId: user.id, nowMs: NOON }, () => {});
}

/** The dump that WakaTime makes: one entry per day. */
function dump(...heartbeats: readonly object[]) {
  const day = { date: "2026-08-01", heartbeats };
  return {
    user: { username: "ada" },
    range: { start: 1, end: 2 },
    days: [{ date: "2026-07-31", heartbeats: [] }, day],
  };
}

const T = Date.UTC(2026, 7, 1, 9) / 1000;

/** A heartbeat with every key of a dump of 2026. */
function dumped(seconds: number, changes: object = {}) {
  return {
    ai_cached_input_tokens: 0,
    ai_input_tokens: 0,
    ai_line_changes: null,
    ai_output_tokens: 0,
    ai_prompt_length: 0,
    ai_session: null,
    ai_subscription_plan: null,
    branch: "main",
    category: "Coding",
    created_at: "2026-08-01T09:00:07Z",
    cursorpos: 12,
    dependencies: [],
    entity: "/home/ada/tide/main.go",
    human_line_changes: 3,
    id: "5f0c1a52-0000-4000-8000-000000000001",
    is_write: false,
    language: "Go",
    lineno: 4,
    lines: 90,
    machine_name_id: "0aa11bb2-0000-4000-8000-000000000002",
    project: "tide",
    project_root_count: 4,
    time: T + seconds,
    type: "file",
    user_agent_id: "77c0ffee-0000-4000-8000-000000000003",
    user_id: "99999999-0000-4000-8000-000000000004",
    ...changes,
  };
}

function rowsOf({ store, user }: World) {
  return store.heartbeats.page(user.id, keyAt(0), Number.MAX_SAFE_INTEGER, 1_000);
}

function itemsOf({ store, user }: World, dimension: Dimension) {
  const all = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const histories = openHistories(store);
  return reading(store, histories, user.id, (reader) => reader.summary(all).items(dimension));
}

const LAPTOP: Agent = {
  userAgent: "wakatime/v1.102.1 (linux-6.8.0-x86_64) go1.22.4 vscode/1.90.0 vscode-wakatime/24.6.0",
  machine: "laptop",
  timeZone: undefined,
};

describe("a WakaTime dump", () => {
  test("is stored with everything that is the heartbeat's own", async () => {
    const here = world();
    const report = await importing(here, dump(dumped(0), dumped(60, { category: "Writing Tests" }), dumped(90.123456)));
    expect(report).toEqual({
      read: 3,
      added: 3,
      known: 0,
      refused: [],
      broken: undefined,
      seconds: report.seconds,
      totals: [
        { preset: "hackatime", timeoutMs: 120_000, idleMs: 120_000, totalMs: 90_123, isOwn: true },
        { preset: "wakatime", timeoutMs: 900_000, idleMs: 0, totalMs: 90_123, isOwn: false },
        { preset: "wakapi", timeoutMs: 600_000, idleMs: 0, totalMs: 90_123, isOwn: false },
      ],
    });
    const [first, , last] = rowsOf(here);
    expect(first).toMatchObject({ created_at: T + 7, lines: 90, lineno: 4, human_line_changes: 3, extra: null, id: 1 });
    expect(last?.time).toBe((T + 90) * 1_000_000 + 123_456);
    expect(itemsOf(here, "category")).toEqual([
      { name: "coding", ms: 60_000 },
      { name: "writing tests", ms: 30_123 },
    ]);
  });

  test("names machines and programs by their ids alone", async () => {
    const here = world();
    const other = { machine_name_id: null, user_agent_id: "11111111-0000-4000-8000-000000000003" };
    await importing(here, dump(dumped(0), dumped(60), dumped(90, other), dumped(100)));
    const { sent } = here.store.sources.byId(rowsOf(here)[0]?.source_id ?? 0);
    expect(sent.userAgentId).toBe("77c0ffee-0000-4000-8000-000000000003");
    expect(sent.machineNameId).toBe("0aa11bb2-0000-4000-8000-000000000002");
    expect(itemsOf(here, "machine")).toEqual([
      { name: "Machine 0aa11bb2", ms: 90_000 },
      { name: "Unknown", ms: 10_000 },
    ]);
    expect(itemsOf(here, "editor")).toEqual([{ name: "Unknown", ms: 100_000 }]);
  });

  test("holds duplicates, which are stored once", async () => {
    const here = world();
    const report = await importing(here, dump(dumped(0), dumped(0), dumped(30), dumped(0)));
    expect(report).toMatchObject({ read: 4, added: 2, known: 2 });
    expect(rowsOf(here).length).toBe(2);
  });

  test("of the years before AI has no such keys", async () => {
    const here = world();
    const old = { entity: "/a.py", type: "file", time: T, category: null, is_write: null, dependencies: "django,json" };
    const report = await importing(here, dump(old, { ...old, time: T + 10, dependencies: "{}" }));
    expect(report).toMatchObject({ read: 2, added: 2, refused: [] });
    const [row] = rowsOf(here);
    expect(row).toMatchObject({ is_write: null, ai_input_tokens: null, created_at: NOON / 1000, category_id: null });
    expect(here.store.names.byId(row?.dependencies_id ?? 0).value).toBe('["django","json"]');
    expect(itemsOf(here, "language")).toEqual([{ name: "Python", ms: 10_000 }]);
  });

  test("may keep fields that nobody knows", async () => {
    const here = world();
    await importing(here, dump(dumped(0, { mood: "good", updated_at: "2026-08-01T09:00:09Z" })));
    expect(rowsOf(here)[0]?.extra).toBe('{"mood":"good"}');
  });

  test("leaves the sentinels of browsers to the stream", async () => {
    const here = world();
    const web = {
      entity: "https://go.dev",
      type: "domain",
      category: "Browsing",
      project: "<<LAST_PROJECT>>",
      language: null,
    };
    await importing(here, dump(dumped(0), dumped(30, web), dumped(60)));
    expect(itemsOf(here, "project")).toEqual([{ name: "tide", ms: 60_000 }]);
  });
});

test("a Hackatime export has times of whole seconds, editors and machines by name", async () => {
  const here = world();
  const exported = { id: 12, entity: "/a.ts", type: "file", category: "coding", project: "tide", editor: "VS Code" };
  const more = { operating_system: "Linux", machine: "desk", is_write: true, source_type: "direct_entry" };
  const heartbeats = ["2026-08-01T09:00:00Z", "2026-08-01T09:01:00Z"].map((time) => ({ ...exported, ...more, time }));
  const report = await importing(here, { export_info: { total_heartbeats: 2 }, heartbeats });
  expect(report).toMatchObject({ read: 2, added: 2 });
  expect(itemsOf(here, "editor")).toEqual([{ name: "VS Code", ms: 60_000 }]);
  expect(itemsOf(here, "machine")).toEqual([{ name: "desk", ms: 60_000 }]);
  expect(rowsOf(here)[0]?.extra).toBe('{"source_type":"direct_entry"}');
});

describe("doing it again", () => {
  test("adds nothing, and leaves every row as it was", async () => {
    const here = world();
    const content = dump(dumped(0), dumped(60), dumped(60.5, { is_write: true }), dumped(500));
    await importing(here, content);
    const before = rowsOf(here);
    expect(await importing(here, content)).toMatchObject({ read: 4, added: 0, known: 4 });
    expect(rowsOf(here)).toEqual(before);
  });

  test("goes on where one was cut off", async () => {
    const here = world();
    const content = JSON.stringify(dump(dumped(0), dumped(60), dumped(90)));
    const cut = await importing(here, content.slice(0, -200));
    expect(cut).toMatchObject({ read: 2, added: 2, broken: { reason: "the file ends in the middle of the document" } });
    expect(await importing(here, content)).toMatchObject({ read: 3, added: 1, known: 2 });
  });

  test("notes each run, and which of them reached the end", async () => {
    const here = world();
    await importing(here, JSON.stringify(dump(dumped(0))).slice(0, -1));
    await importing(here, dump(dumped(0)));
    const runs = here.store.connection.client.query("SELECT user_id, started_at, finished_at FROM imports").all();
    expect(runs).toEqual([
      { user_id: here.user.id, started_at: NOON / 1000, finished_at: null },
      { user_id: here.user.id, started_at: NOON / 1000, finished_at: NOON / 1000 },
    ]);
  });
});

describe("what an editor sent already is not doubled", () => {
  const live = (time: number) => ({
    entity: "/home/ada/tide/main.go",
    type: "file",
    time,
    project: "tide",
    language: "Go",
  });

  test("by a dump, whose category and machine differ", async () => {
    const here = world();
    await here.ingest.submit(here.user.id, [live(T + 0.25), live(T + 60.5)], LAPTOP);
    const report = await importing(here, dump(dumped(0.25), dumped(60.5), dumped(90)));
    expect(report).toMatchObject({ added: 1, known: 2 });
    expect(itemsOf(here, "machine")).toEqual([{ name: "laptop", ms: 89_750 }]);
  });

  test("by an export that knows whole seconds alone", async () => {
    const here = world();
    await here.ingest.submit(here.user.id, [live(T + 0.25), live(T + 60.5)], LAPTOP);
    const exported = ["09:00:00", "09:01:00", "09:02:00"].map((time) => ({ ...live(0), time: `2026-08-01T${time}Z` }));
    expect(await importing(here, exported)).toMatchObject({ added: 1, known: 2 });
  });

  test("by the editor after a dump", async () => {
    const here = world();
    await importing(here, dump(dumped(0.25)));
    const [outcome] = await here.ingest.submit(here.user.id, [live(T + 0.25)], LAPTOP);
    expect(outcome).toMatchObject({ id: 1, isCopy: true });
  });
});

describe("hostile files", () => {
  test("one bad heartbeat among good ones costs itself alone, and the report says why", async () => {
    const here = world();
    const digits = "9".repeat(10_000);
    const elements = [
      JSON.stringify(dumped(0)),
      '{"entity":"/a"}',
      "null",
      `{"time":${digits}}`,
      `{"time":"${digits}"}`,
      '{"time":12,}',
      `{"time":${T},"entity":"/nul\\u0000/a.go","lines":${digits}}`,
      JSON.stringify(dumped(60)),
    ];
    const report = await importing(here, `\uFEFF{"heartbeats":[\r\n${elements.join(",\r\n")}\r\n]}\r\n`);
    expect(report).toMatchObject({ read: 8, added: 3, known: 0, broken: undefined });
    expect(report.refused).toEqual([
      { reason: "time must be a finite number", count: 2 },
      { reason: "time is required", count: 1 },
      { reason: "a heartbeat must be a JSON object", count: 1 },
      { reason: "an element is not JSON", count: 1 },
    ]);
    const entities = rowsOf(here).map((row) => here.store.names.byId(row.entity_id ?? 0).value);
    expect(entities.sort()).toEqual(["/home/ada/tide/main.go", "/home/ada/tide/main.go", "/nul/a.go"]);
  });

  test.each([
    { name: "empty", content: "", says: "No heartbeats were found: the file is empty" },
    { name: "a page", content: "<html>", says: "No heartbeats were found: this is no JSON document" },
    { name: "NULs", content: new Uint8Array(5_000), says: "No heartbeats were found: this is no JSON document" },
    { name: "JSON of something else", content: '{"a":[{"time":1}]}', says: "There are no heartbeats in this file" },
    { name: "a dump without any", content: dump(), says: "There are no heartbeats in this file" },
    {
      name: "daily totals",
      content: { days: [{ date: "2026-08-01", grand_total: {}, projects: [] }] },
      says: "This is a dump of daily totals: it holds no heartbeats; ask WakaTime for a dump of the type heartbeats",
    },
    {
      name: "a ZIP archive",
      content: "PK\x03\x04\x14\0",
      says: "This is a ZIP archive: unpack it and import the JSON file that is in it",
    },
    {
      name: "gzip cut off at once",
      content: new Uint8Array([0x1f, 0x8b, 8]),
      says: "No heartbeats were found: the packed file is cut off or damaged",
    },
  ])("without heartbeats: $name", async ({ content, says }) => {
    const here = world();
    const failed = await importing(here, content).catch((fault: unknown) => fault);
    expect(failed).toBeInstanceOf(AppError);
    expect((failed as AppError).message).toBe(says);
    expect(here.store.connection.client.query("SELECT * FROM imports").all()).toEqual([]);
  });

  test("nothing but refusals leaves no trace of an import", async () => {
    const here = world();
    expect(await importing(here, [1, { time: "soon" }])).toMatchObject({ read: 2, added: 0, known: 0 });
    expect(here.store.connection.client.query("SELECT * FROM imports").all()).toEqual([]);
  });
});

describe("gzip", () => {
  const many = dump(...Array.from({ length: 5_000 }, (_, i) => dumped(i * 7, { lineno: (i * 7919) % 1013 })));

  test("is known by its first bytes and unpacked", async () => {
    const here = world();
    expect(await importing(here, gzipSync(JSON.stringify(many)))).toMatchObject({ read: 5_000, added: 5_000 });
  });

  test("may come in several members, and with padding after it", async () => {
    const text = Buffer.from(JSON.stringify(many));
    const parts = [text.subarray(0, 1_000), text.subarray(1_000)].map((part) => gzipSync(part));
    const padded = Buffer.concat([...parts, Buffer.alloc(100_000)]);
    expect(await importing(world(), padded)).toMatchObject({ read: 5_000, broken: undefined });
  });

  test("that is cut off keeps what it held", async () => {
    const here = world();
    const packed = gzipSync(JSON.stringify(many));
    const report = await importing(here, packed.subarray(0, Math.floor(packed.length / 2)));
    expect(report.broken?.reason).toBe("the packed file is cut off or damaged");
    expect(report.broken?.offset).toBeGreaterThan(100_000);
    expect(report.added).toBeGreaterThan(500);
    expect(rowsOf(here).length).toBe(1_000);
  });
});

test("totals name the user's own numbers when they are no preset's", async () => {
  const made = memory();
  const here = { ...made, user: made.addUser({ timeoutMs: 60_000, idleMs: 30_000 }) };
  const { totals } = await importing(here, dump(dumped(0), dumped(60), dumped(121), dumped(1000)));
  expect(totals.map(({ preset, totalMs, isOwn }) => ({ preset, totalMs, isOwn }))).toEqual([
    { preset: "hackatime", totalMs: 241_000, isOwn: false },
    { preset: "wakatime", totalMs: 1_000_000, isOwn: false },
    { preset: "wakapi", totalMs: 121_000, isOwn: false },
    { preset: undefined, totalMs: 120_000, isOwn: true },
  ]);
});

test("in any order and in any slices, a dump is the same history", async () => {
  const times = fc.uniqueArray(fc.nat({ max: 5_000 }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      times.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      async ([list, shuffled]) => {
        const heartbeats = (order: readonly number[]) =>
          dump(...order.map((at) => dumped(at, { project: `p${at % 3}` })));
        const [ordered, mixed] = [world(), world()];
        const { totals } = await importing(ordered, heartbeats([...list].sort((a, b) => a - b)));
        const again = await importing(mixed, heartbeats(shuffled));
        expect(again.totals).toEqual(totals);
        expect(itemsOf(mixed, "project")).toEqual(itemsOf(ordered, "project"));
        const sum = itemsOf(mixed, "project").reduce((ms, item) => ms + item.ms, 0);
        expect(sum).toBe(totals[0]?.totalMs ?? -1);
      },
    ),
    { numRuns: 30 },
  );
});
