// Heartbeats out: the truth goes, and in the same transaction everything that was derived from it.
import { addShare, type Change } from "../db/cells.ts";
import { isStorageFault } from "../db/database.ts";
import { compareKeys, type HeartbeatRow, keyAt } from "../db/heartbeats.ts";
import { type Store, write } from "../db/store.ts";
import type { Rule } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import type { Context } from "./context.ts";
import { stream } from "./credits.ts";
import { AppError } from "./errors.ts";
import { groupOf, shareOf, sumsOfHeartbeat } from "./share.ts";
import { applied, applyShares, beginRecount, placeholderOf, resolveFollowers } from "./stream.ts";
import { gapMs, keyText, type Touched } from "./touched.ts";
import type { User } from "./users.ts";

/** Heartbeats per transaction: a few ms, so that what an editor sends meanwhile waits no longer. */
const SLICE = 200;
const NOTHING = { creditMs: 0, isIdle: false };

/**
 * Deletes the heartbeats of an interval whose ids are among `ids`; returns how many went once that is on disk. Unknown
 * ids and those of heartbeats outside the interval are passed over. Goes in slices: cut off, it may be asked again.
 * @throws AppError `unavailable` when storage fails.
 */
export async function deleteById(
  { store }: Context,
  user: User,
  ids: ReadonlySet<string>,
  interval: Interval,
): Promise<number> {
  const from = keyAt(Math.ceil(interval.startMs) * 1000);
  const rows = stream(store, user.id, from, Math.ceil(interval.endMs) * 1000).filter(({ id }) => ids.has(String(id)));
  const doomed = [...rows];
  try {
    for (let i = 0; i < doomed.length; i += SLICE) {
      if (i > 0) await new Promise((resume) => setImmediate(resume));
      write(store, () => deleteHeartbeats(store, user.id, user, doomed.slice(i, i + SLICE)));
    }
  } catch (cause) {
    if (!isStorageFault(cause)) throw cause;
    throw new AppError("unavailable", "The heartbeats could not be deleted; try again later", { cause });
  }
  return doomed.length;
}

/**
 * Deletes heartbeats from a user's stream and brings everything derived up to date; inside a write transaction. `rows`
 * are ascending by key, without repeats; those that are not stored any more are passed over. Cost: a few look-ups per
 * heartbeat, never a walk through history.
 *
 * ```
 *  stored     a   b   c   d        b and c go: one run between a and d
 *  gaps       [a ][b ][c ]
 *  after      [a         ]d        a's gap is now a..d, d keeps its own
 * ```
 */
export function deleteHeartbeats(store: Store, userId: number, counting: Rule, rows: readonly HeartbeatRow[]): void {
  const gone = rows.filter((row) => store.heartbeats.at(userId, row) !== undefined);
  if (gone.length === 0) return;
  const touched = new Map<string, Touched>();
  for (const { before, gone: run, after } of runsOf(store, userId, gone)) {
    run.forEach((row, i) => {
      const groupId = groupOf(store, userId, row, placeholderOf(store, userId, row));
      const standing = { gapMs: gapMs(row, run[i + 1] ?? after), groupId };
      // Without a successor it earns nothing; what is then left of it, itself and its sums, is taken off below.
      touched.set(keyText(row), { row, before: standing, after: { gapMs: undefined, groupId } });
    });
    if (before === undefined) continue;
    const groupId = groupOf(store, userId, before, placeholderOf(store, userId, before));
    touched.set(keyText(before), {
      row: before,
      before: { gapMs: gapMs(before, run[0]), groupId },
      after: { gapMs: gapMs(before, after), groupId },
    });
  }
  for (const row of gone) {
    store.heartbeats.remove(userId, row);
    store.placeholders.remove(userId, row);
  }
  applyShares(store, userId, counting, [...touched.values()]);
  takeOff(store, userId, gone, touched);
  resolveFollowers(store, userId, counting, gone);
}

/** Heartbeats to delete that are neighbours, and the stored ones around them that stay. */
type Run = {
  readonly gone: readonly HeartbeatRow[];
  readonly before: HeartbeatRow | undefined;
  readonly after: HeartbeatRow | undefined;
};

function runsOf(store: Store, userId: number, rows: readonly HeartbeatRow[]): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < rows.length; ) {
    const first = rows[i] as HeartbeatRow;
    const gone = [first];
    let after = store.heartbeats.after(userId, first);
    for (i++; i < rows.length && after !== undefined && compareKeys(after, rows[i] as HeartbeatRow) === 0; i++) {
      gone.push(after);
      after = store.heartbeats.after(userId, after);
    }
    runs.push({ gone, before: store.heartbeats.before(userId, first), after });
  }
  return runs;
}

/** Takes heartbeats that earn nothing any more off the live rows, and off a recount's when it has passed them. */
function takeOff(
  store: Store,
  userId: number,
  gone: readonly HeartbeatRow[],
  touched: ReadonlyMap<string, Touched>,
): void {
  const state = store.rollup.state(userId);
  if (state === undefined) throw new Error("heartbeats were deleted from a stream that was never counted");
  const change = (rows: readonly HeartbeatRow[]): Change => {
    const found: Change = new Map();
    for (const row of rows) {
      const groupId = touched.get(keyText(row))?.after.groupId ?? 0;
      addShare(found, shareOf(row, NOTHING, groupId, sumsOfHeartbeat(row)), -1);
    }
    return found;
  };
  const recount = store.rollup.recount(userId);
  const isLiveSound = applied(store, userId, state.generation, state.version, change(gone));
  if (recount === undefined) {
    if (!isLiveSound) beginRecount(store, userId, state);
    return;
  }
  const passed = gone.filter((row) => compareKeys(row, recount.frontier) < 0);
  if (!applied(store, userId, recount.generation, state.version, change(passed))) beginRecount(store, userId, recount);
}
