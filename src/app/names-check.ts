// Whether the names a user's time is counted under are those that today's rules give.
import type { Inspection } from "../db/inspection.ts";
import { NAME_KINDS } from "../db/names.ts";
import type { StoredSource } from "../db/sources.ts";
import type { Store } from "../db/store.ts";
import { categoryOf } from "../domain/category.ts";
import { canonicalLanguage, languageOfPath } from "../domain/language.ts";
import { derivedSource } from "../domain/source.ts";
import type { Faults } from "./faults.ts";

/** A user's names by id, in arrays as long as the largest id: what a stream of heartbeats is checked against. */
export type NameBook = {
  /** NAME_KINDS, 0 = no such name */
  readonly kinds: Uint8Array;
  /** the name it is counted under */
  readonly canonicalIds: Uint32Array;
  /** of entities: the language of the file, 0 = none */
  readonly languageIds: Uint32Array;
  /** types whose heartbeats are browsing when they name no category */
  readonly browsingTypes: ReadonlySet<number>;
  /** categories for heartbeats that name none, 0 = no such name */
  readonly codingId: number;
  readonly browsingId: number;
};

/** Returns a user's names, and adds every one whose derived columns differ from today's rules to `faults`. */
export function checkNames(inspection: Inspection, userId: number, faults: Faults): NameBook {
  const size = inspection.lastNameId() + 1;
  const [kinds, canonicalIds, languageIds] = [new Uint8Array(size), new Uint32Array(size), new Uint32Array(size)];
  // Few enough to be held as texts, and needed to tell what the ids of the others mean.
  const texts = new Map<number, string>();
  const browsingTypes = new Set<number>();
  for (const { id, kind, value, canonical_id: canonicalId, language_id: languageId } of inspection.names(userId)) {
    kinds[id] = kind;
    canonicalIds[id] = canonicalId ?? id;
    languageIds[id] = languageId ?? 0;
    if (kind === NAME_KINDS.language || kind === NAME_KINDS.category) texts.set(id, value);
    if (kind === NAME_KINDS.type && ["domain", "url"].includes(value.toLowerCase())) browsingTypes.add(id);
  }
  for (const { id, kind, value } of inspection.names(userId)) {
    const canonical = texts.get(canonicalIds[id] ?? 0);
    if (kind === NAME_KINDS.language && canonical !== (canonicalLanguage(value) ?? value))
      faults.add(`language ${JSON.stringify(value)} counts under ${JSON.stringify(canonical)}`);
    if (kind === NAME_KINDS.category && canonical !== categoryOf(value, "file"))
      faults.add(`category ${JSON.stringify(value)} counts under ${JSON.stringify(canonical)}`);
    if (kind === NAME_KINDS.entity && texts.get(languageIds[id] ?? 0) !== languageOfPath(value))
      faults.add(`name ${id}, a file, has the language ${JSON.stringify(texts.get(languageIds[id] ?? 0))}`);
  }
  const categoryId = (name: string) => {
    for (const [id, text] of texts)
      if (text === name && kinds[id] === NAME_KINDS.category) return canonicalIds[id] ?? 0;
    return 0;
  };
  const [codingId, browsingId] = [categoryId("coding"), categoryId("browsing")];
  return { kinds, canonicalIds, languageIds, browsingTypes, codingId, browsingId };
}

/** Returns a user's sources by id, and adds every one that today's rules name otherwise to `faults`. */
export function checkSources(store: Store, userId: number, faults: Faults): ReadonlyMap<number, StoredSource> {
  const sources = new Map<number, StoredSource>();
  for (const source of store.sources.ofUser(userId)) {
    const { editor, operatingSystem, machine, aiModel } = derivedSource(source.sent);
    const nameOf = (id: number) => (id === 0 ? undefined : store.names.byId(id).value);
    for (const [what, stored, derived] of [
      ["editor", nameOf(source.editorId), editor],
      ["operating system", nameOf(source.operatingSystemId), operatingSystem],
      ["machine", nameOf(source.machineId), machine],
      ["AI model", nameOf(source.aiModelId), aiModel],
    ])
      if (stored !== derived)
        faults.add(`source ${source.id} has the ${what} ${JSON.stringify(stored)}, not ${JSON.stringify(derived)}`);
    sources.set(source.id, source);
  }
  return sources;
}
