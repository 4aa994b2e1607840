// `timeout=` and `writes_only=` of a request are other rules, not filters: the stream is counted anew for that answer.
import { addShare, type Change, mergedCells, QUARTER_MS } from "../db/cells.ts";
import { inSnapshot } from "../db/database.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import type { Rule } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import type { Histories, History } from "./history.ts";
import { pieces } from "./totals.ts";

/** A rule for one answer; `only: "writes"` leaves every other heartbeat out of the stream. */
export type OneTimeRule = Rule & { readonly only?: "writes" };

export type CountedAnew = { readonly userId: number; readonly interval: Interval; readonly rule: OneTimeRule };

/**
 * Returns the rollup of an interval, widened to whole quarter-hours, under a rule of its own. Cost: the heartbeats of
 * the interval, so long ones are asked for through `background`.
 */
export function countAnew(store: Store, histories: Histories, { userId, interval, rule }: CountedAnew): RollupDay[] {
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    if (live === undefined) return [];
    const change: Change = new Map();
    const whole = {
      startMs: Math.floor(interval.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.ceil(interval.endMs / QUARTER_MS) * QUARTER_MS,
    };
    for (const { startMs, endMs, groupId, isStart, isIdle } of pieces(store, underRule(live, rule, []), whole)) {
      const share = { timeMs: startMs, creditMs: endMs - startMs, isIdle, groupId, sums: undefined, isStart };
      addShare(change, share, 1);
    }
    return [...change]
      .map(([day, { cells }]) => ({ day, cells: mergedCells(undefined, cells) }))
      .sort((a, b) => a.day - b.day);
  });
}

/** Returns a history that answers with `days`, good for questions inside the interval they were counted for. */
export function underRule(
  live: History,
  { timeoutMs, idleMs, only }: OneTimeRule,
  days: readonly RollupDay[],
): History {
  const { userId, state, groupNames, groupCount } = live;
  return {
    userId,
    state: { ...state, timeoutMs, idleMs },
    days,
    groupNames,
    groupCount,
    ...(only !== undefined && { only }),
  };
}
