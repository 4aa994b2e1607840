import type { User } from "../db/users.ts";
import { dayAt, startOfDate } from "../domain/calendar.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { activePart, daysTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import type { Reader } from "./summary.ts";

/** All time under a filter; ms. */
export type AllTime = {
  readonly totalMs: number;
  readonly daysWithTime: number;
  /** first day with time under the filter; without time the user's first day, without heartbeats today */
  readonly startDate: string;
  /** today */
  readonly endDate: string;
  readonly startMs: number;
  readonly endMs: number;
};

/** Returns the time since the user, or what the filter selects, began; `range` is all of the user's time. */
export function allTimeOf(context: Context, reader: Reader, user: User, range: Range, filter: Filter): AllTime {
  const nowMs = context.now();
  const today = dayAt(nowMs, range.zone);
  const part = activePart(range, firstHeartbeatMs(context.store, user.id), nowMs);
  const withTime = daysTotals(reader, range.zone, part, filter).filter(({ totalMs }) => totalMs > 0);
  const startDate = withTime[0]?.date ?? range.startDate;
  return {
    totalMs: reader.summary(range, filter).totalMs,
    daysWithTime: withTime.length,
    startDate,
    endDate: today.date,
    startMs: startOfDate(startDate, range.zone),
    endMs: today.endMs,
  };
}
