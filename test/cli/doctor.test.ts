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
    ...[
      "file",
      "tables",
      "indexes",
      "links between rows",
      "rules",
      "sources",
      "names",
      "ids",
      "placeholders",
      "counts",
      "counting rule",
    ],
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
  expect(err).toBe("hearth: 1 of 17 checks found faults; hearth rebuild mends counts\n");
});

test("files that others may read are a fault", async () => {
  await importBeats();
  chmodSync(join(directory, "hearth.db"), 0o644);
  expect((await hearth("doctor")).out).toContain("FAULT  permissions: hearth.db has mode 644");
});

describe("what is gone from the schema is a fault, and what mends it is said", () => {
  test("an index", async () => {
    await importBeats();
    sql("DROP INDEX rollup_version");
    const { code, out, err } = await hearth("doctor");
    expect(code).toBe(6);
    expect(out).toContain("FAULT  indexes: rollup_version of rollup is missing\n");
    expect(out.match(/^(?:FAULT|skip)/gm)?.length).toBe(1);
    expect(err).toBe("hearth: 1 of 17 checks found faults; hearth rebuild mends indexes\n");
  });

  test("a unique index, of which values stand twice by now", async () => {
    await importBeats();
    sql("DROP INDEX names_value");
    sql("INSERT INTO names (user_id, kind, value) SELECT user_id, kind, value FROM names WHERE value = 'tide'");
    const { code, out, err } = await hearth("doctor");
    expect(code).toBe(6);
    expect(out).toContain("FAULT  indexes: names_value of names is missing, and 1 of its values stands there twice\n");
    expect(err).toBe("hearth: 1 of 17 checks found faults; a backup mends indexes (README, Data and backup)\n");
  });

  test("a table that no other check reads", async () => {
    await importBeats();
    sql("DROP TABLE goals");
    const { code, out, err } = await hearth("doctor");
    expect(code).toBe(6);
    expect(out).toContain("FAULT  tables: goals is missing\n");
    expect(out).toContain("ok     indexes: ");
    expect(out).toContain("ok     counts: ");
    expect(err).toBe("hearth: 1 of 17 checks found faults; a backup mends tables (README, Data and backup)\n");
  });

  test.each([
    { table: "users", undone: 9 },
    { table: "meta", undone: 7 },
    { table: "heartbeats", undone: 5 },
    { table: "groups", undone: 6 },
    { table: "streams", undone: 6 },
  ])("the table $table, without which $undone checks cannot be made", async ({ table, undone }) => {
    await importBeats();
    sql(`PRAGMA foreign_keys = OFF; DROP TABLE ${table}`);
    const { code, out, err } = await hearth("doctor");
    expect(code).toBe(6);
    expect(out).toContain(`FAULT  tables: ${table} is missing\n`);
    expect(out.match(new RegExp(`^skip {3}.*: not done, no such table: (main\\.)?${table}$`, "gm"))?.length).toBe(
      undone,
    );
    expect(err).toContain(`checks found faults, ${undone} could not be made; a backup mends tables`);
  });

  test("a trigger that somebody made", async () => {
    await importBeats();
    sql("CREATE TRIGGER t AFTER INSERT ON goals BEGIN DELETE FROM goals; END");
    expect((await hearth("doctor")).err).toBe(
      `hearth: 1 of 17 checks found faults; tables: take it away with: sqlite3 hearth.db 'DROP TRIGGER "t"'\n`,
    );
  });

  test("the table that says which migrations there were", async () => {
    await importBeats();
    sql("DROP TABLE __drizzle_migrations");
    for (const command of ["doctor", "rebuild"]) {
      const { code, err } = await hearth(command);
      expect(code).toBe(6);
      expect(err).toContain("table __drizzle_migrations is missing; a backup mends that (README, Data and backup)");
    }
  });
});

test("faults that a rebuild cannot mend come with what does", async () => {
  await importBeats();
  sql("DELETE FROM meta WHERE key = 'next_heartbeat_id'");
  sql("UPDATE rollup SET version = 99");
  chmodSync(join(directory, "hearth.db"), 0o644);
  expect((await hearth("doctor")).err).toBe(
    "hearth: 3 of 17 checks found faults; a backup mends ids (README, Data and backup); then hearth rebuild mends counts; " +
      "permissions: take them from others, chmod go=\n",
  );
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
