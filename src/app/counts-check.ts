// A day's counts, added up once more by plain means, against those that are stored.
import { CELL_WORDS, DAY_MS, keyOfSums, QUARTER_MS, SUMS, unpackSums } from "../db/cells.ts";
import type { StoredDay } from "../db/inspection.ts";
import type { Faults } from "./faults.ts";

/** Per key of a cell (db/cells.ts): credit ms, idle credit ms, heartbeats, then the sums. */
type Day = Map<number, Float64Array>;

const SUMS_AT = 3;
const GROUPS = 2 ** 24;

/** One heartbeat's part in the counts; `isIdle`: its credit stands before a gap over the timeout. */
export type Part = {
  readonly timeMs: number;
  readonly creditMs: number;
  readonly isIdle: boolean;
  readonly groupId: number;
  readonly sums: Float64Array | undefined;
};

export type CountsCheck = {
  /** Takes the parts of a stream, ascending by time. */
  readonly add: (part: Part) => void;
  /** Compares what is left on both sides. */
  readonly end: () => void;
};

/**
 * Returns a check of one stream against its stored days; whatever differs is added to `faults`. No more than two days
 * are held at a time: a credit reaches at most into the next one.
 */
export function openCountsCheck(stored: IterableIterator<StoredDay>, version: number, faults: Faults): CountsCheck {
  const days = new Map<number, Day>();
  let next = stored.next();

  function slot(timeMs: number, groupId: number): Float64Array {
    const dayNumber = Math.floor(timeMs / DAY_MS);
    let day = days.get(dayNumber);
    if (day === undefined) {
      day = new Map();
      days.set(dayNumber, day);
    }
    const key = Math.floor((timeMs - dayNumber * DAY_MS) / QUARTER_MS) * GROUPS + groupId;
    let found = day.get(key);
    if (found === undefined) {
      found = new Float64Array(SUMS_AT + SUMS.length);
      day.set(key, found);
    }
    return found;
  }

  function settleBefore(dayNumber: number): void {
    const over = [...days.keys()].filter((day) => day < dayNumber).sort((a, b) => a - b);
    for (const day of over) {
      storedBefore(day);
      if (!next.done && next.value.day === day) {
        compare(next.value, days.get(day) ?? new Map());
        next = stored.next();
      } else faults.add(`${dateOf(day)} is not counted`);
      days.delete(day);
    }
  }

  function storedBefore(day: number): void {
    for (; !next.done && next.value.day < day; next = stored.next()) compare(next.value, new Map());
  }

  function compare(found: StoredDay, expected: Day): void {
    const seen = unpacked(found);
    let different = 0;
    for (const key of new Set([...seen.keys(), ...expected.keys()])) {
      const [a, b] = [seen.get(key), expected.get(key)];
      if (!sameNumbers(a, b)) different++;
    }
    if (different > 0) faults.add(`${dateOf(found.day)} differs in ${different} of its cells`);
    if (found.version > version) faults.add(`${dateOf(found.day)} is of version ${found.version}, after ${version}`);
  }

  return {
    add({ timeMs, creditMs, isIdle, groupId, sums }) {
      settleBefore(Math.floor(timeMs / DAY_MS));
      const own = slot(timeMs, groupId);
      own[2] = (own[2] ?? 0) + 1;
      sums?.forEach((sum, i) => {
        own[SUMS_AT + i] = (own[SUMS_AT + i] ?? 0) + sum;
      });
      for (let from = timeMs; from < timeMs + creditMs; ) {
        const until = Math.min(timeMs + creditMs, (Math.floor(from / QUARTER_MS) + 1) * QUARTER_MS);
        const cell = slot(from, groupId);
        cell[0] = (cell[0] ?? 0) + until - from;
        if (isIdle) cell[1] = (cell[1] ?? 0) + until - from;
        from = until;
      }
    },
    end() {
      settleBefore(Number.POSITIVE_INFINITY);
      storedBefore(Number.POSITIVE_INFINITY);
    },
  };
}

function unpacked({ cells, sums }: StoredDay): Day {
  const day: Day = new Map();
  for (let at = 0; at + CELL_WORDS <= cells.length; at += CELL_WORDS) {
    const numbers = new Float64Array(SUMS_AT + SUMS.length);
    numbers.set(cells.subarray(at + 1, at + CELL_WORDS));
    day.set(cells[at] ?? 0, numbers);
  }
  const row = new Float64Array(SUMS.length);
  for (let at = 0; sums !== undefined && at < sums.length; ) {
    const key = keyOfSums(sums[at] ?? 0);
    const numbers = day.get(key) ?? new Float64Array(SUMS_AT + SUMS.length);
    at = unpackSums(sums, at, row);
    numbers.set(row, SUMS_AT);
    day.set(key, numbers);
  }
  return day;
}

/** A cell of zeros is the same as none. */
function sameNumbers(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  for (let i = 0; i < SUMS_AT + SUMS.length; i++) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return false;
  return true;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
