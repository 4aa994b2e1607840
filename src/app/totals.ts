// One summary for every view: credit per group of an interval, from the rollup, its ragged edges from heartbeats.
import { CELL_WORDS, cellKey, DAY_MS, groupOfKey, QUARTER_MS, QUARTERS_A_DAY } from "../db/cells.ts";
import { type HeartbeatRow, type Key, keyAt, type Named } from "../db/heartbeats.ts";
import type { Store } from "../db/store.ts";
import { countedMs, earned, LONGEST_TIMEOUT_MS } from "../domain/credit.ts";
import { clip, type Interval } from "../domain/interval.ts";
import { extentOf, type Whole } from "./day-counts.ts";
import type { ExternalPiece } from "./external-pieces.ts";
import type { History } from "./history.ts";
import { knownGroupOf } from "./share.ts";

/** 1 = the group's credit is selected, by group id; undefined = all are. Filters select credits, never change them. */
export type Mask = Uint8Array | undefined;

/** Credit and heartbeats per group id. */
export type GroupTotals = {
  readonly creditMs: Float64Array;
  /** the part of it before gaps over the timeout */
  readonly idleMs: Float64Array;
  readonly heartbeats: Float64Array;
};

/** Credit of one heartbeat, or a piece of it, and its group; `isStart` = the piece in which the heartbeat stands. */
export type Piece = Interval & {
  readonly groupId: number;
  readonly isStart: boolean;
  readonly isIdle: boolean;
  readonly row: HeartbeatRow;
};

/**
 * Sees a run of packed cells, words `from` up to `to`; `base` is the quarter-hour that their keys count from. A run and
 * not a cell at a time: ten years are hundreds of thousands of cells, each less work than a call.
 */
type See = (cells: Uint32Array, from: number, to: number, base: number) => void;

const PAGE = 2_000;

/**
 * Visits every piece of credit inside an interval, whole quarter-hours from the rollup and the rest from heartbeats,
 * each piece of these as a cell of its own.
 *
 * ```
 *  interval     |--------------------|     one character = 5 min
 *  quarters  |  |  |  |  |  |  |  |  |  |
 *  read from  hb ^ cells cells cells ^ hb
 * ```
 */
export function visit(store: Store, history: History, interval: Interval, see: See): void {
  const first = Math.ceil(interval.startMs / QUARTER_MS);
  const end = Math.floor(interval.endMs / QUARTER_MS);
  const seeOne = (quarter: number, groupId: number, ms: number, idleMs: number, heartbeats: number) =>
    see(Uint32Array.of(cellKey(0, groupId), ms, idleMs, heartbeats), 0, CELL_WORDS, quarter);
  const edge = (startMs: number, endMs: number) => {
    for (const piece of pieces(store, history, { startMs, endMs })) {
      const ms = piece.endMs - piece.startMs;
      seeOne(Math.floor(piece.startMs / QUARTER_MS), piece.groupId, ms, piece.isIdle ? ms : 0, piece.isStart ? 1 : 0);
    }
  };
  for (const piece of externalsIn(history, interval)) {
    for (let at = piece.startMs; at < piece.endMs; ) {
      const quarter = Math.floor(at / QUARTER_MS);
      const next = Math.min(piece.endMs, (quarter + 1) * QUARTER_MS);
      seeOne(quarter, piece.groupId, next - at, 0, 0);
      at = next;
    }
  }
  // Each edge lies in one quarter-hour, so that all of a piece belongs to the quarter-hour it is seen in.
  if (first > end) edge(interval.startMs, interval.endMs);
  else {
    if (first * QUARTER_MS > interval.startMs) edge(interval.startMs, first * QUARTER_MS);
    visitCells(history, first, end, see);
    if (end * QUARTER_MS < interval.endMs) edge(end * QUARTER_MS, interval.endMs);
  }
}

function visitCells({ days }: History, firstQuarter: number, endQuarter: number, see: See): void {
  for (let i = firstDay(days, Math.floor(firstQuarter / QUARTERS_A_DAY)); i < days.length; i++) {
    const entry = days[i];
    if (entry === undefined) break;
    const base = entry.day * QUARTERS_A_DAY;
    if (base >= endQuarter) break;
    const { cells } = entry;
    const from = base >= firstQuarter ? 0 : wordOf(cells, firstQuarter - base);
    const to = base + QUARTERS_A_DAY <= endQuarter ? cells.length : wordOf(cells, endQuarter - base);
    if (from < to) see(cells, from, to, base);
  }
}

/** Returns the first word of the cells from a quarter-hour of the day on; `cells` as stored, ascending by key. */
function wordOf(cells: Uint32Array, quarterOfDay: number): number {
  const key = cellKey(quarterOfDay, 0);
  let low = 0;
  let high = cells.length / CELL_WORDS;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cells[middle * CELL_WORDS] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low * CELL_WORDS;
}

/** Returns the stretches of external durations inside an interval, ascending, clipped to it. */
export function externalsIn({ externals }: History, interval: Interval): ExternalPiece[] {
  let low = 0;
  let high = externals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((externals[middle]?.endMs ?? 0) <= interval.startMs) low = middle + 1;
    else high = middle;
  }
  const found: ExternalPiece[] = [];
  for (let i = low; i < externals.length; i++) {
    const piece = externals[i];
    if (piece === undefined || piece.startMs >= interval.endMs) break;
    found.push({ ...piece, ...(clip(piece, interval) ?? piece) });
  }
  return found;
}

/** Returns the index of the first day at or after `day`; `days` ascending. */
export function firstDay(days: History["days"], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads up to `limit` heartbeats from a key on and before `untilUs`, ascending: whole rows, or a part of each. */
type ReadPage<Row extends Key> = (userId: number, from: Key, untilUs: number, limit: number) => Row[];

/** Returns the heartbeats of a user from a key on and before `untilUs`, ascending, read page by page. */
export function stream(store: Store, userId: number, from: Key, untilUs: number): Generator<HeartbeatRow> {
  return rowsOf(store.heartbeats.page, userId, from, untilUs);
}

/** Returns the places of the same heartbeats, at a tenth of the cost. */
export function places(store: Store, userId: number, from: Key, untilUs: number): Generator<Key> {
  return rowsOf(store.heartbeats.keys, userId, from, untilUs);
}

function* rowsOf<Row extends Key>(
  read: ReadPage<Row>,
  userId: number,
  from: Key,
  untilUs: number,
): Generator<Row, void, undefined> {
  for (let key: Key | undefined = from; key !== undefined; ) {
    const page: Row[] = read(userId, key, untilUs, PAGE);
    yield* page;
    const last = page.at(-1);
    key = page.length < PAGE || last === undefined ? undefined : { time: last.time, identity: last.identity + 1 };
  }
}

/**
 * Returns the credits of a stream clipped to an interval, ascending, read from heartbeats; credits of 0 are there too,
 * for they are heartbeats. A group that the history does not know, for the rules of names are just changing, is 0:
 * Unknown until the counts follow. Credits are disjoint, so of all before the interval only the last can reach into it. Cost:
 * the heartbeats of the interval; an interval that no day's credit can reach costs no read.
 */
export function pieces(store: Store, history: History, interval: Interval): Generator<Piece> {
  return credited(store, history, interval, store.heartbeats.page, ({ part, isStart, isIdle }, row) => ({
    ...part,
    groupId: groupIn(store, history, row),
    isStart,
    isIdle,
    row,
  }));
}

/** A piece without the rest of what its heartbeat said. */
export type CountedPiece = Omit<Piece, "row"> & { readonly dependenciesId: number };

/** Returns the same as `pieces` without the heartbeats themselves, at half the cost. */
export function countedPieces(store: Store, history: History, interval: Interval): Generator<CountedPiece> {
  const read = history.only === "writes" ? store.heartbeats.writes : store.heartbeats.credited;
  return credited(store, history, interval, read, ({ part, isStart, isIdle }, row) => ({
    ...part,
    groupId: groupIn(store, history, row),
    dependenciesId: row.dependencies_id ?? 0,
    isStart,
    isIdle,
  }));
}

/** Returns all counted time of an interval, ascending and disjoint, whatever it was spent on, at a fifth of the cost. */
export function countedTime(store: Store, history: History, interval: Interval): Generator<Interval> {
  const time =
    history.only === "writes"
      ? countedPieces(store, history, interval)
      : credited(store, history, interval, store.heartbeats.keys, ({ part }) => part);
  return merged<Interval>(externalsIn(history, interval), time);
}

/** The credit of one heartbeat inside an interval. */
type Credited = { readonly part: Interval; readonly isStart: boolean; readonly isIdle: boolean };

/** Returns what `made` makes of each credit that is in an interval. */
function* credited<Row extends Key, Made>(
  store: Store,
  history: History,
  interval: Interval,
  read: ReadPage<Row>,
  made: (credit: Credited, row: Row | HeartbeatRow) => Made,
): Generator<Made, void, undefined> {
  const { state } = history;
  if (!isNearHeartbeats(history, interval)) return;
  const inside = (row: Key, next: Key | undefined): Credited | undefined => {
    const timeMs = countedMs(row.time);
    const { creditMs, isIdle } = earned(next === undefined ? undefined : countedMs(next.time) - timeMs, state);
    const startMs = Math.max(timeMs, interval.startMs);
    const endMs = Math.min(timeMs + creditMs, interval.endMs);
    const isStart = timeMs >= interval.startMs;
    return isStart || endMs > startMs ? { part: { startMs, endMs }, isStart, isIdle } : undefined;
  };
  let current: Row | HeartbeatRow | undefined;
  for (const next of around(store, history, interval, read)) {
    const found = current && inside(current, next);
    if (current !== undefined && found !== undefined) yield made(found, current);
    current = next;
  }
  // What comes last is a successor that only ends a credit, unless the stream ends with it.
  const found = current && countedMs(current.time) < interval.endMs ? inside(current, undefined) : undefined;
  if (current !== undefined && found !== undefined) yield made(found, current);
}

/** Returns the group of a history that a heartbeat counts under, 0 for one that it does not know. */
export function groupIn(store: Store, { userId, groupCount }: History, row: Key & Named): number {
  const hasSentinels = store.sources.byId(row.source_id).hasSentinels;
  const resolved = hasSentinels ? store.placeholders.at(userId, row) : undefined;
  const groupId = knownGroupOf(store, userId, row, resolved);
  return groupId <= groupCount ? groupId : 0;
}

/**
 * Returns whether a day with heartbeats overlaps the interval, or ends so shortly before it that credit may reach in.
 * A range of centuries has tens of thousands of days without any, each not worth a read.
 */
function isNearHeartbeats({ sumDays }: History, { startMs, endMs }: Interval): boolean {
  const next = sumDays[firstDay(sumDays, Math.floor((startMs - LONGEST_TIMEOUT_MS) / DAY_MS))];
  return next !== undefined && next.day * DAY_MS < endMs;
}

/** Returns the heartbeats of an interval with the one before and the one after it, ascending. */
function* around<Row extends Key>(
  store: Store,
  { userId, only }: History,
  interval: Interval,
  read: ReadPage<Row>,
): Generator<Row | HeartbeatRow, void, undefined> {
  const from = keyAt(Math.ceil(interval.startMs) * 1000);
  const until = keyAt(Math.ceil(interval.endMs) * 1000);
  const isIn = (row: Row) => only !== "writes" || ("is_write" in row && row.is_write === 1);
  const before = only === "writes" ? store.heartbeats.writeBefore(userId, from) : store.heartbeats.before(userId, from);
  if (before !== undefined) yield before;
  for (const row of rowsOf(read, userId, from, until.time)) if (isIn(row)) yield row;
  const after = only === "writes" ? store.heartbeats.writeAfter(userId, until) : store.heartbeats.after(userId, until);
  if (after !== undefined) yield after;
}

/** A stretch of counted time: credit of a heartbeat, or of an external duration where no credit lies. */
export type Stretch = Piece | (ExternalPiece & { readonly isStart: false });

/** Returns all counted time of an interval, ascending and disjoint: `pieces`, and between them external durations. */
export function stretches(store: Store, history: History, interval: Interval): Generator<Stretch> {
  const externals = externalsIn(history, interval).map((piece) => ({ ...piece, isStart: false as const }));
  return merged<Stretch>(externals, pieces(store, history, interval));
}

/** Yields two ascending and disjoint runs as one. */
function* merged<Part extends Interval>(few: readonly Part[], many: Iterable<Part>): Generator<Part> {
  const waiting = [...few];
  for (const part of many) {
    while ((waiting[0]?.startMs ?? Number.POSITIVE_INFINITY) < part.startMs) yield waiting.shift() as Part;
    yield part;
  }
  yield* waiting;
}

/**
 * Returns the totals over all days when an interval holds all of them and no external duration, undefined otherwise:
 * what ten years come to is known, and need not be added up. All time begins inside a quarter-hour, with the first
 * heartbeat.
 */
export function wholeIn(store: Store, history: History, interval: Interval): Whole | undefined {
  const extent = history.whole && extentOf(history.days);
  if (extent === undefined || extent.endMs > interval.endMs || extent.startMs + QUARTER_MS <= interval.startMs)
    return undefined;
  if (extent.startMs < interval.startMs) {
    const first = store.heartbeats.first(history.userId);
    if (first === undefined || countedMs(first.time) < interval.startMs) return undefined;
  }
  return externalsIn(history, interval).length === 0 ? history.whole?.() : undefined;
}

/** Returns credit and heartbeats per group inside an interval. */
export function groupTotals(store: Store, history: History, interval: Interval, mask: Mask): GroupTotals {
  const totals = {
    creditMs: new Float64Array(history.groupCount + 1),
    idleMs: new Float64Array(history.groupCount + 1),
    heartbeats: new Float64Array(history.groupCount + 1),
  };
  visit(store, history, interval, (cells, from, to) => addCells(totals, cells, from, to, mask));
  return totals;
}

function addCells(totals: GroupTotals, cells: Uint32Array, from: number, to: number, mask: Mask): void {
  const { creditMs, idleMs, heartbeats } = totals;
  for (let at = from; at < to; at += CELL_WORDS) {
    const groupId = groupOfKey(cells[at] as number);
    if (mask !== undefined && mask[groupId] !== 1) continue;
    creditMs[groupId] = (creditMs[groupId] as number) + (cells[at + 1] as number);
    idleMs[groupId] = (idleMs[groupId] as number) + (cells[at + 2] as number);
    heartbeats[groupId] = (heartbeats[groupId] as number) + (cells[at + 3] as number);
  }
}
