// THE rule: a stream of heartbeats -> credits (contract §2). Everything else is a view of what is said here.

/** A user's counting rule, in ms; 0 ≤ idleMs ≤ timeoutMs. */
export type Rule = {
  /** longest gap that counts as work */
  readonly timeoutMs: number;
  /** credit before a longer gap */
  readonly idleMs: number;
};

/** Time that one heartbeat earns: `[startMs, startMs + creditMs)`. */
export type Credit = { readonly startMs: number; readonly creditMs: number };

export const PRESETS = {
  hackatime: { timeoutMs: 120_000, idleMs: 120_000 },
  wakatime: { timeoutMs: 900_000, idleMs: 0 },
  wakapi: { timeoutMs: 600_000, idleMs: 0 },
} as const satisfies Record<string, Rule>;

const SHORTEST_TIMEOUT_MS = 30_000;
export const LONGEST_TIMEOUT_MS = 3_600_000;

/**
 * Returns the rule, checked.
 * @throws RangeError when the timeout is not 30 s … 60 min or the idle credit not 0 … timeout.
 */
export function rule(timeoutMs: number, idleMs: number): Rule {
  if (!Number.isInteger(timeoutMs) || timeoutMs < SHORTEST_TIMEOUT_MS || timeoutMs > LONGEST_TIMEOUT_MS)
    throw new RangeError(`timeout is 30 s to 60 min, got ${timeoutMs / 1000} s`);
  if (!Number.isInteger(idleMs) || idleMs < 0 || idleMs > timeoutMs)
    throw new RangeError(`idle credit is 0 s to the timeout, got ${idleMs / 1000} s`);
  return { timeoutMs, idleMs };
}

/** Returns the ms in which a heartbeat counts: time is stored in µs, counted in floor(µs / 1000). */
export function countedMs(timeUs: number): number {
  return Math.floor(timeUs / 1000);
}

/**
 * Returns what a heartbeat earns, in ms, given the gap to the next one of the stream; `undefined` = it is the last, 0.
 *
 * ```
 *  timeout 120 s, idle 120 s            timeout 900 s, idle 0 (one character = 20 s)
 *  beats    a  b           c            a  b                      c
 *  gap      60 280                      60 1200
 *  credit   [a ][b    ]                 [a ]
 * ```
 * Ours: a gap of exactly the timeout counts in full, and a longer one earns the idle credit instead of nothing, so
 * the three presets are one rule with two numbers.
 */
export function creditMs(gapMs: number | undefined, { timeoutMs, idleMs }: Rule): number {
  if (gapMs === undefined) return 0;
  return gapMs <= timeoutMs ? gapMs : idleMs;
}

/** Returns a heartbeat's credit and whether it is idle credit, the kind before a gap over the timeout. */
export function earned(
  gapMs: number | undefined,
  counting: Rule,
): { readonly creditMs: number; readonly isIdle: boolean } {
  return { creditMs: creditMs(gapMs, counting), isIdle: gapMs !== undefined && gapMs > counting.timeoutMs };
}

/** Returns the credits of a stream, one per heartbeat; `timesMs` ascending, equal times earn 0. */
export function credits(timesMs: readonly number[], counting: Rule): readonly Credit[] {
  return timesMs.map((startMs, i) => {
    const next = timesMs[i + 1];
    return { startMs, creditMs: creditMs(next === undefined ? undefined : next - startMs, counting) };
  });
}
