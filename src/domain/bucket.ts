import { addDays } from "./calendar.ts";

/** What long ranges are drawn by. */
export const BUCKET_UNITS = ["day", "week", "month", "year"] as const;
export type BucketUnit = (typeof BUCKET_UNITS)[number];

/** First and last date of a bucket, both inside. */
export type Bucket = { readonly startDate: string; readonly endDate: string };

/** Most bars of each unit that still can be told apart: two months of days, a year of weeks, twenty years of months. */
const MOST: readonly { readonly unit: BucketUnit; readonly days: number }[] = [
  { unit: "day", days: 62 },
  { unit: "week", days: 400 },
  { unit: "month", days: 7_320 },
];

/** Returns the unit in which a range of so many days is drawn. */
export function bucketUnit(days: number): BucketUnit {
  return MOST.find((row) => days <= row.days)?.unit ?? "year";
}

/**
 * Returns the buckets of the dates from `startDate` to `endDate`, both inside, in order, without gap or overlap; the
 * first and the last are cut to the dates. `weekStart` is an ISO weekday, 1 = Monday.
 *
 * ```
 * weeks from Monday, one character = 1 day     Mo      Mo      Mo
 * dates                                          [----------------]
 * buckets                                        [---] [-----] [--]
 * ```
 * Throws `RangeError` for text that is no date.
 */
export function bucketsOf(startDate: string, endDate: string, unit: BucketUnit, weekStart: number): Bucket[] {
  const buckets: Bucket[] = [];
  for (let start = startDate; start <= endDate; ) {
    const next = nextStart(start, unit, weekStart);
    const last = addDays(next, -1);
    buckets.push({ startDate: start, endDate: last < endDate ? last : endDate });
    start = next;
  }
  return buckets;
}

/** Returns the first date of the next bucket after the one that holds `date`. */
function nextStart(date: string, unit: BucketUnit, weekStart: number): string {
  if (unit === "day") return addDays(date, 1);
  const plain = Temporal.PlainDate.from(date);
  if (unit === "week") return addDays(date, 7 - ((plain.dayOfWeek - weekStart + 7) % 7));
  if (unit === "month") return plain.with({ day: 1 }).add({ months: 1 }).toString();
  return plain.with({ month: 1, day: 1 }).add({ years: 1 }).toString();
}

/** Returns the first date of the week that holds `date`. */
export function weekOf(date: string, weekStart: number): string {
  return addDays(date, -((Temporal.PlainDate.from(date).dayOfWeek - weekStart + 7) % 7));
}
