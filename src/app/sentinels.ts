// Resolving sentinels where they stand in a stream, in time linear in the stretch of the stream that decides them.
import { compareKeys, type Key, keyAt, type Spoken } from "../db/heartbeats.ts";
import type { PlaceholderRow } from "../db/placeholders.ts";
import type { Store } from "../db/store.ts";
import {
  openTrail,
  PROJECT_REACH_US,
  type Resolution,
  resolve,
  type Trail,
  VALUE_REACH_US,
} from "../domain/placeholder.ts";
import { groupOf } from "./share.ts";
import { gapMs, keyText, type Touched } from "./touched.ts";

/** How far a value travels: into the project of a sentinel, and from there to a later language or branch. */
const REACH_US = PROJECT_REACH_US + VALUE_REACH_US;

/** So many sentinels look back one by one: a look costs at most a day in SQL, and mostly a few rows. */
const FEW = 8;

/** A heartbeat whose sentinels are to be resolved. Absent `old` = it never was. */
export type Pending = { readonly key: Key; readonly old: PlaceholderRow | undefined };

/** Returns the placeholders of stored heartbeats that a change at `keys` may give other values, both ascending. */
export function followers(store: Store, userId: number, keys: readonly Key[]): PlaceholderRow[] {
  const found: PlaceholderRow[] = [];
  let seenUntilUs = -1;
  for (const { time } of keys) {
    const fromUs = Math.max(time, seenUntilUs + 1);
    const untilUs = time + REACH_US;
    if (fromUs <= untilUs) for (const row of store.placeholders.between(userId, fromUs, untilUs)) found.push(row);
    seenUntilUs = Math.max(seenUntilUs, untilUs);
  }
  return found;
}

/**
 * Resolves and stores the sentinels of stored heartbeats, `pending` ascending; keys that are not stored are passed over.
 * Returns the placeholders that are new or changed by `keyText`. A heartbeat that had one is counted already: it moves,
 * by way of `touched`, to the group it now belongs to.
 *
 * ```
 *  pending         x x      x                      x
 *  read     [------x-x------x)              [------x)      24 h and 15 min before each, nothing twice
 * ```
 */
export function settle(
  store: Store,
  userId: number,
  pending: readonly Pending[],
  touched: Map<string, Touched>,
): Map<string, PlaceholderRow> {
  const settled = new Map<string, PlaceholderRow>();
  const keep = (one: Pending, resolution: Resolution) => {
    const settling = { old: one.old, next: placeholderRow(one.key, resolution) };
    if (isSettled(settling)) return;
    storeSettled(store, userId, settling, touched);
    settled.set(keyText(one.key), settling.next);
  };
  if (pending.length <= FEW) {
    for (const one of pending) {
      const row = store.heartbeats.at(userId, one.key);
      if (row === undefined) continue;
      const { sentinels } = store.sources.byId(row.source_id).sent;
      keep(one, resolve(sentinels, row.project_id ?? undefined, store.placeholders.lookBack(userId, row)));
    }
    return settled;
  }
  for (const stretch of stretches(pending)) {
    const [first, last] = [stretch[0] as Pending, stretch.at(-1) as Pending];
    const follow = follower(store, openTrail());
    let i = 0;
    for (const row of store.heartbeats.spoken(userId, keyAt(first.key.time - REACH_US), last.key.time, ALL)) {
      const resolution = follow(row);
      while (i < stretch.length && compareKeys((stretch[i] as Pending).key, row) < 0) i++;
      const one = stretch[i];
      if (one !== undefined && compareKeys(one.key, row) === 0) keep(one, resolution);
    }
  }
  return settled;
}

const ALL = -1;

/** Parts heartbeats where the stream between them decides nothing. */
function stretches(pending: readonly Pending[]): Pending[][] {
  const found: Pending[][] = [];
  let previousUs = Number.NEGATIVE_INFINITY;
  for (const one of pending) {
    if (one.key.time - previousUs > REACH_US) found.push([one]);
    else found.at(-1)?.push(one);
    previousUs = one.key.time;
  }
  return found;
}

/** Returns a function that takes a trail on by one stored heartbeat and returns what its sentinels stand for. */
function follower(store: Store, trail: Trail): (row: Spoken) => Resolution {
  return (row) =>
    trail.next(row.time, {
      sentinels: store.sources.byId(row.source_id).sent.sentinels,
      projectId: row.project_id ?? undefined,
      languageId: row.language_id ?? undefined,
      branchId: row.branch_id ?? undefined,
    });
}

function placeholderRow({ time, identity }: Key, { projectId, languageId, branchId }: Resolution): PlaceholderRow {
  return {
    time,
    identity,
    project_id: projectId ?? null,
    language_id: languageId ?? null,
    branch_id: branchId ?? null,
  };
}

/** A heartbeat's sentinels: what is stored that they stand for, undefined = nothing is, and what they stand for. */
export type Settling = { readonly old: PlaceholderRow | undefined; readonly next: PlaceholderRow };

/** Returns whether what is stored is what they stand for. */
export function isSettled({ old, next }: Settling): boolean {
  return (
    old !== undefined &&
    old.project_id === next.project_id &&
    old.language_id === next.language_id &&
    old.branch_id === next.branch_id
  );
}

/**
 * Stores what sentinels stand for, inside a write transaction. A heartbeat that had another placeholder is counted
 * already: it moves, by way of `touched`, to the group it now belongs to.
 */
export function storeSettled(
  store: Store,
  userId: number,
  { old, next }: Settling,
  touched: Map<string, Touched>,
): void {
  store.placeholders.put(userId, next);
  if (old === undefined) return;
  const row = store.heartbeats.at(userId, next);
  if (row === undefined) return;
  const groupId = groupOf(store, userId, row, next);
  const known = touched.get(keyText(next));
  if (known !== undefined) known.after = { gapMs: known.after.gapMs, groupId };
  else {
    const gap = gapMs(row, store.heartbeats.after(userId, row));
    const before = { gapMs: gap, groupId: groupOf(store, userId, row, old) };
    touched.set(keyText(next), { row, before, after: { gapMs: gap, groupId } });
  }
}

/** A walk along a whole stream that tells what its sentinels stand for; its heartbeats come ascending. */
export type Walk = {
  /** Takes note of what a heartbeat says, for those after it; of neighbours that say the same the last is enough. */
  readonly pass: (row: Spoken) => void;
  /** Returns what the sentinels of a heartbeat stand for, and takes note of it like `pass`. */
  readonly resolve: (row: Spoken) => PlaceholderRow;
};

/**
 * Returns a walk that begins anywhere in a user's stream: at the first sentinel it reads what lies within reach before.
 * One that meets none costs nothing.
 *
 * ```
 *  passed          a  b  c  S  d  S           S = sentinels
 *  read    [---------------)                  24 h and 15 min before the first S
 * ```
 */
export function openWalk(store: Store, userId: number): Walk {
  let follow: ReturnType<typeof follower> | undefined;
  const warmed = (place: Key) => {
    const fresh = follower(store, openTrail());
    for (const row of store.heartbeats.spoken(userId, keyAt(place.time - REACH_US), place.time, ALL))
      if (compareKeys(row, place) < 0) fresh(row);
    return fresh;
  };
  return {
    pass(row) {
      follow?.(row);
    },
    resolve(row) {
      follow ??= warmed(row);
      return placeholderRow(row, follow(row));
    },
  };
}
