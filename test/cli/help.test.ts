import { describe, expect, test } from "bun:test";
import { parseCommandLine } from "../../src/cli/arguments.ts";
import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { helpText } from "../../src/cli/help.ts";
import { settings } from "../../src/config.ts";
import { runInProcess } from "../support/command-line.ts";

test("the help of the program names every command, setting, variable and exit code", () => {
  const text = helpText([], commands);
  for (const { name, summary } of commands) {
    expect(text).toContain(`  ${name}`);
    expect(text.replace(/\s+/g, " ")).toContain(summary);
  }
  for (const { name, env } of Object.values(settings)) {
    expect(text).toContain(`--${name} `);
    expect(text).toContain(env);
  }
  for (const { code, meaning } of Object.values(exitCodes))
    expect(text.replace(/ +/g, " ")).toContain(` ${code} ${meaning}`);
});

describe.each(commands.map((command) => ({ ...command })))("hearth $name", (command) => {
  test("has a help that names its options, arguments and examples, 80 columns wide", () => {
    const text = helpText(command.name.split(" "), commands);
    expect(text).toStartWith(`Usage: hearth ${command.name} ${command.usage}`.trim());
    for (const name of Object.keys(command.options)) expect(text).toContain(`--${name}`);
    for (const { line, does } of command.examples) {
      expect(parseCommandLine(line.split(" ").slice(1), commands)).toMatchObject({
        asks: "run",
        command: { name: command.name },
      });
      expect(text).toContain(`  ${line}\n      ${does}`);
    }
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("answers --help, -h and help alike, on standard output, without reading any setting", async () => {
    const words = command.name.split(" ");
    const bad = { env: { HEARTH_PORT: "none" } };
    const expected = { code: 0, out: `${helpText(words, commands)}\n`, err: "" };
    expect(await runInProcess([...words, "--help"], bad)).toEqual(expected);
    expect(await runInProcess(["-h", ...words], bad)).toEqual(expected);
    expect(await runInProcess(["help", ...words], bad)).toEqual(expected);
  });

  test("fits the table: verb first, no closing full stop, no option that hides a setting", () => {
    expect(command.name).toMatch(/^[a-z]+(?: [a-z]+)?$/);
    expect(command.summary).toMatch(/^[a-z].*[^.]$/);
    const taken = [...Object.values(settings).map(({ name }) => name), "help", "version"];
    for (const name of Object.keys(command.options)) expect(taken).not.toContain(name);
  });
});

test("the help of a command tells its own default of a setting, and that of no other command does", () => {
  expect(helpText(["demo"], commands).replace(/\s+/g, " ")).toContain("(HEARTH_PORT; default 4785)");
  for (const words of [[], ["serve"]])
    expect(helpText(words, commands).replace(/\s+/g, " ")).toContain("(HEARTH_PORT; default 4784)");
});

test("a word that begins several commands shows their list", () => {
  const row = (name: string): Command => ({
    name,
    summary: `do ${name}`,
    usage: "NAME",
    options: {},
    examples: [],
    run: () => Promise.resolve(0),
  });
  const text = helpText(["key"], [row("key create"), row("key revoke"), row("serve")]);
  expect(text).toContain("key create NAME  do key create");
  expect(text).toContain("key revoke NAME  do key revoke");
  expect(text).not.toContain("serve");
});

test("help for a command that does not exist is refused with the nearest name", async () => {
  expect(await runInProcess(["help", "confg"])).toEqual({
    code: 2,
    out: "",
    err: 'hearth: there is no command "confg"; did you mean config?\n',
  });
});
