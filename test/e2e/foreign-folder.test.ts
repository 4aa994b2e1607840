import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync, write } from "bun";
import manifest from "../../package.json" with { type: "json" };
import { executable } from "../support/executable.ts";

/** Everything that a folder may hold which a program built with Bun could fall for. */
const traps = {
  ".env": "HEARTH_PORT=9\nHEARTH_LOG_LEVEL=debug\nHEARTH_DATA_DIR=/tmp/trapped\n",
  ".env.local": "HEARTH_PORT=10\n",
  ".env.production": "HEARTH_PORT=11\n",
  "bunfig.toml": 'preload = ["./preload.ts"]\n',
  "preload.ts": 'console.log("trapped");\n',
  "package.json": '{ "name": "trapped", "version": "9.9.9", "type": "commonjs" }\n',
  "tsconfig.json": '{ "compilerOptions": { "jsxImportSource": "trapped" } }\n',
  "config.toml": "port = 12\n",
  "web/index.html": "trapped",
};

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-traps-"));
  for (const [name, text] of Object.entries(traps)) await write(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { code: number; out: string; err: string } {
  const ran = spawnSync([executable(), ...args], { cwd: folder, env: { HOME: "/nonexistent" } });
  return { code: ran.exitCode, out: ran.stdout.toString(), err: ran.stderr.toString() };
}

test("the executable says its own version wherever it stands", () => {
  const { code, out, err } = run("version");
  expect(out).toStartWith(`hearth ${manifest.version} (Bun ${manifest.packageManager.replace("bun@", "")}, SQLite `);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("no file of the folder it is started in changes a setting", () => {
  const { code, out, err } = run("config", "--json");
  const sources = Object.values(JSON.parse(out) as Record<string, { source: string }>).map(({ source }) => source);
  expect(new Set(sources)).toEqual(new Set(["default"]));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("nothing is left in that folder", () => {
  run("version");
  expect(readdirSync(folder, { recursive: true }).length).toBe(Object.keys(traps).length + 1);
});
