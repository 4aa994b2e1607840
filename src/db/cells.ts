// The packed rows of the rollup. A cell is (quarter-hour, group, credit, idle credit, heartbeats); a day's cells are one blob, so ten
// years load in a few thousand reads and a change writes one or two.
import { ascendingKeys } from "./ascending-keys.ts";
import { DerivedFault } from "./derived-fault.ts";
import { AI_SESSIONS, addTag, DEPENDENCIES, noTagChange, type TagChange } from "./tags.ts";

/** Width of a cell of the rollup, in epoch time. Nearly every UTC offset in use is a multiple of it. */
export const QUARTER_MS = 900_000;
export const QUARTERS_A_DAY = 96;
export const DAY_MS = 86_400_000;

/** u32 words in a packed cell: key, credit in ms, how much of it is idle credit (before a gap over the timeout), heartbeats. */
export const CELL_WORDS = 4;

/** Lines and tokens summed beside the time, in the order they are packed. */
export const SUMS = [
  "human_additions",
  "human_deletions",
  "ai_additions",
  "ai_deletions",
  "ai_input_tokens",
  "ai_cached_input_tokens",
  "ai_output_tokens",
  "ai_prompts",
  "ai_prompt_length",
] as const;

const PROMPTS = SUMS.indexOf("ai_prompts");
const LENGTH = SUMS.indexOf("ai_prompt_length");

/**
 * What the mask is multiplied with in the head of a packed row of sums. A row is f64 words: the head, which is the key of
 * its cell and a mask of the SUMS that are not 0, then these in order. Most rows have two or three of the nine.
 */
const MASK_UNIT = 2 ** 32;
const MASK_BITS = 2 ** SUMS.length - 1;

const GROUP_BITS = 24;
const GROUP_LIMIT = 2 ** GROUP_BITS;

type Cell = { creditMs: number; idleMs: number; heartbeats: number };

/** What a heartbeat adds to the rollup, or some that count alike, one after the other. `isIdle`: its credit stands before a gap over the timeout. */
export type Share = {
  readonly timeMs: number;
  readonly creditMs: number;
  readonly isIdle: boolean;
  readonly groupId: number;
  readonly sums: Float64Array | undefined;
  /** id of the list of dependencies it has; 0 or left out = none */
  readonly dependenciesId?: number;
  /** id of the AI session it is part of; 0 or left out = none */
  readonly sessionId?: number;
  /**
   * of how many, all in the quarter-hour that it begins in; 1 when left out, 0 = the rest of a credit whose heartbeat
   * stands elsewhere and is not counted here
   */
  readonly heartbeats?: number;
};

/** Changes to one UTC day, by cell key. */
export type DayChange = {
  readonly cells: Map<number, Cell>;
  readonly sums: Map<number, Float64Array>;
  readonly tags: TagChange;
};

/** Changes to a rollup, by UTC day. */
export type Change = Map<number, DayChange>;

/** Returns the key of a cell within its day; keys sort by quarter-hour, then group. @throws RangeError past 2^24 groups. */
export function cellKey(quarterOfDay: number, groupId: number): number {
  if (groupId >= GROUP_LIMIT) throw new RangeError(`a user has at most ${GROUP_LIMIT} groups, got id ${groupId}`);
  return quarterOfDay * GROUP_LIMIT + groupId;
}

/** Returns the quarter-hour of the day (0–95) and the group in a cell key. */
export function quarterOfKey(key: number): number {
  return key >>> GROUP_BITS;
}

/** Returns the group in a cell key. */
export function groupOfKey(key: number): number {
  return key & (GROUP_LIMIT - 1);
}

/**
 * Adds one heartbeat's share (`sign` 1) or takes it away (-1): its credit to each quarter-hour it runs through, itself,
 * its sums and its AI session to the one it stands in. An AI session that nothing is summed of is not counted.
 *
 * ```
 *  quarter   |    q     |   q+1    |      one character = 90 s
 *  credit         [          ]
 *  cells      q: 6, 1 beat | q+1: 5, 0 beats
 * ```
 */
export function addShare(change: Change, share: Share, sign: 1 | -1): void {
  addCredit(change, share, sign);
  if (share.sums !== undefined) addNumbers(change, share.timeMs, share.groupId, share.sums, share.sessionId ?? 0, sign);
}

/** Adds of a share all but its sums and its AI session. */
export function addCredit(change: Change, share: Omit<Share, "sums" | "sessionId">, sign: 1 | -1): void {
  const { timeMs, creditMs, groupId, isIdle, dependenciesId = 0 } = share;
  const endMs = timeMs + creditMs;
  const first = Math.floor(timeMs / QUARTER_MS);
  for (let quarter = first; quarter === first || quarter * QUARTER_MS < endMs; quarter++) {
    const ms = Math.min(endMs, (quarter + 1) * QUARTER_MS) - Math.max(timeMs, quarter * QUARTER_MS);
    const day = dayChange(change, Math.floor(quarter / QUARTERS_A_DAY));
    const key = keyIn(quarter, groupId);
    const heartbeats = quarter === first ? sign * (share.heartbeats ?? 1) : 0;
    addCell(day, key, sign * ms, isIdle ? sign * ms : 0, heartbeats);
    if (dependenciesId !== 0) addTag(day.tags, DEPENDENCIES, key, dependenciesId, [ms], sign);
  }
}

/** Adds the sums of a heartbeat and its AI session, 0 = none. */
export function addNumbers(
  change: Change,
  timeMs: number,
  groupId: number,
  sums: Float64Array,
  sessionId: number,
  sign: 1 | -1,
): void {
  const quarter = Math.floor(timeMs / QUARTER_MS);
  const day = dayChange(change, Math.floor(quarter / QUARTERS_A_DAY));
  const key = keyIn(quarter, groupId);
  const total = day.sums.get(key) ?? new Float64Array(SUMS.length);
  for (let i = 0; i < SUMS.length; i++) total[i] = (total[i] ?? 0) + sign * (sums[i] ?? 0);
  day.sums.set(key, total);
  if (sessionId !== 0) addTag(day.tags, AI_SESSIONS, key, sessionId, [1, sums[PROMPTS] ?? 0, sums[LENGTH] ?? 0], sign);
}

function keyIn(quarter: number, groupId: number): number {
  return cellKey(quarter - Math.floor(quarter / QUARTERS_A_DAY) * QUARTERS_A_DAY, groupId);
}

function dayChange(change: Change, day: number): DayChange {
  let found = change.get(day);
  if (found === undefined) {
    found = { cells: new Map(), sums: new Map(), tags: noTagChange() };
    change.set(day, found);
  }
  return found;
}

function addCell({ cells }: DayChange, key: number, creditMs: number, idleMs: number, heartbeats: number): void {
  const cell = cells.get(key);
  if (cell === undefined) cells.set(key, { creditMs, idleMs, heartbeats });
  else {
    cell.creditMs += creditMs;
    cell.idleMs += idleMs;
    cell.heartbeats += heartbeats;
  }
}

/** Returns a stored blob as words; copies only when it is not aligned. */
export function cellsOf(blob: Uint8Array): Uint32Array {
  const aligned = blob.byteOffset % 4 === 0 ? blob : blob.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

/** Returns a stored blob as sums or tags; copies only when it is not aligned. */
export function sumsOf(blob: Uint8Array): Float64Array {
  const aligned = blob.byteOffset % 8 === 0 ? blob : blob.slice();
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 8);
}

/**
 * Returns a day's cells with a change applied, sorted by key, cells of nothing left out; `undefined` old = an empty day.
 * @throws DerivedFault when a cell would fall below zero.
 */
export function mergedCells(old: Uint32Array | undefined, cells: DayChange["cells"]): Uint32Array {
  const merged = new Uint32Array((old?.length ?? 0) + cells.size * CELL_WORDS);
  let length = 0;
  let from = 0;
  const push = (key: number, creditMs: number, idleMs: number, heartbeats: number) => {
    if (creditMs < 0 || idleMs < 0 || heartbeats < 0)
      throw new DerivedFault(`cell ${key} would hold ${creditMs} ms, ${idleMs} ms idle, ${heartbeats} heartbeats`);
    if (creditMs === 0 && heartbeats === 0) return;
    merged[length] = key;
    merged[length + 1] = creditMs;
    merged[length + 2] = idleMs;
    merged[length + 3] = heartbeats;
    length += CELL_WORDS;
  };
  const pushOld = (add?: Cell) => {
    const word = (i: number) => old?.[from + i] ?? 0;
    push(word(0), word(1) + (add?.creditMs ?? 0), word(2) + (add?.idleMs ?? 0), word(3) + (add?.heartbeats ?? 0));
    from += CELL_WORDS;
  };
  for (const key of ascendingKeys(cells)) {
    while (old !== undefined && from < old.length && (old[from] ?? 0) < key) pushOld();
    const cell = cells.get(key) ?? { creditMs: 0, idleMs: 0, heartbeats: 0 };
    if (old !== undefined && from < old.length && old[from] === key) pushOld(cell);
    else push(key, cell.creditMs, cell.idleMs, cell.heartbeats);
  }
  while (old !== undefined && from < old.length) pushOld();
  return merged.slice(0, length);
}

/** Returns the key of the cell that a packed row of sums belongs to, given its first word. */
export function keyOfSums(head: number): number {
  // What is left of it after whole MASK_UNITs; `%` of such numbers is many times slower.
  return head >>> 0;
}

/** Writes the numbers of the packed row that begins at word `at` into `into`, in the order of SUMS, and returns where the next row begins. */
export function unpackSums(packed: Float64Array, at: number, into: Float64Array): number {
  const mask = maskOf(packed[at] as number);
  let next = at + 1;
  for (let i = 0; i < SUMS.length; i++) into[i] = (mask & (1 << i)) === 0 ? 0 : (packed[next++] ?? 0);
  return next;
}

/**
 * Adds the numbers of the packed row that begins at word `at`, times `sign`, to those from `base` on in `into`, in the
 * order of SUMS; returns where the next row begins.
 */
export function addSums(packed: Float64Array, at: number, into: Float64Array, base: number, sign: 1 | -1): number {
  let next = at + 1;
  for (let mask = maskOf(packed[at] as number), i = base; mask !== 0; mask >>>= 1, i++)
    if ((mask & 1) !== 0) into[i] = (into[i] as number) + sign * (packed[next++] ?? 0);
  return next;
}

function maskOf(head: number): number {
  return Math.floor(head / MASK_UNIT) & MASK_BITS;
}

/**
 * Returns a day's sums with a change applied, sorted by key, rows of zeros left out; undefined when none are left.
 * @throws DerivedFault when a number would fall below zero.
 */
export function mergedSums(old: Float64Array | undefined, sums: DayChange["sums"]): Float64Array | undefined {
  const oldLength = old?.length ?? 0;
  const merged = new Float64Array(oldLength + sums.size * (1 + SUMS.length));
  const row = new Float64Array(SUMS.length);
  let length = 0;
  let from = 0;
  for (const key of ascendingKeys(sums)) {
    const before = from;
    while (old !== undefined && from < oldLength && keyOfSums(old[from] as number) < key)
      from = unpackSums(old, from, row);
    for (let i = before; old !== undefined && i < from; i++) merged[length++] = old[i] ?? 0;
    const isKnown = old !== undefined && from < oldLength && keyOfSums(old[from] as number) === key;
    if (isKnown) from = unpackSums(old, from, row);
    else row.fill(0);
    length = pack(merged, length, key, row, sums.get(key));
  }
  if (old !== undefined && from < oldLength) {
    merged.set(old.subarray(from), length);
    length += oldLength - from;
  }
  return length === 0 ? undefined : merged.slice(0, length);
}

/** Packs `row` with `change` added at word `at`; returns the word behind it, `at` itself when nothing is left. */
function pack(
  packed: Float64Array,
  at: number,
  key: number,
  row: Float64Array,
  change: Float64Array | undefined,
): number {
  let mask = 0;
  let next = at + 1;
  for (let i = 0; i < SUMS.length; i++) {
    const value = (row[i] as number) + (change?.[i] ?? 0);
    if (value < 0) throw new DerivedFault(`sums of cell ${key} would fall below zero`);
    if (value === 0) continue;
    mask |= 1 << i;
    packed[next++] = value;
  }
  if (mask === 0) return at;
  packed[at] = key + mask * MASK_UNIT;
  return next;
}
