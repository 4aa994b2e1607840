// A day's counts, added up once more by plain means, against those that are stored.
import { CELL_WORDS, DAY_MS, keyOfSums, QUARTER_MS, SUMS, unpackSums } from "../db/cells.ts";
import type { StoredDay } from "../db/inspection.ts";
import { AI_SESSIONS, DEPENDENCIES, TAG_LEAD, type TagKind, tagRows } from "../db/tags.ts";
import type { Faults } from "./faults.ts";

/**
 * Per key of a cell (db/cells.ts): credit ms, idle credit ms, heartbeats, then the sums; and under a text the numbers of
 * each tag (db/tags.ts).
 */
type Day = Map<number | string, Float64Array>;

const SUMS_AT = 3;
const GROUPS = 2 ** 24;

/** One heartbeat's part in the counts; `isIdle`: its credit stands before a gap over the timeout. */
export type Part = {
  readonly timeMs: number;
  readonly creditMs: number;
  readonly isIdle: boolean;
  readonly groupId: number;
  readonly sums: Float64Array | undefined;
  /** ids of names, 0 = none */
  readonly dependenciesId: number;
  readonly sessionId: number;
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

  /** Returns the numbers of a cell, or of a tag of it. */
  function slot(timeMs: number, groupId: number, tag?: string): Float64Array {
    const dayNumber = Math.floor(timeMs / DAY_MS);
    let day = days.get(dayNumber);
    if (day === undefined) {
      day = new Map();
      days.set(dayNumber, day);
    }
    const cell = Math.floor((timeMs - dayNumber * DAY_MS) / QUARTER_MS) * GROUPS + groupId;
    const key = tag === undefined ? cell : `${cell} ${tag}`;
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
    add({ timeMs, creditMs, isIdle, groupId, sums, dependenciesId, sessionId }) {
      settleBefore(Math.floor(timeMs / DAY_MS));
      const own = slot(timeMs, groupId);
      own[2] = (own[2] ?? 0) + 1;
      sums?.forEach((sum, i) => {
        own[SUMS_AT + i] = (own[SUMS_AT + i] ?? 0) + sum;
      });
      if (sums !== undefined && sessionId !== 0) {
        const session = slot(timeMs, groupId, sessionTag(sessionId));
        const [prompts = 0, length = 0] = [sums[SUMS.indexOf("ai_prompts")], sums[SUMS.indexOf("ai_prompt_length")]];
        for (const [i, number] of [1, prompts, length].entries()) session[i] = (session[i] ?? 0) + number;
      }
      for (let from = timeMs; from < timeMs + creditMs; ) {
        const until = Math.min(timeMs + creditMs, (Math.floor(from / QUARTER_MS) + 1) * QUARTER_MS);
        const cell = slot(from, groupId);
        cell[0] = (cell[0] ?? 0) + until - from;
        if (isIdle) cell[1] = (cell[1] ?? 0) + until - from;
        if (dependenciesId !== 0) {
          const list = slot(from, groupId, dependenciesTag(dependenciesId));
          list[0] = (list[0] ?? 0) + until - from;
        }
        from = until;
      }
    },
    end() {
      settleBefore(Number.POSITIVE_INFINITY);
      storedBefore(Number.POSITIVE_INFINITY);
    },
  };
}

function dependenciesTag(id: number): string {
  return `dependencies ${id}`;
}

function sessionTag(id: number): string {
  return `session ${id}`;
}

function unpacked({ cells, sums, tags = new Float64Array(0) }: StoredDay): Day {
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
  const unpackTags = (kind: TagKind, textOf: (id: number) => string) => {
    const { from, to } = tagRows(tags, kind);
    for (let at = from; at < to; at += kind.words) {
      const numbers = new Float64Array(SUMS_AT + SUMS.length);
      numbers.set(tags.subarray(at + TAG_LEAD, at + kind.words));
      day.set(`${tags[at]} ${textOf(tags[at + 1] ?? 0)}`, numbers);
    }
  };
  unpackTags(DEPENDENCIES, dependenciesTag);
  unpackTags(AI_SESSIONS, sessionTag);
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
