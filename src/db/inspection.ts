// Read-only questions about the database as a whole; asked by `hearth doctor` alone.
import type { Database } from "bun:sqlite";
import { cellsOf, sumsOf } from "./cells.ts";
import { prepared } from "./prepared.ts";

/** A stored day of a rollup, as it is. */
export type StoredDay = {
  readonly day: number;
  readonly version: number;
  readonly cells: Uint32Array;
  readonly sums: Float64Array | undefined;
  readonly tags: Float64Array | undefined;
};

/** A stored name with its derived columns; see `names` in db/schema.ts. */
export type StoredName = {
  readonly id: number;
  readonly kind: number;
  readonly value: string;
  readonly canonical_id: number | null;
  readonly language_id: number | null;
};

export type Inspection = {
  /** Returns what SQLite finds wrong with the file, up to `limit` sentences; none for a sound one. Reads all of it. */
  readonly damage: (limit: number) => string[];
  /** Returns the tables that have rows which point nowhere, with how many. */
  readonly danglingRows: () => { readonly table: string; readonly rows: number }[];
  readonly pageBytes: () => { readonly used: number; readonly free: number };
  /** Yields every name of a user, by id. */
  readonly names: (userId: number) => IterableIterator<StoredName>;
  /** Returns the largest id of a name, 0 for none. */
  readonly lastNameId: () => number;
  /** Yields the days of a generation, ascending. */
  readonly days: (userId: number, generation: number) => IterableIterator<StoredDay>;
  readonly placeholderCount: (userId: number) => number;
  /** Returns how many external durations of a user count under a group that is not there. */
  readonly ungroupedExternals: (userId: number) => number;
};

type DayRow = { day: number; version: number; cells: Uint8Array; sums: Uint8Array | null; tags: Uint8Array | null };

/** Returns what the doctor reads of a database; changes nothing. */
export function openInspection(client: Database): Inspection {
  const numberOf = (sql: string) => prepared<{ n: number | null }, number[]>(client, sql);
  const days = prepared<DayRow, [number, number]>(
    client,
    "SELECT day, version, cells, sums, tags FROM rollup WHERE user_id = ? AND generation = ? ORDER BY day",
  );
  const names = prepared<StoredName, [number]>(
    client,
    "SELECT id, kind, value, canonical_id, language_id FROM names WHERE user_id = ? ORDER BY id",
  );
  const lastNameId = numberOf("SELECT max(id) AS n FROM names");
  const placeholderCount = numberOf("SELECT count(*) AS n FROM placeholders WHERE user_id = ?");
  const ungroupedExternals = numberOf(
    `SELECT count(*) AS n FROM external_durations e WHERE user_id = ? AND NOT EXISTS
       (SELECT 1 FROM groups g WHERE g.user_id = e.user_id AND g.id = e.group_id)`,
  );

  return {
    damage(limit) {
      const found = client.query<{ integrity_check: string }, []>(`PRAGMA integrity_check(${limit})`).all();
      return found.map((row) => row.integrity_check).filter((text) => text !== "ok");
    },
    danglingRows() {
      const counts = new Map<string, number>();
      for (const { table } of client.query<{ table: string }, []>("PRAGMA foreign_key_check").all())
        counts.set(table, (counts.get(table) ?? 0) + 1);
      return [...counts].map(([table, rows]) => ({ table, rows }));
    },
    pageBytes() {
      const pragma = (name: string) =>
        Object.values(client.query<Record<string, number>, []>(`PRAGMA ${name}`).get() ?? {})[0] ?? 0;
      const [size, count, free] = [pragma("page_size"), pragma("page_count"), pragma("freelist_count")];
      return { used: size * (count - free), free: size * free };
    },
    names: (userId) => names.iterate(userId),
    lastNameId: () => lastNameId.get()?.n ?? 0,
    *days(userId, generation) {
      for (const { day, version, cells, sums, tags } of days.iterate(userId, generation)) {
        const words = (blob: Uint8Array | null) => (blob === null ? undefined : sumsOf(blob));
        yield { day, version, cells: cellsOf(cells), sums: words(sums), tags: words(tags) };
      }
    },
    placeholderCount: (userId) => placeholderCount.get(userId)?.n ?? 0,
    ungroupedExternals: (userId) => ungroupedExternals.get(userId)?.n ?? 0,
  };
}
