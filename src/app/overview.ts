import type { User } from "../db/users.ts";
import { daysIn } from "../domain/calendar.ts";
import { DIMENSIONS, type Dimension, record } from "../domain/dimension.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import type { Filter } from "./filter.ts";
import type { Histories } from "./history.ts";
import { type Item, reading } from "./summary.ts";

/** Everything a range holds, in exact ms: what our own pages draw. */
export type Overview = {
  readonly totalMs: number;
  readonly heartbeats: number;
  readonly dimensions: Readonly<Record<Dimension, readonly Item[]>>;
  readonly dependencies: readonly Item[];
  readonly days: readonly { readonly date: string; readonly ms: number }[];
  /** 168 hours of the week by wall clock, Monday 00:00 first */
  readonly hoursOfWeek: readonly number[];
};

/** Days a range may have; more than ten thousand years would be a mistake, a lifetime is not. */
const MOST_DAYS = 50_000;

/** Returns a range's overview; `range` within what a calendar can list, or its days are left out. */
export function overviewOf(context: Context, histories: Histories, user: User, range: Range, filter: Filter): Overview {
  return reading(context.store, histories, user.id, (reader) => {
    const summary = reader.summary(range, filter);
    const isListable = (range.endMs - range.startMs) / 86_400_000 < MOST_DAYS;
    const days = isListable ? daysIn(range.zone, range) : [];
    const clipped = days.map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, range.startMs),
      endMs: Math.min(endMs, range.endMs),
    }));
    const totals = reader.totals(clipped, filter);
    return {
      totalMs: summary.totalMs,
      heartbeats: summary.heartbeats,
      dimensions: record(DIMENSIONS, summary.items),
      dependencies: summary.dependencies(),
      days: days.map(({ date }, i) => ({ date, ms: totals[i] ?? 0 })),
      hoursOfWeek: reader.hoursOfWeek(range, range.zone, filter),
    };
  });
}
