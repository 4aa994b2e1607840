// Counts wrong keys and passwords per address, to slow down whoever guesses.

/** Most addresses remembered; beyond it the one that was quiet for longest is forgotten. */
const MAX_ADDRESSES = 10_000;

export type Attempts = {
  /** Remembers one wrong try. While an address is blocked, further tries do not prolong it. */
  readonly note: (address: string, nowMs: number) => void;
  /** Takes back a try noted at that very time: it was right after all. */
  readonly forgive: (address: string, nowMs: number) => void;
  /** Whole seconds, at least 1, until the address may try again; 0 when it may now. */
  readonly blockedFor: (address: string, nowMs: number) => number;
};

/**
 * A sliding window that lets each address be wrong `limit` times in any `windowMs` milliseconds.
 *
 * ```
 * limit 3, window 10 s, one character = 1 s      x noted, . refused
 * tries    x  x x ..
 * blocked  00000543210      (seconds left, after that moment's try)
 * ```
 *
 * IPv6 addresses count by their /64, the smallest net one person gets; IPv4 mapped into IPv6 counts as IPv4. A clock
 * that goes back forgets what lies ahead of it. Memory is bounded by 10,000 addresses of `limit` numbers each.
 */
export function attempts(limit: number, windowMs: number): Attempts {
  const timesOf = new Map<string, readonly number[]>();

  function recent(network: string, nowMs: number): readonly number[] {
    return (timesOf.get(network) ?? []).filter((timeMs) => timeMs <= nowMs && nowMs < timeMs + windowMs);
  }

  return {
    note(address, nowMs) {
      const network = networkOf(address);
      const times = recent(network, nowMs);
      if (times.length >= limit) return;
      // Deleted first, so that the map stays ordered by the last try and the quietest address is its first.
      timesOf.delete(network);
      timesOf.set(network, [...times, nowMs]);
      const quietest = timesOf.size > MAX_ADDRESSES ? timesOf.keys().next().value : undefined;
      if (quietest !== undefined) timesOf.delete(quietest);
    },
    forgive(address, nowMs) {
      const network = networkOf(address);
      const times = timesOf.get(network) ?? [];
      const at = times.lastIndexOf(nowMs);
      if (at >= 0) timesOf.set(network, times.toSpliced(at, 1));
    },
    blockedFor(address, nowMs) {
      const times = recent(networkOf(address), nowMs);
      const oldestMs = times.length >= limit ? times[0] : undefined;
      return oldestMs === undefined ? 0 : Math.max(1, Math.ceil((oldestMs + windowMs - nowMs) / 1000));
    },
  };
}

/** The net an address is counted under: an IPv4 address itself, the first four groups of an IPv6 address. */
function networkOf(address: string): string {
  const [bare = ""] = address.toLowerCase().split("%");
  if (!bare.includes(":")) return bare;
  const mapped = /^::ffff:([0-9.]+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  const [left = "", right] = bare.split("::");
  const groups = left === "" ? [] : left.split(":");
  if (right !== undefined) {
    const tail = right === "" ? [] : right.split(":");
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - tail.length)).fill("0"), ...tail);
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
