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
    const next = kept(store, userId, one, resolution, touched);
    if (next !== undefined) settled.set(keyText(one.key), next);
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

/** Stores a resolution and moves the credit of its heartbeat; returns its placeholder when that is new or changed. */
function kept(
  store: Store,
  userId: number,
  { key, old }: Pending,
  resolution: Resolution,
  touched: Map<string, Touched>,
): PlaceholderRow | undefined {
  const next = {
    time: key.time,
    identity: key.identity,
    project_id: resolution.projectId ?? null,
    language_id: resolution.languageId ?? null,
    branch_id: resolution.branchId ?? null,
  };
  if (old !== undefined && isSame(old, next)) return undefined;
  store.placeholders.put(userId, key, resolution);
  if (old === undefined) return next;
  const row = store.heartbeats.at(userId, key);
  if (row === undefined) return next;
  const groupId = groupOf(store, userId, row, next);
  const known = touched.get(keyText(key));
  if (known !== undefined) known.after = { gapMs: known.after.gapMs, groupId };
  else {
    const gap = gapMs(row, store.heartbeats.after(userId, row));
    const before = { gapMs: gap, groupId: groupOf(store, userId, row, old) };
    touched.set(keyText(key), { row, before, after: { gapMs: gap, groupId } });
  }
  return next;
}

function isSame(a: PlaceholderRow, b: PlaceholderRow): boolean {
  return a.project_id === b.project_id && a.language_id === b.language_id && a.branch_id === b.branch_id;
}

/** Heartbeats read and placeholders changed under one lock, each a few ms. */
const READ = 2_000;
const CHANGES = 200;

/** A walk over a whole stream that resolves every sentinel anew. */
export type Walk = {
  /** Goes on for some ms, inside a write transaction; returns how many placeholders it changed, and whether that was the end. */
  readonly go: (touched: Map<string, Touched>) => { readonly changed: number; readonly isDone: boolean };
  /** Forgets what was passed, after somebody else changed the stream: `go` reads the day before its place again. */
  readonly lose: () => void;
};

/** Returns a walk from the beginning of a user's stream. */
export function openWalk(store: Store, userId: number): Walk {
  let place = keyAt(0);
  let follow: ReturnType<typeof follower> | undefined;

  /** Returns a trail that has seen everything that matters to the heartbeats from `place` on. */
  function warmed(): ReturnType<typeof follower> {
    const fresh = follower(store, openTrail());
    for (const row of store.heartbeats.spoken(userId, keyAt(place.time - REACH_US), place.time, ALL))
      if (compareKeys(row, place) < 0) fresh(row);
    return fresh;
  }

  return {
    go(touched) {
      follow ??= warmed();
      const rows = store.heartbeats.spoken(userId, place, Number.MAX_SAFE_INTEGER, READ);
      let changed = 0;
      for (const row of rows) {
        const resolution = follow(row);
        place = { time: row.time, identity: row.identity + 1 };
        if (!store.sources.byId(row.source_id).hasSentinels) continue;
        const old = store.placeholders.at(userId, row);
        if (kept(store, userId, { key: row, old }, resolution, touched) !== undefined) changed++;
        if (changed === CHANGES) return { changed, isDone: false };
      }
      return { changed, isDone: rows.length < READ };
    },
    lose() {
      follow = undefined;
    },
  };
}
