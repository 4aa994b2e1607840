// The next heartbeats of a recount, added up without a lock.
import { addNumbers, type Change, DAY_MS } from "../db/cells.ts";
import { type CountedRow, compareKeys, isGroupedAlike, type Key } from "../db/heartbeats.ts";
import type { PlaceholderRow } from "../db/placeholders.ts";
import type { Recount } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { countedMs, earned } from "../domain/credit.ts";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import { addToRun, endRun, openRun } from "./run.ts";
import { isSettled, openWalk, type Settling, type Walk } from "./sentinels.ts";
import { namesOf, sumsOfHeartbeat } from "./share.ts";
import { gapMs } from "./touched.ts";

/** Days a slice may touch: each is a row to write. */
const SLICE_DAYS = 200;
/** Sentinels a slice may settle: each is a few rows to read and to write. */
const SLICE_SETTLED = 200;

/** Where the slice ends that has reached the last heartbeat. */
export const END: Key = { time: Number.MAX_SAFE_INTEGER, identity: 0 };

/** Where a slice ended, and what it knows of the way there. */
export type Place = {
  /** of the stream, when the slice was read */
  readonly version: number;
  readonly frontier: Key;
  readonly walk: Walk;
};

/** What a slice found: its shares under the recount's rule, and where the next one begins. */
export type Slice = Place & {
  readonly change: Change;
  readonly counted: number;
  /** groups that are not stored yet: store them and read the slice again */
  readonly missing: readonly Uint32Array[];
  /** its sentinels that stand for something else than is stored; they are counted under that */
  readonly settled: readonly Settling[];
};

/**
 * Adds up the next heartbeats of a recount; inside a snapshot. `last` = where the slice before it ended, which spares
 * this one to look back a day for what its sentinels stand for.
 */
export function readSlice(
  store: Store,
  userId: number,
  recounting: Recount,
  size: number,
  last: Place | undefined,
): Slice {
  const version = store.rollup.state(userId)?.version ?? 0;
  const isNext =
    last !== undefined && compareKeys(last.frontier, recounting.frontier) === 0 && !isStale(store, userId, last);
  const walk = isNext ? last.walk : openWalk(store, userId);
  const rows = store.heartbeats.counted(userId, recounting.frontier, size + 1);
  const change: Change = new Map();
  const run = openRun();
  const names = new Uint32Array(GROUP_WIDTH);
  const missing = new Map<string, Uint32Array>();
  const settled: Settling[] = [];
  const placeholderOf = placeholdersOf(store, userId, rows);
  let counted = Math.min(size, rows.length);
  let alike: CountedRow | undefined;
  let groupId: number | undefined;
  for (let i = 0; i < counted; i++) {
    if (change.size >= SLICE_DAYS || settled.length >= SLICE_SETTLED) {
      counted = i;
      break;
    }
    const row = rows[i] as CountedRow;
    if (alike === undefined || !isGroupedAlike(row, alike)) {
      // Of neighbours that say the same only the last matters to those after it.
      if (alike !== undefined) walk.pass(rows[i - 1] as CountedRow);
      const { hasSentinels } = store.sources.byId(row.source_id);
      const resolved = hasSentinels ? walk.resolve(row) : undefined;
      if (resolved !== undefined) {
        const settling = { old: placeholderOf(row), next: resolved };
        if (!isSettled(settling)) settled.push(settling);
      }
      namesOf(store, userId, row, resolved, names);
      groupId = store.groups.find(userId, names);
      if (groupId === undefined) missing.set(names.join(), names.slice());
      // What sentinels stand for is told by the place of a heartbeat, not by what it says.
      alike = hasSentinels ? undefined : row;
    }
    if (groupId === undefined) continue;
    const timeMs = countedMs(row.time);
    const { creditMs, isIdle } = earned(gapMs(row, rows[i + 1]), recounting);
    addToRun(change, run, timeMs, creditMs, 1, groupId, row.dependencies_id ?? 0, isIdle);
    const sums = sumsOfHeartbeat(row);
    if (sums !== undefined) addNumbers(change, timeMs, groupId, sums, row.ai_session_id ?? 0, 1);
  }
  endRun(change, run);
  if (alike !== undefined) walk.pass(rows[counted - 1] as CountedRow);
  const { time, identity } = rows[counted] ?? END;
  return { version, frontier: { time, identity }, walk, change, counted, missing: [...missing.values()], settled };
}

/**
 * Returns a function that tells the placeholder of heartbeats, asked ascending; all of them are read when one is asked
 * for, at a tenth of what one by one cost.
 */
function placeholdersOf(store: Store, userId: number, rows: readonly Key[]): (key: Key) => PlaceholderRow | undefined {
  let stored: readonly PlaceholderRow[] | undefined;
  let at = 0;
  return (key) => {
    stored ??= store.placeholders.between(userId, key.time, rows.at(-1)?.time ?? key.time);
    while (at < stored.length && compareKeys(stored[at] as PlaceholderRow, key) < 0) at++;
    const found = stored[at];
    return found !== undefined && compareKeys(found, key) === 0 ? found : undefined;
  };
}

/**
 * Returns whether a heartbeat of a slice, or the one it ends before, came or went since it was read; asked first, for a
 * lock may be long in coming. Every such change rewrites the live row of its day, so that heartbeats of today do not
 * hold up the counting of years ago.
 *
 * ```
 *  days       | slice   |ends before x|         | today |
 *  a change   ^^^^^^^^^ stale ^^^^^^^^^           ^ is none of its business
 * ```
 */
export function isStale(store: Store, userId: number, { version, frontier }: Omit<Place, "walk">): boolean {
  const state = store.rollup.state(userId);
  if (state === undefined || state.version === version) return state === undefined && version !== 0;
  return store.rollup.isChangedBefore(userId, state.generation, version, dayOf(frontier) + 1);
}

function dayOf({ time }: Key): number {
  return Math.floor(countedMs(time) / DAY_MS);
}
