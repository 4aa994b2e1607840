// What programs asked lately and were refused, so that the dashboard can say why nothing arrives. In memory only.

/** Why a request, or a heartbeat in it, was refused. */
const REFUSED_FOR = [
  "no_key",
  "bad_key",
  "wrong_scope",
  "wrong_path",
  "wrong_host",
  "unreadable",
  "too_large",
  "clock_off",
  "bad_heartbeat",
  "too_many",
  "storage",
] as const;
export type RefusedFor = (typeof REFUSED_FOR)[number];

/** The last request that was refused for one reason; never a key, never what it was about. */
export type RefusedRequest = {
  readonly reason: RefusedFor;
  /** epoch ms */
  readonly atMs: number;
  /** path without its query, `…` in place of whatever looks like a key */
  readonly path: string;
  /** the sentence it was answered with */
  readonly message: string;
  /** how often since the server started */
  readonly count: number;
};

export type RequestsSeen = {
  /** Notes a refusal. */
  readonly refused: (reason: RefusedFor, path: string, message: string) => void;
  /** Returns the last refusal of each reason, the latest first. */
  readonly refusals: () => RefusedRequest[];
  /** Returns how many refusals there were; grows with each. */
  readonly count: () => number;
};

const LONGEST_PATH = 200;
/** What a key looks like, wherever it stands. */
const KEY_LIKE = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi;

/** Returns an empty note of refused requests; `now` is the clock, epoch ms. */
export function openRequestsSeen(now: () => number): RequestsSeen {
  const last = new Map<RefusedFor, RefusedRequest>();
  let count = 0;
  return {
    refused(reason, path, message) {
      count++;
      const shown = path.replace(KEY_LIKE, "…").slice(0, LONGEST_PATH);
      last.set(reason, { reason, atMs: now(), path: shown, message, count: (last.get(reason)?.count ?? 0) + 1 });
    },
    refusals: () => [...last.values()].sort((a, b) => b.atMs - a.atMs),
    count: () => count,
  };
}
