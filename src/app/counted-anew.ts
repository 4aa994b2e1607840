// `timeout=` and `writes_only=` of a request are other rules, not filters: the stream is counted anew for that answer.
import { addShare, type Change, DAY_MS, type DayChange, mergedCells, QUARTER_MS } from "../db/cells.ts";
import { inSnapshot } from "../db/database.ts";
import { DerivedFault } from "../db/derived-fault.ts";
import { type CreditedRow, keyAt } from "../db/heartbeats.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { mergedTags } from "../db/tags.ts";
import { countedMs, earned, LONGEST_TIMEOUT_MS, type Rule } from "../domain/credit.ts";
import { type Interval, overlapMs } from "../domain/interval.ts";
import { eachCountedPiece, eachMoment, groupsIn } from "./credits.ts";
import { piecesOfBlock } from "./external-pieces.ts";
import { ascending, type Histories, type History } from "./history.ts";
import { firstDay } from "./history-search.ts";
import { addToRun, endRun, openRun } from "./run.ts";
import { shareOf } from "./share.ts";

/** A rule for one answer; `only: "writes"` leaves every other heartbeat out of the stream. */
export type OneTimeRule = Rule & { readonly only?: "writes" };

export type CountedAnew = { readonly userId: number; readonly interval: Interval; readonly rule: OneTimeRule };

/**
 * Returns the rollup of an interval, widened to whole quarter-hours, under a rule of its own; what it holds outside of
 * that is no answer to anything. Cost: with another timeout the heartbeats before pauses, among writes alone all those
 * of the interval; long ones are asked for through `background`.
 */
export function countAnew(store: Store, histories: Histories, { userId, interval, rule }: CountedAnew): RollupDay[] {
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    if (live === undefined) return [];
    const whole = {
      startMs: Math.floor(interval.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.ceil(interval.endMs / QUARTER_MS) * QUARTER_MS,
    };
    if (rule.only === undefined)
      try {
        return changedDays(store, live, rule, whole);
      } catch (fault) {
        // While names change, a heartbeat may not be found where it was counted; then all of them are counted.
        if (!(fault instanceof DerivedFault)) throw fault;
      }
    return countedDays(store, live, rule, whole);
  });
}

function countedDays(store: Store, live: History, rule: OneTimeRule, whole: Interval): RollupDay[] {
  const change: Change = new Map();
  const run = openRun();
  eachCountedPiece(store, ruled(live, rule, []), whole, (piece) => {
    const { startMs, endMs, isStart, groupId, dependenciesId, isIdle } = piece;
    addToRun(change, run, startMs, endMs - startMs, isStart ? 1 : 0, groupId, dependenciesId, isIdle);
  });
  endRun(change, run);
  return [...change].map(([day, changed]) => changedDay(day, undefined, changed)).sort((a, b) => a.day - b.day);
}

/**
 * Returns the live days with what another timeout changes of them. A gap that is within both timeouts earns the same
 * under both rules, so only the heartbeats before longer ones are looked at: where somebody paused.
 *
 * ```
 *  gaps          1  1     5    1          20         one character = 1 min
 *  live rule     == ==    ==   == ==                 timeout 2, idle 2
 *  this rule     == ===== ==== ==                    timeout 15, idle 0
 *  looked at            *               *
 * ```
 */
function changedDays(store: Store, live: History, rule: Rule, whole: Interval): RollupDay[] {
  const change: Change = new Map();
  const groupOf = groupsIn(store, live);
  eachPause(store, live, whole, Math.min(rule.timeoutMs, live.state.timeoutMs), (row, gapMs) => {
    const groupId = groupOf(row);
    addShare(change, shareOf(row, earned(gapMs, live.state), groupId, undefined), -1);
    addShare(change, shareOf(row, earned(gapMs, rule), groupId, undefined), 1);
  });
  const first = Math.floor(whole.startMs / DAY_MS);
  const days = new Map<number, RollupDay>();
  for (let i = firstDay(live.days, first); i < live.days.length; i++) {
    const { sums: _, ...known } = live.days[i] as RollupDay;
    if (known.day * DAY_MS >= whole.endMs) break;
    days.set(known.day, known);
  }
  for (const [day, changed] of change)
    if (day >= first && day * DAY_MS < whole.endMs) days.set(day, changedDay(day, days.get(day), changed));
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** Returns a day with a change of credit applied; lines and tokens are no matter of the rule. */
function changedDay(day: number, known: RollupDay | undefined, { cells, tags }: DayChange): RollupDay {
  const merged = mergedTags(known?.tags, tags);
  return { day, cells: mergedCells(known?.cells, cells), ...(merged !== undefined && { tags: merged }) };
}

/** Shows the heartbeats before gaps of more than `shortestMs` whose credit could reach into an interval. */
function eachPause(
  store: Store,
  { userId }: History,
  interval: Interval,
  shortestMs: number,
  see: (row: CreditedRow, gapMs: number) => void,
): void {
  const { heartbeats } = store;
  let lastMs: number | undefined;
  const end = (timeUs: number) => {
    const timeMs = countedMs(timeUs);
    const gapMs = lastMs === undefined ? 0 : timeMs - lastMs;
    lastMs = timeMs;
    if (gapMs <= shortestMs) return;
    const row = heartbeats.creditedBefore(userId, timeUs);
    if (row === undefined) throw new Error("a heartbeat went while its stream was read");
    see(row, gapMs);
  };
  const [fromUs, untilUs] = [(interval.startMs - LONGEST_TIMEOUT_MS) * 1000, interval.endMs * 1000];
  eachMoment(store, userId, fromUs, untilUs, undefined, ({ time }) => end(time));
  const next = heartbeats.after(userId, keyAt(untilUs));
  if (next !== undefined) end(next.time);
}

/** An interval counted anew, to be read under its rule. */
export type Counted = { readonly rule: OneTimeRule; readonly interval: Interval; readonly days: readonly RollupDay[] };

/** Returns a history that answers with an interval counted anew, good for questions inside it. */
export function underRule(store: Store, live: History, { rule, interval, days }: Counted): History {
  const counted = ruled(live, rule, days);
  const near = live.blocks.filter(({ own }) => own !== undefined && overlapMs(own, interval) > 0);
  return { ...counted, externals: ascending(near.map((block) => piecesOfBlock(store, counted, block))) };
}

/**
 * Returns a history whose credits are those under a rule, for questions that read heartbeats inside an interval alone:
 * only what is around external durations is counted for it.
 */
export function readUnder(
  store: Store,
  histories: Histories,
  live: History,
  { rule, interval }: Pick<Counted, "rule" | "interval">,
): History {
  const { userId } = live;
  const near = live.blocks.flatMap(({ own }) => (own !== undefined && overlapMs(own, interval) > 0 ? [own] : []));
  const externals = near.map((own) => {
    const days = countAnew(store, histories, { userId, interval: own, rule });
    return underRule(store, live, { rule, interval: own, days }).externals;
  });
  return { ...ruled(live, rule, []), externals: ascending(externals) };
}

function ruled(live: History, { timeoutMs, idleMs, only }: OneTimeRule, days: readonly RollupDay[]): History {
  const state = { ...live.state, timeoutMs, idleMs };
  return { ...live, state, days, whole: undefined, kept: {}, externals: [], ...(only !== undefined && { only }) };
}
