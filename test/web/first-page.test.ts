import { expect, test } from "bun:test";
import { join } from "node:path";
import { spawnSync } from "bun";

const MAIN = join(import.meta.dir, "../../src/main.ts");

// Bun reads tsconfig.json where it is started: elsewhere each file of a page has to say for itself whose markup it is.
test("the program draws its pages wherever it is started", () => {
  const ran = spawnSync([process.execPath, MAIN, "version"], {
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: "/nonexistent" },
  });
  expect({ code: ran.exitCode, err: ran.stderr.toString() }).toEqual({ code: 0, err: "" });
});
