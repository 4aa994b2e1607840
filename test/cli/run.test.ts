import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../src/app/errors.ts";
import type { Command, CommandInput } from "../../src/cli/command.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { runInProcess } from "../support/command-line.ts";

const KEY = "550e8400-e29b-41d4-a716-446655440000";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-cli-"));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** A table of one command, `try NAME`, that does what the test says. */
function trying(run: (input: CommandInput) => number | Promise<number>): { commands: Command[] } {
  const command: Command = {
    name: "try",
    summary: "try it",
    usage: "[NAME]",
    options: { deep: { type: "boolean", help: "deeply" } },
    examples: [],
    run: async (input) => await run(input),
  };
  return { commands: [command] };
}

test("a command gets its arguments, options, settings and surroundings, and gives the exit code", async () => {
  const seen: unknown[] = [];
  const ran = await runInProcess(["try", "it", "--deep", "--port", "80"], {
    ...trying(({ positionals, flags, config, environment, io }) => {
      seen.push(positionals, flags, config.port.value, environment.accountName, io.isTerminal);
      io.out("done");
      io.err("said");
      return 6;
    }),
    isTerminal: true,
  });
  expect(seen).toEqual([["it"], { deep: true, port: "80" }, 80, "ada", true]);
  expect(ran).toEqual({ code: 6, out: "done\n", err: "said\n" });
});

describe("what a command throws becomes one line and an exit code", () => {
  test.each([
    {
      name: "usage",
      error: new UsageError("bad name", "try another"),
      code: 2,
      err: "hearth: bad name; try another\n",
    },
    {
      name: "a refusal",
      error: new AppError("not_found", "there is no user bob"),
      code: 1,
      err: "hearth: there is no user bob\n",
    },
    { name: "a bug", error: new TypeError("x is not a function"), code: 1, err: "hearth: x is not a function\n" },
    { name: "several lines", error: new Error("one\n  two\nthree"), code: 1, err: "hearth: one two three\n" },
    { name: "a key", error: new Error(`no user for ${KEY}`), code: 1, err: "hearth: no user for [redacted]\n" },
    { name: "a text", error: "oops", code: 1, err: "hearth: oops\n" },
    {
      name: "the system",
      error: Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
      code: 8,
      err: "hearth: the disk is full, or the database has reached its size limit: ENOSPC: no space left on device, write\n",
    },
  ])("$name", async ({ error, code, err }) => {
    const ran = await runInProcess(
      ["try"],
      trying(() => {
        throw error;
      }),
    );
    expect(ran).toEqual({ code, out: "", err });
  });

  test("SQLite", async () => {
    const ran = await runInProcess(
      ["try"],
      trying(() => {
        const path = join(directory, "no-database");
        writeFileSync(path, "x".repeat(5000));
        new Database(path).query("SELECT * FROM sqlite_schema").all();
        return 0;
      }),
    );
    expect(ran).toEqual({
      code: 6,
      out: "",
      err: "hearth: the database is damaged or contradicts itself: file is not a database\n",
    });
  });
});

test("a rejected promise ends like a thrown error", async () => {
  const ran = await runInProcess(
    ["try"],
    trying(() => Promise.reject(new UsageError("late"))),
  );
  expect(ran).toEqual({ code: 2, out: "", err: "hearth: late\n" });
});

test("settings are read from the environment and the file on disk", async () => {
  const file = join(directory, "config.toml");
  writeFileSync(file, 'log-level = "debug"\nport = 1\n');
  const ran = await runInProcess(["config", "--json"], { env: { HEARTH_DATA_DIR: directory, HEARTH_PORT: "2" } });
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toEqual({
    port: { value: 2, source: "variable", name: "HEARTH_PORT" },
    host: { value: ["127.0.0.1", "::1"], source: "default" },
    "allow-host": { value: [], source: "default" },
    "data-dir": { value: directory, source: "variable", name: "HEARTH_DATA_DIR" },
    config: { value: file, source: "default" },
    "log-level": { value: "debug", source: "file", name: file },
    "log-format": { value: "text", source: "default" },
    "max-database-mb": { value: 0, source: "default" },
  });
});

test("hearth config shows a table of every setting, its value and its source", async () => {
  const ran = await runInProcess(["config", "--data-dir", "/x", "--allow-host", "a,b"]);
  expect(ran).toEqual({
    code: 0,
    err: "",
    out: [
      "setting          value          from",
      "port             4784           default",
      "host             127.0.0.1,::1  default",
      "allow-host       a,b            flag --allow-host",
      "data-dir         /x             flag --data-dir",
      "config           none           default",
      "log-level        info           default",
      "log-format       text           default",
      "max-database-mb  0              default",
      "",
    ].join("\n"),
  });
});

test("hearth config makes nothing in the data directory", async () => {
  const ran = await runInProcess(["config", "--data-dir", join(directory, "absent")]);
  expect(ran.code).toBe(0);
  expect(() => mkdirSync(join(directory, "absent"))).not.toThrow();
});

test("a wrong setting stops a command that reads settings, and no other", async () => {
  const env = { HEARTH_PORT: "none" };
  expect(await runInProcess(["config"], { env })).toEqual({
    code: 2,
    out: "",
    err: 'hearth: port (variable HEARTH_PORT): expected a whole number from 0 to 65535, got "none"\n',
  });
  expect((await runInProcess(["version"], { env })).code).toBe(0);
});

test("a config file that is a folder is a usage error when named, and an unusable directory when not", async () => {
  const broken = join(directory, "broken");
  mkdirSync(join(broken, "config.toml"), { recursive: true });
  chmodSync(broken, 0o700);
  expect((await runInProcess(["config", "--config", broken])).code).toBe(2);
  expect((await runInProcess(["config", "--data-dir", broken])).code).toBe(7);
});

test("hearth version, --version and -v say what runs, in one line", async () => {
  const ran = await runInProcess(["version"]);
  expect(ran.out).toMatch(/^hearth \d+\.\d+\.\d+ \(Bun \d+\.\d+\.\d+, SQLite 3\.\d+\.\d+, \w+ \w+\)\n$/);
  expect(await runInProcess(["--version"])).toEqual(ran);
  expect(await runInProcess(["-v"])).toEqual(ran);
});

test("hearth version --json is an object of versions", async () => {
  const ran = await runInProcess(["version", "--json"]);
  expect(Object.keys(JSON.parse(ran.out))).toEqual(["hearth", "bun", "sqlite", "platform"]);
});

test("a key typed as a command is not repeated", async () => {
  expect((await runInProcess([KEY])).err).not.toContain(KEY);
});
