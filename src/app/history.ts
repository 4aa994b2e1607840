import { DAY_MS } from "../db/cells.ts";
import type { RollupDay, StreamState } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import { type Block, blocksOf, type ExternalPiece, piecesOfBlock } from "./external-pieces.ts";
import { type PlaceIndex, placeIndex } from "./place-index.ts";

/** A user's rollup in memory: a read cache of its rows, refreshed by version before every use. */
export type History = {
  readonly userId: number;
  readonly state: StreamState;
  /** one entry per UTC day with heartbeats, ascending */
  readonly days: readonly RollupDay[];
  /** days whose `sums` hold lines and tokens: those of the live rows, whatever rule `days` were counted by */
  readonly sumDays: readonly RollupDay[];
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
};

export type Histories = {
  /** Returns the user's history as the database has it now; undefined while nothing was ever counted. */
  readonly of: (userId: number) => History | undefined;
};

/** Users kept in memory; ten years of one are about 10 MB. */
const KEPT = 4;

const GROUP_BYTES = 4 * GROUP_WIDTH;
const FEWEST_GROUPS = 64;

type Cached = {
  state: StreamState;
  days: RollupDay[];
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

  function refresh(userId: number, state: StreamState): Cached {
    let cached = cache.get(userId);
    // Versions only grow: an older one is of a history that was deleted and rebuilt.
    const isKnown = cached?.state.generation === state.generation && cached.state.version <= state.version;
    if (cached === undefined || !isKnown) {
      cached = {
        state: { ...state, version: -1 },
        days: [],
        groupNames: new Uint32Array(0),
        groupCount: 0,
        places: [],
        blocks: [],
        pieces: [],
      };
    }
    if (cached.state.version !== state.version) {
      loadGroups(userId, cached);
      for (const day of store.rollup.changed(userId, state.generation, cached.state.version)) {
        put(cached.days, day);
        for (const [i, { own }] of cached.blocks.entries())
          if (own !== undefined && own.startMs < (day.day + 1) * DAY_MS && own.endMs > day.day * DAY_MS)
            cached.pieces[i] = undefined;
      }
    }
    if (cached.state.externals !== state.externals || cached.state.version === -1) {
      cached.blocks = blocksOf(store.externals.all(userId));
      cached.pieces = cached.blocks.map(() => undefined);
    }
    cached.state = state;
    cache.delete(userId);
    cache.set(userId, cached);
    for (const oldest of cache.keys()) {
      if (cache.size <= KEPT) break;
      cache.delete(oldest);
    }
    return cached;
  }

  return {
    of(userId) {
      const state = store.rollup.state(userId);
      if (state === undefined) return undefined;
      const cached = refresh(userId, state);
      const { days, groupNames, groupCount, places, blocks } = cached;
      const place = (at: number) => {
        const index = placeIndex(groupNames, groupCount, at, places[at]);
        places[at] = index;
        return index;
      };
      const counted = { userId, state, days, sumDays: days, groupNames, groupCount, place, blocks, externals: [] };
      cached.pieces = cached.pieces.map((known, i) => known ?? piecesOfBlock(store, counted, blocks[i] as Block));
      return blocks.length === 0 ? counted : { ...counted, externals: ascending(cached.pieces) };
    },
  };
}

/** Returns the stretches that count of all blocks, ascending; they are disjoint. */
export function ascending(pieces: readonly (readonly ExternalPiece[] | undefined)[]): ExternalPiece[] {
  return pieces.flatMap((found) => found ?? []).sort((a, b) => a.startMs - b.startMs);
}

/** Puts a day into its place of an ascending list, mostly the end. */
function put(days: RollupDay[], day: RollupDay): void {
  let low = 0;
  let high = days.length;
  if ((days.at(-1)?.day ?? -1) < day.day) low = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.day ?? 0) < day.day) low = middle + 1;
    else high = middle;
  }
  if (days[low]?.day === day.day) days[low] = day;
  else days.splice(low, 0, day);
}
