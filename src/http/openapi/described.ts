// How a route's answers are told: what comes back, and what may be sent.
import type { Parameter } from "../parameter.ts";
import type { Schema } from "./schema.ts";

export type Answer = {
  readonly status: 200 | 201 | 202 | 204 | 302 | 303 | 400 | 401;
  readonly description: string;
  /** media type; none = no body */
  readonly type?: string;
  readonly schema?: Schema;
  /** shown instead of one put together from the schema */
  readonly example?: unknown;
};

export type Described = {
  /** the usual one first; refusals are told by what the route needs and reads */
  readonly answers: readonly Answer[];
  /** read beside those that the route declares */
  readonly parameters?: readonly (Parameter & { readonly required?: true })[];
  /** what is sent */
  readonly body?: Schema;
  /** media type of what is sent; JSON without it */
  readonly sendsType?: string;
  /** shown instead of one put together from the schema of the body */
  readonly sends?: unknown;
  /** statuses of refusals beside those that follow from what the route needs and reads */
  readonly refusals?: readonly (400 | 404 | 409 | 413 | 422)[];
};

/** Descriptions by method and path as the route table writes them: `GET /users/:user/stats`. */
export type Descriptions = Readonly<Record<string, Described>>;

const JSON_TYPE = "application/json";

/** Returns the description of a route that answers JSON of one form. */
export function json(schema: Schema, example?: unknown): Described {
  return { answers: [{ status: 200, description: "As asked", type: JSON_TYPE, schema, example }] };
}

/** Returns the description of a route that takes a body and answers 201 with JSON of one form. */
export function made(body: Schema, schema: Schema): Described {
  return { answers: [{ status: 201, description: "Done", type: JSON_TYPE, schema }], body };
}

/** Returns the description of a route that answers something else than JSON. */
export function other(type: string, description: string, example?: string): Described {
  return {
    answers: [
      { status: 200, description, type, schema: { type: "string" }, ...(example !== undefined && { example }) },
    ],
  };
}

/** Returns the description of a route that does something and has nothing to say of it. */
export function done(description: string): Described {
  return { answers: [{ status: 204, description }] };
}

/** Returns the description of a route that takes a body and answers 200 with JSON of one form. */
export function changed(body: Schema, schema: Schema): Described {
  return { ...json(schema), body };
}
