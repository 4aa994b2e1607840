// What a filter selects of the heartbeats of a long interval, without reading the days in which it selects nothing.
import { CELL_WORDS, DAY_MS, groupOfKey } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import { clip, type Interval } from "../domain/interval.ts";
import type { CountedStretch, Each } from "./credits.ts";
import type { History } from "./history.ts";
import { externalsIn, firstDay } from "./history-search.ts";
import type { Mask } from "./totals.ts";

/**
 * Shows what `each` shows of an interval as far as it is selected, ascending and disjoint. Cost: the heartbeats of the
 * days that hold anything selected, so a project of one year of ten costs its year.
 */
export function eachSelected<Part extends CountedStretch>(
  each: Each<Part>,
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
  see: (part: Part) => void,
): void {
  if (mask === undefined) {
    each(store, history, interval, see);
    return;
  }
  for (const held of heldParts(history, interval, mask))
    each(store, history, held, (part) => {
      if (mask[part.groupId] === 1) see(part);
    });
}

/**
 * Returns the parts of an interval outside of which nothing is selected, ascending: whole days of UTC, as the rollup
 * has them, joined where they meet, so that no credit is cut at an edge between two.
 *
 * ```
 *  days      |    |    |    |    |    |    |
 *  selected     ==    === =               =
 *  interval    [--------------------------)
 *  parts       [--)    [----)         [---)
 * ```
 */
function heldParts(history: History, interval: Interval, mask: Uint8Array): Interval[] {
  const parts: { startMs: number; endMs: number }[] = [];
  for (const day of heldDays(history, interval, mask)) {
    const part = clip({ startMs: day * DAY_MS, endMs: (day + 1) * DAY_MS }, interval);
    if (part === undefined) continue;
    const last = parts.at(-1);
    if (last?.endMs === part.startMs) last.endMs = part.endMs;
    else parts.push({ ...part });
  }
  return parts;
}

function heldDays(history: History, interval: Interval, mask: Uint8Array): number[] {
  const held = new Set<number>();
  const [first, last] = [Math.floor(interval.startMs / DAY_MS), Math.floor(interval.endMs / DAY_MS)];
  for (let i = firstDay(history.days, first); i < history.days.length; i++) {
    const entry = history.days[i];
    if (entry === undefined || entry.day > last) break;
    if (holdsAny(entry.cells, mask)) held.add(entry.day);
  }
  for (const { groupId, startMs, endMs } of externalsIn(history, interval))
    if (mask[groupId] === 1) for (let day = Math.floor(startMs / DAY_MS); day * DAY_MS < endMs; day++) held.add(day);
  return [...held].sort((a, b) => a - b);
}

function holdsAny(cells: Uint32Array, mask: Uint8Array): boolean {
  for (let at = 0; at < cells.length; at += CELL_WORDS) if (mask[groupOfKey(cells[at] as number)] === 1) return true;
  return false;
}
