import type { User } from "../db/users.ts";
import { dayAt, localDate } from "../domain/calendar.ts";
import { type Dimension, record } from "../domain/dimension.ts";
import type { Range } from "../domain/range.ts";
import { streaks } from "../domain/streak.ts";
import type { AiTotals } from "./ai.ts";
import type { Context } from "./context.ts";
import { activePart, type DayTotal, daysTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";
import { type Item, type Reader, reading } from "./summary.ts";

/** Dimensions whose lists statistics carry; branches only mean something within projects. */
export const LISTED = [
  "languages",
  "projects",
  "editors",
  "operating_systems",
  "machines",
  "categories",
  "dependencies",
] as const;
export type ListName = (typeof LISTED)[number];

const DIMENSION_OF: Readonly<Record<Exclude<ListName, "dependencies">, Dimension>> = {
  languages: "language",
  projects: "project",
  editors: "editor",
  operating_systems: "operating_system",
  machines: "machine",
  categories: "category",
};

/** Statistics of a range under a filter; ms, exact. */
export type Stats = {
  readonly totalMs: number;
  readonly lists: Readonly<Record<ListName, readonly Item[]>>;
  /** days from the later of start and first heartbeat to the earlier of end and today */
  readonly daysIncludingHolidays: number;
  /** of these, days with time */
  readonly daysWithTime: number;
  readonly bestDay: DayTotal | undefined;
  /** days in a row with 15 minutes or more, over all time, whatever the range */
  readonly streak: { readonly current: number; readonly longest: number };
  /** contract §2: credits of category coding, gaps above the timeout counting 0; to be asked inside `reading` */
  readonly uniqueMs: () => number;
  /** lines and tokens, by whom */
  readonly ai: AiTotals;
};

/**
 * Returns the statistics of a range as `reader` sees it, which may count by a rule of its own; the streak is always
 * the user's. To be called inside `reading`, so that all is of one moment.
 */
export function statsOf(
  context: Context,
  histories: Histories,
  reader: Reader,
  user: User,
  range: Range,
  filter: Filter,
): Stats {
  const nowMs = context.now();
  const { store } = context;
  const firstMs = firstHeartbeatMs(store, user.id);
  const summary = reader.summary(range, filter);
  const lists = record(LISTED, (list) =>
    list === "dependencies" ? summary.dependencies() : summary.items(DIMENSION_OF[list]),
  );
  const days = daysTotals(reader, range.zone, activePart(range, firstMs, nowMs), filter);
  const active = days.filter(({ totalMs }) => totalMs > 0);
  return {
    totalMs: summary.totalMs,
    lists,
    daysIncludingHolidays: days.length,
    daysWithTime: active.length,
    bestDay: bestDayOf(days),
    streak: reading(store, histories, user.id, (live) => streakOf(live, range.zone, firstMs, nowMs)),
    uniqueMs() {
      const coding = reader.summary(range, { ...filter, only: { ...filter.only, category: ["coding"] } });
      return coding.totalMs - coding.idleMs;
    },
    ai: summary.ai(),
  };
}

/** Returns the first of the days with the most time, undefined when none has any. */
export function bestDayOf(days: readonly DayTotal[]): DayTotal | undefined {
  return days.reduce<DayTotal | undefined>((best, day) => (day.totalMs > (best?.totalMs ?? 0) ? day : best), undefined);
}

/** Returns the streaks over all time and categories. */
export function streakOf(reader: Reader, zone: string, firstMs: number | undefined, nowMs: number): Stats["streak"] {
  const part = firstMs === undefined ? undefined : { startMs: firstMs, endMs: dayAt(nowMs, zone).endMs };
  return streaks(daysTotals(reader, zone, part, undefined), localDate(nowMs, zone));
}
