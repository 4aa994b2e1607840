import type { Range } from "../domain/range.ts";
import { WEEKDAYS, weekdayOf } from "../domain/weekday.ts";
import type { AiTotals } from "./ai.ts";
import type { Context } from "./context.ts";
import { dailyOf } from "./daily.ts";
import type { Filter } from "./filter.ts";
import { type Item, type Reader, ranked } from "./summary.ts";

/** A day of a range; ms. */
export type DayRow = {
  readonly date: string;
  readonly totalMs: number;
  readonly categories: readonly Item[];
  /** lines and tokens; to be asked inside `reading`, for they cost as much as all the rest */
  readonly ai: () => AiTotals;
};

/** All days of one weekday; ms. */
export type WeekdayRow = {
  /** place in WEEKDAYS */
  readonly weekday: number;
  readonly daysWithTime: number;
  readonly totalMs: number;
  readonly categories: readonly Item[];
};

/** Returns every day of a range with its categories and lines, days without time too. */
export function dayRows(context: Context, reader: Reader, range: Range, filter: Filter): readonly DayRow[] {
  return dailyOf(context, reader, range, filter, ({ date }, summary) => ({
    date,
    totalMs: summary.totalMs,
    categories: summary.items("category"),
    ai: () => summary.ai(),
  })).days;
}

/** Returns the days summed up by weekday, all seven, Monday first. */
export function weekdayRows(days: readonly DayRow[]): WeekdayRow[] {
  const byWeekday = Map.groupBy(
    days.filter(({ totalMs }) => totalMs > 0),
    ({ date }) => weekdayOf(date),
  );
  return WEEKDAYS.map((_, weekday) => {
    const own = byWeekday.get(weekday) ?? [];
    const categories = new Map<string, number>();
    for (const day of own)
      for (const { name, ms } of day.categories) categories.set(name, (categories.get(name) ?? 0) + ms);
    return {
      weekday,
      daysWithTime: own.length,
      totalMs: own.reduce((sum, { totalMs }) => sum + totalMs, 0),
      categories: ranked(categories),
    };
  });
}
