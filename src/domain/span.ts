import type { Credit } from "./credit.ts";
import type { Interval } from "./interval.ts";

/** Stretches of uninterrupted credit, put together as credits come in. */
export type Spans = {
  /** Takes a credit `[startMs, endMs)`, ascending and disjoint. */
  readonly add: (startMs: number, endMs: number) => void;
  readonly found: Interval[];
};

/** Returns no spans yet, of what lies inside `window`; as `spans`. */
export function openSpans(window: Interval): Spans {
  const found: { startMs: number; endMs: number }[] = [];
  let last: { startMs: number; endMs: number } | undefined;
  return {
    found,
    add(creditStartMs, creditEndMs) {
      const startMs = Math.max(creditStartMs, window.startMs);
      const endMs = Math.min(creditEndMs, window.endMs);
      if (startMs >= endMs) return;
      if (last !== undefined && last.endMs === startMs) last.endMs = endMs;
      else {
        last = { startMs, endMs };
        found.push(last);
      }
    },
  };
}

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
  const { add, found } = openSpans(window);
  for (const { startMs, creditMs } of credits) add(startMs, startMs + creditMs);
  return found;
}
