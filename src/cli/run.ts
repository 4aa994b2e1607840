import { readFileSync } from "node:fs";
import { AppError } from "../app/errors.ts";
import { type EffectiveConfig, effectiveConfig } from "../config.ts";
import { NewerDatabaseError } from "../db/database.ts";
import { redact } from "../log.ts";
import { parseCommandLine } from "./arguments.ts";
import type { Command, Environment, Flags, Io } from "./command.ts";
import { type ExitName, exitCodes, exitOf } from "./exit-codes.ts";
import { helpText } from "./help.ts";
import { UsageError } from "./usage.ts";
import { versionCommand } from "./version.ts";

/**
 * Runs what the arguments (without the program's own name) ask for and returns the exit code.
 * Whatever is thrown becomes one line on standard error, without secrets, and its exit code; it never throws.
 */
export async function runCommandLine(
  args: readonly string[],
  commands: readonly Command[],
  environment: Environment,
  io: Io,
): Promise<number> {
  try {
    const call = parseCommandLine(args, commands);
    if (call.asks === "help") {
      io.out(helpText(call.words, commands));
      return exitCodes.ok.code;
    }
    const { command, flags, positionals } =
      call.asks === "version" ? { command: versionCommand, flags: {}, positionals: [] } : call;
    let config: EffectiveConfig | undefined;
    return await command.run({
      positionals,
      flags,
      get config() {
        config ??= configOf(flags, environment);
        return config;
      },
      environment,
      io,
    });
  } catch (error) {
    const name = exitOf(error);
    io.err(`hearth: ${redact(failureText(error, name))}`);
    return exitCodes[name].code;
  }
}

function configOf(flags: Flags, environment: Environment): EffectiveConfig {
  const { env, platform, homeDirectory, workingDirectory } = environment;
  return effectiveConfig({ flags, env, platform, homeDirectory, workingDirectory, readFile });
}

/** The text of a file, or undefined when there is none at the path. */
function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** One line about a failure. The words of the system and of SQLite, which say what but not what for, follow a plain meaning. */
function failureText(error: unknown, name: ExitName): string {
  if (error instanceof UsageError) return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const saysAll = error instanceof AppError || error instanceof NewerDatabaseError;
  const isPlain = saysAll || (name === "failure" && code === undefined);
  const text = isPlain ? error.message : `${exitCodes[name].meaning}: ${error.message}`;
  return text.replace(/\s*\n\s*/g, " ");
}
