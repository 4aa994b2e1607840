// The ranges beside a range: the one before it, the one after it, and the times it is compared with.
import { addDays, dayOf, localDate } from "./calendar.ts";
import type { Interval } from "./interval.ts";
import { wholeDates } from "./moment.ts";
import type { Range } from "./range.ts";

/** A range one step away, first and last date inside. */
export type Dates = { readonly startDate: string; readonly endDate: string };

/** How far a range is from the next one of its kind. */
type Stride = { readonly unit: "days" | "months" | "years"; readonly n: number };

const WEEK: Stride = { unit: "days", n: 7 };
const MONTH: Stride = { unit: "months", n: 1 };
const YEAR: Stride = { unit: "years", n: 1 };

/** Strides of ranges whose dates do not tell, because today may be their first date. */
const STRIDES: Readonly<Record<string, Stride>> = {
  this_week: WEEK,
  last_week: WEEK,
  this_month: MONTH,
  this_year: YEAR,
  last_6_months: { unit: "months", n: 6 },
  last_12_months: YEAR,
};

/** What lies outside has no neighbours: the calendar itself ends not far beyond. */
const EARLIEST = "1971-01-01";
const LATEST = "9000-01-01";
const MOST_DAYS = 40_000;

/** How many days of the same weekday a day is compared with. */
const SAME_WEEKDAYS = 8;

/** What a running or finished range is compared with. */
export type Comparison = Dates & {
  /** `weekday`: several days of the same weekday; `before`: the range before it */
  readonly kind: "weekday" | "before";
  readonly intervals: readonly Interval[];
};

/**
 * Returns the range of the same kind `steps` further on, back for a negative number; undefined for all of time, the
 * last 24 hours, and far outside any history. A month goes to a whole month, a year to a whole year, a running week to a whole one.
 */
export function neighbour(range: Range, steps: number): Dates | undefined {
  const stride = strideOf(range);
  if (stride === undefined) return undefined;
  const startDate = shifted(range.startDate, stride, steps);
  return { startDate, endDate: addDays(shifted(startDate, stride, 1), -1) };
}

/**
 * Returns the times that a range is compared with, each cut to the part of it that has passed by `nowMs`: a day with
 * the eight same weekdays before it, anything longer with the range before it; undefined for all of time.
 *
 * ```
 * it is Wednesday 14:00; one character = 6 h       We              Th …            We
 * today                                                                            [--)
 * compared with                                    [--)   … and seven Wednesdays before
 * ```
 */
export function comparison(range: Range, nowMs: number): Comparison | undefined {
  const { zone, startDate } = range;
  const stride = strideOf(range);
  if (stride === undefined) return undefined;
  const isRunning = nowMs < range.endMs;
  const nowDate = localDate(nowMs, zone);
  const before = (days: Stride, steps: number, dates: Dates): Interval => {
    const whole = wholeDates(dates.startDate, dates.endDate, zone);
    if (!isRunning) return whole;
    const untilMs = sameTime(shifted(nowDate, days, steps), nowMs, zone);
    return { startMs: whole.startMs, endMs: Math.min(Math.max(untilMs, whole.startMs), whole.endMs) };
  };
  if (stride.unit === "days" && stride.n === 1) {
    const dates = Array.from({ length: SAME_WEEKDAYS }, (_, i) => shifted(startDate, WEEK, -1 - i));
    const existing = dates.filter((date) => dayOf(date, zone) !== undefined);
    return {
      kind: "weekday",
      startDate: dates.at(-1) ?? startDate,
      endDate: dates[0] ?? startDate,
      intervals: existing.map((date, i) => before(WEEK, -1 - i, { startDate: date, endDate: date })),
    };
  }
  const dates = { startDate: shifted(startDate, stride, -1), endDate: shifted(range.endDate, stride, -1) };
  const ends = isRunning ? dates : (neighbour(range, -1) ?? dates);
  return { kind: "before", ...ends, intervals: [before(stride, -1, ends)] };
}

/** Returns the instant at which the clock of a zone shows, on another date, the time it shows at `ms`. */
function sameTime(date: string, ms: number, zone: string): number {
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainTime();
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function strideOf({ name, startDate, endDate }: Range): Stride | undefined {
  if (name === "all_time" || name === "24_hours") return undefined;
  if (startDate < EARLIEST || endDate > LATEST) return undefined;
  const named = STRIDES[name];
  if (named !== undefined) return named;
  if (startDate.endsWith("-01-01") && endDate === `${startDate.slice(0, 4)}-12-31`) return YEAR;
  if (startDate.endsWith("-01") && addDays(shifted(startDate, MONTH, 1), -1) === endDate) return MONTH;
  const n = Temporal.PlainDate.from(startDate).until(endDate).days + 1;
  return n > MOST_DAYS ? undefined : { unit: "days", n };
}

function shifted(date: string, { unit, n }: Stride, steps: number): string {
  return Temporal.PlainDate.from(date)
    .add({ [unit]: n * steps })
    .toString();
}
