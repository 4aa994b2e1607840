import type { Interval } from "./interval.ts";
import { segmentsIn } from "./zone.ts";

const HOUR_MS = 3_600_000;

/** A full hour of the wall clock: the instant, and what the clock shows, 0 to 23. */
export type ClockHour = { readonly atMs: number; readonly hour: number };

/**
 * Returns the full hours that the clocks of a zone show inside an interval, in order. An hour that is repeated stands
 * there twice, one that is skipped not at all.
 *
 * ```
 * Europe/Berlin, 2025-03-30, one character = 20 min
 * UTC      00:00    01:00    02:00
 * clock    01:00    03:00    04:00
 * hours    1        3        4
 * ```
 */
export function clockHours(zone: string, interval: Interval): ClockHour[] {
  const hours: ClockHour[] = [];
  for (const { startMs, endMs, offsetMs } of segmentsIn(zone, interval)) {
    const from = Math.max(startMs, interval.startMs) + offsetMs;
    const until = Math.min(endMs, interval.endMs) + offsetMs;
    for (let local = Math.ceil(from / HOUR_MS) * HOUR_MS; local < until; local += HOUR_MS)
      hours.push({ atMs: local - offsetMs, hour: (local / HOUR_MS) % 24 });
  }
  return hours;
}
