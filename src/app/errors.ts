/** Every kind of expected refusal. Each has one status and one public name, in `http/errors.ts`. */
export const APP_ERROR_CODES = [
  "malformed", // it cannot be read at all
  "invalid", // it can be read, but a parameter has a value that means nothing
  "unauthorised", // nobody we know asks
  "forbidden", // somebody we know asks for what they may not do
  "host_not_allowed", // the request was addressed to a name that is not ours
  "not_found", // absent, or somebody else's
  "conflict", // it contradicts what is already stored
  "too_large", // over a documented limit
  "rate_limited", // too often
  "unavailable", // storage failed or is full: keep your copy and come back
] as const;

export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** The `type` of what is cut off because the server stops: expected, so nobody needs to hear of it. */
export const STOPPING = "Stopping";

export type AppErrorOptions = {
  /** A label of a few words that replaces the code's own, such as `Invalid API key`. */
  readonly short?: string | undefined;
  /** A name for programs that replaces the code's own, such as `InvalidHeartbeatTime`. */
  readonly type?: string | undefined;
  /** Name of the parameter that is wrong, as documented, never as sent. */
  readonly parameter?: string | undefined;
  /** Whole seconds, at least 1, after which another try makes sense. */
  readonly retryAfterSeconds?: number | undefined;
  /** Facts for the log; they never reach the asker. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
};

/**
 * An expected refusal: bad input, no key, an unknown project, a full disk. Everything else that is thrown is a bug.
 *
 * The message is a sentence that the asker reads, so it holds nothing that was sent, no key and no path of the server;
 * such facts go to `details` or `cause`.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly short: string | undefined;
  readonly type: string | undefined;
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.short = options.short;
    this.type = options.type;
    this.parameter = options.parameter;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
  }
}
