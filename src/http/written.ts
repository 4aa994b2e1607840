// Two ways to write one view: as an object, and as its JSON text at once, for answers of many thousand items.
import { remembering } from "../domain/remembering.ts";

/** How a view is put together. Every part is an object with fields, or a list of such. */
export type Form<Made> = {
  readonly fields: (fields: object) => Made;
  /** Returns the fields of all parts, one after the other; no name is in two of them. */
  readonly joined: (parts: readonly Made[]) => Made;
  readonly list: (items: readonly Made[]) => Made;
  /** Returns an object that holds parts. */
  readonly holding: (parts: Readonly<Record<string, Made>>) => Made;
  /** Returns what makes the fields that a pure function tells of a key, mostly of the same few keys. */
  readonly told: <Key>(of: (key: Key) => object) => (key: Key) => Made;
};

export const AS_OBJECTS: Form<object> = {
  fields: (fields) => fields,
  joined: (parts) => Object.assign({}, ...parts),
  list: (items) => items,
  holding: (parts) => parts,
  told: (of) => of,
};

/** Text costs a third of what objects do, because what is told of a key is written once. */
export const AS_TEXT: Form<string> = {
  fields: JSON.stringify,
  joined: (parts) => `{${parts.map(inner).filter(Boolean).join(",")}}`,
  list: (items) => `[${items.join(",")}]`,
  holding: (parts) =>
    `{${Object.entries(parts)
      .map(([name, part]) => `${JSON.stringify(name)}:${part}`)
      .join(",")}}`,
  told: (of) => remembering((key) => JSON.stringify(of(key))),
};

/** Returns what stands between the braces. */
function inner(object: string): string {
  return object.slice(1, -1);
}
