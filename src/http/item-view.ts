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

/** What an entry says of its share. */
export type ItemShare = Pick<ItemView, "name" | "total_seconds" | "percent">;

/** Returns a list's entries, each rounded by itself; percent of the exact sum. */
export function itemViews(items: readonly Item[]): ItemView[] {
  return itemShares(items).map((share) => ({ ...share, ...timeFields(share.total_seconds) }));
}

/** Returns the first fields of a list's entries. */
export function itemShares(items: readonly Item[]): ItemShare[] {
  const sumMs = items.reduce((sum, { ms }) => sum + ms, 0);
  return items.map(({ name, ms }) => ({ name, total_seconds: secondsOf(ms), percent: percentOf(ms, sumMs) }));
}

/** Returns the fields of an entry that tell its time in other words. */
export function timeFields(seconds: number): Omit<ItemView, keyof ItemShare> {
  return {
    digital: digitalSecondsOf(seconds),
    decimal: decimalOf(seconds),
    text: textOf(seconds),
    ...hoursMinutesSeconds(seconds),
  };
}

/** Returns a list of machines, each with the id it has among the user's machine names, null for Unknown. */
export function machineViews(user: Pick<User, "uuid">, items: readonly Item[]): object[] {
  return itemViews(items).map((item) => ({ ...item, machine_name_id: machineId(user, item.name) }));
}

/** Returns the id of a machine of a user by its name, null for Unknown. */
export function machineId({ uuid }: Pick<User, "uuid">, name: string): string | null {
  return name === UNKNOWN ? null : stableId(uuid, "machine", name);
}
