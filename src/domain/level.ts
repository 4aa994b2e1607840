/** Levels above none that a grid of days is drawn in. */
const LEVELS = 4;

/**
 * Returns a level for each time, 0 for none and 1 to 4 by the quarter of all positive ones it lies in, so that a grid
 * tells a person's own little from their own much. Equal times have equal levels; the most has always 4.
 */
export function levels(msEach: readonly number[]): number[] {
  const positive = msEach.filter((ms) => ms > 0).sort((a, b) => a - b);
  const bounds = Array.from(
    { length: LEVELS - 1 },
    (_, i) => positive[Math.floor((positive.length * (i + 1)) / LEVELS)],
  );
  const most = positive.at(-1) ?? 0;
  return msEach.map((ms) => {
    if (ms <= 0) return 0;
    if (ms === most) return LEVELS;
    return 1 + bounds.filter((bound) => bound !== undefined && ms >= bound).length;
  });
}

/** Returns the median of some whole numbers, between two of them their rounded mean, 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  return Math.round((lower + upper) / 2);
}
