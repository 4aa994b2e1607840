// Long runs of short transactions beside a running server.
import type { Database } from "bun:sqlite";
import { LOG_PAGES } from "./database.ts";
import { prepared } from "./prepared.ts";

export type Bulk = {
  /** Moves the log into the database when it has grown; between transactions, because it takes no write lock. */
  readonly checkpoint: () => void;
  /** Returns whether another connection wrote since this was last asked. */
  readonly isShared: () => boolean;
  /** Returns to commits that reach the disk. The next one takes all before it with it. */
  readonly end: () => void;
};

/**
 * Makes a connection's commits cheap: they no longer wait for the disk, and the log is moved into the database between
 * them instead of while one holds the write lock. A power failure may take the last of them, never the order of them,
 * so only work that can be done again may go this way.
 */
export function beginBulk(client: Database): Bulk {
  client.run("PRAGMA synchronous = NORMAL");
  client.run("PRAGMA wal_autocheckpoint = 0");
  const version = prepared<{ data_version: number }, []>(client, "PRAGMA data_version");
  let seen = version.get()?.data_version;
  return {
    checkpoint() {
      // NOOP only counts the pages; an SQLite too old for it moves them at once, which is right too.
      const found = client.query<{ log: number }, []>("PRAGMA wal_checkpoint(NOOP)").get();
      if ((found?.log ?? 0) >= LOG_PAGES) client.run("PRAGMA wal_checkpoint(PASSIVE)");
    },
    isShared() {
      const now = version.get()?.data_version;
      const isShared = now !== seen;
      seen = now;
      return isShared;
    },
    end() {
      client.run("PRAGMA synchronous = FULL");
      client.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    },
  };
}
