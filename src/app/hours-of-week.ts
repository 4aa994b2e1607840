import { CELL_WORDS, groupOfKey, QUARTER_MS, quarterOfKey } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import type { Interval } from "../domain/interval.ts";
import { offsetSegments } from "../domain/zone.ts";
import { eachCountedPiece } from "./credits.ts";
import type { History } from "./history.ts";
import { type Mask, visit } from "./totals.ts";

const HOUR_MS = 3_600_000;
const HOURS_A_WEEK = 168;
/** 1970-01-01 was a Thursday: three days after a Monday. */
const MONDAY_SHIFT_HOURS = 72;

/**
 * Returns the credit per hour of the week by wall clock, 168 numbers in ms, Monday 00:00 first; a repeated hour of a
 * daylight-saving day adds to its slot, a skipped one has none.
 */
export function hourOfWeekTotals(
  store: Store,
  history: History,
  interval: Interval,
  zone: string,
  mask: Mask,
): number[] {
  const totals = new Array<number>(HOURS_A_WEEK).fill(0);
  const add = (localMs: number, ms: number) => {
    const hour = Math.floor(localMs / HOUR_MS) + MONDAY_SHIFT_HOURS;
    const slot = ((hour % HOURS_A_WEEK) + HOURS_A_WEEK) % HOURS_A_WEEK;
    totals[slot] = (totals[slot] ?? 0) + ms;
  };
  for (const { startMs, endMs, offsetMs } of offsetSegments(zone, interval)) {
    if (offsetMs % QUARTER_MS === 0)
      visit(store, history, { startMs, endMs }, (cells, from, to, base) => {
        for (let at = from; at < to; at += CELL_WORDS) {
          const key = cells[at] as number;
          if (mask === undefined || mask[groupOfKey(key)] === 1)
            add((base + quarterOfKey(key)) * QUARTER_MS + offsetMs, cells[at + 1] as number);
        }
      });
    else
      eachCountedPiece(store, history, { startMs, endMs }, (piece) => {
        if (mask !== undefined && mask[piece.groupId] !== 1) return;
        for (let at = piece.startMs; at < piece.endMs; ) {
          const next = Math.min(piece.endMs, (Math.floor((at + offsetMs) / HOUR_MS) + 1) * HOUR_MS - offsetMs);
          add(at + offsetMs, next - at);
          at = next;
        }
      });
  }
  return totals;
}
