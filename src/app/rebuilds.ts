// What a recount or a rebuild changed.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { openHistories } from "./history.ts";
import { type Progress, type Rederived, rebuild } from "./recount.ts";
import { reading } from "./summary.ts";
import type { User } from "./users.ts";

export type RebuildReport = Rederived & {
  /** the user's whole time, ms, before and after */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** whether any count differs, whatever the reason */
  readonly hasDifferentCounts: boolean;
  /** whether heartbeats came or went meanwhile, which makes counts differ too */
  readonly isMoving: boolean;
};

/** Returns a user's whole time as every view counts it now, ms. */
export function allTimeMs(store: Store, userId: number): number {
  const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  return reading(store, openHistories(store), userId, (reader) => reader.summary(ALL).totalMs);
}

/** Derives everything about a user anew, beside a running server if there is one, and returns what that changed. */
export async function rebuildUser(store: Store, user: User, progress?: Progress): Promise<RebuildReport> {
  const { id, timeoutMs, idleMs } = user;
  const before = live(store, id);
  const beforeMs = allTimeMs(store, id);
  const rederived = await rebuild(store, id, { timeoutMs, idleMs }, progress);
  const after = live(store, id);
  const hasDifferentCounts = before.hash !== after.hash;
  return {
    ...rederived,
    beforeMs,
    afterMs: allTimeMs(store, id),
    hasDifferentCounts,
    // The switch at the end is one version, and each change of a sentinel may be one more.
    isMoving: hasDifferentCounts && rederived.placeholders === 0 && after.version !== before.version + 1,
  };
}

/** Returns the version of a user's live counts and a hash over all of them. */
function live(store: Store, userId: number): { readonly version: number; readonly hash: string } {
  return inSnapshot(store.connection, () => {
    const state = store.rollup.state(userId);
    const hash = new Bun.CryptoHasher("sha256");
    if (state === undefined) return { version: 0, hash: hash.digest("hex") };
    const { generation, version } = state;
    for (const { day, cells, sums, tags } of store.rollup.changed(userId, generation, -1))
      if (cells.length > 0)
        for (const words of [cells, sums, tags]) if (words !== undefined) hash.update(`${day}:`).update(words);
    return { version, hash: hash.digest("hex") };
  });
}
