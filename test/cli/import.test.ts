import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder[Symbol.dispose]());

/** Runs in the folder, with its data in a folder of that. */
function hearth(args: readonly string[], isTerminal = false) {
  const data = ["--data-dir", join(folder.path, "data")];
  return runInProcess([...args, ...data], { workingDirectory: folder.path, isTerminal });
}

function fileOf(content: string | Uint8Array, name = "dump.json"): string {
  writeFileSync(join(folder.path, name), content);
  return name;
}

const T = 1_786_352_400;

function dump(...seconds: readonly number[]): string {
  const heartbeats = seconds.map((second) => ({ time: T + second, entity: "/a.ts", type: "file", category: "Coding" }));
  return JSON.stringify({ user: {}, range: {}, days: [{ date: "2026-08-10", heartbeats }] });
}

/** The report without how long it took, which no two runs share. */
function told(out: string): string[] {
  return out
    .replace(/ in \d+\.\d s$/m, "")
    .trimEnd()
    .split("\n");
}

const TOTALS = [
  "total of all history under each way of counting:",
  "  hackatime  4 mins  (timeout 120 s, idle 120 s)  <- yours now",
  "  wakatime   8 mins  (timeout 900 s, idle 0 s)",
  "  wakapi     8 mins  (timeout 600 s, idle 0 s)",
];

test("a dump is imported, and its report stands on the output", async () => {
  const ran = await hearth(["import", fileOf(dump(0, 120, 480, 480))]);
  expect({ ...ran, out: told(ran.out) }).toEqual({
    code: 0,
    err: "",
    out: ["dump.json: 4 heartbeats read", "  new      3", "  known    1", "  refused  0", ...TOTALS],
  });
});

test("a second time it adds nothing", async () => {
  await hearth(["import", fileOf(dump(0, 120, 480))]);
  const ran = await hearth(["import", "dump.json"]);
  expect(ran.code).toBe(0);
  expect(told(ran.out).slice(0, 4)).toEqual([
    "dump.json: 3 heartbeats read",
    "  new      0",
    "  known    3",
    "  refused  0",
  ]);
  expect((await hearth(["doctor"])).code).toBe(0);
});

test("a packed one is unpacked, whatever its name", async () => {
  const ran = await hearth(["import", fileOf(gzipSync(dump(0, 120, 480)), "dump.txt")]);
  expect(told(ran.out).slice(1, 2)).toEqual(["  new      3"]);
});

test("it goes to the user that is named", async () => {
  await hearth(["user", "add", "grace"]);
  await hearth(["import", fileOf(dump(0, 120, 480)), "--user", "grace"]);
  const { out } = await hearth(["doctor"]);
  expect(out).toContain("info   ada: no heartbeats\n");
  expect(out).toContain("info   grace: 3 heartbeats, 2026-08-10T09:00:00Z to 2026-08-10T09:08:00Z\n");
});

test("a file that breaks off keeps what it held, says where, and ends with 1", async () => {
  const ran = await hearth(["import", fileOf(dump(0, 120, 480).slice(0, -10))]);
  expect(ran.code).toBe(1);
  expect(told(ran.out)).toContain("  new      2");
  expect(told(ran.out)).toContain(
    "  broken   at byte 271: the file ends in the middle of the document; what stands before it is imported",
  );
});

test("what was refused is told by reason", async () => {
  const ran = await hearth(["import", fileOf(`{"heartbeats":[{"time":${T}},{},{"time":"soon"},7,{}]}`)]);
  expect(ran.code).toBe(0);
  expect(told(ran.out).slice(1, 7)).toEqual([
    "  new      1",
    "  known    0",
    "  refused  4",
    "           2: time is required",
    "           1: time must be epoch seconds or an ISO 8601 date-time",
    "           1: a heartbeat must be a JSON object",
  ]);
});

test("nothing but refusals ends with 1", async () => {
  const ran = await hearth(["import", fileOf('[{"time":"soon"}]')]);
  expect(ran.code).toBe(1);
  expect(told(ran.out)).toContain("  refused  1");
});

test.each([
  { signal: "SIGINT", code: 130 },
  { signal: "SIGHUP", code: 129 },
])("stopped by $signal it says that what was read is kept", async ({ signal, code }) => {
  fileOf(dump(0, 120, 480));
  const ran = await runInProcess(["import", "dump.json", "--data-dir", join(folder.path, "data")], {
    workingDirectory: folder.path,
    stopSignal: () => AbortSignal.abort(signal),
  });
  const err = "hearth: stopped; what was read so far is kept, and the same command goes on from there\n";
  expect(ran).toEqual({ code, out: "", err });
  expect((await hearth(["import", "dump.json"])).code).toBe(0);
});

test("on a terminal progress is shown beside the report", async () => {
  const ran = await hearth(["import", fileOf(dump(0, 120, 480))], true);
  expect(ran.err).toMatch(/^100 %: 3 read, \d new\n$/);
});

describe("what cannot be read is refused", () => {
  test.each([
    { name: "nothing", content: "", err: "No heartbeats were found: the file is empty" },
    { name: "no heartbeats", content: '{"days":[]}', err: "There are no heartbeats in this file" },
    {
      name: "daily totals",
      content: '{"days":[{"grand_total":{}}]}',
      err: "This is a dump of daily totals: it holds no heartbeats; ask WakaTime for a dump of the type heartbeats",
    },
  ])("$name", async ({ content, err }) => {
    expect(await hearth(["import", fileOf(content)])).toEqual({ code: 1, out: "", err: `hearth: ${err}\n` });
  });

  test("a file that is not there, a folder, a link to itself, and no file at all", async () => {
    mkdirSync(join(folder.path, "sub"));
    const missing = join(folder.path, "none.json");
    expect(await hearth(["import", "none.json"])).toMatchObject({
      code: 2,
      err: `hearth: there is no file ${missing}\n`,
    });
    expect(await hearth(["import", "sub"])).toMatchObject({
      code: 2,
      err: `hearth: ${join(folder.path, "sub")} is not a file\n`,
    });
    symlinkSync("round", join(folder.path, "round"));
    expect(await hearth(["import", "round"])).toMatchObject({
      code: 2,
      err: `hearth: ${join(folder.path, "round")} cannot be read: its links lead in a circle\n`,
    });
    expect((await hearth(["import"])).code).toBe(2);
  });

  test("what does not fit into the limit of the database", async () => {
    const many = dump(...Array.from({ length: 40_000 }, (_, i) => i * 200));
    const ran = await hearth(["import", fileOf(many), "--max-database-mb", "2"]);
    expect(ran.code).toBe(8);
    expect(ran.err).toMatch(
      /^hearth: [\d,]+ heartbeats are stored; the same command goes on from there\nhearth: the disk is full/,
    );
    expect((await hearth(["doctor"])).code).toBe(0);
  });
});
