// What our own pages show of a range first: its total and lists, and what it is compared with.
import type { User } from "../db/users.ts";
import { dayAt, localDate } from "../domain/calendar.ts";
import { DIMENSIONS, type Dimension, record } from "../domain/dimension.ts";
import { clip } from "../domain/interval.ts";
import { median } from "../domain/level.ts";
import { type Comparison, comparison } from "../domain/neighbour.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { activePart, type DayTotal, daysTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
import { dailyGoal, type Goal, type GoalProgress } from "./goals.ts";
import { firstHeartbeatMs, type ListedHeartbeat, newestHeartbeats } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";
import { bestDayOf, streakOf } from "./stats.ts";
import { type Item, type Reader, reading } from "./summary.ts";

/** What a range is compared with, and how much that is; ms. */
export type Usual = Omit<Comparison, "intervals"> & {
  readonly ms: number;
  /** how many days the median is of; 1 for the range before */
  readonly of: number;
};

/** Everything a range holds, in exact ms. */
export type Overview = {
  readonly totalMs: number;
  readonly heartbeats: number;
  readonly dimensions: Readonly<Record<Dimension, readonly Item[]>>;
  /** 168 hours of the week by wall clock, Monday 00:00 first */
  readonly hoursOfWeek: readonly number[];
  readonly usual: Usual | undefined;
  /** the daily goal, when the range is today */
  readonly goal: { readonly goal: Goal; readonly today: GoalProgress } | undefined;
  /** days with time, between the first heartbeat and today */
  readonly daysWithTime: number;
  readonly bestDay: DayTotal | undefined;
  readonly streak: { readonly current: number; readonly longest: number };
  readonly firstMs: number | undefined;
};

/** Returns a range's overview. */
export function overviewOf(context: Context, histories: Histories, user: User, range: Range, filter: Filter): Overview {
  const nowMs = context.now();
  return reading(context.store, histories, user.id, (reader) => {
    const summary = reader.summary(range, filter);
    const firstMs = firstHeartbeatMs(context.store, user.id);
    const active = daysTotals(reader, range.zone, activePart(range, firstMs, nowMs), filter);
    return {
      totalMs: summary.totalMs,
      heartbeats: summary.heartbeats,
      dimensions: record(DIMENSIONS, summary.items),
      hoursOfWeek: reader.hoursOfWeek(range, range.zone, filter),
      usual: usualOf(reader, range, filter, nowMs, firstMs),
      goal:
        localDate(nowMs, range.zone) === range.startDate && range.startDate === range.endDate
          ? dailyGoal(context, reader, user)
          : undefined,
      daysWithTime: active.filter(({ totalMs }) => totalMs > 0).length,
      bestDay: bestDayOf(active),
      streak: streakOf(reader, range.zone, firstMs, nowMs),
      firstMs,
    };
  });
}

/** Returns what the elapsed part of a range usually holds; nothing for times before the first heartbeat. */
function usualOf(
  reader: Reader,
  range: Range,
  filter: Filter,
  nowMs: number,
  firstMs: number | undefined,
): Usual | undefined {
  const found = comparison(range, nowMs);
  if (found === undefined || firstMs === undefined) return undefined;
  const fromMs = dayAt(firstMs, range.zone).startMs;
  const held = found.intervals.filter(({ startMs }) => startMs >= fromMs);
  // A range that began before the first heartbeat is no measure.
  if (held.length === 0) return undefined;
  const { intervals: _, ...dates } = found;
  return { ...dates, ms: median(reader.totals(held, filter)), of: held.length };
}

/** How long after a heartbeat its work is still *now*. */
const NOW_MS = 15 * 60_000;

/** Returns the newest heartbeat of a range, unless it is older than 15 minutes. */
export function latestWork(context: Context, user: User, range: Range): ListedHeartbeat | undefined {
  const nowMs = context.now();
  const recent = clip(range, { startMs: nowMs - NOW_MS, endMs: nowMs + 1 });
  return recent && newestHeartbeats(context.store, user.id, recent, 1)[0];
}
