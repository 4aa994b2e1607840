import { AppError } from "../app/errors.ts";

/**
 * A command line, variable or config file that cannot be used as it was written.
 * It ends the program with the usage exit code and two lines at most: the message, then the hint.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to try instead, one line. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** Returns what `work` returns; a refusal of what was written on the command line becomes a usage error. */
export function refusedAsUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "invalid")
      throw new UsageError(cause.message, undefined, { cause });
    throw cause;
  }
}
