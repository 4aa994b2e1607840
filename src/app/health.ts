import { isStorageFault } from "../db/database.ts";
import type { Context } from "./context.ts";

/** Returns whether the database can be read. */
export function isHealthy({ store }: Context): boolean {
  try {
    store.connection.client.query("SELECT count(*) FROM meta").get();
    return true;
  } catch (fault) {
    if (isStorageFault(fault)) return false;
    throw fault;
  }
}
