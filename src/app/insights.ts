import type { Range } from "../domain/range.ts";
import { WEEKDAYS, weekdayOf } from "../domain/weekday.ts";
import type { Lines } from "./ai.ts";
import { dayParts } from "./days.ts";
import type { Filter } from "./filter.ts";
import { type Item, type Reader, ranked } from "./summary.ts";

/** A day of a range; ms. */
export type DayRow = {
  readonly date: string;
  readonly totalMs: number;
  readonly categories: readonly Item[];
};

/** A day of a range by lines. */
export type AiDayRow = { readonly date: string; readonly lines: Lines };

/** All days of one weekday; ms. */
export type WeekdayRow = {
  /** place in WEEKDAYS */
  readonly weekday: number;
  readonly daysWithTime: number;
  readonly totalMs: number;
  readonly categories: readonly Item[];
};

/** Returns every day of a range with its categories, days without time too. */
export function dayRows(reader: Reader, range: Range, filter: Filter): readonly DayRow[] {
  const parts = dayParts(range, range.zone);
  const totals = reader.totals(parts, filter);
  const categories = reader.itemsOfEach("category", parts, filter);
  return parts.map(({ date }, i) => ({ date, totalMs: totals[i] ?? 0, categories: categories[i] ?? [] }));
}

/** Returns every day of a range with its lines, days without any too. */
export function aiDayRows(reader: Reader, range: Range, filter: Filter): readonly AiDayRow[] {
  return dayParts(range, range.zone).map((part) => ({ date: part.date, lines: reader.lines(part, filter) }));
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
