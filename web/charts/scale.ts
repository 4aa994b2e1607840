// Geometry of the charts: from times to rectangles. Horizontal places are shares of the width, 0 to 1; vertical ones px.

/** A rectangle of a chart. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Heights of axes that people can read, in ms: minutes, then hours. */
const NICE_MS = [5, 10, 15, 30]
  .map((n) => n * MINUTE_MS)
  .concat([1, 2, 4, 6, 8, 10, 12, 16, 20, 24].map((n) => n * HOUR_MS));

/** Returns the top of an axis that holds `mostMs`: a time one would write, and never less than five minutes. */
export function axisTop(mostMs: number): number {
  const found = NICE_MS.find((ms) => ms >= mostMs);
  if (found !== undefined) return found;
  // Two digits of hours are enough to read.
  const step = 10 ** Math.max(1, Math.floor(Math.log10(mostMs / HOUR_MS)) - 1) * HOUR_MS;
  return Math.ceil(mostMs / step) * step;
}

/**
 * Returns the boxes of a stacked column, the first at the bottom; those without time have height 0.
 *
 * ```
 * ms 2, 1 of a top of 4, height 8      |
 *                                      | y 2  ██ 1
 *                                      | y 4  ██ 2
 *                                      +-----------
 * ```
 */
export function stackBoxes(
  msEach: readonly number[],
  place: { readonly index: number; readonly of: number; readonly topMs: number; readonly height: number },
): Box[] {
  const { index, of, topMs, height } = place;
  let below = 0;
  return msEach.map((ms) => {
    const tall = topMs === 0 ? 0 : (ms / topMs) * height;
    below += tall;
    return { x: index / of, y: height - below, width: 1 / of, height: tall };
  });
}

/** Returns the box of a piece of time on an axis from `startMs` to `endMs`; what lies outside is cut, at least `thin` wide. */
export function spanBox(
  piece: { readonly start_ms: number; readonly end_ms: number },
  axis: { readonly start_ms: number; readonly end_ms: number },
  height: number,
  thin = 0,
): Box {
  const whole = Math.max(1, axis.end_ms - axis.start_ms);
  const from = Math.min(Math.max(piece.start_ms, axis.start_ms), axis.end_ms);
  const until = Math.min(Math.max(piece.end_ms, from), axis.end_ms);
  const width = Math.max((until - from) / whole, thin);
  return { x: Math.min((from - axis.start_ms) / whole, 1 - width), y: 0, width, height };
}

/** Returns the place of an instant on an axis, 0 to 1; undefined outside of it. */
export function placeOf(ms: number, axis: { readonly start_ms: number; readonly end_ms: number }): number | undefined {
  if (ms < axis.start_ms || ms >= axis.end_ms) return undefined;
  return (ms - axis.start_ms) / (axis.end_ms - axis.start_ms);
}

/** Returns how many labels of `width` px fit beside each other, as every how many-th of `n` is to be written. */
export function labelStep(n: number, width: number, room: number): number {
  return Math.max(1, Math.ceil((n * width) / Math.max(1, room)));
}

/** Returns a place or width of a rectangle as SVG takes it. */
export function percent(share: number): string {
  return `${Math.round(share * 1e6) / 1e4}%`;
}
