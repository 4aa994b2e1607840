import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeDatabase, openDatabase } from "../../src/db/database.ts";
import { lockDataDirectory } from "../../src/db/lock.ts";
import { runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let directory: string;

beforeEach(() => {
  folder = temporaryFolder();
  directory = join(folder.path, "data");
});

afterEach(() => folder[Symbol.dispose]());

function hearth(...args: readonly string[]) {
  return runInProcess([...args, "--data-dir", directory]);
}

async function importBeats(): Promise<void> {
  const file = join(folder.path, "beats.json");
  const beats = [0, 60, 120].map((second) => ({ time: 1_786_352_400 + second, entity: "/a.ts", project: "tide" }));
  writeFileSync(file, JSON.stringify(beats));
  expect((await hearth("import", file)).code).toBe(0);
}

function sql(statement: string): void {
  const connection = openDatabase(join(directory, "hearth.db"), { version: "0.0.0-test" });
  connection.client.run(statement);
  closeDatabase(connection);
}

test("an empty directory gets its database and is sound", async () => {
  const ran = await hearth("doctor");
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain("info   ada: no heartbeats\n");
  expect(existsSync(join(directory, "hearth.db"))).toBe(true);
});

test("every check has one line, and the facts come first", async () => {
  await importBeats();
  const { code, out, err } = await hearth("doctor");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.trimEnd().split("\n");
  const facts = lines.filter((line) => line.startsWith("info   "));
  expect(facts.map((line) => line.slice(7).replace(/\d+(\.\d+)*/g, "#"))).toEqual([
    expect.stringMatching(/^hearth # \(Bun #, SQLite #, .*\), schema #$/),
    expect.stringMatching(/^data directory \//),
    "no server runs on it",
    "database # MB in use, # MB to be used again, # bytes per heartbeat",
    "ada: # heartbeats, #-#-#T#:#:#Z to #-#-#T#:#:#Z",
  ]);
  const checks = lines.slice(facts.length).map((line) => /^ok {5}([^:]+): ./.exec(line)?.[1]);
  expect(checks).toEqual([
    ...["file", "links between rows", "rules", "sources", "names", "ids", "placeholders", "counts", "counting rule"],
    ...["external durations", "recounts", "clock", "permissions", "disk", "log"],
  ]);
});

test("a fault is one line among the others, and the exit code is 6", async () => {
  await importBeats();
  sql("UPDATE rollup SET version = 99");
  const { code, out, err } = await hearth("doctor");
  expect(code).toBe(6);
  expect(out).toContain("FAULT  counts: 2026-08-10 is of version 99, after 1\n");
  expect(out.match(/^FAULT/gm)?.length).toBe(1);
  expect(err).toBe("hearth: 1 of 15 checks found faults; hearth rebuild mends names, placeholders and counts\n");
});

test("files that others may read are a fault", async () => {
  await importBeats();
  chmodSync(join(directory, "hearth.db"), 0o644);
  expect((await hearth("doctor")).out).toContain("FAULT  permissions: hearth.db has mode 644");
});

describe("a file that is no sound database", () => {
  test.each([
    { name: "noise", bytes: Buffer.alloc(8_192, "noise") },
    { name: "the beginning of one", bytes: Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4_000, 7)]) },
  ])("$name", async ({ bytes }) => {
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, "hearth.db"), bytes);
    const ran = await hearth("doctor");
    expect(ran.code).toBe(6);
    expect(ran.err).toContain("the database is damaged");
  });
});

test("a database of an older or a newer version is not looked into", async () => {
  await importBeats();
  sql("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 99999999999999)");
  expect(await hearth("doctor")).toMatchObject({ code: 5, out: "" });
});

test("beside a server it says where that is, disturbs nothing, and writes nothing", async () => {
  await importBeats();
  const server = lockDataDirectory(directory);
  server?.announce({ pid: 7, url: "http://localhost:4784", version: "1.2.3", since: "2026-11-21T18:26:00Z" });
  const serving = openDatabase(join(directory, "hearth.db"), { version: "0.0.0-test" });
  try {
    serving.client.run("INSERT INTO meta VALUES ('x', 'y')");
    const before = readdirSync(directory).sort();
    const { code, out } = await hearth("doctor");
    expect(code).toBe(0);
    expect(out).toContain(
      "info   served at http://localhost:4784 by hearth 1.2.3, process 7, since 2026-11-21T18:26:00Z\n",
    );
    expect(readdirSync(directory).sort()).toEqual(before);
    serving.client.run("DELETE FROM meta WHERE key = 'x'");
  } finally {
    closeDatabase(serving);
    server?.release();
  }
});
