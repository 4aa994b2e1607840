import { isStorageFault } from "../db/database.ts";
import type { Context } from "./context.ts";

/** One row of every table that answers are made of, the newest where there are many. */
const READS = [
  "SELECT * FROM users LIMIT 1",
  "SELECT * FROM streams LIMIT 1",
  "SELECT * FROM names ORDER BY id DESC LIMIT 1",
  "SELECT * FROM heartbeats ORDER BY user_id DESC, time DESC LIMIT 1",
  "SELECT * FROM rollup ORDER BY user_id DESC, generation DESC, day DESC LIMIT 1",
];

/** Returns whether the database can be read, from the file and not only from what is in memory of it. */
export function isHealthy({ store }: Context): boolean {
  const { client } = store.connection;
  try {
    // Pages in memory are as they were, whatever became of the file; reading them anew takes the system microseconds.
    client.run("PRAGMA shrink_memory");
    for (const read of READS) client.query(read).get();
    return true;
  } catch (fault) {
    if (isStorageFault(fault)) return false;
    throw fault;
  }
}
