// Credit per group of an interval: only the groups that have any, however many a long history knows.
import { CELL_WORDS, DAY_MS, groupOfKey, QUARTER_MS, QUARTERS_A_DAY, quarterOfKey } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import type { Interval } from "../domain/interval.ts";
import type { Whole } from "./day-counts.ts";
import type { History } from "./history.ts";
import { externalsIn, firstDay } from "./history-search.ts";
import { groupTotals, type Mask, visit, wholeIn } from "./totals.ts";

/** The groups with anything in an interval, ascending, and what each has; ms. Of all time also groups that have nothing any more. */
export type HeldGroups = {
  readonly groups: Uint32Array;
  readonly creditMs: Float64Array;
  readonly idleMs: Float64Array;
  readonly heartbeats: Float64Array;
};

/** Longest interval whose groups are looked up one by one; a longer one has so many that all are laid out. */
const SHORT_MS = 32 * DAY_MS;
/** Numbers that are kept of a group: credit, idle credit, heartbeats. */
const KEPT = 3;

/** Returns the groups that have credit or heartbeats in an interval. */
export function heldGroups(store: Store, history: History, interval: Interval, mask: Mask): HeldGroups {
  if (interval.endMs - interval.startMs <= SHORT_MS) return tallied(tally(store, history, interval, mask));
  const whole = wholeIn(store, history, interval);
  if (whole !== undefined) return wholeHeld(whole, history.groupCount, mask);
  const { creditMs, idleMs, heartbeats } = groupTotals(store, history, interval, mask);
  const groups = new Uint32Array(creditMs.length);
  let held = 0;
  for (let group = 0; group < creditMs.length; group++)
    if ((creditMs[group] !== 0 || heartbeats[group] !== 0) && (mask === undefined || mask[group] === 1))
      groups[held++] = group;
  return picked(groups.subarray(0, held), creditMs, idleMs, heartbeats);
}

/** Returns what all time holds; idle credit and heartbeats are only looked for when somebody wants them. */
function wholeHeld(whole: Whole, groupCount: number, mask: Mask): HeldGroups {
  const groups = new Uint32Array(groupCount);
  let held = 0;
  for (let group = 1; group <= groupCount; group++) if (mask === undefined || mask[group] === 1) groups[held++] = group;
  const own = groups.subarray(0, held);
  return {
    groups: own,
    creditMs: ofGroups(own, whole.creditMs),
    get idleMs() {
      return ofGroups(own, whole.counts.idleMs);
    },
    get heartbeats() {
      return ofGroups(own, whole.counts.heartbeats);
    },
  };
}

/** Where the numbers of each group begin in `numbers`. */
type Tally = {
  readonly places: ReadonlyMap<number, number>;
  readonly numbers: readonly number[];
};

/** Returns what an interval holds, at a cost that does not grow with the groups of the history. */
function tally(store: Store, history: History, interval: Interval, mask: Mask): Tally {
  const places = new Map<number, number>();
  const numbers: number[] = [];
  visit(store, history, interval, (cells, from, to) => {
    for (let at = from; at < to; at += CELL_WORDS) {
      const group = groupOfKey(cells[at] as number);
      if (mask !== undefined && mask[group] !== 1) continue;
      let place = places.get(group);
      if (place === undefined) {
        place = numbers.push(0, 0, 0) - KEPT;
        places.set(group, place);
      }
      for (let i = 0; i < KEPT; i++)
        numbers[place + i] = (numbers[place + i] as number) + (cells[at + 1 + i] as number);
    }
  });
  return { places, numbers };
}

function tallied({ places, numbers }: Tally): HeldGroups {
  const groups = Uint32Array.from(places.keys()).sort();
  const of = (which: number) => {
    const found = new Float64Array(groups.length);
    for (let i = 0; i < groups.length; i++)
      found[i] = numbers[(places.get(groups[i] as number) ?? 0) + which] as number;
    return found;
  };
  return { groups, creditMs: of(0), idleMs: of(1), heartbeats: of(2) };
}

/**
 * Yields the groups of each interval, as `heldGroups` would one by one. Intervals of whole quarter-hours, which days
 * are in nearly every zone, are read from the rollup alone, at the cost of their own cells.
 */
export function* heldGroupsOfEach(
  store: Store,
  history: History,
  intervals: readonly Interval[],
  mask: Mask,
): Generator<HeldGroups> {
  const size = history.groupCount + 1;
  const credit = new Float64Array(size);
  const idle = new Float64Array(size);
  const heartbeats = new Float64Array(size);
  const isHeld = new Uint8Array(size);
  for (const interval of intervals) {
    if (interval.startMs % QUARTER_MS !== 0 || interval.endMs % QUARTER_MS !== 0) {
      yield heldGroups(store, history, interval, mask);
      continue;
    }
    const groups: number[] = [];
    const add = (group: number, ms: number, idleMs: number, n: number) => {
      if (mask !== undefined && mask[group] !== 1) return;
      if (isHeld[group] === 0) groups.push(group);
      isHeld[group] = 1;
      credit[group] = (credit[group] as number) + ms;
      idle[group] = (idle[group] as number) + idleMs;
      heartbeats[group] = (heartbeats[group] as number) + n;
    };
    addCells(history, interval, add);
    for (const { groupId, startMs, endMs } of externalsIn(history, interval)) add(groupId, endMs - startMs, 0, 0);
    yield picked(Uint32Array.from(groups).sort(), credit, idle, heartbeats);
    for (const group of groups) credit[group] = idle[group] = heartbeats[group] = isHeld[group] = 0;
  }
}

function addCells(
  { days }: History,
  { startMs, endMs }: Interval,
  add: (group: number, ms: number, idleMs: number, heartbeats: number) => void,
): void {
  const first = startMs / QUARTER_MS;
  const end = endMs / QUARTER_MS;
  for (let i = firstDay(days, Math.floor(first / QUARTERS_A_DAY)); i < days.length; i++) {
    const entry = days[i];
    if (entry === undefined || entry.day * QUARTERS_A_DAY >= end) break;
    const { day, cells } = entry;
    for (let at = 0; at < cells.length; at += CELL_WORDS) {
      const key = cells[at] as number;
      const quarter = day * QUARTERS_A_DAY + quarterOfKey(key);
      if (quarter >= first && quarter < end)
        add(groupOfKey(key), cells[at + 1] as number, cells[at + 2] as number, cells[at + 3] as number);
    }
  }
}

function picked(
  groups: Uint32Array,
  creditMs: Float64Array,
  idleMs: Float64Array,
  heartbeats: Float64Array,
): HeldGroups {
  return {
    groups,
    creditMs: ofGroups(groups, creditMs),
    idleMs: ofGroups(groups, idleMs),
    heartbeats: ofGroups(groups, heartbeats),
  };
}

function ofGroups(groups: Uint32Array, values: Float64Array): Float64Array {
  const found = new Float64Array(groups.length);
  for (let i = 0; i < groups.length; i++) found[i] = values[groups[i] as number] as number;
  return found;
}
