import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { examine } from "../../src/app/doctor.ts";
import { parseExternal, tell } from "../../src/app/externals.ts";
import { examinePlace } from "../../src/app/place-check.ts";
import { rebuild, recount } from "../../src/app/recount.ts";
import { beginRecount } from "../../src/app/stream.ts";
import { forgetInterned, write } from "../../src/db/store.ts";
import type { User } from "../../src/db/users.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { type Memory, memory, NOON } from "../support/memory.ts";
import { close, NINE, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import { batched, batchesArb, streamArb } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The checks that found something, with what they say. */
function faultsOf({ store }: Pick<Memory, "store">, nowMs = NOON): Record<string, string> {
  const { findings } = examine(store, nowMs);
  return Object.fromEntries(findings.filter(({ faults }) => faults !== "").map(({ check, faults }) => [check, faults]));
}

const SENT = [
  { time: NINE, entity: "/a/app.ts", project: "tide", language: "ts", category: "Coding", human_line_changes: 4 },
  {
    time: NINE + 50,
    entity: "https://bun.sh",
    type: "url",
    project: "<<LAST_PROJECT>>",
    language: "<<LAST_LANGUAGE>>",
  },
  { time: NINE + 860, entity: "/a/lib.rs", project: "harbor", ai_input_tokens: 12, ai_model: "qwen3" },
  { time: NINE + 86_400 - 30, entity: "/a/lib.rs", project: "harbor", dependencies: ["serde"] },
  { time: NINE - 86_400, entity: "/a/lib.rs", project: "harbor", editor: "Zed", machine: "desk" },
];

async function withHistory(): Promise<Memory & { readonly user: User }> {
  const made = memory();
  const user = made.addUser({ name: "ada" });
  await send(made, user.id, SENT);
  return { ...made, user };
}

test("an empty database is sound", () => {
  const { findings, users } = examine(memory().store, NOON);
  expect(findings.map(({ faults }) => faults).join("")).toBe("");
  expect(users).toEqual([]);
});

test("a history is sound, and its facts are told", async () => {
  const here = await withHistory();
  here.addUser({ name: "grace" });
  const { findings, users, usedBytes } = examine(here.store, NOON);
  expect(findings.filter(({ faults }) => faults !== "")).toEqual([]);
  expect(users).toEqual([
    {
      name: "ada",
      heartbeats: 5,
      firstUs: (NINE - 86_400) * 1e6,
      lastUs: (NINE + 86_370) * 1e6,
      arrivedAt: NOON / 1000,
    },
    { name: "grace", heartbeats: 0, firstUs: undefined, lastUs: undefined, arrivedAt: 0 },
  ]);
  expect(usedBytes).toBeGreaterThan(50_000);
});

test(
  "no history is ever found to contradict itself: in any order, recounted, rebuilt, with another under way",
  async () => {
    const caseArb = fc.record({ streams: fc.tuple(streamArb(30), streamArb(10)), sizes: batchesArb });
    await fc.assert(
      fc.asyncProperty(caseArb, async ({ streams, sizes }) => {
        const here = memory();
        const users = streams.map(({ rule }) => here.addUser(rule));
        for (const [i, { sent }] of streams.entries())
          for (const batch of batched(sent, sizes)) await send(here, users[i]?.id ?? 0, batch);
        expect(faultsOf(here)).toEqual({});
        const [first, second] = users as [User, User];
        write(here.store, () => beginRecount(here.store, first.id, PRESETS.wakatime));
        await send(here, first.id, [{ time: NINE + 0.5, entity: "late" }]);
        expect(Object.keys(faultsOf(here))).toEqual(ruleDiffers(first) ? ["counting rule"] : []);
        await recount(here.store, first.id, first);
        await rebuild(here.store, second.id, second);
        expect(faultsOf(here)).toEqual({});
        close(here);
      }),
      { numRuns: 40 * RUNS },
    );
  },
  PATIENCE_MS,
);

function ruleDiffers({ timeoutMs, idleMs }: User): boolean {
  return timeoutMs !== PRESETS.wakatime.timeoutMs || idleMs !== PRESETS.wakatime.idleMs;
}

const CELLS =
  "UPDATE rollup SET cells = CAST(substr(cells, 1, 4) || x'01000000' || substr(cells, 9) AS BLOB) WHERE day =";
const TODAY = Math.floor(NINE / 86_400);

describe("every damage is found, and a rebuild mends what is derived", () => {
  test.each([
    { name: "a cell", sql: `${CELLS} ${TODAY}`, check: "counts", says: "2026-08-10 differs in 1 of its cells" },
    {
      name: "a sum",
      sql: `UPDATE rollup SET sums = CAST(substr(sums, 1, 8) || x'000000000000F03F' || substr(sums, 17) AS BLOB) WHERE day = ${TODAY}`,
      check: "counts",
      says: "2026-08-10 differs in 1 of its cells",
    },
    {
      name: "a tag",
      sql: `UPDATE rollup SET tags = x'00000000000008400000000000000000000000000000F03F000000000000F03F' WHERE day = ${TODAY}`,
      check: "counts",
      says: "2026-08-10 differs in 1 of its cells",
    },
    {
      name: "a day that is gone",
      sql: `DELETE FROM rollup WHERE day = ${TODAY}`,
      check: "counts",
      says: "2026-08-10 is not counted",
    },
    {
      name: "a day too many",
      sql: "INSERT INTO rollup SELECT user_id, generation, 9, version, cells, sums, tags FROM rollup LIMIT 1",
      check: "counts",
      says: "1970-01-10 differs in 1 of its cells",
    },
    {
      name: "a day of a version to come",
      sql: `UPDATE rollup SET version = 99 WHERE day = ${TODAY}`,
      check: "counts",
      says: "2026-08-10 is of version 99, after 1",
    },
    { name: "no counts at all", sql: "DELETE FROM streams", check: "counts", says: "nothing was ever counted" },
    { name: "no groups", sql: "DELETE FROM groups", check: "counts", says: "heartbeat 5 counts under no group" },
    {
      name: "a placeholder that is gone",
      sql: "DELETE FROM placeholders",
      check: "placeholders",
      says: "heartbeat 2 has none",
    },
    {
      name: "a placeholder of nothing",
      sql: "INSERT INTO placeholders SELECT user_id, 7, identity, project_id, language_id, branch_id FROM placeholders",
      check: "placeholders",
      says: "1 too many for ada",
    },
    {
      name: "a placeholder that says something else",
      sql: "UPDATE placeholders SET language_id = NULL",
      check: "placeholders",
      says: "that of heartbeat 2 resolves to something else",
    },
    {
      name: "a language under another",
      sql: "UPDATE names SET canonical_id = NULL WHERE value = 'ts'",
      check: "rules",
      says: 'ada: language "ts" counts under "ts"',
    },
    {
      name: "a category under another",
      sql: "UPDATE names SET canonical_id = NULL WHERE value = 'Coding'",
      check: "rules",
      says: 'ada: category "Coding" counts under "Coding"',
    },
    {
      name: "a file without its language",
      sql: "UPDATE names SET language_id = NULL WHERE value = '/a/lib.rs'",
      check: "rules",
      says: "a file, has the language undefined",
    },
    {
      name: "a source without its editor",
      sql: "UPDATE sources SET editor_id = NULL WHERE machine_id IS NOT NULL",
      check: "sources",
      says: "has the editor undefined, not ",
    },
  ])("$name", async ({ sql, check, says }) => {
    const here = await withHistory();
    const { changes } = here.store.connection.client.run(sql);
    expect(changes).toBeGreaterThan(0);
    forgetInterned(here.store);
    expect(faultsOf(here)[check]).toContain(says);
    await rebuild(here.store, here.user.id, here.user);
    expect(faultsOf(here)).toEqual({});
  });
});

describe("damage to the truth is found too", () => {
  test.each([
    {
      name: "a name that is gone",
      sql: "DELETE FROM names WHERE value = 'harbor'",
      check: "names",
      says: "heartbeat 5 names project_id",
    },
    {
      name: "a name of another kind",
      sql: "UPDATE heartbeats SET project_id = entity_id WHERE id = 3",
      check: "names",
      says: "heartbeat 3 names project_id",
    },
    {
      name: "a source that is gone",
      sql: "UPDATE heartbeats SET source_id = 77 WHERE id = 3",
      check: "names",
      says: "heartbeat 3 names source 77",
    },
    {
      name: "a source that is gone, by its link",
      sql: "UPDATE heartbeats SET source_id = 77 WHERE id = 3",
      check: "links between rows",
      says: "1 rows of heartbeats point nowhere",
    },
    {
      name: "a number given twice",
      sql: "UPDATE heartbeats SET id = 3 WHERE id = 2",
      check: "ids",
      says: "heartbeat id 3 was given twice",
    },
    {
      name: "a number that was never given",
      sql: "UPDATE meta SET value = '5' WHERE key = 'next_heartbeat_id'",
      check: "ids",
      says: "heartbeat id 5 was never given: the next one is 5",
    },
    {
      name: "other numbers than the user's",
      sql: "UPDATE streams SET idle_ms = 0",
      check: "counting rule",
      says: "ada counts by 120000 / 0 ms, not 120000 / 120000 ms",
    },
    {
      name: "an arrival to come",
      sql: `UPDATE heartbeats SET created_at = ${NOON / 1000 + 301}`,
      check: "clock",
      says: "arrived at 2026-08-10T12:05:01Z",
    },
  ])("$name", async ({ sql, check, says }) => {
    const here = await withHistory();
    here.store.connection.client.run("PRAGMA foreign_keys = OFF");
    here.store.connection.client.run(sql);
    forgetInterned(here.store);
    expect(faultsOf(here)[check]).toContain(says);
  });

  test("an external duration that counts under nothing", async () => {
    const here = await withHistory();
    const sent = { external_id: "x", entity: "standup", type: "app", start_time: NINE, end_time: NINE + 600 };
    tell(here.context, here.user, [parseExternal(sent, "calendar", NOON)]);
    expect(faultsOf(here)).toEqual({});
    here.store.connection.client.run("UPDATE external_durations SET group_id = 999");
    expect(faultsOf(here)).toEqual({ "external durations": "ada: 1 count under nothing" });
  });
});

test("what keeps the stream from being read to its end is told, and what was not checked for it", async () => {
  const here = await withHistory();
  here.store.connection.client.run("UPDATE sources SET sent = 'nonsense' WHERE id = 1");
  forgetInterned(here.store);
  const { findings } = examine(here.store, NOON);
  const names = findings.find(({ check }) => check === "names");
  expect(names).toMatchObject({ remedy: "backup" });
  expect(names?.faults).not.toBe("");
  const undone = findings.filter((finding) => finding.faults === "" && finding.undone !== "");
  expect(undone.map(({ check }) => check)).toEqual(["ids", "placeholders", "counts", "clock"]);
});

test("many faults are told by example", async () => {
  const here = await withHistory();
  here.store.connection.client.run("UPDATE heartbeats SET id = id + 100");
  expect(faultsOf(here)["ids"]).toBe(
    "heartbeat id 105 was never given: the next one is 6; heartbeat id 101 was never given: the next one is 6; " +
      "heartbeat id 102 was never given: the next one is 6; 2 more like these",
  );
});

test("a recount under way is no fault, but is told", async () => {
  const here = await withHistory();
  write(here.store, () => beginRecount(here.store, here.user.id, here.user));
  expect(faultsOf(here)).toEqual({});
  const { findings } = examine(here.store, NOON);
  expect(findings.find(({ check }) => check === "recounts")?.note).toStartWith("1 unfinished");
});

test("nothing is written", async () => {
  const here = await withHistory();
  const changes = () => here.store.connection.client.query("SELECT total_changes() AS n").get();
  const before = changes();
  here.store.connection.client.run("PRAGMA query_only = ON");
  examine(here.store, NOON);
  expect(changes()).toEqual(before);
});

describe("the folder", () => {
  test("that others may read, and its files", () => {
    using folder = temporaryFolder();
    const directory = join(folder.path, "data");
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, "hearth.db"), "", { mode: 0o600 });
    writeFileSync(join(directory, "config.toml"), "", { mode: 0o644 });
    const modes = (platform: string) => examinePlace(directory, platform).find(({ check }) => check === "permissions");
    expect(modes("linux")?.faults).toBe("");
    chmodSync(join(directory, "hearth.db"), 0o640);
    chmodSync(directory, 0o755);
    expect(modes("linux")?.faults).toBe("the data directory has mode 755; hearth.db has mode 640");
    expect(modes("win32")).toBeUndefined();
  });

  test("has room and a short log", () => {
    using folder = temporaryFolder();
    const [, disk, log] = examinePlace(folder.path, "linux");
    expect(disk?.note).toMatch(/^\d+ MB are free$/);
    expect(log).toMatchObject({ check: "log", note: "the write-ahead log has 0.0 MB", faults: "", undone: "" });
  });
});
