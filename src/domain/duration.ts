import type { Interval } from "./interval.ts";

/** A stretch of time with one value of what is asked for; `parts` are the credits it is made of, ascending. */
export type Duration<Part> = Interval & { readonly parts: readonly Part[] };

/**
 * Returns the runs of credits with one `key`, ascending: neighbours that touch and agree are joined, a hole or another
 * key ends a run. Nothing is bridged and nothing is lost, so the lengths sum to those of the credits.
 *
 * ```
 *  credits   [a ][a ][b][a ]      [a ]c        one character = 10 s
 *  runs      [a     )[b)[a )      [a )c        c earned nothing: a run of 0, because it is a heartbeat
 * ```
 * `credits` ascending and disjoint, clipped to what is asked about; leave some out (a filter) and the holes stay holes.
 * **Source:** WakaTime API, durations: a block lasts until a break or another key, and may be 0.
 */
export function durations<Part extends Interval & { readonly key: string }>(credits: Iterable<Part>): Duration<Part>[] {
  const found: { startMs: number; endMs: number; key: string; parts: Part[] }[] = [];
  for (const credit of credits) {
    const last = found.at(-1);
    if (last !== undefined && last.key === credit.key && last.endMs === credit.startMs) {
      last.endMs = credit.endMs;
      last.parts.push(credit);
    } else found.push({ startMs: credit.startMs, endMs: credit.endMs, key: credit.key, parts: [credit] });
  }
  return found.map(({ startMs, endMs, parts }) => ({ startMs, endMs, parts }));
}
