// The one place that turns an error into a status and a body.
import { AppError, type AppErrorCode, STOPPING } from "../app/errors.ts";

/** The body of every error answer, in every family. */
export type ErrorBody = {
  /** A label of a few words, constant per cause. */
  readonly error: string;
  /** One sentence for a person. */
  readonly message: string;
  /** A name for programs. */
  readonly type: string;
  /** The HTTP status again, for clients that see only the body. */
  readonly status: number;
};

type Row = { readonly status: number; readonly error: string; readonly type: string };

const ROWS: Readonly<Record<AppErrorCode, Row>> = {
  malformed: { status: 400, error: "Malformed request", type: "Malformed" },
  invalid: { status: 422, error: "Invalid parameter", type: "InvalidParameter" },
  unauthorised: { status: 401, error: "Unauthorized", type: "Unauthorized" },
  forbidden: { status: 403, error: "Forbidden", type: "Forbidden" },
  host_not_allowed: { status: 403, error: "Host not allowed", type: "HostNotAllowed" },
  not_found: { status: 404, error: "Not found", type: "NotFound" },
  conflict: { status: 409, error: "Conflict", type: "Conflict" },
  too_large: { status: 413, error: "Request too large", type: "TooLarge" },
  rate_limited: { status: 429, error: "Rate limit exceeded", type: "RateLimited" },
  unavailable: { status: 503, error: "Service unavailable", type: "Unavailable" },
};

const INTERNAL: ErrorBody = {
  error: "Internal server error",
  message: "Something went wrong inside the server; its log says more",
  type: "InternalError",
  status: 500,
};

/** Seconds to wait when a refusal for too many tries does not say how long. */
const DEFAULT_RETRY_SECONDS = 60;

/** The refusal of a request that carries no key. Source: seed documents, "Authentication". */
export function missingKey(): AppError {
  return new AppError("unauthorised", "Send an API key as a Bearer or Basic authorization, or as ?api_key=", {
    short: "Missing API key",
  });
}

/** The refusal of a key that is truly wrong; clients delete a key on it. Source: seed documents, "Error Responses". */
export function invalidKey(): AppError {
  return new AppError("unauthorised", "The provided API key is invalid or expired", { short: "Invalid API key" });
}

/** The refusal of one more wrong key or password from an address; never given to a valid key. */
export function tooManyAttempts(retryAfterSeconds: number): AppError {
  return new AppError("rate_limited", "Too many wrong keys or passwords from this address; wait and try again", {
    retryAfterSeconds,
  });
}

/**
 * The answer to an error, whatever it is: JSON `{error, message, type, status}`, never a stack, what was sent, or
 * `WWW-Authenticate` (browsers would open a password box on it).
 *
 * `requestId`, made by the server, is sent back as `X-Request-Id` so that a report can be found in the log. Whether
 * there is something to log is `errorToLog`'s to say.
 *
 * **Source:** the shape is the union of the seed documents' two error bodies and Hackatime's framework errors.
 */
export function errorResponse(error: unknown, requestId?: string): Response {
  const known = knownError(error);
  const body = known === undefined ? INTERNAL : errorBody(known);
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  if (requestId !== undefined) headers["X-Request-Id"] = requestId;
  const retryAfter = known?.retryAfterSeconds ?? (known?.code === "rate_limited" ? DEFAULT_RETRY_SECONDS : undefined);
  if (retryAfter !== undefined) headers["Retry-After"] = String(retryAfter);
  return Response.json(body, { status: body.status, headers });
}

/**
 * The error the caller must log, or undefined when the refusal is the asker's business alone.
 *
 * Bugs come back as they are (anything thrown that is no `Error` is wrapped), and so do storage failures, whose cause
 * the operator needs. An answer that does not fit its own schema comes back without the answer's content.
 */
export function errorToLog(error: unknown): Error | undefined {
  const known = knownError(error);
  if (known !== undefined) return known.code === "unavailable" && known.type !== STOPPING ? known : undefined;
  if (isElysiaError(error)) return new Error("an answer does not fit its schema");
  return error instanceof Error ? error : new Error("something that is no Error was thrown", { cause: error });
}

/** The body that an error is answered with when it is a refusal; undefined for a bug. */
export function refusalBody(error: unknown): ErrorBody | undefined {
  const known = knownError(error);
  return known === undefined ? undefined : errorBody(known);
}

function errorBody(error: AppError): ErrorBody {
  const row = ROWS[error.code];
  // The asker must be able to see which parameter it was, also when the thrower's sentence does not say it.
  const named = error.parameter === undefined || error.message.includes(error.parameter);
  return {
    error: error.short ?? row.error,
    message: named ? error.message : `${error.parameter}: ${error.message}`,
    type: error.type ?? row.type,
    status: row.status,
  };
}

/** The refusal an error stands for; undefined for a bug. */
function knownError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (!isElysiaError(error)) return undefined;
  switch (error.code) {
    case "NOT_FOUND":
      return new AppError("not_found", "There is nothing at this address");
    case "PARSE":
      return new AppError("malformed", "The body cannot be read");
    case "INVALID_COOKIE_SIGNATURE":
      return new AppError("malformed", "A cookie has a wrong signature");
    case "INVALID_FILE_TYPE":
      return new AppError("invalid", "A file has the wrong type");
    case "VALIDATION":
      return validationRefusal(error);
  }
}

const ELYSIA_CODES = ["NOT_FOUND", "PARSE", "INVALID_COOKIE_SIGNATURE", "INVALID_FILE_TYPE", "VALIDATION"] as const;

/** What we read of an error that the web framework throws by itself. */
type ElysiaError = Error & {
  readonly code: (typeof ELYSIA_CODES)[number];
  /** The part that failed: query, params, body, headers, cookie, response. */
  readonly type?: unknown;
  /** The first failure; its `path` is a JSON pointer. */
  readonly valueError?: { readonly path?: unknown } | undefined;
  readonly validator?: { readonly schema?: { readonly properties?: object } };
};

/** Whether the framework threw it: one of its codes beside a numeric status, which no system error carries. */
function isElysiaError(error: unknown): error is ElysiaError {
  if (!(error instanceof Error) || !("code" in error) || !("status" in error)) return false;
  return typeof error.status === "number" && ELYSIA_CODES.some((code) => code === error.code);
}

/** The refusal of a value that does not fit its schema; undefined when the value is our own answer: that is a bug. */
function validationRefusal(error: ElysiaError): AppError | undefined {
  if (error.type === "response") return undefined;
  const parameter = documentedName(error);
  if (parameter !== undefined) return new AppError("invalid", `${parameter} has a wrong value`, { parameter });
  return error.type === "body"
    ? new AppError("malformed", "The body does not have the expected shape")
    : new AppError("invalid", "A parameter has a wrong value");
}

/** The first name of the failing path, if the schema knows it: a name the asker made up is not sent back. */
function documentedName(error: ElysiaError): string | undefined {
  const path = error.valueError?.path;
  const name = typeof path === "string" ? path.split("/")[1] : undefined;
  const properties = error.validator?.schema?.properties;
  return name !== undefined && properties !== undefined && Object.hasOwn(properties, name) ? name : undefined;
}
