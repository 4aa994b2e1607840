import { GROUP_WIDTH } from "../domain/dimension.ts";

/** The names that groups have in one place, numbered from 0, so that totals by name are sums into an array. */
export type PlaceIndex = {
  /** number of the name, by group id */
  readonly numbers: Uint32Array;
  /** ids of the names, by number */
  readonly ids: readonly number[];
  /** groups that are numbered */
  readonly groupCount: number;
};

/** Returns the index of a place over all groups; `known` is one over fewer of them, which is gone on with. */
export function placeIndex(
  groupNames: Uint32Array,
  groupCount: number,
  place: number,
  known: PlaceIndex | undefined,
): PlaceIndex {
  if (known?.groupCount === groupCount) return known;
  const numbers = new Uint32Array(groupCount + 1);
  const ids = known === undefined ? [0] : [...known.ids];
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  if (known !== undefined) numbers.set(known.numbers);
  for (let group = (known?.groupCount ?? 0) + 1; group <= groupCount; group++) {
    const id = groupNames[group * GROUP_WIDTH + place] as number;
    let number = numberOf.get(id);
    if (number === undefined) {
      number = ids.length;
      ids.push(id);
      numberOf.set(id, number);
    }
    numbers[group] = number;
  }
  return { numbers, ids, groupCount };
}
