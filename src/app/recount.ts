// Counting a whole stream anew, in slices beside the live rows; reads answer from the old ones until the end.
import { addNumbers, type Change, DAY_MS } from "../db/cells.ts";
import { inSnapshot } from "../db/database.ts";
import { type CountedRow, compareKeys, isGroupedAlike, type Key } from "../db/heartbeats.ts";
import type { Recount } from "../db/rollup.ts";
import type { ParsedSource } from "../db/sources.ts";
import { type Store, write } from "../db/store.ts";
import { countedMs, earned, type Rule } from "../domain/credit.ts";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import { regroupExternals } from "./externals.ts";
import { addToRun, endRun, openRun } from "./run.ts";
import { openWalk } from "./sentinels.ts";
import { namesOf, sumsOfHeartbeat } from "./share.ts";
import { applyShares, beginRecount } from "./stream.ts";
import { gapMs, type Touched } from "./touched.ts";

/** Heartbeats per slice: read and added up without a lock, written in a few ms. */
const SLICE = 20_000;
/** Days a slice may touch: each is a row to write. */
const SLICE_DAYS = 200;
/** A slice is cut down while heartbeats come in between; one as small as this is read under the lock that stores it. */
const SMALLEST_SLICE = 2_000;
/** Groups stored at a time. */
const INTERN_SLICE = 250;
/** Rows of an old generation deleted at a time. */
const SWEEP = 100;
const REMOVE_SLICE = 200;
const DERIVE_SLICE = 1_000;
const DERIVE_SOURCES = 200;

const END: Key = { time: Number.MAX_SAFE_INTEGER, identity: 0 };

export type Progress = (counted: number) => void;

/** What a slice found: its shares under the recount's rule, and where the next one begins. */
type Slice = {
  readonly version: number;
  readonly change: Change;
  readonly frontier: Key;
  readonly counted: number;
  /** groups that are not stored yet: store them and read the slice again */
  readonly missing: readonly Uint32Array[];
};

/**
 * Counts a user's stream anew under `rule` and makes the result the live one; resolves when it is. Never holds the
 * write lock for more than a few ms, works beside a running server, and may be cut off: `resumeRecount` goes on where
 * it stopped. Yields to the event loop between slices.
 */
export async function recount(store: Store, userId: number, rule: Rule, progress?: Progress): Promise<void> {
  write(store, () => beginRecount(store, userId, rule));
  await resumeRecount(store, userId, progress);
}

/** Goes on with a recount under way, here or in another process; returns at once when there is none. */
export async function resumeRecount(store: Store, userId: number, progress: Progress = () => {}): Promise<void> {
  let size = SLICE;
  let counted = 0;
  for (;;) {
    const recounting = store.rollup.recount(userId);
    if (recounting === undefined) break;
    const slice = nextSlice(store, userId, recounting, size);
    if (slice.missing.length > 0) await internGroups(store, userId, slice.missing);
    else if (
      slice.isStored ||
      (!isStale(store, userId, slice) && write(store, () => storeSlice(store, userId, recounting, slice)))
    ) {
      counted += slice.counted;
      // Twice what fitted: a stretch with few heartbeats a day is not read far beyond what a slice may touch.
      size = Math.max(SMALLEST_SLICE, Math.min(SLICE, slice.counted * 2));
      progress(counted);
    } else size = Math.max(SMALLEST_SLICE, size >> 2);
    await pause();
  }
  await sweep(store, userId);
}

/** Returns the users for whom `finishRecounts` has work: a recount was cut off, or what it replaced is still there. */
export function unfinishedRecounts({ rollup }: Store): number[] {
  return [...new Set([...rollup.recounting(), ...rollup.unswept()])];
}

/** Finishes every recount that was cut off, and removes rows that were replaced. */
export async function finishRecounts(store: Store): Promise<void> {
  for (const userId of unfinishedRecounts(store)) await resumeRecount(store, userId);
}

/**
 * Reads the next slice. The smallest one is stored under the same lock, so that a recount gets on however often
 * heartbeats come in.
 */
function nextSlice(
  store: Store,
  userId: number,
  recounting: Recount,
  size: number,
): Slice & { readonly isStored: boolean } {
  const read = () => readSlice(store, userId, recounting, size);
  if (size > SMALLEST_SLICE) return { ...inSnapshot(store.connection, read), isStored: false };
  return write(store, () => {
    const slice = read();
    return { ...slice, isStored: slice.missing.length === 0 && storeSlice(store, userId, recounting, slice) };
  });
}

async function internGroups(store: Store, userId: number, missing: readonly Uint32Array[]): Promise<void> {
  for (let i = 0; i < missing.length; i += INTERN_SLICE) {
    if (i > 0) await pause();
    write(store, () => {
      for (const names of missing.slice(i, i + INTERN_SLICE)) store.groups.intern(userId, names);
    });
  }
}

/** Returns after the event loop had a turn, so that a server that counts in its own process stays answering. */
function pause(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

/** Adds up the next heartbeats of a recount. */
function readSlice(store: Store, userId: number, recounting: Recount, size: number): Slice {
  const version = store.rollup.state(userId)?.version ?? 0;
  const rows = store.heartbeats.counted(userId, recounting.frontier, size + 1);
  const change: Change = new Map();
  const run = openRun();
  const missing = new Map<string, Uint32Array>();
  const names = new Uint32Array(GROUP_WIDTH);
  let counted = Math.min(size, rows.length);
  let last: CountedRow | undefined;
  let groupId: number | undefined;
  for (let i = 0; i < counted; i++) {
    if (change.size >= SLICE_DAYS) {
      counted = i;
      break;
    }
    const row = rows[i] as CountedRow;
    if (last === undefined || !isGroupedAlike(row, last)) {
      const { hasSentinels } = store.sources.byId(row.source_id);
      namesOf(store, userId, row, hasSentinels ? store.placeholders.at(userId, row) : undefined, names);
      groupId = store.groups.find(userId, names);
      if (groupId === undefined) missing.set(names.join(), names.slice());
      // What sentinels stand for is told by the place of a heartbeat, not by what it says.
      last = hasSentinels ? undefined : row;
    }
    if (groupId === undefined) continue;
    const timeMs = countedMs(row.time);
    const { creditMs, isIdle } = earned(gapMs(row, rows[i + 1]), recounting);
    addToRun(change, run, timeMs, creditMs, 1, groupId, row.dependencies_id ?? 0, isIdle);
    const sums = sumsOfHeartbeat(row);
    if (sums !== undefined) addNumbers(change, timeMs, groupId, sums, row.ai_session_id ?? 0, 1);
  }
  endRun(change, run);
  return { version, change, frontier: rows[counted] ?? END, counted, missing: [...missing.values()] };
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
function isStale(store: Store, userId: number, { version, frontier }: Slice): boolean {
  const state = store.rollup.state(userId);
  if (state === undefined || state.version === version) return state === undefined && version !== 0;
  return store.rollup.isChangedBefore(userId, state.generation, version, dayOf(frontier) + 1);
}

function dayOf({ time }: Key): number {
  return Math.floor(countedMs(time) / DAY_MS);
}

/** Writes a slice unless it is stale; returns whether it did. The last slice switches over. */
function storeSlice(store: Store, userId: number, recounting: Recount, slice: Slice): boolean {
  const current = store.rollup.recount(userId);
  const isSame =
    !isStale(store, userId, slice) &&
    current?.generation === recounting.generation &&
    compareKeys(current.frontier, recounting.frontier) === 0;
  if (!isSame) return false;
  const version = store.rollup.state(userId)?.version ?? 0;
  store.rollup.apply(userId, recounting.generation, version, slice.change);
  if (compareKeys(slice.frontier, END) < 0)
    store.rollup.setRecount(userId, {
      ...recounting,
      frontier: { time: slice.frontier.time, identity: slice.frontier.identity },
    });
  else {
    const { generation, timeoutMs, idleMs } = recounting;
    store.rollup.setState(userId, { generation, timeoutMs, idleMs, version: version + 1 });
    store.rollup.setRecount(userId, undefined);
  }
  return true;
}

async function sweep(store: Store, userId: number): Promise<void> {
  for (;;) {
    const swept = write(store, () => {
      const kept = [store.rollup.state(userId)?.generation, store.rollup.recount(userId)?.generation];
      return store.rollup.sweep(
        userId,
        kept.filter((generation) => generation !== undefined),
        SWEEP,
      );
    });
    if (swept < SWEEP) return;
    await pause();
  }
}

/** How many derived rows said something else before they were derived anew; the counts are not among them. */
export type Rederived = { readonly names: number; readonly sources: number; readonly placeholders: number };

/**
 * Derives everything about a user anew from the heartbeats: names and sources by today's rules, sentinels, counts.
 * Same manners as `recount`.
 */
export async function rebuild(store: Store, userId: number, rule: Rule, progress?: Progress): Promise<Rederived> {
  let names = 0;
  for (let afterId: number | undefined = 0; afterId !== undefined; ) {
    const from: number = afterId;
    const { lastId, changed } = write(store, () => {
      const slice = store.names.derive(userId, from, DERIVE_SLICE);
      if (slice.changed > 0) store.derivation.changed();
      return slice;
    });
    names += changed;
    afterId = lastId;
    await pause();
  }
  const sources = await deriveSources(store, userId);
  write(store, () => regroupExternals(store, userId));
  const placeholders = (await removeOrphans(store, userId)) + (await resolveAll(store, userId, rule));
  await recount(store, userId, rule, progress);
  return { names, sources, placeholders };
}

/** Derives every source by today's rules, agents parsed outside the lock; returns how many changed. */
async function deriveSources(store: Store, userId: number): Promise<number> {
  let changed = 0;
  for (let afterId: number | undefined = 0; afterId !== undefined; ) {
    const parsed: ParsedSource[] = store.sources.parsed(userId, afterId, DERIVE_SOURCES);
    changed += write(store, () => {
      const some = store.sources.derive(userId, parsed);
      if (some > 0) store.derivation.changed();
      return some;
    });
    afterId = parsed.at(-1)?.id;
    await pause();
  }
  return changed;
}

/** Removes what no heartbeat needs resolved; returns how much it was. */
async function removeOrphans(store: Store, userId: number): Promise<number> {
  const orphans = store.placeholders.orphans(userId, sentinelSources(store, userId));
  for (let i = 0; i < orphans.length; i += REMOVE_SLICE) {
    write(store, () => {
      for (const key of orphans.slice(i, i + REMOVE_SLICE)) store.placeholders.remove(userId, key);
    });
    await pause();
  }
  return orphans.length;
}

function sentinelSources(store: Store, userId: number): number[] {
  const found = store.sources.ofUser(userId).filter(({ hasSentinels }) => hasSentinels);
  return found.map(({ id }) => id);
}

/** Resolves every sentinel of a stream again and moves its credit; returns how many changed. */
async function resolveAll(store: Store, userId: number, rule: Rule): Promise<number> {
  if (sentinelSources(store, userId).length === 0) return 0;
  const walk = openWalk(store, userId);
  let changed = 0;
  let version: number | undefined;
  for (let isDone = false; !isDone; ) {
    const went = write(store, () => {
      if (store.rollup.state(userId)?.version !== version) walk.lose();
      const touched = new Map<string, Touched>();
      const slice = walk.go(touched);
      if (touched.size > 0) applyShares(store, userId, rule, [...touched.values()]);
      version = store.rollup.state(userId)?.version;
      return slice;
    });
    changed += went.changed;
    isDone = went.isDone;
    await pause();
  }
  return changed;
}
