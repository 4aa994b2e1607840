// The tables and indexes a database has, against those that the migrations make.
import { Database, SQLiteError } from "bun:sqlite";
import { getTableName, is, type Table } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { knownMigrations } from "./migrations.ts";
import * as schema from "./schema.ts";

/** A table, an index or a trigger, as SQLite keeps it. */
type Part = {
  readonly type: string;
  readonly name: string;
  /** the table it is, or is about */
  readonly table: string;
  readonly sql: string;
};

/** A part that is not what the migrations make of it; `foreign` = they make none of that name. */
export type Misshapen = Part & {
  readonly fault: "missing" | "different" | "foreign";
  /** of a unique index: values that stand more than once where each may stand once, so that it cannot be made */
  readonly repeated: number;
};

/**
 * Returns which tables and indexes of a database with so many migrations are missing or different, and triggers that are
 * none of ours. Further tables and indexes are left to whoever made them, and of a table that is missing nothing else is
 * told. Changes nothing.
 */
export function misshapen(client: Database, migrations: number): Misshapen[] {
  const found = new Map(parts(client).map((part) => [part.name, part]));
  const wanted = partsAfter(migrations);
  const faults: Misshapen[] = [];
  for (const part of wanted) {
    const here = found.get(part.name);
    if (here !== undefined && plain(here.sql) === plain(part.sql)) continue;
    if (part.type === "index" && !found.has(part.table)) continue;
    const fault = here === undefined ? "missing" : "different";
    faults.push({ ...part, fault, repeated: repeatedValues(client, part) });
  }
  const ours = new Set(wanted.map(({ name }) => name));
  for (const part of found.values())
    if (part.type === "trigger" && !ours.has(part.name)) faults.push({ ...part, fault: "foreign", repeated: 0 });
  return faults;
}

/**
 * Makes the indexes that are missing or different as the migrations would; inside a write transaction. Returns those
 * made, and those that cannot be: values stand more than once.
 */
export function putIndexesBack(
  client: Database,
  migrations: number,
): { readonly made: readonly Misshapen[]; readonly refused: readonly Misshapen[] } {
  const indexes = misshapen(client, migrations).filter(({ type, fault }) => type === "index" && fault !== "foreign");
  const made = indexes.filter(({ repeated }) => repeated === 0);
  for (const { name, sql } of made) {
    client.run(`DROP INDEX IF EXISTS "${name}"`);
    client.run(sql);
  }
  return { made, refused: indexes.filter(({ repeated }) => repeated > 0) };
}

/** Returns the first table of today's schema that a database does not have, undefined for none. */
export function missingTable(client: Database): string | undefined {
  const found = new Set(
    client
      .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => name),
  );
  return Object.values(schema)
    .filter((value): value is Table & typeof value => is(value, SQLiteTable))
    .map((table) => getTableName(table))
    .find((name) => !found.has(name));
}

/** Returns whether a fault, or what caused it, is that a table, an index or a column is not there. */
export function isShapeFault(fault: unknown): boolean {
  const cause = fault instanceof Error ? fault.cause : undefined;
  return [fault, cause].some(
    (one) => one instanceof SQLiteError && /^no such (?:table|index|column)/.test(one.message),
  );
}

/** Returns what the first migrations make, tables before their indexes. */
function partsAfter(migrations: number): Part[] {
  using model = new Database(":memory:");
  for (const migration of knownMigrations().slice(0, migrations))
    for (const statement of migration.read().statements) model.run(statement);
  return parts(model);
}

/** Returns everything that was made by name; the migrations' own table and SQLite's are not among it. */
function parts(client: Database): Part[] {
  return client
    .query<Part, []>(
      `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__drizzle_migrations'
       ORDER BY type = 'table' DESC, name`,
    )
    .all();
}

/** Returns the text of a part without what says nothing: quotes of names, case and space. */
function plain(sql: string): string {
  return sql
    .replace(/[`"[\]]/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([(),]) ?/g, "$1")
    .toLowerCase();
}

function repeatedValues(client: Database, { table, sql }: Part): number {
  const columns = /^CREATE UNIQUE INDEX [^(]*\((.*)\)$/is.exec(sql)?.[1];
  if (columns === undefined) return 0;
  try {
    // Where one of them is NULL no two are the same, and a comparison is not true.
    return (
      client
        .query<{ n: number }, []>(
          `SELECT count(*) AS n FROM
             (SELECT 1 FROM "${table}" WHERE (${columns}) = (${columns}) GROUP BY ${columns} HAVING count(*) > 1)`,
        )
        .get()?.n ?? 0
    );
  } catch (fault) {
    // The table is different too, and that is told by itself.
    if (!isShapeFault(fault)) throw fault;
    return 0;
  }
}
