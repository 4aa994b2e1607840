// What a request may say beside its path, declared once: the readers check by it, and the API's description shows it.
import { AppError } from "../app/errors.ts";

export type WholeSchema = {
  readonly type: "integer";
  readonly minimum: number;
  /** without it there is no upper end */
  readonly maximum?: number;
};
export type ChoiceSchema<Value extends string = string> = { readonly type: "string"; readonly enum: readonly Value[] };
export type FlagSchema = { readonly type: "boolean" };
export type TextSchema = { readonly type: "string"; readonly format?: "date" | "date-time"; readonly pattern?: string };

/** A parameter as JSON Schema; a wrong value is refused with 422 where a reader checks it, an absent one never. */
export type Parameter<Schema = WholeSchema | ChoiceSchema | FlagSchema | TextSchema> = {
  readonly name: string;
  readonly in?: "query" | "header";
  /** a sentence for people, with what an absent one means */
  readonly description: string;
  readonly schema: Schema;
  readonly example: string | number | boolean;
};

/** The part of a call that parameters are read from. */
type Asked = { readonly query: Readonly<Record<string, string>> };

/**
 * Returns a whole-number parameter, `fallback` when absent.
 * @throws AppError `invalid` (422) outside the declared bounds.
 */
export function wholeNumber<Fallback>(
  { query }: Asked,
  { name, schema: { minimum, maximum } }: Parameter<WholeSchema>,
  fallback: Fallback,
): number | Fallback {
  const text = query[name];
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= (maximum ?? Number.POSITIVE_INFINITY)) return value;
  const allowed = maximum === undefined ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new AppError("invalid", `${name} must be a whole number ${allowed}`, { parameter: name });
}

/** Returns a parameter that is one of a few words, in any case; undefined when absent. @throws AppError `invalid` (422). */
export function choice<Value extends string>(
  { query }: Asked,
  { name, schema }: Parameter<ChoiceSchema<Value>>,
): Value | undefined {
  const text = query[name]?.trim().toLowerCase();
  if (text === undefined) return undefined;
  const found = schema.enum.find((value) => value === text);
  if (found !== undefined) return found;
  throw new AppError("invalid", `${name} must be one of ${schema.enum.join(", ")}`, { parameter: name });
}

/** Returns whether a parameter is `true` or `1`; anything else is not. */
export function flag({ query }: Asked, { name }: Parameter<FlagSchema>): boolean {
  return query[name] === "true" || query[name] === "1";
}
