import { Database } from "bun:sqlite";
import { join } from "node:path";

/** What a data directory without a server holds: heartbeats, the end of the busiest of the last thirty days, the size of its database. */
export type Stored = { readonly heartbeats: number; readonly busyMs: number; readonly bytes: number };

export function stored(directory: string): Stored {
  const database = new Database(join(directory, "hearth.db"));
  try {
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const number = (sql: string) => Object.values(database.query<Record<string, number>, []>(sql).get() ?? {})[0] ?? 0;
    return {
      heartbeats: number("SELECT count(*) FROM heartbeats"),
      busyMs: number(`SELECT max(time) / 1000, count(*) FROM heartbeats
        WHERE time > (SELECT max(time) FROM heartbeats) - 30 * 86400000000
        GROUP BY time / 86400000000 ORDER BY 2 DESC LIMIT 1`),
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
