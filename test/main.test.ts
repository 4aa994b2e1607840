import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { spawnSync } from "bun";

const main = join(import.meta.dir, "../src/main.ts");

/** The program run by a shell, so that it can be piped and redirected; the shell finds it as "$@". */
function shell(script: string, ...args: string[]): { code: number; out: string; err: string } {
  const ran = spawnSync(["/bin/sh", "-c", script, "sh", process.execPath, main, ...args], {
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", HEARTH_PORT: "81" },
  });
  return { code: ran.exitCode, out: ran.stdout.toString(), err: ran.stderr.toString() };
}

test("arguments, variables and exit code are those of the process", () => {
  expect(shell('exec "$@"', "config", "--host", "::1").out).toMatch(
    /port +81 +variable HEARTH_PORT\nhost +::1 +flag --host\n/,
  );
  expect(shell('exec "$@"', "confg")).toEqual({
    code: 2,
    out: "",
    err: 'hearth: there is no command "confg"; did you mean config?\n',
  });
});

describe("output", () => {
  test("reaches a pipe whole", () => {
    const piped = shell('"$@" | cat', "help");
    expect(piped.out).toBe(shell('exec "$@"', "help").out);
    expect(piped.out).toEndWith("before it was done\n");
  });

  test("to a reader that has left is no failure", () => {
    expect(shell('{ "$@"; echo $? >&2; } | true', "help").err).toBe("0\n");
  });

  test("that the disk has no room for is one", () => {
    const full = shell('exec "$@" > /dev/full', "help");
    expect(full.code).toBe(8);
    expect(full.err).toContain("the disk is full");
  });

  test("on a standard error that nobody can write changes nothing", () => {
    expect(shell('exec "$@" 2> /dev/full', "confg").code).toBe(2);
    expect(shell('exec "$@" 2>&-', "confg").code).toBe(2);
  });
});
