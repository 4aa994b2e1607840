// `timeout=` and `writes_only=` of a request are other rules, not filters: the stream is counted anew for that answer.
import { addShare, type Change, mergedCells, QUARTER_MS } from "../db/cells.ts";
import { inSnapshot } from "../db/database.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import type { Rule } from "../domain/credit.ts";
import { type Interval, overlapMs } from "../domain/interval.ts";
import { piecesOfBlock } from "./external-pieces.ts";
import { ascending, type Histories, type History } from "./history.ts";
import { countedPieces } from "./totals.ts";

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
    for (const { startMs, endMs, groupId, isStart, isIdle } of countedPieces(store, ruled(live, rule, []), whole)) {
      const share = { timeMs: startMs, creditMs: endMs - startMs, isIdle, groupId, sums: undefined, isStart };
      addShare(change, share, 1);
    }
    return [...change]
      .map(([day, { cells }]) => ({ day, cells: mergedCells(undefined, cells) }))
      .sort((a, b) => a.day - b.day);
  });
}

/** An interval counted anew, to be read under its rule. */
export type Counted = { readonly rule: OneTimeRule; readonly interval: Interval; readonly days: readonly RollupDay[] };

/** Returns a history that answers with an interval counted anew, good for questions inside it. */
export function underRule(store: Store, live: History, { rule, interval, days }: Counted): History {
  const counted = ruled(live, rule, days);
  const near = live.blocks.filter(({ own }) => own !== undefined && overlapMs(own, interval) > 0);
  return { ...counted, externals: ascending(near.map((block) => piecesOfBlock(store, counted, block))) };
}

function ruled(live: History, { timeoutMs, idleMs, only }: OneTimeRule, days: readonly RollupDay[]): History {
  const state = { ...live.state, timeoutMs, idleMs };
  return { ...live, state, days, whole: undefined, kept: {}, externals: [], ...(only !== undefined && { only }) };
}
