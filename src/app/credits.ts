// Credits read from heartbeats: what a question reads that the rollup cannot answer. They are shown to a function one by
// one, for ten years are millions of them.
import { DAY_MS } from "../db/cells.ts";
import {
  type FollowedRow,
  type Grouped,
  type HeartbeatRow,
  isGroupedAlike,
  type Key,
  keyAt,
  type Only,
  type ReadBetween,
  type ToldRow,
} from "../db/heartbeats.ts";
import type { Store } from "../db/store.ts";
import { countedMs, earned, LONGEST_TIMEOUT_MS } from "../domain/credit.ts";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import type { ExternalPiece } from "./external-pieces.ts";
import { groupIndex } from "./group-index.ts";
import type { History } from "./history.ts";
import { externalsIn, firstDay } from "./history-search.ts";
import { namesOf } from "./share.ts";

/** Credit of one heartbeat, or a piece of it, and its group; `isStart` = the piece in which the heartbeat stands. */
export type CountedPiece = Interval & {
  readonly groupId: number;
  /** id of the list of its dependencies, 0 = none */
  readonly dependenciesId: number;
  readonly isStart: boolean;
  readonly isIdle: boolean;
};

/** A piece and its heartbeat. */
export type Piece = CountedPiece & { readonly row: ToldRow };

/** A stretch of counted time: credit of a heartbeat, or of an external duration where no credit lies. */
export type Stretch = Piece | (ExternalPiece & { readonly isStart: false });

/** A stretch by what it counts under alone. */
export type CountedStretch = Interval & { readonly groupId: number };

/** Shows what is in an interval, ascending. */
export type Each<Part> = (store: Store, history: History, interval: Interval, see: (part: Part) => void) => void;

/** Shows the heartbeats of a user with fromUs ≤ time < untilUs, ascending: a part of each. */
type EachRow<Row> = (userId: number, fromUs: number, untilUs: number, see: (row: Row) => void) => void;

type SeeCredit<Row> = (row: Row, startMs: number, endMs: number, isStart: boolean, isIdle: boolean) => void;

const PAGE = 2_000;

/**
 * Shows the credits of a stream clipped to an interval, ascending; credits of 0 are there too, for they are heartbeats.
 * A group that the history does not know, for the rules of names are just changing, is 0: Unknown until the counts
 * follow. Cost: the heartbeats of the interval; an interval that no day's credit can reach costs no read.
 */
export const eachPiece: Each<Piece> = (store, history, interval, see) => {
  const groupOf = groupsIn(store, history);
  const rows = paged(store.heartbeats.told, history.only);
  eachCredit(store, history, interval, rows, (row, startMs, endMs, isStart, isIdle) => {
    see({ startMs, endMs, groupId: groupOf(row), dependenciesId: row.dependencies_id ?? 0, isStart, isIdle, row });
  });
};

/** Shows the same as `eachPiece` without the heartbeats themselves, at two thirds of the cost. */
export const eachCountedPiece: Each<CountedPiece> = (store, history, interval, see) => {
  const groupOf = groupsIn(store, history);
  const rows = paged(store.heartbeats.credited, history.only);
  eachCredit(store, history, interval, rows, (row, startMs, endMs, isStart, isIdle) => {
    see({ startMs, endMs, groupId: groupOf(row), dependenciesId: row.dependencies_id ?? 0, isStart, isIdle });
  });
};

/**
 * Shows of the pieces of an interval those about some entities: ids of names, 0 = about nothing. Cost: a pass of SQLite
 * over the heartbeats of the interval, and of each that is shown a look at the one after it.
 */
export function eachPieceAbout(
  store: Store,
  history: History,
  interval: Interval,
  entityIds: readonly number[],
  see: (piece: Piece) => void,
): void {
  if (!isNearHeartbeats(history, interval)) return;
  const groupOf = groupsIn(store, history);
  const tell = clipped<FollowedRow>(history, interval, (row, startMs, endMs, isStart, isIdle) => {
    see({ startMs, endMs, groupId: groupOf(row), dependenciesId: row.dependencies_id ?? 0, isStart, isIdle, row });
  });
  const fromUs = (Math.ceil(interval.startMs) - LONGEST_TIMEOUT_MS) * 1000;
  const untilUs = Math.ceil(interval.endMs) * 1000;
  paged(store.heartbeats.about(entityIds), history.only)(history.userId, fromUs, untilUs, (row) => {
    const timeMs = countedMs(row.time);
    tell(row, timeMs, row.next === null ? undefined : countedMs(row.next) - timeMs);
  });
}

/** Shows all counted time of an interval, ascending and disjoint: `eachPiece`, and between them external durations. */
export const eachStretch: Each<Stretch> = (store, history, interval, see) => {
  const externals = externalsIn(history, interval).map((piece) => ({ ...piece, isStart: false as const }));
  merged<Stretch>(externals, see, (seeMany) => eachPiece(store, history, interval, seeMany));
};

/** Shows the same as `eachStretch` without what it was spent on. */
export const eachCountedStretch: Each<CountedStretch> = (store, history, interval, see) => {
  merged<CountedStretch>(externalsIn(history, interval), see, (seeMany) =>
    eachCountedPiece(store, history, interval, seeMany),
  );
};

/** Shows the same as `eachStretch` whatever it was spent on, at a quarter of the cost. */
export const eachTime: Each<Interval> = (store, history, interval, see) => {
  const rows: EachRow<{ readonly time: number }> = (userId, fromUs, untilUs, seeRow) =>
    eachMoment(store, userId, fromUs, untilUs, history.only, seeRow);
  merged<Interval>(externalsIn(history, interval), see, (seeMany) =>
    eachCredit(store, history, interval, rows, (_, startMs, endMs) => seeMany({ startMs, endMs })),
  );
};

/** Returns what `each` shows of an interval, for short ones. */
export function listOf<Part>(each: Each<Part>, store: Store, history: History, interval: Interval): Part[] {
  const parts: Part[] = [];
  each(store, history, interval, (part) => {
    parts.push(part);
  });
  return parts;
}

/** Shows the heartbeats with fromUs ≤ time < untilUs by their time alone, ascending; of equal times at least one. */
export function eachMoment(
  { heartbeats }: Store,
  userId: number,
  fromUs: number,
  untilUs: number,
  only: Only,
  see: (moment: { readonly time: number }) => void,
): void {
  for (let from = fromUs; ; ) {
    const page = heartbeats.times(userId, from, untilUs, PAGE, only);
    for (const moment of page) see(moment);
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    from = last.time + 1;
  }
}

/** Returns the heartbeats of a user from a key on and before `untilUs`, ascending, read page by page. */
export function* stream(store: Store, userId: number, from: Key, untilUs: number): Generator<HeartbeatRow> {
  for (let key: Key | undefined = from; key !== undefined; ) {
    const page: HeartbeatRow[] = store.heartbeats.page(userId, key, untilUs, PAGE);
    yield* page;
    const last = page.at(-1);
    key = page.length < PAGE || last === undefined ? undefined : { time: last.time, identity: last.identity + 1 };
  }
}

/** A full page ends before its last time, with which the next one begins: equal times must not be torn apart. */
function paged<Row extends Key>(read: ReadBetween<Row>, only: Only): EachRow<Row> {
  return (userId, fromUs, untilUs, see) => {
    let limit = PAGE;
    for (let from = fromUs; ; ) {
      const page = read(userId, from, untilUs, limit, only);
      const isFull = page.length === limit;
      const end = isFull ? (page.at(-1)?.time ?? untilUs) : untilUs;
      for (const row of page) if (row.time < end) see(row);
      if (!isFull) return;
      // More heartbeats at one instant than a page holds.
      limit = end === from ? limit * 2 : PAGE;
      from = end;
    }
  };
}

/**
 * Shows each credit that is in an interval. Credits are disjoint, so of all before the interval only the last can reach
 * into it.
 *
 * ```
 *  interval        [--------------)
 *  heartbeats  a     b   c           d      read: a, b, c; d only ends the gap of c
 * ```
 */
function eachCredit<Row extends { readonly time: number }>(
  store: Store,
  history: History,
  interval: Interval,
  rows: EachRow<Row>,
  see: SeeCredit<Row>,
): void {
  if (!isNearHeartbeats(history, interval)) return;
  const { userId, only } = history;
  const { before, after } = neighbours(store, userId, only);
  const from = keyAt(Math.ceil(interval.startMs) * 1000);
  const until = keyAt(Math.ceil(interval.endMs) * 1000);
  let current: Row | undefined;
  let timeMs = 0;
  const tell = clipped(history, interval, see);
  rows(userId, before(from)?.time ?? from.time, until.time, (row) => {
    const nextMs = countedMs(row.time);
    if (current !== undefined) tell(current, timeMs, nextMs - timeMs);
    current = row;
    timeMs = nextMs;
  });
  if (current === undefined) return;
  const next = after(until);
  tell(current, timeMs, next && countedMs(next.time) - timeMs);
}

/** Returns what shows the credit of a heartbeat, given the gap to the next one, as far as it lies in an interval. */
function clipped<Row>({ state }: History, interval: Interval, see: SeeCredit<Row>) {
  return (row: Row, timeMs: number, gapMs: number | undefined) => {
    const { creditMs, isIdle } = earned(gapMs, state);
    const startMs = Math.max(timeMs, interval.startMs);
    const endMs = Math.min(timeMs + creditMs, interval.endMs);
    const isStart = timeMs >= interval.startMs;
    if (isStart || endMs > startMs) see(row, startMs, endMs, isStart, isIdle);
  };
}

function neighbours({ heartbeats }: Store, userId: number, only: Only) {
  return {
    before: (key: Key) => (only === "writes" ? heartbeats.writeBefore : heartbeats.before)(userId, key),
    after: (key: Key) => (only === "writes" ? heartbeats.writeAfter : heartbeats.after)(userId, key),
  };
}

/** Look-ups after which a table of all groups pays for itself. */
const MANY_LOOKS = 1_000;

/**
 * Returns a function that tells the group of a history that a heartbeat counts under, 0 for one that it does not know.
 * Neighbours mostly count under the same one: it is looked up once for all of them.
 */
export function groupsIn(store: Store, history: History): (row: Key & Grouped) => number {
  const { userId, groupCount } = history;
  const names = new Uint32Array(GROUP_WIDTH);
  const ask = () => {
    const groupId = store.groups.find(userId, names) ?? 0;
    return groupId <= groupCount ? groupId : 0;
  };
  let find = ask;
  let looks = 0;
  let last: Grouped | undefined;
  let lastId = 0;
  return (row) => {
    if (last !== undefined && isGroupedAlike(row, last)) return lastId;
    if (++looks === MANY_LOOKS) {
      const index = groupIndex(history);
      find = () => index(names);
    }
    const { hasSentinels } = store.sources.byId(row.source_id);
    namesOf(store, userId, row, hasSentinels ? store.placeholders.at(userId, row) : undefined, names);
    const groupId = find();
    // What sentinels stand for is told by the place of a heartbeat, not by what it says.
    last = hasSentinels ? undefined : row;
    lastId = groupId;
    return groupId;
  };
}

/**
 * Returns whether a day with heartbeats overlaps the interval, or ends so shortly before it that credit may reach in.
 * A range of centuries has tens of thousands of days without any, each not worth a read.
 */
function isNearHeartbeats({ sumDays }: History, { startMs, endMs }: Interval): boolean {
  const next = sumDays[firstDay(sumDays, Math.floor((startMs - LONGEST_TIMEOUT_MS) / DAY_MS))];
  return next !== undefined && next.day * DAY_MS < endMs;
}

/** Shows two ascending and disjoint runs as one. */
function merged<Part extends Interval>(
  few: readonly Part[],
  see: (part: Part) => void,
  eachOfMany: (see: (part: Part) => void) => void,
): void {
  if (few.length === 0) {
    eachOfMany(see);
    return;
  }
  let at = 0;
  eachOfMany((part) => {
    for (; at < few.length && (few[at] as Part).startMs < part.startMs; at++) see(few[at] as Part);
    see(part);
  });
  for (; at < few.length; at++) see(few[at] as Part);
}
