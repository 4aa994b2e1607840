import { Database, SQLiteError } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import journal from "../../migrations/meta/_journal.json" with { type: "json" };
import {
  closeDatabase,
  inSnapshot,
  inTransaction,
  isStorageFault,
  NewerDatabaseError,
  openDatabase,
} from "../../src/db/database.ts";
import { knownMigrations } from "../../src/db/migrations.ts";
import { insertUser } from "../../src/db/users.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLDER = join(import.meta.dir, "../../migrations");
const MIGRATIONS = readMigrationFiles({ migrationsFolder: FOLDER });

test("the migrations known are those that drizzle reads", () => {
  const known = knownMigrations().map(({ when, read }) => ({ when, ...read() }));
  const read = MIGRATIONS.map(({ folderMillis, sql, hash }) => ({ when: folderMillis, statements: sql, hash }));
  expect(known).toEqual(read);
});
const VERSION = { version: "1.2.3" };

/** Returns the one value of a pragma or a query. */
function value(client: Database, sql: string): unknown {
  return Object.values(client.query<Record<string, unknown>, []>(sql).get() ?? {})[0];
}

/** Makes a database as a hearth made it that knew only the first `count` migrations. */
function olderDatabase(path: string, count: number): void {
  using client = new Database(path, { create: true });
  client.run("PRAGMA journal_mode = WAL");
  client.run(
    "CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT",
  );
  for (const { sql, hash, folderMillis } of MIGRATIONS.slice(0, count)) {
    for (const statement of sql) client.run(statement);
    client.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)", [hash, folderMillis]);
  }
  client.run("INSERT INTO meta VALUES ('hearth', '0.9.0')");
  client.run("INSERT INTO users (uuid, name, created_at) VALUES ('u', 'ada', 7)");
}

function backups(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".backup"))
    .sort();
}

describe("an open database", () => {
  test("keeps what it acknowledges: every pragma as it should be, read back", () => {
    using folder = temporaryFolder();
    const { client } = openDatabase(join(folder.path, "hearth.db"), VERSION);
    const pragmas = [
      ...["journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "foreign_keys", "busy_timeout"],
      ...["temp_store", "cache_size", "journal_size_limit", "trusted_schema", "application_id"],
    ];
    expect(Object.fromEntries(pragmas.map((name) => [name, value(client, `PRAGMA ${name}`)]))).toEqual({
      journal_mode: "wal",
      synchronous: 2,
      fullfsync: 1,
      checkpoint_fullfsync: 1,
      foreign_keys: 1,
      busy_timeout: 5000,
      temp_store: 2,
      cache_size: -12_000,
      journal_size_limit: 67_108_864,
      trusted_schema: 0,
      application_id: 0x48_52_54_48,
    });
    expect(value(client, "PRAGMA integrity_check")).toBe("ok");
    client.close();
  });

  test("has strict tables only, the large ones without row ids", () => {
    const { client } = openDatabase(":memory:", VERSION);
    const tables = client
      .query<{ name: string; strict: number; wr: number }, []>("PRAGMA table_list")
      .all()
      .filter(({ name }) => !name.startsWith("sqlite_"));
    expect(tables.map(({ name }) => name)).toContain("heartbeats");
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    const withoutIds = tables.filter(({ wr }) => wr === 1).map(({ name }) => name);
    expect(withoutIds.sort()).toEqual(["groups", "heartbeats", "placeholders"]);
    client.close();
  });

  test("refuses rows that point nowhere, and text where a number belongs", () => {
    const { client } = openDatabase(":memory:", VERSION);
    const key = "INSERT INTO api_keys (user_id, name, hash, hint, scope, created_at) VALUES";
    expect(() => client.run(`${key} (1, 'n', x'00', 'h', 'full', 0)`)).toThrow("FOREIGN KEY constraint failed");
    client.run("INSERT INTO users (uuid, name, created_at) VALUES ('u', 'ada', 0)");
    expect(() => client.run(`${key} (1, 'n', x'00', 'h', 'full', 'soon')`)).toThrow("cannot store TEXT value");
    client.close();
  });

  test("says which hearth wrote last", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    for (const version of ["1.0.0", "1.0.1"]) {
      const connection = openDatabase(path, { version });
      expect(value(connection.client, "SELECT value FROM meta WHERE key = 'hearth'")).toBe(version);
      closeDatabase(connection);
    }
  });

  test("has everything in its one file when it is closed", () => {
    using folder = temporaryFolder();
    const connection = openDatabase(join(folder.path, "hearth.db"), VERSION);
    insertUser(connection.orm, { uuid: "u", name: "ada", createdAt: 0 });
    closeDatabase(connection);
    using copies = temporaryFolder();
    copyFileSync(connection.path, join(copies.path, "copy.db"));
    using copy = new Database(join(copies.path, "copy.db"));
    expect(value(copy, "SELECT name FROM users")).toBe("ada");
  });

  test("for reading only takes no write", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    closeDatabase(openDatabase(path, VERSION));
    const { client } = openDatabase(path, { ...VERSION, readonly: true });
    expect(value(client, "SELECT count(*) FROM users")).toBe(0);
    expect(() => client.run("INSERT INTO meta VALUES ('k', '1')")).toThrow("readonly database");
    client.close();
  });

  test("of an earlier hearth is not read before it was brought up to date, nor changed by the attempt", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    olderDatabase(path, 1);
    expect(() => openDatabase(path, { ...VERSION, readonly: true })).toThrow(
      `the database is schema 1; this is hearth 1.2.3, which knows schema ${MIGRATIONS.length}`,
    );
    using client = new Database(path);
    expect(value(client, "SELECT count(*) FROM __drizzle_migrations")).toBe(1);
    expect(backups(folder.path)).toEqual([]);
  });

  test("that is none is refused as a fault of storage", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    writeFileSync(path, "these are not the pages you are looking for ".repeat(100));
    const fault = caught(() => openDatabase(path, VERSION));
    expect(isStorageFault(fault)).toBe(true);
    expect(readFileSync(path, "utf8")).toStartWith("these are not");
  });
});

describe("the size limit", () => {
  test("fails a write as a full disk does, keeps nothing of it and everything before", () => {
    using folder = temporaryFolder();
    const connection = openDatabase(join(folder.path, "hearth.db"), { ...VERSION, maxDatabaseMb: 1 });
    const { client, orm } = connection;
    insertUser(orm, { uuid: "u", name: "ada", createdAt: 0 });
    const fault = caught(() =>
      inTransaction(connection, () => {
        for (let i = 0; i < 2000; i++) client.run("INSERT INTO meta VALUES (?, ?)", [`k${i}`, "x".repeat(1000)]);
      }),
    );
    expect(fault).toMatchObject({ code: "SQLITE_FULL" });
    expect(isStorageFault(fault)).toBe(true);
    expect(client.inTransaction).toBe(false);
    expect(value(client, "SELECT count(*) FROM meta WHERE key LIKE 'k%'")).toBe(0);
    inTransaction(connection, () => client.run("INSERT INTO meta VALUES ('small', '1')"));
    expect(value(client, "SELECT name FROM users")).toBe("ada");
    client.close();
  });
});

test("a fault of ours is not the storage's", () => {
  const { client } = openDatabase(":memory:", VERSION);
  expect(isStorageFault(caught(() => client.run("INSERT INTO meta (key) VALUES ('k')")))).toBe(false);
  expect(isStorageFault(caught(() => client.run("SELEKT")))).toBe(false);
  expect(isStorageFault(new Error("SQLITE_FULL"))).toBe(false);
  expect(isStorageFault(undefined)).toBe(false);
  client.close();
});

describe("transactions", () => {
  test("commit what the work did and return what it returned, or keep nothing", () => {
    const connection = openDatabase(":memory:", VERSION);
    const { client } = connection;
    const put = (key: string) => client.run("INSERT INTO meta VALUES (?, '1')", [key]);
    expect(inTransaction(connection, () => put("a").changes)).toBe(1);
    const fault = new Error("no");
    expect(
      caught(() =>
        inTransaction(connection, () => {
          put("b");
          throw fault;
        }),
      ),
    ).toBe(fault);
    expect(value(client, "SELECT group_concat(key) FROM meta WHERE key IN ('a', 'b')")).toBe("a");
    client.close();
  });

  test("a snapshot does not change while another connection writes", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    const [reader, writer] = [openDatabase(path, VERSION), openDatabase(path, VERSION)];
    const count = () => value(reader.client, "SELECT count(*) FROM users");
    inSnapshot(reader, () => {
      expect(count()).toBe(0);
      insertUser(writer.orm, { uuid: "u", name: "ada", createdAt: 0 });
      expect(count()).toBe(0);
      expect(inSnapshot(reader, count)).toBe(0);
    });
    expect(count()).toBe(1);
    expect(caught(() => inSnapshot(reader, () => reader.client.run("SELEKT")))).toBeInstanceOf(SQLiteError);
    expect(reader.client.inTransaction).toBe(false);
    reader.client.close();
    writer.client.close();
  });
});

describe("migrations", () => {
  test("are told in the journal in the order of their times, each with its file", () => {
    const { entries } = journal;
    expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, i) => i));
    // The migrator asks for the last time alone: one merged late with an older time would never run.
    for (const [i, { when }] of entries.entries()) expect(when).toBeGreaterThan(entries[i - 1]?.when ?? 0);
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".sql"));
    expect(files.sort()).toEqual(entries.map(({ tag }) => `${tag}.sql`));
  });

  test("run on an older database, after a copy of it was made", () => {
    for (let known = 1; known < MIGRATIONS.length; known++) {
      using folder = temporaryFolder();
      const path = join(folder.path, "hearth.db");
      olderDatabase(path, known);
      const { client } = openDatabase(path, VERSION);
      expect(value(client, "SELECT count(*) FROM __drizzle_migrations")).toBe(MIGRATIONS.length);
      expect(value(client, "SELECT name FROM users")).toBe("ada");
      client.close();
      const [name = "", ...others] = backups(folder.path);
      expect(others).toEqual([]);
      expect(name).toMatch(new RegExp(`^hearth\\.db\\.schema-${known}\\.\\d{8}T\\d{6}Z\\.backup$`));
      using copy = new Database(join(folder.path, name));
      expect(value(copy, "SELECT count(*) FROM __drizzle_migrations")).toBe(known);
      expect(value(copy, "SELECT name FROM users")).toBe("ada");
      expect(value(copy, "SELECT value FROM meta WHERE key = 'hearth'")).toBe("0.9.0");
    }
  });

  test("make the tables that a new database has", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    olderDatabase(path, 1);
    const schemaOf = (client: Database) =>
      client
        .query<{ sql: string }, []>(
          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name",
        )
        .all();
    const [migrated, fresh] = [openDatabase(path, VERSION), openDatabase(":memory:", VERSION)];
    expect(schemaOf(migrated.client)).toEqual(schemaOf(fresh.client));
    migrated.client.close();
    fresh.client.close();
  });

  test("need no copy of a new database, nor of one that has them all", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    for (let i = 0; i < 2; i++) closeDatabase(openDatabase(path, VERSION));
    expect(backups(folder.path)).toEqual([]);
  });

  test("keep the three newest copies", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    const old = ["20240101T000000Z", "20250101T000000Z", "20250601T000000Z", "20230101T000000Z"].map(
      (stamp, i) => `hearth.db.schema-${9 - i}.${stamp}.backup`,
    );
    for (const name of [...old, "hearth.db.mine.backup"]) writeFileSync(join(folder.path, name), "");
    olderDatabase(path, 1);
    openDatabase(path, VERSION).client.close();
    const kept = backups(folder.path);
    expect(kept).toHaveLength(4);
    expect(kept).toContain("hearth.db.mine.backup");
    expect(kept.filter((name) => old.includes(name)).sort()).toEqual([old[1], old[2]].sort() as string[]);
  });

  test("that fail leave the database as it was", () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    olderDatabase(path, 1);
    const statement = MIGRATIONS.slice(1)
      .flatMap(({ sql }) => sql)
      .findLast((sql) => /^\s*CREATE TABLE/.test(sql));
    using meddler = new Database(path);
    meddler.run(statement ?? "");
    const before = value(meddler, "SELECT count(*) FROM sqlite_schema");
    expect(caught(() => openDatabase(path, VERSION))).toBeInstanceOf(SQLiteError);
    expect(value(meddler, "SELECT count(*) FROM sqlite_schema")).toBe(before);
    expect(value(meddler, "SELECT count(*) FROM __drizzle_migrations")).toBe(1);
    expect(backups(folder.path)).toHaveLength(1);
  });
});

describe("a database of a later hearth", () => {
  /** A database with one migration more than this hearth knows. */
  function later(path: string, when: number): void {
    const connection = openDatabase(path, { version: "9.9.9" });
    connection.client.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', ?)", [when]);
    closeDatabase(connection);
  }

  test.each([
    { name: "of a later time", when: Date.UTC(2040, 0) },
    { name: "of an earlier time, merged late", when: 1 },
  ])("is refused with both versions named, and not touched ($name)", ({ when }) => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    later(path, when);
    const known = MIGRATIONS.length;
    const fault = caught(() => openDatabase(path, VERSION));
    expect(fault).toBeInstanceOf(NewerDatabaseError);
    expect((fault as Error).message).toBe(
      `the database is schema ${known + 1}, written by hearth 9.9.9; this is hearth 1.2.3, which knows schema ${known}: use the newer one`,
    );
    using client = new Database(path);
    expect(value(client, "SELECT value FROM meta WHERE key = 'hearth'")).toBe("9.9.9");
    expect(backups(folder.path)).toEqual([]);
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (fault) {
    return fault;
  }
  throw new Error("expected a fault");
}
