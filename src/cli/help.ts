import { type Config, settings } from "../config.ts";
import { unknownCommand } from "./arguments.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

/** Columns of a terminal that help texts are wrapped to. */
const WIDTH = 80;

/** The command `help`, which shows what `--help` shows. `commands` is asked when it runs, because it is itself one of them. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    name: "help",
    summary: "show how to use hearth or one of its commands",
    usage: "[COMMAND...]",
    options: {},
    examples: [{ line: "hearth help serve", does: "everything about serving" }],
    run: ({ positionals, io }) => {
      io.out(helpText(positionals, commands()));
      return Promise.resolve(exitCodes.ok.code);
    },
  };
}

/**
 * The help for a command, for all commands that begin with a word, or, without words, for the program; without a last line end.
 * Throws UsageError when the words name nothing.
 */
export function helpText(words: readonly string[], commands: readonly Command[]): string {
  if (words.length === 0) return programHelp(commands);
  const name = words.join(" ");
  const command = commands.find((each) => each.name === name);
  if (command !== undefined) return commandHelp(command);
  const family = commands.filter((each) => each.name.startsWith(`${name} `));
  if (family.length === 0) throw unknownCommand(words, commands);
  return [
    `Usage: hearth ${name} COMMAND [OPTION...]`,
    "",
    `Commands; hearth ${name} COMMAND --help tells more about one:`,
    commandList(family),
  ].join("\n");
}

function programHelp(commands: readonly Command[]): string {
  return [
    "hearth keeps the time you spend coding: editors send it, you read it.",
    "",
    "Usage: hearth [COMMAND] [OPTION...]",
    "",
    "Without a command it serves. hearth COMMAND --help tells more about one.",
    "",
    "Commands:",
    commandList(commands),
    "",
    "Options of every command, each with its variable:",
    columns(settingRows()),
    "",
    "Exit codes:",
    columns(Object.values(exitCodes).map(({ code, meaning }) => [`${code}`, meaning])),
  ].join("\n");
}

function commandList(commands: readonly Command[]): string {
  return columns(commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary]));
}

function commandHelp(command: Command): string {
  const own = Object.entries(command.options).map(([name, { type, placeholder, help }]): [string, string] => [
    type === "string" ? `--${name} ${placeholder ?? "VALUE"}` : `--${name}`,
    help,
  ]);
  return [
    `Usage: ${["hearth", command.name, command.usage, "[OPTION...]"].filter((part) => part !== "").join(" ")}`,
    "",
    ...wrapped(`${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`, WIDTH),
    ...(own.length > 0 ? ["", "Options:", columns(own)] : []),
    "",
    "Options of every command, each with its variable:",
    columns(settingRows(command.defaults)),
    ...(command.examples.length > 0
      ? ["", "Examples:", ...command.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`])]
      : []),
  ].join("\n");
}

function settingRows(defaults: Command["defaults"] = {}): [string, string][] {
  const rows = Object.entries(settings).map(([key, setting]): [string, string] => {
    const value = defaults[key as keyof Config] ?? setting.default;
    const standard = value === "" ? "" : `; default ${value}`;
    return [`--${setting.name} ${setting.placeholder}`, `${setting.help} (${setting.env}${standard})`];
  });
  return [...rows, ["-h, --help", "show this help"], ["-v, --version", "show the version"]];
}

/** Rows of two columns, indented; the right one is wrapped at spaces. */
function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const indent = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows
    .map(([left, right]) => {
      const lines = wrapped(right, WIDTH - indent);
      return `  ${left}`.padEnd(indent) + lines.join(`\n${" ".repeat(indent)}`);
    })
    .join("\n");
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
