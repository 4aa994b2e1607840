// Opens the one SQLite file: pragmas in order, guards against a newer database, migrations with a backup first.
import { Database, SQLiteError } from "bun:sqlite";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BunSQLiteDatabase, drizzle } from "drizzle-orm/bun-sqlite";
import { knownMigrations, type Migration } from "./migrations.ts";
import { keepPages } from "./page-cache.ts";
import * as schema from "./schema.ts";
import { missingTable } from "./shape.ts";

export type Orm = BunSQLiteDatabase<typeof schema>;

export type Connection = {
  readonly client: Database;
  readonly orm: Orm;
  readonly path: string;
};

export type OpenOptions = {
  /** hearth's own version, named when a database is newer */
  readonly version: string;
  /** MB after which writes fail as on a full disk; 0 = no limit */
  readonly maxDatabaseMb?: number;
  /** a reader beside the server: no migration, no write */
  readonly readonly?: boolean;
};

/** A database written by a later hearth: refused, because this binary does not know its tables. */
export class NewerDatabaseError extends Error {}

/** A database that lacks a table, which only a backup brings back. */
export class DamagedDatabaseError extends Error {}

const APPLICATION_ID = 0x48_52_54_48; // "HRTH"
/** How long a connection waits for another one that writes. */
const BUSY_MS = 5_000;
const BACKUPS_KEPT = 3;
/**
 * Pages in the log, 16 MB, after which it is moved into the database. Most pages are written again and again, a day's
 * row and the rows that count versions and ids with every commit: SQLite's own 1000 moved them 60 % more often, and made
 * one in sixty requests of 25 heartbeats wait for it.
 */
export const LOG_PAGES = 4_000;

/**
 * Returns an open connection to the database at `path`, created and migrated when needed.
 * @throws NewerDatabaseError for a database of a later hearth; DamagedDatabaseError for one without all of its tables,
 * which a reader may see; SQLiteError when it cannot be opened or is damaged.
 */
export function openDatabase(path: string, options: OpenOptions): Connection {
  // Not SQLite's own way to read only: that leaves the log's files behind when it closes last.
  const client = new Database(path, { create: options.readonly !== true, readwrite: true, strict: true });
  try {
    // First of all, so that the switch to WAL itself can wait for another process.
    client.run(`PRAGMA busy_timeout = ${BUSY_MS}`);
    if (!options.readonly) {
      const mode = client.query<{ journal_mode: string }, []>("PRAGMA journal_mode = WAL").get();
      if (mode?.journal_mode !== "wal" && path !== ":memory:")
        throw new Error(`database cannot use a write-ahead log here: ${path} (a network drive?)`);
    }
    // 201 means on disk: FULL syncs the log at every commit, fullfsync reaches the platter on macOS.
    client.run("PRAGMA synchronous = FULL");
    client.run("PRAGMA fullfsync = ON");
    client.run("PRAGMA checkpoint_fullfsync = ON");
    client.run("PRAGMA foreign_keys = ON");
    client.run("PRAGMA temp_store = MEMORY");
    keepPages(client);
    client.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    client.run("PRAGMA journal_size_limit = 67108864");
    client.run("PRAGMA trusted_schema = OFF");
    const orm = drizzle(client, { schema });
    if (options.readonly) {
      checkKnown(client, options.version);
      client.run("PRAGMA query_only = ON");
    } else {
      migrate(client, path, options.version);
      limitSize(client, options.maxDatabaseMb ?? 0);
    }
    return { client, orm, path };
  } catch (cause) {
    client.close();
    throw cause;
  }
}

/**
 * Checkpoints the log as far as nobody else uses it, and closes; the last one to close removes the log. Waits for
 * nobody, and nobody waits for it: a checkpoint that empties the log would keep writers out until every reader is done.
 */
export function closeDatabase({ client }: Connection): void {
  try {
    client.run("PRAGMA busy_timeout = 0");
    client.run("PRAGMA optimize");
    client.run("PRAGMA wal_checkpoint(PASSIVE)");
  } catch (fault) {
    if (!(fault instanceof SQLiteError)) throw fault;
  }
  client.close();
}

/** Returns whether a fault is the storage's (full, locked, unreadable, damaged) and not ours. */
export function isStorageFault(fault: unknown): boolean {
  return (
    fault instanceof SQLiteError &&
    /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|AUTH|PROTOCOL)/.test(fault.code ?? "")
  );
}

/**
 * Runs `work` in one write transaction and returns its result; anything thrown rolls all of it back.
 * `work` must be synchronous: an asynchronous one would commit before it ends.
 */
export function inTransaction<T>({ client }: Pick<Connection, "client">, work: () => T): T {
  client.run("BEGIN IMMEDIATE");
  return committed(client, work);
}

/** As `inTransaction`, but does not wait: undefined when another connection writes, and then nothing was done. */
export function tryTransaction<T>({ client }: Pick<Connection, "client">, work: () => T): { result: T } | undefined {
  client.run("PRAGMA busy_timeout = 0");
  try {
    client.run("BEGIN IMMEDIATE");
  } catch (fault) {
    if (fault instanceof SQLiteError && fault.code?.startsWith("SQLITE_BUSY")) return undefined;
    throw fault;
  } finally {
    client.run(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }
  return { result: committed(client, work) };
}

function committed<T>(client: Database, work: () => T): T {
  try {
    const result = work();
    client.run("COMMIT");
    return result;
  } catch (cause) {
    // A full disk has already rolled back by itself.
    if (client.inTransaction) client.run("ROLLBACK");
    throw cause;
  }
}

/** Runs `work` on one unchanging state of the database and returns its result. */
export function inSnapshot<T>({ client }: Pick<Connection, "client">, work: () => T): T {
  if (client.inTransaction) return work();
  client.run("BEGIN");
  try {
    return work();
  } finally {
    if (client.inTransaction) client.run("COMMIT");
  }
}

function limitSize(client: Database, megabytes: number): void {
  if (megabytes === 0) return;
  const { page_size: pageSize } = client.query<{ page_size: number }, []>("PRAGMA page_size").get() ?? {
    page_size: 4096,
  };
  client.run(`PRAGMA max_page_count = ${Math.max(1, Math.floor((megabytes * 1024 * 1024) / pageSize))}`);
}

/** Returns how many migrations a database has had. */
export function schemaVersion(client: Database): number {
  return appliedMigrations(client).length;
}

/** A reader cannot migrate: the schema must be today's. */
function checkKnown(client: Database, version: string): void {
  const known = knownMigrations();
  const applied = appliedMigrations(client);
  refuseNewer(client, applied, known, version);
  if (applied.length < known.length)
    throw new Error(
      `the database is schema ${applied.length}; this is hearth ${version}, which knows schema ${known.length}: start hearth serve once, it brings the database up to date`,
    );
}

function refuseNewer(client: Database, applied: readonly number[], known: readonly Migration[], version: string): void {
  const last = known.at(-1)?.when ?? 0;
  if (applied.length > known.length || applied.some((when) => when > last)) {
    const writer = client.query<{ value: string }, []>("SELECT value FROM meta WHERE key = 'hearth'").get()?.value;
    throw new NewerDatabaseError(
      `the database is schema ${applied.length}${writer ? `, written by hearth ${writer}` : ""}; this is hearth ${version}, which knows schema ${known.length}: use the newer one`,
    );
  }
}

function migrate(client: Database, path: string, version: string): void {
  const known = knownMigrations();
  const applied = appliedMigrations(client);
  refuseNewer(client, applied, known, version);
  if (applied.length < known.length) {
    if (applied.length > 0) backUp(client, path, applied.length);
    client.run("BEGIN IMMEDIATE");
    try {
      // Another process may have migrated while we waited for the lock.
      const pending = known.slice(appliedMigrations(client).length);
      if (pending.length === known.length) client.run(`PRAGMA application_id = ${APPLICATION_ID}`);
      client.run(
        "CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT",
      );
      for (const migration of pending) {
        const { statements, hash } = migration.read();
        for (const statement of statements) client.run(statement);
        client.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)", [hash, migration.when]);
      }
      const broken = client.query("PRAGMA foreign_key_check").all();
      if (broken.length > 0) throw new Error(`migration leaves ${broken.length} rows that point nowhere`);
      client.run("COMMIT");
    } catch (cause) {
      if (client.inTransaction) client.run("ROLLBACK");
      throw cause;
    }
  }
  const lost = missingTable(client);
  if (lost !== undefined) throw withoutTable(lost);
  client.run("INSERT INTO meta VALUES ('hearth', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1 WHERE value <> ?1", [
    version,
  ]);
}

/** Returns the times (ms) of the migrations a database has had, oldest first. */
function appliedMigrations(client: Database): number[] {
  const table = client.query("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get();
  if (table === null) {
    const { application_id: id } = client.query<{ application_id: number }, []>("PRAGMA application_id").get() ?? {};
    if (id === APPLICATION_ID) throw withoutTable("__drizzle_migrations");
    return [];
  }
  return client
    .query<{ created_at: number }, []>("SELECT created_at FROM __drizzle_migrations ORDER BY created_at")
    .all()
    .map((row) => row.created_at);
}

function withoutTable(name: string): DamagedDatabaseError {
  return new DamagedDatabaseError(`table ${name} is missing; a backup mends that (README, Data and backup)`);
}

/** Writes a whole copy beside the database before its tables change, and keeps the last few. */
function backUp(client: Database, path: string, schemaVersion: number): void {
  if (path === ":memory:") return;
  const stamp = client.query<{ now: string }, []>("SELECT strftime('%Y%m%dT%H%M%SZ', 'now') AS now").get()?.now;
  client.run("VACUUM INTO ?", [join(dirname(path), `hearth.db.schema-${schemaVersion}.${stamp}.backup`)]);
  const kept = readdirSync(dirname(path))
    .filter((name) => /^hearth\.db\.schema-\d+\..*\.backup$/.test(name))
    .sort((a, b) => a.slice(a.lastIndexOf(".2")).localeCompare(b.slice(b.lastIndexOf(".2"))));
  for (const name of kept.slice(0, -BACKUPS_KEPT)) rmSync(join(dirname(path), name));
}
