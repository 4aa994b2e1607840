// Changes to a user's stream: the heartbeats and, in the same transaction, everything derived from them.
import { addShare, type Change } from "../db/cells.ts";
import { DerivedFault } from "../db/derived-fault.ts";
import { compareKeys, type HeartbeatRow, type Key, keyAt } from "../db/heartbeats.ts";
import type { PlaceholderRow } from "../db/placeholders.ts";
import type { Store } from "../db/store.ts";
import { earned, type Rule } from "../domain/credit.ts";
import { followers, type Pending, settle } from "./sentinels.ts";
import { groupOf, shareOf, sumsOfHeartbeat } from "./share.ts";
import { gapMs, keyText, type Touched } from "./touched.ts";

/** Heartbeats that a batch puts between two stored neighbours. */
type Run = {
  readonly rows: readonly HeartbeatRow[];
  readonly before: HeartbeatRow | undefined;
  readonly after: HeartbeatRow | undefined;
};

/**
 * Inserts heartbeats into a user's stream and brings everything derived up to date; inside a write transaction.
 * `rows` are ascending by key, without repeats, none of them stored yet. Cost: a few look-ups per run of neighbours,
 * never a walk through history.
 *
 * ```
 *  stored     a           d              [a..d] was one gap
 *  rows           b   c                  one run between a and d
 *  touched    a   b   c                  a's gap is now a..b; d keeps its own
 * ```
 */
export function insertHeartbeats(store: Store, userId: number, counting: Rule, rows: readonly HeartbeatRow[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const touched = new Map<string, Touched>();
  const runs = runsOf(store, userId, rows);
  for (const { before, after, rows: inserted } of runs) {
    if (before === undefined) continue;
    const groupId = groupOf(store, userId, before, placeholderOf(store, userId, before));
    touched.set(keyText(before), {
      row: before,
      before: { gapMs: gapMs(before, after), groupId },
      after: { gapMs: gapMs(before, inserted[0]), groupId },
    });
  }
  for (const row of rows) store.heartbeats.insert(userId, row);
  const resolved = resolveSentinels(store, userId, rows, touched);
  // Nothing looks for a new row any more, so these need no key.
  const changed = [...touched.values()];
  for (const run of runs) {
    run.rows.forEach((row, i) => {
      const groupId = groupOf(store, userId, row, resolved.size === 0 ? undefined : resolved.get(keyText(row)));
      const after = { gapMs: gapMs(row, run.rows[i + 1] ?? run.after), groupId };
      changed.push({ row, before: undefined, after });
    });
  }
  applyShares(store, userId, counting, changed);
}

/** Returns what the sentinels of a stored heartbeat resolve to; undefined when it has none. */
export function placeholderOf(store: Store, userId: number, row: HeartbeatRow): PlaceholderRow | undefined {
  return store.sources.byId(row.source_id).hasSentinels ? store.placeholders.at(userId, row) : undefined;
}

function runsOf(store: Store, userId: number, rows: readonly HeartbeatRow[]): Run[] {
  const runs: Run[] = [];
  const last = store.heartbeats.last(userId);
  for (let i = 0; i < rows.length; ) {
    const head = rows[i];
    if (head === undefined) break;
    // Most heartbeats arrive at the end of their stream, where nothing needs looking up.
    if (last === undefined || compareKeys(last, head) < 0) {
      runs.push({ rows: rows.slice(i), before: last, after: undefined });
      break;
    }
    const after = store.heartbeats.after(userId, head);
    let end = i + 1;
    while (end < rows.length && (after === undefined || compareKeys(rows[end] as Key, after) < 0)) end++;
    runs.push({ rows: rows.slice(i, end), before: store.heartbeats.before(userId, head), after });
    i = end;
  }
  return runs;
}

/**
 * Resolves the sentinels of the new rows and again those of stored heartbeats that follow within reach. Returns the new
 * rows' placeholders and adds every stored heartbeat whose names changed to `touched`.
 */
function resolveSentinels(
  store: Store,
  userId: number,
  rows: readonly HeartbeatRow[],
  touched: Map<string, Touched>,
): Map<string, PlaceholderRow> {
  const [first] = rows;
  if (first === undefined) return new Map();
  const pending: Pending[] = [];
  for (const row of rows)
    if (store.sources.byId(row.source_id).hasSentinels) pending.push({ key: row, old: undefined });
  if (store.placeholders.anyFrom(userId, first.time)) {
    for (const old of followers(store, userId, rows)) pending.push({ key: old, old });
    pending.sort((a, b) => compareKeys(a.key, b.key));
  }
  return settle(store, userId, pending, touched);
}

/** Resolves stored sentinels that follow heartbeats now gone, and moves their credit; inside a write transaction. */
export function resolveFollowers(store: Store, userId: number, counting: Rule, gone: readonly Key[]): void {
  const touched = new Map<string, Touched>();
  const pending = followers(store, userId, gone).map((old) => ({ key: old, old }));
  settle(store, userId, pending, touched);
  if (touched.size > 0) applyShares(store, userId, counting, [...touched.values()]);
}

/**
 * Applies the differences to the live rows, and to those of a recount for heartbeats it has already passed. Derived rows
 * that contradict the heartbeats must not cost a heartbeat: they are counted anew from the truth.
 */
export function applyShares(store: Store, userId: number, counting: Rule, touched: readonly Touched[]): void {
  const state = store.rollup.state(userId) ?? {
    // Not one that a recount of what was lost has begun to fill.
    generation: store.rollup.newestGeneration(userId) + 1,
    version: 0,
    ...counting,
  };
  const version = state.version + 1;
  store.rollup.setState(userId, { ...state, version });
  const recount = store.rollup.recount(userId);
  const live = changeOf(touched, state);
  const isLiveSound = applied(store, userId, state.generation, version, live);
  if (recount === undefined) {
    if (!isLiveSound) beginRecount(store, userId, state);
    return;
  }
  // A recount under way replaces damaged live rows anyway: only its own rows must be right for it to go on. It knows by
  // the live ones what it has to read again.
  if (!isLiveSound) store.rollup.touch(userId, state.generation, version, live.keys());
  const passed = changeOf(touched, recount, recount.frontier);
  if (!applied(store, userId, recount.generation, version, passed)) beginRecount(store, userId, recount);
}

/** Applies a change; returns whether the rows it changes could be what the heartbeats say. */
export function applied(store: Store, userId: number, generation: number, version: number, change: Change): boolean {
  try {
    store.rollup.apply(userId, generation, version, change);
    return true;
  } catch (fault) {
    if (fault instanceof DerivedFault) return false;
    throw fault;
  }
}

/**
 * Starts a recount of a user's stream under a rule, in a generation of its own beside the live one; inside a write
 * transaction. A recount under way is dropped for it. `resumeRecount` does the work.
 */
export function beginRecount(store: Store, userId: number, { timeoutMs, idleMs }: Rule): void {
  const generation = store.rollup.newestGeneration(userId) + 1;
  store.rollup.setRecount(userId, { generation, timeoutMs, idleMs, frontier: keyAt(0) });
}

/** Returns what heartbeats change, those before `frontier` only when there is one. */
function changeOf(touched: readonly Touched[], counting: Rule, frontier?: Key): Change {
  const change: Change = new Map();
  for (const { row, before, after } of touched) {
    if (frontier !== undefined && compareKeys(row, frontier) >= 0) continue;
    const sums = sumsOfHeartbeat(row);
    if (before !== undefined) addShare(change, shareOf(row, earned(before.gapMs, counting), before.groupId, sums), -1);
    addShare(change, shareOf(row, earned(after.gapMs, counting), after.groupId, sums), 1);
  }
  return change;
}
