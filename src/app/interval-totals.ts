// Credit of many intervals: each day of a range, mostly.
import { CELL_WORDS, DAY_MS, groupOfKey, QUARTER_MS, QUARTERS_A_DAY } from "../db/cells.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import type { Interval } from "../domain/interval.ts";
import type { History, Kept } from "./history.ts";
import { firstDay } from "./history-search.ts";
import { type Mask, visit, wordOf } from "./totals.ts";

/** Days changed from which on counting all again costs less than looking for what they touch. */
const MOST_CHANGED = 50;

/** Returns the credit of each interval in ms; what was asked for last without a mask is remembered. */
export function intervalTotals(store: Store, history: History, intervals: readonly Interval[], mask: Mask): number[] {
  if (mask !== undefined) return totalsOf(store, history, intervals, mask);
  const last = history.kept.totals;
  const totalsMs =
    last !== undefined && isSame(last.intervals, intervals)
      ? refreshed(store, history, last)
      : totalsOf(store, history, intervals, mask);
  history.kept.totals = { intervals, totalsMs, changedDays: new Set() };
  return [...totalsMs];
}

/** Returns what was remembered, the intervals counted again in which a day changed. */
function refreshed(
  store: Store,
  history: History,
  { intervals, totalsMs, changedDays }: NonNullable<Kept["totals"]>,
): readonly number[] {
  if (changedDays.size === 0) return totalsMs;
  if (changedDays.size > MOST_CHANGED) return totalsOf(store, history, intervals, undefined);
  const days = [...changedDays];
  const isChanged = ({ startMs, endMs }: Interval) =>
    days.some((day) => day * DAY_MS < endMs && (day + 1) * DAY_MS > startMs);
  const changed = intervals.filter(isChanged);
  const again = totalsOf(store, history, changed, undefined);
  let at = 0;
  return intervals.map((interval, i) => (isChanged(interval) ? again[at++] : totalsMs[i]) ?? 0);
}

function isSame(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every(({ startMs, endMs }, i) => startMs === b[i]?.startMs && endMs === b[i].endMs);
}

/** Intervals of whole quarter-hours, which days are in nearly every zone, are added up in one pass; ragged ones one by one. */
function totalsOf(store: Store, history: History, intervals: readonly Interval[], mask: Mask): number[] {
  const whole = intervals.filter(isWhole);
  const run = history.externals.length === 0 && isRun(whole) ? runTotals(history, whole, mask) : undefined;
  let at = 0;
  return intervals.map((interval) => {
    if (run !== undefined && isWhole(interval)) return run[at++] as number;
    let total = 0;
    visit(store, history, interval, (cells, from, to) => {
      total += creditOf(cells, from, to, mask);
    });
    return total;
  });
}

function isWhole({ startMs, endMs }: Interval): boolean {
  return startMs % QUARTER_MS === 0 && endMs % QUARTER_MS === 0;
}

/** Returns whether intervals are ascending and disjoint. */
function isRun(intervals: readonly Interval[]): boolean {
  return intervals.every(
    ({ startMs, endMs }, i) => startMs <= endMs && (intervals[i - 1]?.endMs ?? Number.NEGATIVE_INFINITY) <= startMs,
  );
}

/**
 * Returns the credit of intervals of whole quarter-hours that are a run, by one pass over the cells: each day of UTC is
 * cut where intervals begin and end, and the cells between two cuts are only added up.
 *
 * ```
 *  days of UTC   |---------------|---------------|
 *  intervals        [------------)[--------------)[---      local days
 *  cells         |..|============|===|===========|==          = added up at once
 * ```
 */
function runTotals({ days }: History, intervals: readonly Interval[], mask: Mask): number[] {
  const totals = new Array<number>(intervals.length).fill(0);
  let i = firstDay(days, Math.floor((intervals[0]?.startMs ?? 0) / DAY_MS));
  for (let at = 0; at < intervals.length && i < days.length; ) {
    const { startMs, endMs } = intervals[at] as Interval;
    const { day, cells } = days[i] as RollupDay;
    const base = day * QUARTERS_A_DAY;
    const from = wordOf(cells, startMs / QUARTER_MS - base);
    const to = wordOf(cells, endMs / QUARTER_MS - base);
    if (from < to) totals[at] = (totals[at] as number) + creditOf(cells, from, to, mask);
    // Whichever ends first is done with; where both do, the interval, and then its successor has nothing of the day.
    if (endMs <= (day + 1) * DAY_MS) at++;
    else i++;
  }
  return totals;
}

function creditOf(cells: Uint32Array, from: number, to: number, mask: Mask): number {
  let total = 0;
  for (let at = from; at < to; at += CELL_WORDS)
    if (mask === undefined || mask[groupOfKey(cells[at] as number)] === 1) total += cells[at + 1] as number;
  return total;
}
