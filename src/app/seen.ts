// When projects were first and last seen, from derived rows: to the quarter-hour, then one exact look.
import { CELL_WORDS, groupOfKey, QUARTER_MS, QUARTERS_A_DAY, quarterOfKey } from "../db/cells.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import { DIMENSIONS, GROUP_WIDTH } from "../domain/dimension.ts";
import type { History } from "./history.ts";
import { isShown } from "./shown.ts";

/** A project and the quarter-hours (epoch ms / 900,000) of its first and last heartbeat. */
export type Sighting = {
  readonly nameId: number;
  readonly name: string;
  readonly firstQuarter: number;
  readonly lastQuarter: number;
};

/** A project with the times of its first and last heartbeat, epoch ms. */
export type Seen = { readonly name: string; readonly firstMs: number; readonly lastMs: number };

/**
 * Returns the projects that have heartbeats, as far as they are shown, the last seen first, then by name. Cost: one pass over the
 * cells of the rollup in memory, no heartbeat.
 */
export function sightings(store: Store, history: History): Sighting[] {
  const { days, groupNames, groupCount, shown } = history;
  if (!isShown(shown, "project")) return [];
  const sinceQuarter = Math.ceil((shown?.sinceMs ?? 0) / QUARTER_MS);
  const first = new Float64Array(groupCount + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Float64Array(groupCount + 1).fill(-1);
  for (const { day, cells } of days) {
    const base = day * QUARTERS_A_DAY;
    for (let at = 0; at < cells.length; at += CELL_WORDS) {
      // A cell may hold nothing but the rest of a credit from the quarter-hour before.
      if (cells[at + 3] === 0) continue;
      const key = cells[at] as number;
      const quarter = base + quarterOfKey(key);
      const group = groupOfKey(key);
      if (quarter < sinceQuarter) continue;
      if (quarter < (first[group] as number)) first[group] = quarter;
      if (quarter > (last[group] as number)) last[group] = quarter;
    }
  }
  const place = DIMENSIONS.indexOf("project");
  const found = new Map<number, { firstQuarter: number; lastQuarter: number }>();
  for (let group = 1; group <= groupCount; group++) {
    const nameId = groupNames[group * GROUP_WIDTH + place] ?? 0;
    if (nameId === 0 || last[group] === -1) continue;
    const known = found.get(nameId) ?? { firstQuarter: Number.POSITIVE_INFINITY, lastQuarter: -1 };
    known.firstQuarter = Math.min(known.firstQuarter, first[group] as number);
    known.lastQuarter = Math.max(known.lastQuarter, last[group] as number);
    found.set(nameId, known);
  }
  return [...found]
    .map(([nameId, quarters]) => ({ nameId, name: store.names.byId(nameId).value, ...quarters }))
    .sort((a, b) => b.lastQuarter - a.lastQuarter || byName(a, b));
}

/**
 * Returns `size` of the sightings after the first `skip`, exact to the ms and in exact order, the last seen first.
 * `all` as `sightings` gives them. Cost: the heartbeats of the quarter-hours in which these were first and last seen.
 */
export function exactPage(
  store: Store,
  { userId }: History,
  all: readonly Sighting[],
  { skip, size }: { readonly skip: number; readonly size: number },
): Seen[] {
  // Projects last seen in one quarter-hour are in no exact order yet: take all of them, at both ends of the page.
  let from = Math.min(skip, all.length);
  let until = Math.min(skip + size, all.length);
  while (from > 0 && from < all.length && all[from - 1]?.lastQuarter === all[from]?.lastQuarter) from--;
  while (until > from && until < all.length && all[until - 1]?.lastQuarter === all[until]?.lastQuarter) until++;
  const seen = all.slice(from, until).map((sighting) => exactly(store, userId, sighting));
  return seen.sort((a, b) => b.lastMs - a.lastMs || byName(a, b)).slice(skip - from, skip - from + size);
}

function exactly(store: Store, userId: number, { nameId, name, firstQuarter, lastQuarter }: Sighting): Seen {
  const timesIn = (quarter: number) => {
    const startUs = quarter * QUARTER_MS * 1000;
    return store.heartbeats.projectTimes(userId, nameId, startUs, startUs + QUARTER_MS * 1000);
  };
  const first = timesIn(firstQuarter);
  const last = lastQuarter === firstQuarter ? first : timesIn(lastQuarter);
  return {
    name,
    firstMs: first.first === null ? firstQuarter * QUARTER_MS : countedMs(first.first),
    lastMs: last.last === null ? lastQuarter * QUARTER_MS : countedMs(last.last),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
