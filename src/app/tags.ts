// What is counted beside the groups: dependency lists and AI sessions of an interval.
import { cellKey, DAY_MS, groupOfKey, QUARTERS_A_DAY, SUMS } from "../db/cells.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { AI_SESSIONS, DEPENDENCIES, TAG_LEAD, type TagKind, tagRows } from "../db/tags.ts";
import { countedMs } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import { eachPiece, type Piece } from "./credits.ts";
import type { History } from "./history.ts";
import { firstDay } from "./history-search.ts";
import { sumsOfHeartbeat } from "./share.ts";
import { fewListTotals, listTotals, type SessionTotal } from "./tag-totals.ts";
import { byQuarters, type Mask, wholeIn } from "./totals.ts";

/** Longest interval whose dependency lists are so few that room for all is not worth its making. */
const SHORT_MS = 32 * DAY_MS;
const PROMPTS = SUMS.indexOf("ai_prompts");
const LENGTH = SUMS.indexOf("ai_prompt_length");

/** Returns the credit of each dependency list by its id, ms; lists without any are left out. */
export function dependencyTotals(
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
): readonly (readonly [id: number, ms: number])[] {
  const whole = mask === undefined ? wholeIn(store, history, interval) : undefined;
  if (whole !== undefined) return whole.tags.lists.all();
  const totals = interval.endMs - interval.startMs <= SHORT_MS ? fewListTotals() : listTotals();
  const edge = ({ row, startMs, endMs }: Piece) =>
    row.dependencies_id === null ? [] : [row.dependencies_id, endMs - startMs];
  visitTags(store, history, { days: history.days, interval, kind: DEPENDENCIES, edge }, (tags, from, to) =>
    totals.add(tags, from, to, mask, 1),
  );
  return totals.all();
}

/** Returns prompts and characters of all AI sessions when the interval holds all time and all is asked for. */
export function wholeSessions(
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
): ReadonlyMap<number, Readonly<SessionTotal>> | undefined {
  return mask === undefined ? wholeIn(store, history, interval)?.tags.sessions : undefined;
}

/** Shows the AI sessions of an interval: prompts and characters of prompts of a group's heartbeats in one. */
export function visitSessions(
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
  see: (groupId: number, sessionId: number, prompts: number, length: number) => void,
): void {
  const edge = ({ row, isStart }: Piece, endMs: number) => {
    const isHere = row.ai_session_id !== null && isStart && countedMs(row.time) < endMs;
    const sums = isHere ? sumsOfHeartbeat(row) : undefined;
    return sums === undefined ? [] : [row.ai_session_id ?? 0, 1, sums[PROMPTS] ?? 0, sums[LENGTH] ?? 0];
  };
  visitTags(store, history, { days: history.sumDays, interval, kind: AI_SESSIONS, edge }, (tags, from, to) => {
    for (let at = from; at < to; at += AI_SESSIONS.words) {
      const groupId = groupOfKey(tags[at] as number);
      if (mask === undefined || mask[groupId] === 1)
        see(groupId, tags[at + 1] as number, tags[at + TAG_LEAD + 1] as number, tags[at + TAG_LEAD + 2] as number);
    }
  });
}

type Question = {
  readonly days: readonly RollupDay[];
  readonly interval: Interval;
  readonly kind: TagKind;
  /** Returns name and numbers of a row that a piece of credit is, for where whole quarter-hours do not tell; or nothing. */
  readonly edge: (piece: Piece, endMs: number) => readonly number[];
};

/** Returns the word of the first row from a quarter-hour of the day on; rows stand ascending by key. */
function rowOf(
  tags: Float64Array,
  { from, to }: ReturnType<typeof tagRows>,
  { words }: TagKind,
  quarterOfDay: number,
): number {
  const key = cellKey(quarterOfDay, 0);
  let low = 0;
  let high = (to - from) / words;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tags[from + middle * words] as number) < key) low = middle + 1;
    else high = middle;
  }
  return from + low * words;
}

/**
 * Shows runs of rows, words `from` up to `to`. Whole quarter-hours come from the rollup, ragged edges from heartbeats,
 * each piece of these as a row of its own, as in `visit` of totals.ts.
 */
function visitTags(
  store: Store,
  history: History,
  { days, interval, kind, edge }: Question,
  see: (tags: ArrayLike<number>, from: number, to: number) => void,
): void {
  const seeEdge = (startMs: number, endMs: number) => {
    eachPiece(store, history, { startMs, endMs }, (piece) => {
      const row = edge(piece, endMs);
      if (row.length > 0) see([piece.groupId, ...row], 0, kind.words);
    });
  };
  const seeQuarters = (first: number, end: number) => {
    for (let i = firstDay(days, Math.floor(first / QUARTERS_A_DAY)); i < days.length; i++) {
      const { day, tags } = days[i] as RollupDay;
      const base = day * QUARTERS_A_DAY;
      if (base >= end) return;
      if (tags === undefined) continue;
      const rows = tagRows(tags, kind);
      const from = base >= first ? rows.from : rowOf(tags, rows, kind, first - base);
      const to = base + QUARTERS_A_DAY <= end ? rows.to : rowOf(tags, rows, kind, end - base);
      if (from < to) see(tags, from, to);
    }
  };
  if (wholeIn(store, history, interval) !== undefined) {
    seeQuarters(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    return;
  }
  byQuarters(interval, seeEdge, seeQuarters);
}
