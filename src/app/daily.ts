import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { type ActiveDays, activeDays, type DayPart, dayParts } from "./days.ts";
import type { Filter } from "./filter.ts";
import type { Reader, Summary } from "./summary.ts";

/** A range day by day. */
export type Daily<T> = ActiveDays & {
  /** ms of the whole range */
  readonly totalMs: number;
  /** one per day that exists, days without time too */
  readonly days: readonly T[];
};

/**
 * Returns what `view` makes of each day of a range, and the range's total. Days are summed up one at a time, so that
 * years of them need no more memory than their views; `view` must read all it wants before it returns.
 */
export function dailyOf<T>(
  context: Context,
  reader: Reader,
  range: Range,
  filter: Filter,
  view: (part: DayPart, summary: Summary) => T,
): Daily<T> {
  const parts = dayParts(range, range.zone);
  const totals: { startMs: number; endMs: number; totalMs: number }[] = [];
  const days: T[] = [];
  for (const summary of reader.summaries(parts, filter)) {
    const part = parts[days.length] as DayPart;
    totals.push({ startMs: part.startMs, endMs: part.endMs, totalMs: summary.totalMs });
    days.push(view(part, summary));
  }
  return {
    ...activeDays(range, reader.firstMs(), context.now(), totals),
    totalMs: totals.reduce((sum, { totalMs }) => sum + totalMs, 0),
    days,
  };
}
