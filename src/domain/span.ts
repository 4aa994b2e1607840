import type { Credit } from "./credit.ts";
import { type Interval, overlapMs } from "./interval.ts";

/**
 * Returns the stretches of uninterrupted credit inside `window`, ascending and disjoint; credits of 0 make none.
 *
 * ```
 *  credits   [a  ][b ]    [c    ]      one character = 10 s
 *  window       |           |
 *  spans        [   ]     [ ]
 * ```
 * `credits` ascending and disjoint, as `credits()` gives them; leave some out (a filter) and the holes stay holes.
 */
export function spans(credits: Iterable<Credit>, window: Interval): Interval[] {
  const found: { startMs: number; endMs: number }[] = [];
  for (const credit of credits) {
    const interval = { startMs: credit.startMs, endMs: credit.startMs + credit.creditMs };
    if (overlapMs(interval, window) === 0) continue;
    const startMs = Math.max(interval.startMs, window.startMs);
    const endMs = Math.min(interval.endMs, window.endMs);
    const last = found.at(-1);
    if (last !== undefined && last.endMs === startMs) last.endMs = endMs;
    else found.push({ startMs, endMs });
  }
  return found;
}
