import type { Config, EffectiveConfig } from "../config.ts";

/** An option that one command has besides the settings, which every command takes. */
export type CommandOption = {
  /** string takes a value, boolean none. */
  readonly type: "string" | "boolean";
  /** What stands for the value of a string option in help texts. */
  readonly placeholder?: string;
  readonly help: string;
};

/** The options given, by name: the text of a string option, true for a boolean one. */
export type Flags = Readonly<Record<string, string | true | undefined>>;

/** Where a command writes. Both add the line end. */
export type Io = {
  /** Standard output: what was asked for, and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: everything that is said about it. */
  readonly err: (text: string) => void;
  /** True when a person reads the standard error: only then is progress worth a line, and may a key be shown there. */
  readonly isTerminal: boolean;
};

/** Returns the next line without its end; undefined at the end of the input, and when the person gave up with Ctrl-C. */
export type NextLine = () => Promise<string | undefined>;

/** What is typed or sent to a command. */
export type Input = {
  /** True when a person types. */
  readonly isTerminal: boolean;
  /**
   * Runs `work` with a function for the next line, and returns what it returns. From its beginning to its end nothing
   * that is typed on a terminal is shown.
   */
  readonly hidden: <T>(work: (nextLine: NextLine) => Promise<T>) => Promise<T>;
};

/** What a command may know about the machine and the process. */
export type Environment = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As in `process.platform`. */
  readonly platform: string;
  /** Absolute path; empty when the account has none. */
  readonly homeDirectory: string;
  /** Absolute path. */
  readonly workingDirectory: string;
  /** Name of the account that runs the program; the first user is named after it. */
  readonly accountName: string;
  /** Returns now, epoch milliseconds. */
  readonly now: () => number;
  /** The standard input; nothing is read before a command asks. */
  readonly input: Input;
  /**
   * Returns the signal that aborts when the program is asked to stop. From the first call on, the command must end by itself:
   * before it, SIGINT and SIGTERM end the process at once, and after it another one does, a second or more later.
   */
  readonly stopSignal: () => AbortSignal;
  /** Has some work done when the program ends, however it comes to that; the work must not wait for anything. */
  readonly atExit: (work: () => void) => void;
};

export type CommandInput = {
  /** The arguments after the command's name, as many as `usage` says. */
  readonly positionals: readonly string[];
  readonly flags: Flags;
  /** Read when first asked for, so that a command that does not ask works with a broken config file. Throws UsageError. */
  readonly config: EffectiveConfig;
  readonly environment: Environment;
  readonly io: Io;
};

/** One row of the table of commands. */
export type Command = {
  /** One or two words: `serve`, `key create`. */
  readonly name: string;
  /** What it does, in half a line that starts with a verb. */
  readonly summary: string;
  /** Its arguments, which are also checked: `NAME` must be given, `[NAME]` may be, `[NAME...]` any number. Empty for none. */
  readonly usage: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Defaults of settings that are others than usual, as a user would write them. */
  readonly defaults?: Readonly<Partial<Record<keyof Config, string>>>;
  /** Whole command lines with what they do. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  /** Does the work and returns the exit code; throws UsageError, AppError or a fault, which become their exit codes. */
  readonly run: (input: CommandInput) => Promise<number>;
};
