// One summary for every view: credit per group of an interval, from the rollup, its ragged edges from heartbeats.
import { CELL_WORDS, cellKey, groupOfKey, QUARTER_MS, QUARTERS_A_DAY } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import { eachCountedPiece } from "./credits.ts";
import { extentOf, type Whole } from "./day-counts.ts";
import type { History } from "./history.ts";
import { externalsIn, firstDay } from "./history-search.ts";

/** 1 = the group's credit is selected, by group id; undefined = all are. Filters select credits, never change them. */
export type Mask = Uint8Array | undefined;

/** Credit and heartbeats per group id. */
export type GroupTotals = {
  readonly creditMs: Float64Array;
  /** the part of it before gaps over the timeout */
  readonly idleMs: Float64Array;
  readonly heartbeats: Float64Array;
};

/**
 * Sees a run of packed cells, words `from` up to `to`; `base` is the quarter-hour that their keys count from. A run and
 * not a cell at a time: ten years are hundreds of thousands of cells, each less work than a call.
 */
type See = (cells: Uint32Array, from: number, to: number, base: number) => void;

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
  const seeOne = (quarter: number, groupId: number, ms: number, idleMs: number, heartbeats: number) =>
    see(Uint32Array.of(cellKey(0, groupId), ms, idleMs, heartbeats), 0, CELL_WORDS, quarter);
  const edge = (startMs: number, endMs: number) => {
    eachCountedPiece(store, history, { startMs, endMs }, (piece) => {
      const ms = piece.endMs - piece.startMs;
      seeOne(Math.floor(piece.startMs / QUARTER_MS), piece.groupId, ms, piece.isIdle ? ms : 0, piece.isStart ? 1 : 0);
    });
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
  byQuarters(interval, edge, (first, end) => visitCells(history, first, end, see));
}

/**
 * Shows an interval as its ragged edges, ms, and the whole quarter-hours from `first` up to `end` between them. One
 * inside a quarter-hour is all edge.
 *
 * ```
 *  quarters  |     |     |     |
 *  interval     [-----------)
 *  shown        [--|=====|--)        - edge, = whole
 * ```
 */
export function byQuarters(
  { startMs, endMs }: Interval,
  edge: (startMs: number, endMs: number) => void,
  whole: (first: number, end: number) => void,
): void {
  const first = Math.ceil(startMs / QUARTER_MS);
  const end = Math.floor(endMs / QUARTER_MS);
  if (first > end) {
    edge(startMs, endMs);
    return;
  }
  if (first * QUARTER_MS > startMs) edge(startMs, first * QUARTER_MS);
  whole(first, end);
  if (end * QUARTER_MS < endMs) edge(end * QUARTER_MS, endMs);
}

function visitCells({ days }: History, firstQuarter: number, endQuarter: number, see: See): void {
  for (let i = firstDay(days, Math.floor(firstQuarter / QUARTERS_A_DAY)); i < days.length; i++) {
    const entry = days[i];
    if (entry === undefined) break;
    const base = entry.day * QUARTERS_A_DAY;
    if (base >= endQuarter) break;
    const { cells } = entry;
    const from = wordOf(cells, firstQuarter - base);
    const to = wordOf(cells, endQuarter - base);
    if (from < to) see(cells, from, to, base);
  }
}

/**
 * Returns the first word of a day's cells from a quarter-hour of the day on, which may lie before or behind the day;
 * `cells` as stored, ascending by key.
 */
export function wordOf(cells: Uint32Array, quarterOfDay: number): number {
  if (quarterOfDay <= 0) return 0;
  if (quarterOfDay >= QUARTERS_A_DAY) return cells.length;
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
