// The counted days of one generation of the rollup in memory, and what they come to over all time.
import {
  addSums,
  CELL_WORDS,
  groupOfKey,
  keyOfSums,
  QUARTER_MS,
  QUARTERS_A_DAY,
  quarterOfKey,
  SUMS,
} from "../db/cells.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Interval } from "../domain/interval.ts";
import { type TagTotals, tagTotals } from "./tag-totals.ts";

/** What all days come to, by group id; exact, because whole numbers are added and taken away. Each part is added up when it is first asked for. */
export type Whole = {
  /** credit, ms */
  readonly creditMs: Float64Array;
  readonly counts: Counts;
  readonly sums: SumTotals;
  readonly tags: Pick<TagTotals, "lists" | "sessions">;
};

/** What fewer ask for than its credit, by group id. */
export type Counts = { readonly idleMs: Float64Array; readonly heartbeats: Float64Array };

/** Lines and tokens of groups. */
export type SumTotals = {
  /** groups that ever had any; theirs are in `sums` at SUMS.length × their place in here */
  readonly groups: readonly number[];
  readonly sums: Float64Array;
};

export type DayCounts = {
  /** one entry per UTC day with heartbeats, ascending */
  readonly days: readonly RollupDay[];
  /** Takes a day as it is now, in the place of the one it was. */
  readonly put: (day: RollupDay) => void;
  /** Returns what all days come to: what was asked for before is only brought up to what was put since. */
  readonly whole: (groupCount: number) => Whole;
};

/** Returns no days. */
export function openDayCounts(): DayCounts {
  const days: RollupDay[] = [];
  const credit = keptTotals(days, creditTotals);
  const counts = keptTotals(days, countTotals);
  const sums = keptTotals(days, sumTotals);
  const tags = keptTotals(days, openTagTotals);
  return {
    days,
    put(day) {
      const old = put(days, day);
      for (const totals of [credit, counts, sums, tags]) totals.replace(old, day);
    },
    whole: (groupCount) => ({
      get creditMs() {
        return credit.get().all(groupCount);
      },
      get counts() {
        return counts.get().all(groupCount);
      },
      get sums() {
        return sums.get().all();
      },
      get tags() {
        return tags.get().all();
      },
    }),
  };
}

type Totals = { readonly add: (day: RollupDay, sign: 1 | -1) => void };

/** Returns totals that are made of all days when they are first asked for, and follow what changes from then on. */
function keptTotals<T extends Totals>(days: readonly RollupDay[], open: () => T) {
  let totals: T | undefined;
  return {
    replace(old: RollupDay | undefined, day: RollupDay): void {
      if (old !== undefined) totals?.add(old, -1);
      totals?.add(day, 1);
    },
    get(): T {
      if (totals === undefined) {
        totals = open();
        for (const day of days) totals.add(day, 1);
      }
      return totals;
    },
  };
}

/**
 * Returns the interval that holds all cells, whole quarter-hours; undefined for none.
 *
 * ```
 *  cells      |xx..|..x.|    |x...|      one character = a quarter-hour
 *  extent     [------------------)
 * ```
 */
export function extentOf(days: readonly RollupDay[]): Interval | undefined {
  const first = days.find(({ cells }) => cells.length > 0);
  const last = days.findLast(({ cells }) => cells.length > 0);
  if (first === undefined || last === undefined) return undefined;
  const quarterAt = ({ day, cells }: RollupDay, at: number) => day * QUARTERS_A_DAY + quarterOfKey(cells[at] as number);
  return {
    startMs: quarterAt(first, 0) * QUARTER_MS,
    endMs: (quarterAt(last, last.cells.length - CELL_WORDS) + 1) * QUARTER_MS,
  };
}

/** Room for groups to come, so that not every new one moves all. */
const SPARE = 1.25;
const FEWEST = 64 * SUMS.length;

function creditTotals(): Totals & { readonly all: (groupCount: number) => Float64Array } {
  let creditMs = new Float64Array(0);

  function grow(groups: number): void {
    if (groups >= creditMs.length) creditMs = grown(creditMs, Math.ceil((groups + 1) * SPARE));
  }

  return {
    add({ cells }, sign) {
      // A local, because this loop sees every cell there is, and a variable of the closure costs several times as much.
      let credit = creditMs;
      for (let at = 0; at < cells.length; at += CELL_WORDS) {
        const group = groupOfKey(cells[at] as number);
        if (group >= credit.length) {
          grow(group);
          credit = creditMs;
        }
        credit[group] = (credit[group] as number) + sign * (cells[at + 1] as number);
      }
    },
    all(groupCount) {
      grow(groupCount);
      return creditMs;
    },
  };
}

function countTotals(): Totals & { readonly all: (groupCount: number) => Counts } {
  let idleMs = new Float64Array(0);
  let heartbeats = new Float64Array(0);

  function grow(groups: number): void {
    if (groups < idleMs.length) return;
    const size = Math.ceil((groups + 1) * SPARE);
    [idleMs, heartbeats] = [grown(idleMs, size), grown(heartbeats, size)];
  }

  return {
    add({ cells }, sign) {
      let [idle, beats] = [idleMs, heartbeats];
      for (let at = 0; at < cells.length; at += CELL_WORDS) {
        const group = groupOfKey(cells[at] as number);
        if (group >= idle.length) {
          grow(group);
          [idle, beats] = [idleMs, heartbeats];
        }
        idle[group] = (idle[group] as number) + sign * (cells[at + 2] as number);
        beats[group] = (beats[group] as number) + sign * (cells[at + 3] as number);
      }
    },
    all(groupCount) {
      grow(groupCount);
      return { idleMs, heartbeats };
    },
  };
}

function sumTotals(): Totals & { readonly all: () => SumTotals } {
  let sums = new Float64Array(0);
  const groups: number[] = [];
  /** by group, its place in `groups` + 1, 0 = none */
  let places = new Uint32Array(0);

  function placeOf(group: number): number {
    if (group >= places.length) {
      const old = places;
      places = new Uint32Array(Math.ceil((group + 1) * SPARE));
      places.set(old);
    }
    const known = places[group] as number;
    if (known !== 0) return known - 1;
    if (groups.length * SUMS.length >= sums.length) sums = grown(sums, Math.max(FEWEST, 2 * sums.length));
    places[group] = groups.push(group);
    return groups.length - 1;
  }

  return {
    add({ sums: packed }, sign) {
      if (packed === undefined) return;
      for (let at = 0; at < packed.length; ) {
        const place = placeOf(groupOfKey(keyOfSums(packed[at] as number)));
        at = addSums(packed, at, sums, place * SUMS.length, sign);
      }
    },
    all: () => ({ groups, sums }),
  };
}

function openTagTotals(): Totals & { readonly all: () => TagTotals } {
  const totals = tagTotals();
  return {
    add({ tags }, sign) {
      if (tags !== undefined) totals.add(tags, sign);
    },
    all: () => totals,
  };
}

function grown(old: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size);
  larger.set(old);
  return larger;
}

/** Puts a day into its place of an ascending list, mostly the end; returns the one that was there. */
function put(days: RollupDay[], day: RollupDay): RollupDay | undefined {
  let low = 0;
  let high = days.length;
  if ((days.at(-1)?.day ?? Number.NEGATIVE_INFINITY) < day.day) low = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] as RollupDay).day < day.day) low = middle + 1;
    else high = middle;
  }
  const old = days[low];
  if (old?.day === day.day) {
    days[low] = day;
    return old;
  }
  days.splice(low, 0, day);
  return undefined;
}
