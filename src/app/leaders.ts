import type { User } from "../db/users.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { ofEach, visibleUsers } from "./crowd.ts";
import { activePart, daysTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";
import type { Item } from "./summary.ts";

/** A user's place on a board; ms. */
export type Leader = {
  /** from 1; equal times share no rank, the older user comes first */
  readonly rank: number;
  readonly user: User;
  readonly totalMs: number;
  readonly daysWithTime: number;
  readonly languages: readonly Item[];
};

/**
 * Returns the asker and the public users by their time of a range, most first; those without any are left out. Each
 * counts by their own rule.
 */
export function leadersOf(
  context: Context,
  histories: Histories,
  self: User | undefined,
  range: Range,
  filter: Filter,
): Leader[] {
  const nowMs = context.now();
  return ofEach(context, histories, visibleUsers(context, self), (user, reader) => {
    const summary = reader.summary(range, filter);
    const part = activePart(range, firstHeartbeatMs(context.store, user.id), nowMs);
    return {
      user,
      totalMs: summary.totalMs,
      daysWithTime: daysTotals(reader, range.zone, part, filter).filter(({ totalMs }) => totalMs > 0).length,
      languages: summary.items("language"),
    };
  })
    .filter(({ totalMs }) => totalMs > 0)
    .sort((a, b) => b.totalMs - a.totalMs || a.user.id - b.user.id)
    .map((leader, i) => ({ rank: i + 1, ...leader }));
}
