// What is drawn beside an overview: bars of a range by project, a year of days, the ribbon of a day.
import type { User } from "../db/users.ts";
import { type Bucket, type BucketUnit, bucketsOf, bucketUnit, weekOf } from "../domain/bucket.ts";
import { addDays, daysIn } from "../domain/calendar.ts";
import { UNKNOWN } from "../domain/dimension.ts";
import { levels } from "../domain/level.ts";
import { wholeDates } from "../domain/moment.ts";
import { neighbour } from "../domain/neighbour.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { durationsOf, type SlicedDuration } from "./durations.ts";
import type { Filter } from "./filter.ts";
import type { Histories } from "./history.ts";
import { type Reader, reading } from "./summary.ts";

export type Column = Bucket & {
  readonly totalMs: number;
  /** by series, then all other projects */
  readonly ms: readonly number[];
  /** the same place of the range before */
  readonly beforeMs?: number;
};

export type Columns = {
  readonly unit: BucketUnit;
  /** projects with the most time, most first */
  readonly series: readonly { readonly name: string; readonly ms: number }[];
  readonly columns: readonly Column[];
  readonly year: readonly { readonly date: string; readonly ms: number; readonly level: number }[];
  /** of the days around a single one: 168 hours of the week, Monday 00:00 first */
  readonly hoursOfWeek: readonly number[] | undefined;
  /** of a single day: its time by project, in order */
  readonly ribbon: readonly SlicedDuration[] | undefined;
};

/** Projects that have a colour of their own in one chart. */
const MOST_SERIES = 8;
/** A single day is shown among so many, itself the last. */
const DAYS_AROUND = 30;
const WEEKS = 53;
/** Years of bars; a range of more is a mistake. */
const MOST_DAYS = 40_000;

/** Returns the charts of a range; none of their bars for one that no calendar page could list. */
export function columnsOf(
  context: Context,
  histories: Histories,
  user: User,
  range: Range,
  filter: Filter,
  compares: boolean,
): Columns {
  const isSingleDay = range.startDate === range.endDate;
  const dates = isSingleDay
    ? { startDate: addDays(range.endDate, 1 - DAYS_AROUND), endDate: range.endDate }
    : { startDate: range.startDate, endDate: range.endDate };
  const days = (range.endMs - range.startMs) / 86_400_000;
  const isListable = days < MOST_DAYS;
  const unit = isSingleDay ? "day" : bucketUnit(Math.round(days));
  const charts = reading(context.store, histories, user.id, (reader) => {
    const buckets = isListable ? bucketsOf(dates.startDate, dates.endDate, unit, user.weekStart) : [];
    const before = compares && !isSingleDay && isListable ? beforeTotals(reader, range, filter, unit, user) : undefined;
    return {
      ...barsOf(reader, buckets, range, filter, before),
      hoursOfWeek: isSingleDay
        ? reader.hoursOfWeek(wholeDates(dates.startDate, dates.endDate, range.zone), range.zone, filter)
        : undefined,
      year: isListable ? yearOf(reader, range, filter, user.weekStart) : [],
    };
  });
  const ribbon = isSingleDay
    ? durationsOf(context.store, histories, { userId: user.id, interval: range, filter, slice: "project" })
    : undefined;
  return { unit, ...charts, ribbon: ribbon?.durations };
}

function barsOf(
  reader: Reader,
  buckets: readonly Bucket[],
  { zone }: Range,
  filter: Filter,
  before: readonly number[] | undefined,
): Pick<Columns, "series" | "columns"> {
  const intervals = buckets.map(({ startDate, endDate }) => wholeDates(startDate, endDate, zone));
  const each = [...reader.summaries(intervals, filter)].map((summary) => ({
    totalMs: summary.totalMs,
    byProject: new Map(summary.items("project").map(({ name, ms }) => [name, ms])),
  }));
  const totals = new Map<string, number>();
  for (const { byProject } of each) for (const [name, ms] of byProject) totals.set(name, (totals.get(name) ?? 0) + ms);
  const series = [...totals]
    .map(([name, ms]) => ({ name, ms }))
    .filter(({ name }) => name !== UNKNOWN)
    .sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_SERIES);
  return {
    series,
    columns: buckets.map((bucket, i) => {
      const { totalMs = 0, byProject } = each[i] ?? {};
      const ms = series.map(({ name }) => byProject?.get(name) ?? 0);
      const rest = totalMs - ms.reduce((sum, one) => sum + one, 0);
      const beforeMs = before?.[i];
      return { ...bucket, totalMs, ms: [...ms, rest], ...(beforeMs !== undefined && { beforeMs }) };
    }),
  };
}

function beforeTotals(
  reader: Reader,
  range: Range,
  filter: Filter,
  unit: BucketUnit,
  user: User,
): number[] | undefined {
  const dates = neighbour(range, -1);
  if (dates === undefined) return undefined;
  const buckets = bucketsOf(dates.startDate, dates.endDate, unit, user.weekStart);
  return reader.totals(
    buckets.map(({ startDate, endDate }) => wholeDates(startDate, endDate, range.zone)),
    filter,
  );
}

/** Returns the days of 53 weeks, the last one that of the range's end; it may end after it. */
function yearOf(reader: Reader, { endDate, zone }: Range, filter: Filter, weekStart: number): Columns["year"] {
  const from = addDays(weekOf(endDate, weekStart), -7 * (WEEKS - 1));
  const days = daysIn(zone, wholeDates(from, endDate, zone));
  const totals = reader.totals(days, filter);
  const level = levels(totals);
  return days.map(({ date }, i) => ({ date, ms: totals[i] ?? 0, level: level[i] ?? 0 }));
}
