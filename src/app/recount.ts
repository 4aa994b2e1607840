// Counting a whole stream anew, in slices beside the live rows; reads answer from the old ones until the end.
import { inSnapshot } from "../db/database.ts";
import { compareKeys } from "../db/heartbeats.ts";
import type { Recount } from "../db/rollup.ts";
import type { ParsedSource } from "../db/sources.ts";
import { type Store, write } from "../db/store.ts";
import type { Rule } from "../domain/credit.ts";
import { regroupExternals } from "./externals.ts";
import { END, isStale, type Place, readSlice, type Slice } from "./recount-slice.ts";
import { storeSettled } from "./sentinels.ts";
import { applyShares, beginRecount } from "./stream.ts";
import type { Touched } from "./touched.ts";

/** Heartbeats per slice: read and added up without a lock, written in a few ms. */
const SLICE = 20_000;
/** A slice is cut down while heartbeats come in between; one as small as this is read under the lock that stores it. */
const SMALLEST_SLICE = 2_000;
/** Groups stored at a time. */
const INTERN_SLICE = 250;
/** Rows of an old generation deleted at a time. */
const SWEEP = 100;
const REMOVE_SLICE = 200;
const DERIVE_SLICE = 1_000;
const DERIVE_SOURCES = 200;

export type Progress = (counted: number) => void;

/**
 * Counts a user's stream anew under `rule`, what its sentinels stand for included, and makes the result the live one;
 * resolves when it is, with how many sentinels stood for something else. Never holds the write lock for more than a few
 * ms, works beside a running server, and may be cut off: `resumeRecount` goes on where it stopped. Yields to the event
 * loop between slices.
 */
export async function recount(store: Store, userId: number, rule: Rule, progress?: Progress): Promise<number> {
  write(store, () => beginRecount(store, userId, rule));
  return await resumeRecount(store, userId, progress);
}

/** Goes on with a recount under way, here or in another process; returns at once when there is none. */
export async function resumeRecount(store: Store, userId: number, progress: Progress = () => {}): Promise<number> {
  let size = SLICE;
  let counted = 0;
  let settled = 0;
  let place: Place | undefined;
  for (;;) {
    const recounting = store.rollup.recount(userId);
    if (recounting === undefined) break;
    const slice = nextSlice(store, userId, recounting, size, place);
    // The walk of a slice that is read again has gone too far; what it settled is a change that looks like any other.
    place = undefined;
    if (slice.missing.length > 0) await internGroups(store, userId, slice.missing);
    else if (
      slice.isStored ||
      (!isStale(store, userId, slice) && write(store, () => storeSlice(store, userId, recounting, slice)))
    ) {
      const { version, frontier, walk } = slice;
      if (slice.settled.length === 0) place = { version, frontier, walk };
      settled += slice.settled.length;
      counted += slice.counted;
      // Twice what fitted: a stretch with few heartbeats a day is not read far beyond what a slice may touch.
      size = Math.max(SMALLEST_SLICE, Math.min(SLICE, slice.counted * 2));
      progress(counted);
    } else size = Math.max(SMALLEST_SLICE, size >> 2);
    await pause();
  }
  await sweep(store, userId);
  return settled;
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
  place: Place | undefined,
): Slice & { readonly isStored: boolean } {
  const read = () => readSlice(store, userId, recounting, size, place);
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

/** Writes a slice unless it is stale; returns whether it did. The last slice switches over. */
function storeSlice(store: Store, userId: number, recounting: Recount, slice: Slice): boolean {
  const current = store.rollup.recount(userId);
  const isSame =
    !isStale(store, userId, slice) &&
    current?.generation === recounting.generation &&
    compareKeys(current.frontier, recounting.frontier) === 0;
  if (!isSame) return false;
  if (slice.settled.length > 0) {
    const touched = new Map<string, Touched>();
    for (const one of slice.settled) storeSettled(store, userId, one, touched);
    const { timeoutMs, idleMs } = recounting;
    if (touched.size > 0) applyShares(store, userId, { timeoutMs, idleMs }, [...touched.values()]);
  }
  const version = store.rollup.state(userId)?.version ?? 0;
  store.rollup.apply(userId, recounting.generation, version, slice.change);
  if (compareKeys(slice.frontier, END) < 0)
    store.rollup.setRecount(userId, { ...recounting, frontier: slice.frontier });
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
  const orphans = await removeOrphans(store, userId);
  const placeholders = orphans + (await recount(store, userId, rule, progress));
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
  const found = store.sources.ofUser(userId).filter(({ hasSentinels }) => hasSentinels);
  const orphans = store.placeholders.orphans(
    userId,
    found.map(({ id }) => id),
  );
  for (let i = 0; i < orphans.length; i += REMOVE_SLICE) {
    write(store, () => {
      for (const key of orphans.slice(i, i + REMOVE_SLICE)) store.placeholders.remove(userId, key);
    });
    await pause();
  }
  return orphans.length;
}
