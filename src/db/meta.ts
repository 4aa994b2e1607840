// Facts about the file itself, by key (db/schema.ts `meta`).
import type { Database } from "bun:sqlite";

/** Returns the value under a key, undefined when there is none. */
export function metaValue(client: Database, key: string): string | undefined {
  return client.query<{ value: string }, [string]>("SELECT value FROM meta WHERE key = ?").get(key)?.value;
}

/** Stores a value under a key. */
export function setMetaValue(client: Database, key: string, value: string): void {
  client
    .query<null, [string, string]>("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")
    .run(key, value);
}
