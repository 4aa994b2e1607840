import { Database } from "bun:sqlite";

/** The version of the SQLite library that this process runs, for example `3.54.1`; asked of the library itself. */
export function sqliteVersion(): string {
  using database = new Database(":memory:");
  const row = database.query<{ version: string }, []>("SELECT sqlite_version() AS version").get();
  return row?.version ?? "unknown";
}
