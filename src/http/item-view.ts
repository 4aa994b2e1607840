import type { Item } from "../app/summary.ts";
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
