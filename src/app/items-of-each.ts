// Many intervals by the names of one dimension: years day by day, without laying out what each day holds.
import { CELL_WORDS, groupOfKey } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import type { Interval } from "../domain/interval.ts";
import type { History } from "./history.ts";
import type { Item } from "./summary.ts";
import { type Mask, visit } from "./totals.ts";

/**
 * Yields the time of each interval by name of a place (domain/dimension.ts), as a summary lists it; `nameOf` tells the
 * name that an id is shown by, and ids may share one. Cost: one pass over the cells of the intervals, and per interval
 * the number of names.
 */
export function* itemsOfEach(
  store: Store,
  history: History,
  intervals: readonly Interval[],
  place: number,
  mask: Mask,
  nameOf: (id: number) => string,
): Generator<Item[]> {
  const { numbers, ids } = history.place(place);
  const names = [...new Set(ids.map(nameOf))];
  const slotOf = new Map(names.map((name, slot) => [name, slot]));
  const slots = Uint32Array.from(ids, (id) => slotOf.get(nameOf(id)) as number);
  const totals = new Float64Array(names.length);
  for (const interval of intervals) {
    totals.fill(0);
    visit(store, history, interval, (cells, from, to) => {
      for (let at = from; at < to; at += CELL_WORDS) {
        const group = groupOfKey(cells[at] as number);
        if (mask !== undefined && mask[group] !== 1) continue;
        const slot = slots[numbers[group] as number] as number;
        totals[slot] = (totals[slot] as number) + (cells[at + 1] as number);
      }
    });
    yield listed(names, totals);
  }
}

function listed(names: readonly string[], totals: Float64Array): Item[] {
  const items: Item[] = [];
  for (let slot = 0; slot < totals.length; slot++)
    if (totals[slot] !== 0) items.push({ name: names[slot] as string, ms: totals[slot] as number });
  return items.sort(mostFirst);
}

/** Puts the most time first, equal times by name, so that lists are the same on every machine. */
export function mostFirst(a: Item, b: Item): number {
  return b.ms - a.ms || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
