import { DAY_MS } from "../db/cells.ts";
import { clip, type Interval } from "../domain/interval.ts";
import type { ExternalPiece } from "./external-pieces.ts";
import type { History } from "./history.ts";

/** Returns the index of the first day at or after `day`; `days` ascending. */
export function firstDay(days: History["days"], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns a midnight of UTC inside an interval before and after which about as much was done; undefined when all of it
 * was done on one day.
 */
export function halfwayMs({ days }: Pick<History, "days">, { startMs, endMs }: Interval): number | undefined {
  const inside = days.slice(firstDay(days, Math.ceil(startMs / DAY_MS)), firstDay(days, Math.ceil(endMs / DAY_MS)));
  const size = inside.reduce((sum, { cells }) => sum + cells.length, 0);
  let before = 0;
  for (const { day, cells } of inside) {
    if (before >= size / 2 && day * DAY_MS > startMs) return day * DAY_MS;
    before += cells.length;
  }
  return undefined;
}

/** Returns the stretches of external durations inside an interval, ascending, clipped to it. */
export function externalsIn({ externals }: History, interval: Interval): ExternalPiece[] {
  let low = 0;
  let high = externals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((externals[middle]?.endMs ?? 0) <= interval.startMs) low = middle + 1;
    else high = middle;
  }
  const found: ExternalPiece[] = [];
  for (let i = low; i < externals.length; i++) {
    const piece = externals[i];
    if (piece === undefined || piece.startMs >= interval.endMs) break;
    const part = clip(piece, interval);
    // None in an interval without length, which may still begin inside of it.
    if (part !== undefined) found.push({ ...piece, ...part });
  }
  return found;
}
