import { DAY_MS } from "../db/cells.ts";
import type { Recount, RollupDay, StreamState } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { type DayCounts, openDayCounts, type Whole } from "./day-counts.ts";
import { type Block, blocksOf, type ExternalPiece, piecesOfBlock } from "./external-pieces.ts";
import { type PlaceIndex, placeIndex } from "./place-index.ts";
import type { Shown } from "./shown.ts";

/** A user's rollup in memory: a read cache of its rows, refreshed by version before every use. */
export type History = {
  readonly userId: number;
  readonly state: StreamState;
  /** one entry per UTC day with heartbeats, ascending */
  readonly days: readonly RollupDay[];
  /** days whose `sums` hold lines and tokens: those of the live rows, whatever rule `days` were counted by */
  readonly sumDays: readonly RollupDay[];
  /** what every group has over all of `days`; undefined when these are counted for one answer */
  readonly whole: (() => Whole) | undefined;
  /** what was worked out from `days` and holds as long as they do */
  readonly kept: Kept;
  /** names of group g at [g × GROUP_WIDTH …]; groups count from 1, 0 is Unknown in everything */
  readonly groupNames: Uint32Array;
  readonly groupCount: number;
  /** Returns the names that groups have in a place (domain/dimension.ts), numbered. */
  readonly place: (place: number) => PlaceIndex;
  /** external durations, in the order in which they win */
  readonly blocks: readonly Block[];
  /** what of them counts, ascending and disjoint */
  readonly externals: readonly ExternalPiece[];
  /** which heartbeats are in the stream: all, or for one answer only the writes */
  readonly only?: "writes";
  /** the limits within which somebody else sees it */
  readonly shown?: Shown;
};

/**
 * Credit of intervals, ms, as it was last asked for without a filter: of all days, mostly, and asked again at once.
 * `changedDays`, of UTC, are to be counted again.
 */
export type Kept = {
  totals?: {
    readonly intervals: readonly Interval[];
    readonly totalsMs: readonly number[];
    readonly changedDays: Set<number>;
  };
};

export type Histories = {
  /** Returns the user's history as the database has it now; undefined while nothing was ever counted. */
  readonly of: (userId: number) => History | undefined;
  /** Returns the limits within which a user's time is seen here; undefined = whole. */
  readonly shown: (userId: number) => Shown | undefined;
  /** the same without any limits, for an admin's totals; itself where there are none */
  readonly whole?: Histories;
};

/** Users kept in memory; ten years of one are about 10 MB. */
const KEPT = 4;

const GROUP_BYTES = 4 * GROUP_WIDTH;
const FEWEST_GROUPS = 64;
/** Days of a recount's generation that are taken up with one answer, a millisecond or two. */
const AHEAD_DAYS = 50;
const FIRST_DAY = Number.MIN_SAFE_INTEGER;
const END_DAY = Number.MAX_SAFE_INTEGER;
const ALL = -1;

/** A generation under way, as far as it is taken up: no recount touches the days before `untilDay` any more. */
type Ahead = {
  readonly generation: number;
  readonly counts: DayCounts;
  untilDay: number;
  /** of the stream when the days were taken up; a heartbeat that changed one since raised it */
  version: number;
};

type Cached = {
  state: StreamState;
  counts: DayCounts;
  ahead: Ahead | undefined;
  kept: Kept;
  groupNames: Uint32Array;
  groupCount: number;
  places: (PlaceIndex | undefined)[];
  blocks: Block[];
  /** by block, undefined = to be looked up anew */
  pieces: (ExternalPiece[] | undefined)[];
};

/**
 * Returns the in-memory histories over one store. Each use costs one indexed read of the stream's version, and a read
 * of the days written since; the writer, here or in another process, only has to raise the version.
 */
export function openHistories(store: Store): Histories {
  const cache = new Map<number, Cached>();

  function loadGroups(userId: number, cached: Cached): void {
    let bytes = new Uint8Array(cached.groupNames.buffer);
    store.groups.each(userId, cached.groupCount, (id, names) => {
      const start = id * GROUP_BYTES;
      if (start + GROUP_BYTES > bytes.length) {
        cached.groupNames = new Uint32Array(Math.ceil((id + FEWEST_GROUPS) * 1.25) * GROUP_WIDTH);
        const grown = new Uint8Array(cached.groupNames.buffer);
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(names, start);
      cached.groupCount = id;
    });
  }

  /**
   * Returns whether all groups that are known are still what they were: whoever deletes groups gives their ids anew.
   * Cost: a pass over the groups, once for each generation.
   */
  function knowsGroups(userId: number, { groupNames, groupCount }: Cached): boolean {
    const known = new Uint8Array(groupNames.buffer);
    let lastId = 0;
    let isSame = true;
    store.groups.each(userId, 0, (id, names) => {
      lastId = id;
      if (id > groupCount || !isSame) return;
      const start = id * GROUP_BYTES;
      for (let i = 0; i < GROUP_BYTES; i++)
        if (names[i] !== known[start + i]) {
          isSame = false;
          return;
        }
    });
    return isSame && lastId >= groupCount;
  }

  /**
   * Returns what is remembered of a user, fit to be brought up to `state`: as it is, or with the days of another
   * generation and the groups that it knows already, or from nothing.
   */
  function remembered(userId: number, state: StreamState): Cached {
    const cached = cache.get(userId);
    // Versions and generations only grow: a smaller one is of a history that was deleted and rebuilt.
    if (cached?.state.generation === state.generation && cached.state.version <= state.version) return cached;
    const isNext = cached !== undefined && cached.state.generation < state.generation && knowsGroups(userId, cached);
    const counts = openDayCounts();
    const fresh = { state: { ...state, version: -1 }, counts, ahead: undefined, kept: {}, blocks: [], pieces: [] };
    if (!isNext) return { ...fresh, groupNames: new Uint32Array(0), groupCount: 0, places: [] };
    const { groupNames, groupCount, places, ahead } = cached;
    return { ...fresh, ahead, groupNames, groupCount, places };
  }

  /** Takes up days of the generation that a recount is making, so that its end does not cost one answer all of them. */
  function lookAhead(userId: number, cached: Cached, { generation, frontier }: Recount): void {
    const { version } = cached.state;
    let { ahead } = cached;
    if (ahead?.generation !== generation) ahead = { generation, counts: openDayCounts(), untilDay: FIRST_DAY, version };
    takeUp(userId, ahead, version, Math.floor(countedMs(frontier.time) / DAY_MS), AHEAD_DAYS);
    cached.ahead = ahead;
  }

  /**
   * Takes up what changed of the days known, and up to `limit` (or `ALL`) of those before `endDay`.
   *
   * ```
   *  days       |  known  |  next  |   counted   | being counted
   *             ^ changed ^ limit  ^             ^ endDay
   * ```
   */
  function takeUp(userId: number, ahead: Ahead, version: number, endDay: number, limit: number): void {
    const { generation, counts, untilDay } = ahead;
    if (ahead.version !== version)
      for (const day of store.rollup.changedBefore(userId, generation, ahead.version, untilDay)) counts.put(day);
    ahead.version = version;
    const next = store.rollup.between(userId, generation, untilDay, endDay, limit);
    for (const day of next) counts.put(day);
    ahead.untilDay = next.length === limit ? (next.at(-1)?.day ?? 0) + 1 : Math.max(untilDay, endDay);
  }

  function refresh(userId: number, state: StreamState): Cached {
    const cached = remembered(userId, state);
    if (cached.state.version !== state.version) {
      loadGroups(userId, cached);
      if (cached.ahead?.generation === state.generation) {
        takeUp(userId, cached.ahead, state.version, END_DAY, ALL);
        cached.counts = cached.ahead.counts;
        cached.ahead = undefined;
      } else if (cached.state.version === -1)
        for (const day of store.rollup.between(userId, state.generation, FIRST_DAY, END_DAY, ALL))
          cached.counts.put(day);
      else
        for (const day of store.rollup.changed(userId, state.generation, cached.state.version)) {
          cached.counts.put(day);
          cached.kept.totals?.changedDays.add(day.day);
          for (const [i, { own }] of cached.blocks.entries())
            if (own !== undefined && own.startMs < (day.day + 1) * DAY_MS && own.endMs > day.day * DAY_MS)
              cached.pieces[i] = undefined;
        }
    }
    if (cached.state.externals !== state.externals || cached.state.version === -1) {
      cached.blocks = blocksOf(store.externals.all(userId));
      cached.pieces = cached.blocks.map(() => undefined);
      cached.kept = {};
    }
    cached.state = state;
    const recounting = store.rollup.recount(userId);
    if (recounting === undefined) cached.ahead = undefined;
    else lookAhead(userId, cached, recounting);
    cache.delete(userId);
    cache.set(userId, cached);
    for (const oldest of cache.keys()) {
      if (cache.size <= KEPT) break;
      cache.delete(oldest);
    }
    return cached;
  }

  return {
    shown: () => undefined,
    of(userId) {
      const state = store.rollup.state(userId);
      if (state === undefined) return undefined;
      const cached = refresh(userId, state);
      const { counts, kept, groupNames, groupCount, places, blocks } = cached;
      const { days } = counts;
      const place = (at: number) => {
        const index = placeIndex(groupNames, groupCount, at, places[at]);
        places[at] = index;
        return index;
      };
      const whole = () => counts.whole(groupCount);
      const groups = { groupNames, groupCount, place };
      const counted = { userId, state, days, sumDays: days, whole, kept, ...groups, blocks, externals: [] };
      cached.pieces = cached.pieces.map((known, i) => known ?? piecesOfBlock(store, counted, blocks[i] as Block));
      return blocks.length === 0 ? counted : { ...counted, externals: ascending(cached.pieces) };
    },
  };
}

/** Returns the stretches that count of all blocks, ascending; they are disjoint. */
export function ascending(pieces: readonly (readonly ExternalPiece[] | undefined)[]): ExternalPiece[] {
  return pieces.flatMap((found) => found ?? []).sort((a, b) => a.startMs - b.startMs);
}
