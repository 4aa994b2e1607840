// From nothing: an empty directory, a first start at a terminal or without one, and how long it takes.
import { Database } from "bun:sqlite";
import { describe, expect } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { serve, spawn, spawnSync } from "bun";
import manifest from "../../package.json" with { type: "json" };
import { platformDataDirectory } from "../../src/data-directory.ts";
import { ask, BINARY, hearth, hearthOut, newKey, serving, startServing, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Runs a shell line at a terminal until `isReady`, then ends it in order; returns what the terminal showed. */
async function atTerminal(
  line: string,
  isReady: (shown: string) => boolean,
  work: (shown: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  let shown = "";
  const decoder = new TextDecoder();
  const child = spawn(["/bin/sh", "-c", `exec ${line}`], {
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: "/nonexistent" },
    terminal: {
      cols: 200,
      rows: 50,
      data(_terminal, bytes) {
        shown += decoder.decode(bytes, { stream: true }).replaceAll("\r\n", "\n");
      },
    },
  });
  try {
    while (!isReady(shown)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${shown}`);
      await Bun.sleep(2);
    }
    await work(shown);
  } finally {
    child.kill("SIGTERM");
    await child.exited;
  }
  return shown;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

describe("the first start", () => {
  testBinary("at a terminal shows how to connect, with a key that works, and the second one shows no key", async () => {
    using folder = temporaryFolder();
    const line = `${BINARY} serve --port 0 --data-dir ${folder.path}`;
    const isWhole = (text: string) => text.includes("heartbeat_rate_limit_seconds = 30\n");
    const shown = await atTerminal(line, isWhole, async (banner) => {
      const port = /serves http:\/\/localhost:(\d+)\n/.exec(banner)?.[1] ?? "";
      expect(banner).toStartWith(`hearth ${manifest.version} serves http://localhost:${port}\n`);
      expect(banner).toContain(`\n  data       ${folder.path}\n`);
      expect(banner).toContain("~/.wakatime.cfg");
      const key = /\n {2}api_key = (.*)\n/.exec(banner)?.[1] ?? "";
      expect(key).toMatch(new RegExp(`^${UUID.source}$`));
      const base = /\n {2}\[settings\]\n {2}api_url = (.*)\/api\/hackatime\/v1\n/.exec(banner)?.[1] ?? "";
      expect(base).toBe(`http://localhost:${port}`);
      const heartbeat = { entity: "a.ts", time: 1_750_000_000 };
      const posted = await ask(base, key, "/api/hackatime/v1/users/current/heartbeats", heartbeat);
      expect(posted.status).toBe(201);
      const bar = await ask(base, key, "/api/hackatime/v1/users/current/statusbar/today");
      expect(bar.status).toBe(200);
      expect(readFileSync(join(folder.path, "hearth.db")).includes(key)).toBe(false);
    });
    expect(shown.match(new RegExp(UUID, "g"))?.length).toBe(1);
    const again = await atTerminal(line, (text) => text.includes(folder.path));
    expect(again).not.toMatch(UUID);
    expect((await hearthOut(["key", "list", "--data-dir", folder.path])).split("\n").length).toBe(1);
  });

  testBinary("without a terminal says how to make a key and makes none", async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    expect(server.err()).toContain("hearth key create NAME\n");
    expect(await server.stop()).toBe(0);
    expect(server.err()).not.toMatch(UUID);
    expect(await hearthOut(["key", "list", "--data-dir", folder.path])).toBe("");
  });

  testBinary("writes no key into a file, though the rest is at a terminal", async () => {
    using folder = temporaryFolder();
    const log = join(folder.path, "log");
    const line = `${BINARY} serve --port 0 --data-dir ${folder.path}/data`;
    const written = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
    const shown = await atTerminal(`${line} 2> ${log}`, () => /to connect|rate_limit/.test(written()));
    expect(`${shown}${written()}`).not.toMatch(UUID);
  });
});

describe("an empty directory", () => {
  testBinary.each([
    { name: "key list", args: ["key", "list"] },
    { name: "key create", args: ["key", "create", "laptop"] },
    { name: "user list", args: ["user", "list"] },
    { name: "rebuild", args: ["rebuild"] },
    { name: "doctor", args: ["doctor"] },
  ])("gets a database and a user from hearth $name, and nothing else", async ({ args }) => {
    using folder = temporaryFolder();
    const directory = join(folder.path, "new/data");
    expect(await hearth([...args, "--data-dir", directory])).toMatchObject({ code: 0 });
    expect(readdirSync(directory)).toEqual(["hearth.db"]);
    // Asked of the system: nothing in the environment says it.
    const account = spawnSync(["id", "-un"]).stdout.toString().trim();
    using database = new Database(join(directory, "hearth.db"), { readonly: true });
    expect(database.query("SELECT name, is_admin, is_public, password_hash FROM users").all()).toEqual([
      { name: account, is_admin: 1, is_public: 0, password_hash: null },
    ]);
    expect(database.query("SELECT count(*) FROM api_keys").values()).toEqual([[args[1] === "create" ? 1 : 0]]);
    expect(database.query("SELECT count(*) FROM heartbeats").values()).toEqual([[0]]);
  });

  testBinary.each([
    { account: "ada", user: "ada" },
    { account: "HOME\\ada lovelace", user: "HOMEadalovelace" },
    { account: "1000", user: "owner" },
    { account: "current", user: "owner" },
  ])("names its user after the account $account: $user", async ({ account, user }) => {
    using folder = temporaryFolder();
    await newKey(folder.path, "laptop", { env: { USER: account } });
    using database = new Database(join(folder.path, "hearth.db"), { readonly: true });
    expect(database.query("SELECT name FROM users").values()).toEqual([[user]]);
  });

  testBinary("is the platform's when none is named, wherever the program is started", async () => {
    using home = temporaryFolder();
    await hearthOut(["key", "list"], { env: { HOME: home.path }, cwd: "/tmp" });
    const directory = platformDataDirectory({ platform: process.platform, homeDirectory: home.path, env: {} }) ?? "";
    expect(readdirSync(directory)).toEqual(["hearth.db"]);
  });

  testBinary("and everything in it is its owner's alone, whatever the account's mask allows", async () => {
    using folder = temporaryFolder();
    const directory = join(folder.path, "new/data");
    const open = ["sh", "-c", 'umask 000; exec "$0" "$@"'];
    await using server = startServing(directory, [], { prefix: open });
    const key = await hearthOut(["key", "create", "laptop", "--data-dir", directory]);
    const heartbeat = { entity: "a.ts", time: 1_750_000_000 };
    await ask(await server.url, key, "/api/v1/users/current/heartbeats", heartbeat);
    const modes = Object.fromEntries(readdirSync(directory).map((name) => [name, mode(join(directory, name))]));
    expect(modes).toEqual({
      "hearth.db": "600",
      "hearth.db-shm": "600",
      "hearth.db-wal": "600",
      "hearth.lock": "600",
      "server.json": "600",
    });
    expect([mode(directory), mode(join(folder.path, "new"))]).toEqual(["700", "700"]);
  });
});

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe("a relative data directory", () => {
  testBinary("is below the folder the program is started in", async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "here"));
    await hearthOut(["key", "list", "--data-dir", "data"], { cwd: join(folder.path, "here") });
    expect(readdirSync(join(folder.path, "here/data"))).toEqual(["hearth.db"]);
  });
});

const STARTS = 11;

testBinary(`from start to first answer takes less than a second, the median of ${STARTS} told`, async () => {
  using folder = temporaryFolder();
  await hearthOut(["key", "create", "laptop", "--data-dir", folder.path]);
  const taken: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const probe = serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
    const { port } = probe;
    await probe.stop(true);
    const startMs = performance.now();
    await using _server = startServing(folder.path, ["--port", String(port)]);
    for (let status = 0; status !== 200; ) {
      try {
        status = (await fetch(`http://127.0.0.1:${port}/api/health`)).status;
      } catch {
        await Bun.sleep(1);
      }
    }
    taken.push(performance.now() - startMs);
  }
  const median = taken.sort((a, b) => a - b)[STARTS >> 1] ?? 0;
  console.log(`start to first answer: median ${median.toFixed(0)} ms, slowest ${taken.at(-1)?.toFixed(0)} ms`);
  expect(median).toBeLessThan(1_000);
});
