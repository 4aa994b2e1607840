import { describe, expect, test } from "bun:test";
import { parseCommandLine } from "../../src/cli/arguments.ts";
import type { Command } from "../../src/cli/command.ts";
import { UsageError } from "../../src/cli/usage.ts";

function command(name: string, usage: string, options: Command["options"] = {}): Command {
  return { name, summary: "do it", usage, options, examples: [], run: () => Promise.resolve(0) };
}

const commands = [
  command("serve", ""),
  command("key create", "NAME", { scope: { type: "string", help: "" }, json: { type: "boolean", help: "" } }),
  command("key list", "[USER]"),
  command("import", "FILE [FILE...]"),
];

/** What a line asks for, in short. */
function asked(line: string): unknown {
  const call = parseCommandLine(line.split(" ").filter(Boolean), commands);
  return call.asks === "run" ? [call.command.name, call.flags, call.positionals] : call;
}

describe("a line names its command, options and arguments", () => {
  test.each([
    { line: "", is: ["serve", {}, []] },
    { line: "--port 80", is: ["serve", { port: "80" }, []] },
    { line: "serve --port=80", is: ["serve", { port: "80" }, []] },
    { line: "--port 80 serve", is: ["serve", { port: "80" }, []] },
    { line: "--port 80 --port 81", is: ["serve", { port: "81" }, []] },
    { line: "--port=-1", is: ["serve", { port: "-1" }, []] },
    { line: "--allow-host a --allow-host b,c --host h", is: ["serve", { "allow-host": "a,b,c", host: "h" }, []] },
    { line: "key create laptop", is: ["key create", {}, ["laptop"]] },
    { line: "key --data-dir d create laptop --json", is: ["key create", { "data-dir": "d", json: true }, ["laptop"]] },
    { line: "key create --scope read laptop", is: ["key create", { scope: "read" }, ["laptop"]] },
    { line: "key create -- --json", is: ["key create", {}, ["--json"]] },
    { line: "key create create", is: ["key create", {}, ["create"]] },
    { line: "key list", is: ["key list", {}, []] },
    { line: "key list ada", is: ["key list", {}, ["ada"]] },
    { line: "import a b c", is: ["import", {}, ["a", "b", "c"]] },
    { line: "--help", is: { asks: "help", words: [] } },
    { line: "-h", is: { asks: "help", words: [] } },
    { line: "key --help", is: { asks: "help", words: ["key"] } },
    { line: "key create --help", is: { asks: "help", words: ["key", "create"] } },
    { line: "--help import", is: { asks: "help", words: ["import"] } },
    { line: "import a.json -h", is: { asks: "help", words: ["import"] } },
    { line: "--version", is: { asks: "version" } },
    { line: "-v", is: { asks: "version" } },
  ])("hearth $line", ({ line, is }) => {
    expect<unknown>(asked(line)).toEqual(is);
  });
});

describe("a line that makes no sense says why and what to try", () => {
  test.each([
    { line: "sevre", is: 'there is no command "sevre"; did you mean serve?' },
    { line: "frobnicate", is: 'there is no command "frobnicate"; --help lists the commands' },
    { line: "key", is: "key is not a command by itself; one of these must follow: create, list" },
    { line: "key crate x", is: 'there is no command "key crate"; did you mean key create?' },
    { line: "--prot 80", is: "there is no option --prot; did you mean --port?" },
    { line: "serve --frobnicate", is: "there is no option --frobnicate; --help lists the options" },
    { line: "serve -x", is: "there is no option -x; --help lists the options" },
    { line: "serve --scope read", is: "there is no option --scope; --help lists the options" },
    { line: "serve --no-help", is: "there is no option --no-help; did you mean --help?" },
    { line: "--port", is: "--port needs a value; write --port=VALUE" },
    { line: "--port --host a", is: "--port needs a value; write --port=VALUE" },
    { line: "key create x --json=1", is: "--json takes no value" },
    { line: "key create", is: "key create needs NAME; usage: hearth key create NAME" },
    { line: "import", is: "import needs FILE; usage: hearth import FILE [FILE...]" },
    { line: "serve now", is: 'serve does not take the argument "now"; hearth serve --help' },
    { line: "key list ada bob", is: 'key list does not take the argument "bob"; hearth key list --help' },
  ])("hearth $line", ({ line, is }) => {
    let error: unknown;
    try {
      asked(line);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    const { message, hint } = error as UsageError;
    expect(hint === undefined ? message : `${message}; ${hint}`).toBe(is);
  });
});
