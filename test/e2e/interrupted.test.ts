// Ctrl-C in the middle of a command that goes through a whole history.
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { spawn, write } from "bun";
import { BINARY, expectHealthy, hasBinary, hearth, newKey, type Ran, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const HISTORY = 60_000;
/** 2025-06-01T00:00:00Z */
const START = 1_748_736_000;

const folder = temporaryFolder();
const dump = join(folder.path, "history.json");
const directory = join(folder.path, "data");
const exports = join(folder.path, "exports");

/** Begins a command, sends it a signal as soon as it is in the middle of its work, and waits for its end. */
async function stopped(args: readonly string[], signal: NodeJS.Signals, isBusy: () => boolean): Promise<Ran> {
  const child = spawn([BINARY, ...args, "--data-dir", directory], {
    env: { PATH: process.env["PATH"], HOME: "/nonexistent" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  while (!isBusy() && child.exitCode === null) await Bun.sleep(1);
  child.kill(signal);
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

function stored(): number {
  const database = new Database(join(directory, "hearth.db"), { readonly: true });
  try {
    return database.query<{ n: number }, []>("SELECT count(*) AS n FROM heartbeats").get()?.n ?? 0;
  } finally {
    database.close();
  }
}

beforeAll(async () => {
  if (!hasBinary) return;
  const heartbeats = Array.from({ length: HISTORY }, (_, n) => ({
    entity: `/home/ada/${n % 50}.ts`,
    project: `project-${n % 7}`,
    time: START + n * 60,
  }));
  await write(dump, JSON.stringify(heartbeats));
  await newKey(directory);
  mkdirSync(exports);
});

afterAll(() => folder[Symbol.dispose]());

describe("a command that is stopped", () => {
  testBinary(
    "keeps what an import has read, says so, and goes on from there",
    async () => {
      for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
      ] as const) {
        const before = stored();
        expect(await stopped(["import", dump], signal, () => stored() > before)).toEqual({
          code,
          out: "",
          err: "hearth: stopped; what was read so far is kept, and the same command goes on from there\n",
        });
        expect(stored()).toBeGreaterThan(before);
        expect(stored()).toBeLessThan(HISTORY);
      }
      const { code, out } = await hearth(["import", dump, "--data-dir", directory]);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("60,000 heartbeats read") });
      expect(stored()).toBe(HISTORY);
      await expectHealthy(directory);
    },
    60_000,
  );

  testBinary(
    "leaves nothing of an export",
    async () => {
      const file = join(exports, "out.json");
      await hearth(["import", dump, "--data-dir", directory]);
      const isBusy = () => readdirSync(exports).length > 0;
      expect(await stopped(["export", file], "SIGINT", isBusy)).toEqual({
        code: 130,
        out: "",
        err: expect.stringMatching(/^hearth: stopped; [^\n]+ is as it was\n$/),
      });
      expect(existsSync(file)).toBe(false);
      expect(readdirSync(exports)).toEqual([]);
    },
    60_000,
  );
});
