// The packed tags of a day's rollup: names beside those that time is grouped by. There are far too many of them for the
// groups, each kind of file and each AI session would begin groups of its own, and hardly a question is about them.
//
// A blob is f64 words: how many words of rows of the first kind there are, these, then the rows of the second kind. A row
// is the key of a cell (cells.ts), the id of a name, then the numbers of its kind; rows stand ascending by key and name.
//
//   | 6 | key id ms | key id ms | key id heartbeats prompts characters | …
import { ascendingKeys } from "./ascending-keys.ts";
import { DerivedFault } from "./derived-fault.ts";

/** A kind of tag; `words` in a row of it, the key and the name among them. */
export type TagKind = { readonly place: 0 | 1; readonly words: number };

/** Lists of dependencies: credit in ms. */
export const DEPENDENCIES: TagKind = { place: 0, words: 3 };

/** AI sessions: heartbeats with lines or tokens in one, prompts among them, characters of these. */
export const AI_SESSIONS: TagKind = { place: 1, words: 5 };

/** Words before the numbers of a row. */
export const TAG_LEAD = 2;

const KINDS = [DEPENDENCIES, AI_SESSIONS] as const;

/** Changes to the tags of a day, by the place of their kind: numbers to add, by key of a cell, then by id of the name. */
export type TagChange = readonly [NumbersByCell, NumbersByCell];
type NumbersByCell = Map<number, Map<number, number[]>>;

/** Returns no change. */
export function noTagChange(): TagChange {
  return [new Map(), new Map()];
}

/** Adds numbers, times `sign`, to what changes of a tag under a cell. */
export function addTag(
  change: TagChange,
  { place }: TagKind,
  key: number,
  nameId: number,
  numbers: readonly number[],
  sign: 1 | -1,
): void {
  let names = change[place].get(key);
  if (names === undefined) {
    names = new Map();
    change[place].set(key, names);
  }
  const known = names.get(nameId) ?? new Array<number>(numbers.length).fill(0);
  for (let i = 0; i < numbers.length; i++) known[i] = (known[i] ?? 0) + sign * (numbers[i] ?? 0);
  names.set(nameId, known);
}

/** Returns the words of a blob in which the rows of a kind stand, [from, to), whole rows even of a damaged blob. */
export function tagRows(
  packed: Float64Array,
  { place, words }: TagKind,
): { readonly from: number; readonly to: number } {
  const told = packed[0] ?? 0;
  const edge = 1 + (told >= 0 && told < packed.length ? Math.floor(told) : 0);
  const [from, end] = place === 0 ? [1, edge] : [edge, packed.length];
  return { from, to: from + Math.max(0, Math.floor((end - from) / words)) * words };
}

/**
 * Returns a day's tags with a change applied, rows of zeros left out; undefined when none are left.
 * @throws DerivedFault when a number would fall below zero.
 */
export function mergedTags(old: Float64Array | undefined, change: TagChange): Float64Array | undefined {
  const merged = new Float64Array(KINDS.reduce((room, kind) => room + roomOf(kind, change), 1 + (old?.length ?? 0)));
  let length = 1;
  for (const kind of KINDS) {
    length = mergeRows(merged, length, old ?? new Float64Array(0), kind, change[kind.place]);
    if (kind.place === 0) merged[0] = length - 1;
  }
  return length === 1 ? undefined : merged.slice(0, length);
}

/** Returns the words that a change takes if all its rows are new ones. */
function roomOf({ place, words }: TagKind, change: TagChange): number {
  let rows = 0;
  for (const names of change[place].values()) rows += names.size;
  return rows * words;
}

/** Writes the rows of a kind with a change applied from word `start` on; returns where they end. */
function mergeRows(into: Float64Array, start: number, old: Float64Array, kind: TagKind, change: NumbersByCell): number {
  const { from, to } = tagRows(old, kind);
  let at = from;
  let length = start;
  for (const key of ascendingKeys(change)) {
    const names = change.get(key) as Map<number, number[]>;
    for (const id of ascendingKeys(names)) {
      while (at < to && ((old[at] as number) < key || (old[at] === key && (old[at + 1] as number) < id)))
        for (const end = at + kind.words; at < end; at++) into[length++] = old[at] as number;
      const isKnown = at < to && old[at] === key && old[at + 1] === id;
      const numbers = names.get(id) as number[];
      let isLeft = false;
      for (let i = 0; i < numbers.length; i++) {
        const next = (numbers[i] as number) + (isKnown ? (old[at + TAG_LEAD + i] as number) : 0);
        if (next < 0) throw new DerivedFault(`tag ${id} of cell ${key} would fall below zero`);
        if (next > 0) isLeft = true;
        into[length + TAG_LEAD + i] = next;
      }
      if (isKnown) at += kind.words;
      if (!isLeft) continue;
      into[length] = key;
      into[length + 1] = id;
      length += kind.words;
    }
  }
  into.set(old.subarray(at, to), length);
  return length + to - at;
}
