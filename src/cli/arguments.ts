import { parseArgs } from "node:util";
import { settings } from "../config.ts";
import type { Command, Flags } from "./command.ts";
import { nearestName } from "./nearest.ts";
import { UsageError } from "./usage.ts";

/** What a command line asks for. */
export type Call =
  | { readonly asks: "run"; readonly command: Command; readonly flags: Flags; readonly positionals: readonly string[] }
  | { readonly asks: "help"; readonly words: readonly string[] }
  | { readonly asks: "version" };

/** The option types that every command takes: the settings, `--help` and `--version`. */
const globalOptions: Readonly<Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>> = {
  ...Object.fromEntries(Object.values(settings).map(({ name }) => [name, { type: "string" } as const])),
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
};

const lists = new Set(
  Object.values(settings)
    .filter(({ kind }) => kind === "list")
    .map(({ name }) => name),
);

/** The command of a line that names none. */
const DEFAULT_COMMAND = "serve";

/**
 * What the arguments ask for. Options may stand anywhere, also before the command; after `--` everything is an argument.
 * Of a repeated option the last counts; a repeated list setting collects all.
 * Throws UsageError for an unknown command or option, with the nearest name as hint, and for values and arguments that are
 * missing or too many.
 */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): Call {
  const found = findCommand(args, commands);
  const { flags, positionals } = parseOptions(found.rest, { ...globalOptions, ...found.command?.options });
  if (flags["help"]) return { asks: "help", words: found.words };
  if (flags["version"]) return { asks: "version" };
  if (found.command === undefined) throw unknownCommand(found.words, commands);
  checkArguments(found.command, positionals);
  return { asks: "run", command: found.command, flags, positionals };
}

/** The command that a line names by its first one or two words, and the line without them. */
function findCommand(
  args: readonly string[],
  commands: readonly Command[],
): { command: Command | undefined; words: readonly string[]; rest: readonly string[] } {
  const at = wordPositions(args);
  const words = at.map((position) => args[position] ?? "");
  for (let count = words.length; count > 0; count--) {
    const name = words.slice(0, count).join(" ");
    const command = commands.find((each) => each.name === name);
    if (command === undefined) continue;
    const used = at.slice(0, count);
    return { command, words: words.slice(0, count), rest: args.filter((_, position) => !used.includes(position)) };
  }
  const command = words.length === 0 ? commands.find(({ name }) => name === DEFAULT_COMMAND) : undefined;
  // Unknown words are left out as well, so that a request for help beside them is still heard.
  return { command, words, rest: args.filter((_, position) => !at.includes(position)) };
}

/** Where the first two words stand that are neither options nor values of the settings' options. */
function wordPositions(args: readonly string[]): number[] {
  const positions: number[] = [];
  for (let position = 0; position < args.length && positions.length < 2; position++) {
    const arg = args[position] ?? "";
    if (arg === "--") break;
    if (!arg.startsWith("-")) positions.push(position);
    else if (globalOptions[arg.slice(2)]?.type === "string") position++;
  }
  return positions;
}

function parseOptions(
  args: readonly string[],
  options: Readonly<Record<string, { readonly type: "string" | "boolean" }>>,
): { flags: Flags; positionals: readonly string[] } {
  // Not strict: what strict mode would refuse is refused below, in our words.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const flags: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = options[name];
    if (option === undefined) {
      const nearest = nearestName(name, Object.keys(options));
      throw new UsageError(
        `there is no option ${rawName}`,
        nearest === undefined ? "--help lists the options" : `did you mean --${nearest}?`,
      );
    }
    if (option.type === "boolean") {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      flags[name] = true;
      continue;
    }
    // The next option is not a value, unless it was tied on with =.
    if (value === undefined || (!inlineValue && value.startsWith("-"))) {
      throw new UsageError(`${rawName} needs a value`, `write ${rawName}=VALUE`);
    }
    const before = flags[name];
    flags[name] = lists.has(name) && before !== undefined ? `${before},${value}` : value;
  }
  return { flags, positionals: positionals };
}

/** The error for words that name no command: what was meant, or which words could follow. */
export function unknownCommand(words: readonly string[], commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  const [first = DEFAULT_COMMAND] = words;
  const followers = names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1));
  if (words.length <= 1 && followers.length > 0) {
    return new UsageError(`${first} is not a command by itself`, `one of these must follow: ${followers.join(", ")}`);
  }
  const typed = followers.length > 0 ? words.join(" ") : first;
  const nearest = nearestName(typed, names);
  return new UsageError(
    `there is no command ${JSON.stringify(typed)}`,
    nearest === undefined ? "--help lists the commands" : `did you mean ${nearest}?`,
  );
}

function checkArguments(command: Command, positionals: readonly string[]): void {
  const wanted = command.usage.split(" ").filter((word) => word !== "");
  const needed = wanted.filter((word) => !word.startsWith("["));
  const missing = needed[positionals.length];
  if (missing !== undefined) {
    throw new UsageError(`${command.name} needs ${missing}`, `usage: hearth ${command.name} ${command.usage}`);
  }
  const surplus = wanted.some((word) => word.includes("...")) ? undefined : positionals[wanted.length];
  if (surplus !== undefined) {
    throw new UsageError(
      `${command.name} does not take the argument ${JSON.stringify(surplus)}`,
      `hearth ${command.name} --help`,
    );
  }
}
