import { writeSync } from "node:fs";
import { homedir } from "node:os";
import { sleepSync, spawnSync } from "bun";
import type { Environment, Io } from "./cli/command.ts";
import { commands } from "./cli/commands.ts";
import { exitCodes } from "./cli/exit-codes.ts";
import { isTerminal, standardInput } from "./cli/input.ts";
import { runCommandLine } from "./cli/run.ts";
import { redact } from "./log.ts";

const io: Io = {
  out: (text) => {
    // A reader that went away, as in `hearth help | head -1`, has what it wanted.
    if (writeFault(1, text) === "EPIPE") process.exit(exitCodes.ok.code);
  },
  err: (text) => {
    // A log that nobody can write is no reason to stop serving.
    writeFault(2, text);
  },
  get isTerminal() {
    return isTerminal(2);
  },
};

/** Within it a second signal is the first one, told again. */
const TOLD_TWICE_MS = 1_000;

const environment: Environment = {
  env: process.env,
  platform: process.platform,
  homeDirectory: homedir(),
  workingDirectory: process.cwd(),
  get accountName() {
    return accountName();
  },
  now: Date.now,
  input: standardInput(),
  stopSignal: stopSignal(),
  atExit: (work) => void process.once("exit", work),
};

process.on("uncaughtException", crash);
process.on("unhandledRejection", crash);

const code = await runCommandLine(process.argv.slice(2), commands, environment, io);
// Exits even if something forgot to stop: the command says when the program is done.
process.exit(code);

/**
 * Writes a line to a file descriptor, whole, before it returns: the streams of `process` lose what is still in them at exit.
 * Returns the code of the fault when there is nobody to read or, on standard error, nowhere to write.
 */
function writeFault(descriptor: 1 | 2, text: string): string | undefined {
  let left = Buffer.from(`${text}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(descriptor, left));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") sleepSync(1);
      else if (code === "EPIPE" || descriptor === 2) return code;
      else throw error;
    }
  }
  return undefined;
}

/** The name of the account. The runtime knows only the variables that a login sets; a service or a job may have none. */
function accountName(): string {
  const { env, platform } = process;
  const named = env["USER"] || env["LOGNAME"] || env["USERNAME"];
  if (named || platform === "win32") return named ?? "";
  try {
    return spawnSync(["id", "-un"], { stdin: "ignore", stderr: "ignore" }).stdout.toString().trim();
  } catch {
    // A container without the program.
    return "";
  }
}

/**
 * The function that installs the handlers when it is first called; until then the system's default, death, holds. The
 * first signal asks for an orderly end. A later one ends the program at once, but not within a second: a terminal tells
 * all programs in front, and some of them, `bun run` and `timeout`, tell those that they started once more.
 */
function stopSignal(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller !== undefined) return controller.signal;
    const stopping = new AbortController();
    controller = stopping;
    let firstMs: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        firstMs ??= performance.now();
        if (performance.now() - firstMs > TOLD_TWICE_MS) process.exit(exitCodes.failure.code);
        stopping.abort(signal);
      });
    }
    return stopping.signal;
  };
}

/** A bug that no edge caught: one line without secrets, then the end, because nothing is known of the state any more. */
function crash(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`hearth: this is a bug in hearth: ${redact(text).replace(/\s*\n\s*/g, " ")}`);
  process.exit(exitCodes.failure.code);
}
