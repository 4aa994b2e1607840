// What the first-run checklist needs to know.
import type { User } from "../db/users.ts";
import { countedMs } from "../domain/credit.ts";
import type { Context } from "./context.ts";
import { type ListedHeartbeat, newestHeartbeats } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";
import { importHistory } from "./imports.ts";
import { listKeys } from "./keys.ts";
import { reading } from "./summary.ts";

export type Setup = {
  /** good keys that may send heartbeats */
  readonly keys: number;
  /** when one of them was last used, epoch seconds, to the minute */
  readonly keyUsedAt: number | undefined;
  readonly heartbeats: number;
  readonly totalMs: number;
  /** epoch ms */
  readonly firstMs: number | undefined;
  readonly newest: ListedHeartbeat | undefined;
  /** how far the newest heartbeat lies ahead of the clock here, ms; 0 = it does not */
  readonly aheadMs: number;
  /** imports that were read to their end */
  readonly imports: number;
};

const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

/** Returns how far a user is. Cost: a pass over derived rows. */
export function setupOf(context: Context, histories: Histories, user: User): Setup {
  const { store } = context;
  const good = listKeys(context, user.id).filter(({ revokedAt, scope }) => revokedAt === null && scope !== "read");
  const used = good.map(({ lastUsedAt }) => lastUsedAt ?? 0).reduce((a, b) => Math.max(a, b), 0);
  return reading(store, histories, user.id, (reader) => {
    const { heartbeats, totalMs } = reader.summary(ALL);
    const [newest] = newestHeartbeats(store, user.id, ALL, 1);
    const first = store.heartbeats.first(user.id);
    return {
      keys: good.length,
      keyUsedAt: used === 0 ? undefined : used,
      heartbeats,
      totalMs,
      firstMs: first && countedMs(first.time),
      newest,
      aheadMs: newest === undefined ? 0 : Math.max(0, countedMs(newest.timeUs) - context.now()),
      imports: importHistory(context, user).filter(({ finishedAt }) => finishedAt !== null).length,
    };
  });
}
