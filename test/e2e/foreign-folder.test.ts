import { afterAll, beforeAll, expect } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { write } from "bun";
import manifest from "../../package.json" with { type: "json" };
import { ask, hearth, newKey, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Everything that a folder may hold which a program built with Bun could fall for. */
const traps = {
  ".env": "HEARTH_PORT=9\nHEARTH_LOG_LEVEL=debug\nHEARTH_DATA_DIR=/tmp/trapped\nPORT=9\nBUN_PORT=9\n",
  ".env.local": "HEARTH_PORT=10\n",
  ".env.production": "HEARTH_PORT=11\n",
  "bunfig.toml": 'preload = ["./preload.ts"]\n[serve]\nport = 9\n',
  "preload.ts": 'console.log("trapped"); require("node:fs").writeFileSync("trapped", "");\n',
  "package.json": '{ "name": "trapped", "version": "9.9.9", "type": "commonjs" }\n',
  "tsconfig.json": '{ "compilerOptions": { "jsxImportSource": "trapped" } }\n',
  "config.toml": "port = 12\n",
  "worker.ts": 'throw new Error("trapped");\n',
  "worker.js": 'throw new Error("trapped");\n',
  "web/index.html": "trapped",
  "migrations/meta/_journal.json": "{}",
  "node_modules/elysia/index.js": 'throw new Error("trapped");\n',
  "hearth.db": "trapped",
};

const folder = temporaryFolder();
let contents: string[];

beforeAll(async () => {
  for (const [name, text] of Object.entries(traps)) await write(join(folder.path, name), text);
  contents = readdirSync(folder.path, { recursive: true, encoding: "utf8" }).sort();
});

afterAll(() => folder[Symbol.dispose]());

function expectUntouched(): void {
  expect(readdirSync(folder.path, { recursive: true, encoding: "utf8" }).sort()).toEqual(contents);
}

const cwd = folder.path;

testBinary("the executable says its own version wherever it stands", async () => {
  const { code, out, err } = await hearth(["version"], { cwd });
  expect(out).toStartWith(`hearth ${manifest.version} (Bun ${manifest.packageManager.replace("bun@", "")}, SQLite `);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expectUntouched();
});

testBinary("no file of the folder it is started in changes a setting", async () => {
  const { code, out, err } = await hearth(["config", "--json"], { cwd });
  const sources = Object.values(JSON.parse(out) as Record<string, { source: string }>).map(({ source }) => source);
  expect(new Set(sources)).toEqual(new Set(["default"]));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expectUntouched();
});

testBinary("a server started there takes heartbeats, reads them in its worker and shows its own page", async () => {
  using data = temporaryFolder();
  const key = await newKey(data.path);
  await using server = await serving(data.path, [], { cwd, env: { PORT: "9", BUN_PORT: "9", NODE_PORT: "9" } });
  // So many that the spans are read in the worker.
  const heartbeats = Array.from({ length: 6_000 }, (_, i) => ({ entity: `${i % 9}.ts`, time: 1_750_000_000 + i * 10 }));
  expect((await ask(server.base, key, "/api/v1/users/current/heartbeats.bulk", heartbeats)).status).toBe(201);
  const spans = await ask(server.base, key, "/api/v1/users/my/heartbeats/spans");
  expect(await spans.json()).toEqual({
    spans: [{ start_time: 1_750_000_000, end_time: 1_750_059_990, duration: 59_990 }],
  });
  const page = await fetch(`${server.base}/`);
  expect(page.status).toBe(200);
  const text = await page.text();
  expect(text).toContain("<!doctype html>");
  expect(text).not.toContain("trapped");
  expect(await server.stop()).toBe(0);
  expect(server.err()).not.toContain("trapped");
  expectUntouched();
});
