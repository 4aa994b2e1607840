import type { Schema } from "./schema.ts";

/** A part of the document. */
export type Json = Readonly<Record<string, unknown>>;

/** Writes schemas; those with a title become components, named once and referred to. */
export type Components = {
  /** Returns a schema as the document writes it. @throws RangeError for two schemas of one title. */
  readonly written: (schema: Schema) => Json;
  /** Returns the components so far, by title. */
  readonly all: () => Json;
};

export function components(): Components {
  const byTitle = new Map<string, { readonly source: string; readonly written: Json }>();
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === "object" && value !== null ? written(value as Schema) : value;
  };
  const parts = (schema: Schema): Json =>
    // Examples are values, not schemas, whatever they look like.
    Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === "examples" ? value : inside(value)]));
  const written = (schema: Schema): Json => {
    const { title } = schema;
    // A field of an answer may be called title; as a property its value is a schema, not a text.
    if (typeof title !== "string") return parts(schema);
    const source = JSON.stringify(schema);
    const known = byTitle.get(title);
    if (known === undefined) byTitle.set(title, { source, written: parts(schema) });
    else if (known.source !== source) throw new RangeError(`two schemas are called ${title}`);
    return { $ref: `#/components/schemas/${title}` };
  };
  return {
    written,
    all: () => Object.fromEntries([...byTitle].sort().map(([title, { written: schema }]) => [title, schema])),
  };
}
