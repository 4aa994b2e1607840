import type { Command, Environment, Input, Io } from "../../src/cli/command.ts";
import { commands as allCommands } from "../../src/cli/commands.ts";
import { runCommandLine } from "../../src/cli/run.ts";

export type Ran = {
  readonly code: number;
  /** The lines written, line ends included. */
  readonly out: string;
  readonly err: string;
};

/** The input of a program that gets `text` and no more, sent or, on a terminal, typed. */
export function given(text: string, isTerminal = false): Input {
  const lines = text === "" ? [] : text.split(/(?<=\n)/);
  return { isTerminal, hidden: (work) => work(() => Promise.resolve(lines.shift()?.replace(/\r?\n$/, ""))) };
}

/**
 * What a command line does in this process: its exit code and everything it wrote. Nothing of this machine's account or
 * environment is seen: data goes to `/nonexistent` unless `--data-dir` or `env` says where. The clock stands at 2026-11-21.
 */
export async function runInProcess(
  args: readonly string[],
  options: { commands?: readonly Command[]; isTerminal?: boolean; io?: Partial<Io> } & Partial<Environment> = {},
): Promise<Ran> {
  const { commands = allCommands, isTerminal = false, io = {}, ...environment } = options;
  const written = { out: "", err: "" };
  const code = await runCommandLine(
    args,
    commands,
    {
      env: {},
      platform: "linux",
      homeDirectory: "/nonexistent",
      workingDirectory: "/nonexistent",
      accountName: "ada",
      now: () => Date.UTC(2026, 10, 21),
      input: given(""),
      stopSignal: () => new AbortController().signal,
      atExit: () => {},
      ...environment,
    },
    {
      out: (text) => {
        written.out += `${text}\n`;
      },
      err: (text) => {
        written.err += `${text}\n`;
      },
      isTerminal,
      ...io,
    },
  );
  return { code, ...written };
}
