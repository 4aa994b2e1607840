/** A stretch of time `[startMs, endMs)`: the start is inside, the end is not, so neighbours share no instant. */
export type Interval = {
  /** First instant inside, epoch milliseconds. */
  readonly startMs: number;
  /** First instant after it, epoch milliseconds; never before `startMs`, equal to it when the interval is empty. */
  readonly endMs: number;
};

/** All of time that heartbeats can have; in microseconds it still is a safe integer. */
export const EVER: Interval = { startMs: 0, endMs: Math.floor(Number.MAX_SAFE_INTEGER / 1000) };

/**
 * The length of what two intervals share, in milliseconds; 0 when they only touch or lie apart.
 *
 * ```
 * one character = 1 s
 * a        [=======)
 * b             [=======)
 * shared        ^^^            3000
 * ```
 */
export function overlapMs(a: Interval, b: Interval): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}

/**
 * The interval that two intervals share, or `undefined` when they share no instant (touching ends, an empty one).
 *
 * ```
 * one character = 1 s
 * a        [=======)                  a   [====)
 * b             [=======)             b        [===)
 * clip          [==)                  clip  undefined
 * ```
 */
export function clip(a: Interval, b: Interval): Interval | undefined {
  const startMs = Math.max(a.startMs, b.startMs);
  const endMs = Math.min(a.endMs, b.endMs);
  return startMs < endMs ? { startMs, endMs } : undefined;
}
