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
