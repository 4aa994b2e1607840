import { Database } from "bun:sqlite";
import { join } from "node:path";

/** What a data directory without a server holds: heartbeats, when the last of them was, and the size of its database. */
export type Stored = { readonly heartbeats: number; readonly lastMs: number; readonly bytes: number };

export function stored(directory: string): Stored {
  const database = new Database(join(directory, "hearth.db"));
  try {
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const number = (sql: string) => Object.values(database.query<Record<string, number>, []>(sql).get() ?? {})[0] ?? 0;
    return {
      heartbeats: number("SELECT count(*) FROM heartbeats"),
      lastMs: number("SELECT max(time) / 1000 FROM heartbeats"),
      bytes: number("PRAGMA page_count") * number("PRAGMA page_size"),
    };
  } finally {
    database.close();
  }
}

/** Returns the bytes of each table and index, the largest first; nothing where SQLite was built without its tally. */
export function largest(directory: string): { readonly name: string; readonly bytes: number }[] {
  const database = new Database(join(directory, "hearth.db"), { readonly: true });
  try {
    return database
      .query<{ name: string; bytes: number }, []>(
        "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 8",
      )
      .all();
  } catch {
    return [];
  } finally {
    database.close();
  }
}
