import type { User } from "../db/users.ts";
import { dayAt, localDate } from "../domain/calendar.ts";
import { type Dimension, record } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import type { Range } from "../domain/range.ts";
import { streaks } from "../domain/streak.ts";
import type { AiTotals } from "./ai.ts";
import type { Context } from "./context.ts";
import { activePart, type DayTotal, dayParts, daysTotals, partTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
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

/** Statistics of a range under a filter; ms, exact. To be asked inside `reading`: each is worked out when it is asked for first. */
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
  /** contract §2: credits of category coding, gaps above the timeout counting 0 */
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
  const firstMs = reader.firstMs();
  const { zone } = range;
  const summary = reader.summary(range, filter);
  const part = activePart(range, firstMs, nowMs);
  const parts = once(() => (part === undefined ? [] : dayParts(part, zone)));
  const days = once(() => partTotals(reader, parts(), filter));
  const daysWithTime = once(() => days().filter(({ totalMs }) => totalMs > 0).length);
  const lists = once(() =>
    record(LISTED, (list) => (list === "dependencies" ? summary.dependencies() : summary.items(DIMENSION_OF[list]))),
  );
  const streak = once(() => {
    const all = streakPart(zone, firstMs, nowMs);
    const isAll = all?.startMs === part?.startMs && all?.endMs === part?.endMs;
    return reading(store, histories, user.id, (live) => {
      const totals = isAll ? partTotals(live, parts(), undefined) : daysTotals(live, zone, all, undefined);
      return streaks(totals, localDate(nowMs, zone));
    });
  });
  const ai = once(() => summary.ai());
  return {
    totalMs: summary.totalMs,
    get lists() {
      return lists();
    },
    get daysIncludingHolidays() {
      return parts().length;
    },
    get daysWithTime() {
      return daysWithTime();
    },
    get bestDay() {
      return bestDayOf(days());
    },
    get streak() {
      return streak();
    },
    uniqueMs() {
      const coding = reader.summary(range, { ...filter, only: { ...filter.only, category: ["coding"] } });
      return coding.totalMs - coding.idleMs;
    },
    get ai() {
      return ai();
    },
  };
}

/** Returns a function that does its work when it is called first, and returns what came of it ever after. */
function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}

/** Returns the first of the days with the most time, undefined when none has any. */
export function bestDayOf(days: readonly DayTotal[]): DayTotal | undefined {
  return days.reduce<DayTotal | undefined>((best, day) => (day.totalMs > (best?.totalMs ?? 0) ? day : best), undefined);
}

/** Returns the streaks over all time and categories. */
export function streakOf(reader: Reader, zone: string, firstMs: number | undefined, nowMs: number): Stats["streak"] {
  return streaks(daysTotals(reader, zone, streakPart(zone, firstMs, nowMs), undefined), localDate(nowMs, zone));
}

/** Returns what streaks are looked for in: from the first heartbeat to the end of today. */
function streakPart(zone: string, firstMs: number | undefined, nowMs: number): Interval | undefined {
  return firstMs === undefined ? undefined : { startMs: firstMs, endMs: dayAt(nowMs, zone).endMs };
}
