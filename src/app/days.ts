import { type Day, dayAt, daysIn } from "../domain/calendar.ts";
import { clip, type Interval } from "../domain/interval.ts";
import type { Range } from "../domain/range.ts";
import { AppError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Reader } from "./summary.ts";

/** A local day, or the part of it that lies in a range. */
export type DayPart = Day;

/** A local day's time, ms. */
export type DayTotal = { readonly date: string; readonly totalMs: number };

/** Days with time among the days that could have any. */
export type ActiveDays = {
  /** days from the later of start and first heartbeat to the earlier of end and today */
  readonly daysIncludingHolidays: number;
  /** of these, days with time */
  readonly daysWithTime: number;
};

/** More days than anybody lives to code; each is a row of an answer. */
const MOST_DAYS = 40_000;
const DAY_MS = 86_400_000;

/**
 * Returns the days of a range in order, the first and the last cut to it.
 *
 * ```
 *  days     |-------|-------|-------|
 *  range        [--------------)
 *  parts        [---|-------|--)
 * ```
 * @throws AppError `invalid` for more than forty thousand days.
 */
export function dayParts(range: Interval, zone: string): DayPart[] {
  if (range.endMs - range.startMs > MOST_DAYS * DAY_MS)
    throw new AppError("invalid", `a range by day has at most ${MOST_DAYS} days`, { parameter: "range" });
  return daysIn(zone, range).map(({ date, startMs, endMs }) => ({
    date,
    startMs: Math.max(startMs, range.startMs),
    endMs: Math.min(endMs, range.endMs),
  }));
}

/** Returns the part of a range that can hold time: not before the first heartbeat, not after today. */
export function activePart(range: Range, firstMs: number | undefined, nowMs: number): Interval | undefined {
  if (firstMs === undefined) return undefined;
  return clip(range, { startMs: firstMs, endMs: dayAt(nowMs, range.zone).endMs });
}

/** Returns the time of each day of a part of history; none for no part. */
export function daysTotals(
  reader: Reader,
  zone: string,
  part: Interval | undefined,
  filter: Filter | undefined,
): DayTotal[] {
  return part === undefined ? [] : partTotals(reader, dayParts(part, zone), filter);
}

/** Returns the time of each of some days. */
export function partTotals(reader: Reader, parts: readonly DayPart[], filter: Filter | undefined): DayTotal[] {
  const totals = reader.totals(parts, filter);
  return parts.map(({ date }, i) => ({ date, totalMs: totals[i] ?? 0 }));
}

/** Returns how many days a range has and how many of them have time (contract §5). */
export function activeDays(
  range: Range,
  firstMs: number | undefined,
  nowMs: number,
  days: readonly (Interval & { readonly totalMs: number })[],
): ActiveDays {
  const part = activePart(range, firstMs, nowMs);
  const inside = part === undefined ? [] : days.filter((day) => clip(day, part) !== undefined);
  return { daysIncludingHolidays: inside.length, daysWithTime: inside.filter(({ totalMs }) => totalMs > 0).length };
}
