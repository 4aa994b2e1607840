// JSON Schema (2020-12, as OpenAPI 3.1 takes it) in a few words. Objects are strict: what is not named may not be there.

/** The part of JSON Schema that descriptions here are made of. A schema with a title becomes a component of that name. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number | boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
};

/** Returns the schema of a whole number, 0 or more. */
export function whole(example: number, description?: string): Schema {
  return { type: "integer", minimum: 0, examples: [example], ...described(description) };
}

/** Returns the schema of any number. */
export function number(example: number, description?: string): Schema {
  return { type: "number", examples: [example], ...described(description) };
}

/** Returns the schema of a text, which may be empty. */
export function text(example: string, description?: string): Schema {
  return { type: "string", examples: [example], ...described(description) };
}

/** Returns the schema of a text of one form. */
export function pattern(form: string, example: string, description?: string): Schema {
  return { type: "string", pattern: form, examples: [example], ...described(description) };
}

/** Returns the schema of true or false. */
export function bool(example: boolean, description?: string): Schema {
  return { type: "boolean", examples: [example], ...described(description) };
}

/** Returns the schema of one of a few words. */
export function oneOf(values: readonly string[], description?: string): Schema {
  return { type: "string", enum: values, ...described(description) };
}

/** Returns the schema of a value that is always the same. */
export function always(value: string | number | boolean): Schema {
  return { const: value };
}

export const NULL: Schema = { type: "null" };

/** Returns the schema of a value that may also be null. */
export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, NULL] };
}

/** Returns the schema of an object with exactly these fields; those named in `optional` may be absent. */
export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

/** Returns the schema of an object whose fields have any names and values of one form; `example` is one of them. */
export function map(values: Schema, example: Readonly<Record<string, unknown>> = {}): Schema {
  return { type: "object", additionalProperties: values, examples: [example] };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

/** Returns the schema of a list that never has an element. */
export function emptyList(): Schema {
  return { type: "array", maxItems: 0 };
}

/** Returns the schema of a list of exactly these elements. */
export function tuple(...elements: readonly Schema[]): Schema {
  return { type: "array", prefixItems: elements, items: false, minItems: elements.length };
}

/** Returns a schema as a component of the document. */
export function component(title: string, schema: Schema): Schema {
  return { title, ...schema };
}

/**
 * Returns a value that fits a schema: its own example where it has one, otherwise put together from those of its parts.
 * @throws RangeError for a schema that says too little to make one.
 */
export function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return exampleOf(schema.anyOf[0]);
  if (schema.type === "object")
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, exampleOf(part)]));
  if (schema.type === "null") return null;
  if (schema.prefixItems !== undefined) return schema.prefixItems.map(exampleOf);
  if (schema.type === "array") return schema.maxItems === 0 || !schema.items ? [] : [exampleOf(schema.items)];
  throw new RangeError(`no example can be made of ${JSON.stringify(schema)}`);
}

function described(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
