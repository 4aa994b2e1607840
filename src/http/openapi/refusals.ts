import { component, object, type Schema, text } from "./schema.ts";

/** The one shape of every refusal. */
export const ERROR = component(
  "Error",
  object(
    {
      error: text("Not found", "A few words, the same for each cause"),
      message: text("There is nothing at this address", "A sentence for people"),
      type: text("NotFound", "A name for programs"),
      status: { type: "integer", minimum: 400, maximum: 599, examples: [404] },
      error_description: text("There is nothing at this address", "The message again, where OAuth calls it so"),
    },
    ["error_description"],
  ),
);

export type Refusal = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503;

type Told = {
  /** of the component */
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  readonly example: object;
};

function told(status: Refusal, name: string, error: string, message: string, description: string): Told {
  return { name, description, schema: ERROR, example: { error, message, type: name, status } };
}

/** Every refusal that an API path answers, by status. */
export const REFUSALS: Readonly<Record<Refusal, Told>> = {
  400: told(400, "Malformed", "Malformed request", "The body is no JSON", "The body cannot be read"),
  401: told(
    401,
    "Unauthorized",
    "Invalid API key",
    "The provided API key is invalid or expired",
    "No key where one is needed, or one that is wrong",
  ),
  403: told(
    403,
    "Forbidden",
    "Forbidden",
    "Changing this takes a full key",
    "A key of the wrong scope, or, without a key, a host name or page that is not expected",
  ),
  404: told(
    404,
    "NotFound",
    "User not found",
    "There is no such user, or their statistics are not public",
    "Not there, or not for you to know",
  ),
  409: told(
    409,
    "Conflict",
    "Conflict",
    "A user has at most 100 goals; delete one first",
    "Does not go with what is there",
  ),
  413: told(
    413,
    "TooLarge",
    "Request too large",
    "The body may be at most 5000000 bytes long, also when unpacked",
    "More than 5 MB, or too many elements",
  ),
  422: told(
    422,
    "InvalidParameter",
    "Invalid parameter",
    "limit must be a whole number of at least 1",
    "A parameter or field is wrong; the message names it",
  ),
  429: told(
    429,
    "RateLimited",
    "Rate limit exceeded",
    "Too many wrong keys or passwords from this address; wait and try again",
    "Thirty wrong keys or passwords in a minute; Retry-After says how long to wait",
  ),
  503: told(
    503,
    "Unavailable",
    "Service unavailable",
    "The disk is full",
    "Storage fails: keep what you sent, and send it again",
  ),
};
