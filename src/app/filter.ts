import type { NameKind } from "../db/names.ts";
import type { Store } from "../db/store.ts";
import { editorSlug, operatingSystemSlug } from "../domain/client-name.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, UNKNOWN } from "../domain/dimension.ts";
import { canonicalLanguage } from "../domain/language.ts";
import type { History } from "./history.ts";
import { isShown } from "./shown.ts";
import type { Mask } from "./totals.ts";

/** Which credits a question is about: values within a dimension are alternatives, dimensions must all agree. */
export type Filter = {
  readonly only?: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  readonly without?: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  /** the values of `only` are texts of a person: several values by comma each, unless the whole is a name the user has */
  readonly isWritten?: boolean;
};

/** Written in a filter for heartbeats without a value. Source: wakapi.md, filters. */
export const NO_VALUE = "-";

/**
 * Returns the groups a filter selects, undefined when it selects all. Values are matched as a person would write them:
 * languages by name or alias, editors and systems by slug or shown name, categories in any case; an unknown value
 * selects nothing, and so does any value of a dimension that is not shown to whoever asks.
 */
export function maskOf(store: Store, history: History, filter: Filter): Mask {
  // What is not shown must not be learned by asking for a part of it, nor by leaving one out.
  const isHidden = (dimension: Dimension) => !isShown(history.shown, dimension);
  if (DIMENSIONS.some((dimension) => filter.only?.[dimension] !== undefined && isHidden(dimension)))
    return new Uint8Array(history.groupCount + 1);
  const only = wanted(store, history.userId, filter.only, filter.isWritten);
  const without = wanted(store, history.userId, filter.without).filter(
    ({ place }) => !isHidden(DIMENSIONS[place] as Dimension),
  );
  if (only.length === 0 && without.length === 0) return undefined;
  const mask = new Uint8Array(history.groupCount + 1).fill(1);
  for (const one of only) leave(mask, history, one, true);
  for (const one of without) leave(mask, history, one, false);
  return mask;
}

/** Leaves in a mask the groups of which it is so that they have one of the wanted names. */
function leave(mask: Uint8Array, { groupNames, groupCount }: History, { place, ids }: Wanted, isSo: boolean): void {
  // Neighbours mostly share a name: one look-up for all of them.
  let lastId = -1;
  let lastIs = false;
  for (let group = 0; group <= groupCount; group++) {
    const id = groupNames[group * GROUP_WIDTH + place] ?? 0;
    if (id !== lastId) {
      lastId = id;
      lastIs = ids.has(id) === isSo;
    }
    if (!lastIs) mask[group] = 0;
  }
}

type Wanted = { readonly place: number; readonly ids: ReadonlySet<number> };

function wanted(store: Store, userId: number, by: Filter["only"], isWritten = false): Wanted[] {
  return DIMENSIONS.flatMap((dimension, place) => {
    const values = by?.[dimension];
    if (values === undefined) return [];
    const names = isWritten ? values.flatMap((text) => namesIn(store, userId, dimension, text)) : values;
    return [{ place, ids: idsOf(store, userId, dimension, names) }];
  });
}

/**
 * Returns the values in a text: itself where it is a name that the user has, otherwise its parts between commas; one that
 * belongs to a name is written `\,`.
 */
function namesIn(store: Store, userId: number, dimension: Dimension, text: string): readonly string[] {
  if (!text.includes(",") || store.names.find(userId, dimension, folded(dimension, text)) !== undefined) return [text];
  return text
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll("\\,", ",").trim())
    .filter((value) => value !== "");
}

function idsOf(store: Store, userId: number, dimension: Dimension, values: readonly string[]): Set<number> {
  const ids = new Set<number>();
  for (const value of values) {
    if (value === NO_VALUE || value.toLowerCase() === UNKNOWN.toLowerCase()) ids.add(0);
    const id = store.names.find(userId, dimension satisfies NameKind, folded(dimension, value))?.canonicalId;
    if (id !== undefined) ids.add(id);
  }
  return ids;
}

function folded(dimension: Dimension, value: string): string {
  if (dimension === "editor") return editorSlug(value);
  if (dimension === "operating_system") return operatingSystemSlug(value);
  if (dimension === "language") return canonicalLanguage(value) ?? value;
  if (dimension === "category") return value.toLowerCase();
  return value;
}
