import type { Database } from "bun:sqlite";

/** What SQLite keeps of the file in memory. */
const KEPT_KB = 12_000;
const PASSED_KB = 500;

/** Has a connection keep the pages that it writes and reads again and again. */
export function keepPages(client: Database): void {
  client.run(`PRAGMA cache_size = -${KEPT_KB}`);
}

/**
 * Returns what `work` reads, while its pages are not kept: for much that is read once. Room made for each of them costs
 * as much as the reading.
 */
export function passingPages<T>(client: Database, work: () => T): T {
  client.run(`PRAGMA cache_size = -${PASSED_KB}`);
  try {
    return work();
  } finally {
    keepPages(client);
  }
}
