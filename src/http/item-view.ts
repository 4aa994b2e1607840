import { stableId } from "../app/stable-id.ts";
import type { Item } from "../app/summary.ts";
import type { User } from "../app/users.ts";
import { UNKNOWN } from "../domain/dimension.ts";
import { decimalOf, digitalSecondsOf, hoursMinutesSeconds, percentOf, secondsOf, textOf } from "../domain/format.ts";

/** An entry of a list in the WakaTime family; seconds are whole, `seconds` the 0–59 beside hours and minutes. */
export type ItemView = {
  readonly name: string;
  readonly total_seconds: number;
  /** share of the list's own sum, two digits, 0 for an empty list */
  readonly percent: number;
  readonly digital: string;
  readonly decimal: string;
  readonly text: string;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
};

/** Returns a list's entries, each rounded by itself; percent of the exact sum. */
export function itemViews(items: readonly Item[]): ItemView[] {
  const sumMs = items.reduce((sum, { ms }) => sum + ms, 0);
  return items.map(({ name, ms }) => {
    const total = secondsOf(ms);
    return {
      name,
      total_seconds: total,
      percent: percentOf(ms, sumMs),
      digital: digitalSecondsOf(total),
      decimal: decimalOf(total),
      text: textOf(total),
      ...hoursMinutesSeconds(total),
    };
  });
}

/** Returns a list of machines, each with the id it has among the user's machine names, null for Unknown. */
export function machineViews(user: Pick<User, "uuid">, items: readonly Item[]): object[] {
  return itemViews(items).map((item) => ({ ...item, machine_name_id: machineId(user, item.name) }));
}

/** Returns the id of a machine of a user by its name, null for Unknown. */
export function machineId({ uuid }: Pick<User, "uuid">, name: string): string | null {
  return name === UNKNOWN ? null : stableId(uuid, "machine", name);
}
