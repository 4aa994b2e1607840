// A data directory with ten years of the demo's person in it: some 800,000 heartbeats, 220 a day.
import { join } from "node:path";
import type { Context } from "../../src/app/context.ts";
import { storeDemo } from "../../src/app/demo.ts";
import { changeUser, ensureFirstUser } from "../../src/app/users.ts";
import { closeDatabase, openDatabase } from "../../src/db/database.ts";
import { openStore } from "../../src/db/store.ts";
import { version } from "../../src/version.ts";

const DAYS = 3653;
const SEED = 4;
/** A day that is nearly over has the most to show. */
const EVENING_HOUR = 18;

/** Writes ten years that end now into a directory; of a person in whose time zone it is evening. */
export async function writeTenYears(directory: string): Promise<void> {
  const nowMs = Date.now();
  const zone = zoneAtHour(EVENING_HOUR, new Date(nowMs).getUTCHours());
  const connection = openDatabase(join(directory, "hearth.db"), { version });
  const context: Context = {
    store: openStore(connection),
    now: () => nowMs,
    uuid: () => crypto.randomUUID(),
    log: () => {},
    serverZone: zone,
  };
  const user = changeUser(context, ensureFirstUser(context, "ada"), { timeZone: zone });
  await storeDemo(context, user, { seed: SEED, zone, nowMs, days: DAYS });
  closeDatabase(connection);
}

/** Returns a zone in which it is `hour` while it is `utcHour` in UTC; their names have the sign of the days before us. */
function zoneAtHour(hour: number, utcHour: number): string {
  const ahead = hour - utcHour;
  const offset = ahead > 12 ? ahead - 24 : ahead;
  return `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
}
