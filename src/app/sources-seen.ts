// When each source of a user was first and last seen: a read cache of the heartbeats, kept day by day.
import { DAY_MS } from "../db/cells.ts";
import type { SourceTimes } from "../db/heartbeats.ts";
import type { Store } from "../db/store.ts";
import type { Histories } from "./history.ts";

/** First and last heartbeat, epoch ms. */
export type Times = { readonly firstMs: number; readonly lastMs: number };

export type SourcesSeen = {
  /** Returns the times of each source that has heartbeats, by sources.id, as the database has them now. */
  readonly of: (userId: number) => Promise<ReadonlyMap<number, Times>>;
};

type Known = { readonly generation: number; version: number; readonly days: Map<number, readonly SourceTimes[]> };

/** Days read between two turns of the event loop, a few ms. */
const SLICE_DAYS = 4;
/** Users kept in memory. */
const KEPT = 4;

/**
 * Returns the times of sources over one store. Nothing is stored for them: which UTC days changed is what the rollup's
 * versions tell, and only those days' heartbeats are read again. The first use reads the whole stream, in slices
 * between which the event loop goes on; a later one reads the days written since.
 */
export function openSourcesSeen(store: Store, histories: Histories): SourcesSeen {
  const users = new Map<number, Known>();
  const underWay = new Map<number, Promise<ReadonlyMap<number, Times>>>();

  /** Brings a user's days up to date; returns undefined for one who never had any. */
  async function refresh(userId: number): Promise<Known | undefined> {
    for (;;) {
      const state = store.rollup.state(userId);
      if (state === undefined) return undefined;
      const { generation, version } = state;
      let known = users.get(userId);
      // Versions only grow: an older one is of a history that was deleted and rebuilt.
      if (known === undefined || known.generation !== generation || known.version > version)
        known = { generation, version: -1, days: new Map() };
      users.delete(userId);
      users.set(userId, known);
      for (const oldest of users.keys()) {
        if (users.size <= KEPT) break;
        users.delete(oldest);
      }
      if (known.version === version) return known;
      // All days are in memory, as everything else asks for them too; those of a few changes are read.
      const changed =
        known.version === -1
          ? (histories.of(userId)?.days.slice() ?? [])
          : store.rollup.changed(userId, generation, known.version);
      for (const [i, { day }] of changed.entries()) {
        if (i > 0 && i % SLICE_DAYS === 0) await new Promise((resume) => setImmediate(resume));
        const startUs = day * DAY_MS * 1000;
        known.days.set(day, store.heartbeats.sourcesBetween(userId, startUs, startUs + DAY_MS * 1000));
      }
      known.version = version;
    }
  }

  async function of(userId: number): Promise<ReadonlyMap<number, Times>> {
    const known = await refresh(userId);
    const found = new Map<number, Times>();
    for (const day of known?.days.values() ?? [])
      for (const { source_id: id, first, last } of day) {
        const times = found.get(id);
        found.set(id, {
          firstMs: Math.min(times?.firstMs ?? Number.POSITIVE_INFINITY, Math.floor(first / 1000)),
          lastMs: Math.max(times?.lastMs ?? 0, Math.floor(last / 1000)),
        });
      }
    return found;
  }

  return {
    of(userId) {
      const current = underWay.get(userId);
      if (current !== undefined) return current;
      const fresh = of(userId).finally(() => underWay.delete(userId));
      underWay.set(userId, fresh);
      return fresh;
    },
  };
}
