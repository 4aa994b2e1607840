// Which version of the rules the derived rows of the database were made by.
import { metaValue, setMetaValue } from "../db/meta.ts";
import { type Store, write } from "../db/store.ts";
import { RULES_VERSION } from "../domain/source.ts";
import { type Progress, rebuild } from "./recount.ts";
import { allOf } from "./users.ts";

const KEY = "rules";

/** Returns whether everything derived was made by other rules than this program's; a fresh database has nothing derived. */
export function isOutdated({ connection }: Store): boolean {
  const known = metaValue(connection.client, KEY);
  return known !== undefined && known !== String(RULES_VERSION);
}

/** Notes that derived rows are made by this program's rules, unless something is noted; inside a write transaction. */
export function knowRules({ connection }: Store): void {
  if (metaValue(connection.client, KEY) === undefined) setMetaValue(connection.client, KEY, String(RULES_VERSION));
}

/** Notes that everything derived was made anew by this program's rules. */
export function rulesApplied(store: Store): void {
  write(store, () => setMetaValue(store.connection.client, KEY, String(RULES_VERSION)));
}

/**
 * Rebuilds every user's derived rows when they were made by other rules, saying so once through `say`; resolves when
 * they are all of today's. For the only process that writes: whoever else remembers names would remember old ones.
 */
export async function applyRules(store: Store, say: (text: string) => void, progress?: Progress): Promise<void> {
  if (isOutdated(store)) {
    say("names and counts are derived by other rules since this version: counting everything anew, once");
    for (const { id, timeoutMs, idleMs } of allOf({ store })) await rebuild(store, id, { timeoutMs, idleMs }, progress);
  }
  rulesApplied(store);
}
