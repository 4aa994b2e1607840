import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeDatabase, openDatabase } from "../../src/db/database.ts";
import { lockDataDirectory } from "../../src/db/lock.ts";
import { RULES_VERSION } from "../../src/domain/source.ts";
import { runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let directory: string;

beforeEach(async () => {
  folder = temporaryFolder();
  directory = join(folder.path, "data");
  const file = join(folder.path, "beats.json");
  const T = 1_786_352_400;
  const more = { entity: "/a.ts", project: "tide", language: "ts", editor: "Zed" };
  const web = { entity: "https://bun.sh", type: "domain", project: "<<LAST_PROJECT>>" };
  writeFileSync(
    file,
    JSON.stringify([
      { ...more, time: T },
      { ...web, time: T + 60 },
      { ...more, time: T + 120 },
    ]),
  );
  await hearth("user", "add", "grace");
  expect((await hearth("import", file)).code).toBe(0);
});

afterEach(() => folder[Symbol.dispose]());

function hearth(...args: readonly string[]) {
  return runInProcess([...args, "--data-dir", directory]);
}

/** Runs SQL on the database from outside and returns the first column of what it finds. */
function sql(statement: string): unknown[] {
  const connection = openDatabase(join(directory, "hearth.db"), { version: "0.0.0-test" });
  try {
    return connection.client
      .query(statement)
      .values()
      .map(([value]) => value);
  } finally {
    closeDatabase(connection);
  }
}

const RULES = "SELECT value FROM meta WHERE key = 'rules'";

test("of a sound history nothing differs", async () => {
  expect(await hearth("rebuild")).toEqual({
    code: 0,
    err: "",
    out: "ada: total 2 mins before, 2 mins after; nothing differed\ngrace: total 0 secs before, 0 secs after; nothing differed\n",
  });
});

describe("what was lost comes back, and is told", () => {
  test.each([
    {
      name: "counts",
      lose: "DELETE FROM rollup",
      out: "ada: total 0 secs before, 2 mins after; different were: counts",
    },
    {
      name: "placeholders",
      lose: "UPDATE placeholders SET project_id = NULL",
      out: "ada: total 2 mins before, 2 mins after; different were: 1 placeholders",
    },
    {
      name: "names",
      lose: "UPDATE names SET canonical_id = NULL, language_id = NULL",
      out: "ada: total 2 mins before, 2 mins after; different were: 2 names",
    },
    {
      name: "sources",
      lose: "UPDATE sources SET editor_id = NULL",
      out: "ada: total 2 mins before, 2 mins after; different were: 1 sources",
    },
  ])("$name", async ({ lose, out }) => {
    sql(lose);
    expect((await hearth("doctor")).code).toBe(6);
    expect(await hearth("rebuild", "--user", "ada")).toEqual({ code: 0, err: "", out: `${out}\n` });
    expect((await hearth("doctor")).code).toBe(0);
  });
});

describe("indexes", () => {
  test.each([
    { name: "one that counts are read by", lose: "rollup_version" },
    { name: "one that names are found by", lose: "names_value" },
    { name: "one of a table that is no count", lose: "goals_user" },
  ])("$name is put back", async ({ lose }) => {
    sql(`DROP INDEX ${lose}`);
    expect((await hearth("doctor")).code).toBe(6);
    const { code, out, err } = await hearth("rebuild");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toStartWith(`index ${lose}: put back\nada: total 2 mins before, 2 mins after; nothing differed\n`);
    expect((await hearth("doctor")).code).toBe(0);
  });

  test("another one under the name of ours makes room", async () => {
    sql("DROP INDEX rollup_version");
    sql("CREATE INDEX rollup_version ON rollup (day)");
    expect((await hearth("doctor")).out).toContain("FAULT  indexes: rollup_version of rollup differs");
    expect((await hearth("rebuild", "--user", "ada")).code).toBe(0);
    expect((await hearth("doctor")).code).toBe(0);
  });

  test("one that what is stored contradicts needs a backup; the others are put back", async () => {
    sql("DROP INDEX names_value");
    sql("DROP INDEX rollup_version");
    sql("INSERT INTO names (user_id, kind, value) SELECT user_id, kind, value FROM names WHERE value = 'tide'");
    const { code, out, err } = await hearth("rebuild");
    expect({ code, out }).toEqual({ code: 6, out: "index rollup_version: put back\n" });
    expect(err).toBe(
      "hearth: index names_value cannot be put back, and 1 of its values stands there twice; a backup mends that (README, Data and backup)\n",
    );
  });
});

test("a table that is gone needs a backup", async () => {
  sql("DROP TABLE goals");
  expect(await hearth("rebuild")).toEqual({
    code: 6,
    out: "",
    err: "hearth: the database is damaged or contradicts itself: table goals is missing; a backup mends that (README, Data and backup)\n",
  });
});

test("a recount that was cut off is finished", async () => {
  sql("INSERT INTO recounts SELECT user_id, generation + 1, timeout_ms, idle_ms, 0, 0 FROM streams");
  expect((await hearth("doctor")).out).toContain("1 unfinished");
  await hearth("rebuild");
  expect((await hearth("doctor")).out).toContain("ok     recounts: none is unfinished");
});

describe("the version of the rules", () => {
  test("is noted with the first heartbeats, and after a rebuild of everybody", async () => {
    expect(sql(RULES)).toEqual([String(RULES_VERSION)]);
    sql("UPDATE meta SET value = '0' WHERE key = 'rules'");
    await hearth("rebuild", "--user", "ada");
    expect(sql(RULES)).toEqual(["0"]);
    await hearth("rebuild");
    expect(sql(RULES)).toEqual([String(RULES_VERSION)]);
  });

  test("that differs from a running server's is refused", async () => {
    sql("UPDATE meta SET value = '0' WHERE key = 'rules'");
    const server = lockDataDirectory(directory);
    try {
      expect(await hearth("rebuild")).toEqual({
        code: 4,
        out: "",
        err: "hearth: the running server is of another version and names things by its own rules: stop it first\n",
      });
    } finally {
      server?.release();
    }
    expect((await hearth("rebuild")).code).toBe(0);
  });
});

test("beside a server of the same rules it works, also when names change under it", async () => {
  const server = lockDataDirectory(directory);
  try {
    expect(await hearth("rebuild")).toMatchObject({ code: 0, err: "" });
    sql("UPDATE sources SET editor_id = NULL");
    expect(await hearth("rebuild")).toMatchObject({ code: 0, err: "" });
  } finally {
    server?.release();
  }
});
