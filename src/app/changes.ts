// What changed while somebody looks: seen in the database itself, so that commands beside the server show too.
import { isStorageFault } from "../db/database.ts";
import { prepared } from "../db/prepared.ts";
import type { StreamState } from "../db/rollup.ts";
import { daysIn } from "../domain/calendar.ts";
import type { Context } from "./context.ts";
import type { RequestsSeen } from "./requests-seen.ts";
import { zoneOf } from "./users.ts";

/** What a follower is told. */
export type Hint =
  /** time of these local dates changed; null = of any, none = something else, such as a key made by a command */
  | { readonly kind: "changed"; readonly dates: readonly string[] | null }
  /** a program asked for something and was refused */
  | { readonly kind: "refused" }
  /** nothing happened, and the connection should stay */
  | { readonly kind: "ping" }
  /** nothing follows: the server stops, or who follows may no longer */
  | { readonly kind: "end" };

export type Changes = {
  /**
   * Tells `hear` of a user's changes from now on, until the returned function is called, or until `isLetIn` says at a
   * look that who follows may no longer.
   */
  readonly follow: (userId: number, hear: (hint: Hint) => void, isLetIn: () => boolean) => () => void;
  /** Ends every following. */
  readonly close: () => void;
};

/** Time between two looks, while anybody follows: one indexed read per follower. */
const LOOK_MS = 400;
/** Programs between a browser and us drop connections that are quiet for half a minute. */
const PING_MS = 25_000;
const DAY_MS = 86_400_000;
/** Days of a hint beyond which it says that everything changed. */
const MOST_DAYS = 31;

const PING: Hint = { kind: "ping" };

type Seen = {
  readonly stream: StreamState | undefined;
  readonly settings: string;
  readonly refusals: number;
  /** grows when another connection writes anything */
  readonly others: number;
};
type Follower = {
  readonly userId: number;
  readonly hear: (hint: Hint) => void;
  readonly isLetIn: () => boolean;
  seen: Seen;
};

/** Returns a mark of a user's time as it stands: another after every change of it. */
export function markOf({ store }: Context, userId: number): string {
  const { generation, version, externals } = store.rollup.state(userId) ?? { generation: 0, version: 0, externals: 0 };
  return `${generation}.${version}.${externals}`;
}

/** Returns the changes of a database to follow. Nothing runs while nobody does, and no writer waits for it. */
export function openChanges(context: Context, requests: RequestsSeen): Changes {
  const { store } = context;
  const others = prepared<{ data_version: number }, []>(store.connection.client, "PRAGMA data_version");
  const followers = new Set<Follower>();
  let looking: ReturnType<typeof setInterval> | undefined;
  let quietMs = 0;

  function seenNow(userId: number): Seen {
    return {
      stream: store.rollup.state(userId),
      settings: JSON.stringify(store.userById(userId)),
      refusals: requests.count(),
      others: others.get()?.data_version ?? 0,
    };
  }

  function look(): void {
    quietMs += LOOK_MS;
    const isPing = quietMs >= PING_MS;
    if (isPing) quietMs = 0;
    for (const follower of followers) {
      try {
        if (!follower.isLetIn()) {
          end(follower);
          continue;
        }
        const { seen } = follower;
        follower.seen = seenNow(follower.userId);
        const found = hints(follower.userId, seen, follower.seen);
        // A follower may leave while it hears.
        for (const hint of isPing ? [PING, ...found] : found) if (followers.has(follower)) follower.hear(hint);
      } catch (fault) {
        // What cannot be read now is seen at the next look; a follower may have asked, too.
        if (!isStorageFault(fault)) throw fault;
      }
    }
  }

  function hints(userId: number, before: Seen, now: Seen): Hint[] {
    const found: Hint[] = [];
    if (now.refusals !== before.refusals) found.push({ kind: "refused" });
    const [old, stream] = [before.stream, now.stream];
    const isAll =
      now.settings !== before.settings ||
      old?.generation !== stream?.generation ||
      old?.externals !== stream?.externals;
    if (isAll) found.push({ kind: "changed", dates: null });
    else if (old !== undefined && stream !== undefined && old.version !== stream.version)
      found.push({ kind: "changed", dates: datesSince(userId, stream, old.version) });
    else if (now.others !== before.others) found.push({ kind: "changed", dates: [] });
    return found;
  }

  /** Returns the local dates of the days written after a version; null for very many. */
  function datesSince(userId: number, { generation }: StreamState, version: number): string[] | null {
    const user = store.userById(userId);
    const days = store.rollup.changed(userId, generation, version);
    if (user === undefined || days.length > MOST_DAYS) return null;
    const zone = zoneOf(context, user);
    const dates = days.flatMap(({ day }) => daysIn(zone, { startMs: day * DAY_MS, endMs: (day + 1) * DAY_MS }));
    return [...new Set(dates.map(({ date }) => date))].sort();
  }

  function end(follower: Follower): void {
    follower.hear({ kind: "end" });
    leave(follower);
  }

  function leave(follower: Follower): void {
    followers.delete(follower);
    if (followers.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  }

  return {
    follow(userId, hear, isLetIn) {
      const follower: Follower = { userId, hear, isLetIn, seen: seenNow(userId) };
      followers.add(follower);
      looking ??= setInterval(look, LOOK_MS);
      return () => leave(follower);
    },
    close() {
      for (const follower of [...followers]) end(follower);
    },
  };
}
