// Commands that work on a whole history while editors go on posting to the server.
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import { write } from "bun";
import { ask, expectHealthy, hasBinary, hearth, newKey, type Running, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const HISTORY = 45_000;
/** An editor in a hurry. */
const PAUSE_MS = 10;
/** Longer than one way of counting joins, shorter than the other. */
const GAP_SECONDS = 300;
/** 2025-06-01T00:00:00Z */
const START = 1_748_736_000;

type Told = { readonly count: number; readonly seconds: number };

const folder = temporaryFolder();
const dump = join(folder.path, "history.json");
const directory = join(folder.path, "data");
let server: Running & { readonly base: string };
let key: string;
/** Heartbeats at START + n × GAP for every n below; those of the dump come first. */
let stored = HISTORY;

function heartbeat(n: number): object {
  return { entity: `/home/ada/${n % 50}.ts`, project: `project-${n % 7}`, time: START + n * GAP_SECONDS };
}

async function told(): Promise<Told> {
  const response = await ask(server.base, key, "/api/v1/my/heartbeats?limit=1");
  const { total_count: count, total_seconds: seconds } = (await response.json()) as Record<string, number>;
  return { count: count ?? 0, seconds: seconds ?? 0 };
}

/**
 * Runs a command, and until it ends posts one heartbeat after the other and asks for the totals after each. Returns
 * what was told, with the number of heartbeats that had been answered with 201 by then, and the slowest round in ms.
 */
async function beside(args: readonly string[]): Promise<{ seen: readonly Told[]; out: string; slowestMs: number }> {
  let isDone = false;
  const command = hearth([...args, "--data-dir", directory]).finally(() => {
    isDone = true;
  });
  const seen: Told[] = [];
  let slowestMs = 0;
  while (!isDone) {
    const startMs = performance.now();
    const posted = await ask(server.base, key, "/api/v1/users/current/heartbeats", heartbeat(stored));
    expect(posted.status).toBe(201);
    await posted.arrayBuffer();
    stored++;
    seen.push(await told());
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
    await Bun.sleep(PAUSE_MS);
  }
  const { code, out, err } = await command;
  expect({ code, err: err.replace(/^changed user 1 \(.*\)\n$/, "") }).toEqual({ code: 0, err: "" });
  console.log(`${args[0]} beside ${seen.length} posts, the slowest with its question ${slowestMs.toFixed(0)} ms`);
  return { seen, out, slowestMs };
}

beforeAll(async () => {
  if (!hasBinary) return;
  await write(dump, JSON.stringify(Array.from({ length: HISTORY }, (_, n) => heartbeat(n))));
  key = await newKey(directory);
  server = await serving(directory);
});

afterAll(async () => {
  await server?.stop();
  folder[Symbol.dispose]();
});

describe("beside a server that takes heartbeats", () => {
  testBinary("an import adds its history to what is posted meanwhile, and nothing twice", async () => {
    const { seen, slowestMs } = await beside(["import", dump]);
    expect(seen.length).toBeGreaterThan(3);
    expect(slowestMs).toBeLessThan(1_000);
    const counts = seen.map(({ count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(await told()).toEqual({ count: stored, seconds: (stored - 1) * 120 });
    const { out } = await beside(["import", dump]);
    expect(out).toMatch(/new +0\n +known +45,000\n/);
    expect(await told()).toEqual({ count: stored, seconds: (stored - 1) * 120 });
  });

  testBinary("a rebuild shows at every moment the right totals", async () => {
    const before = stored;
    const { seen, slowestMs } = await beside(["rebuild"]);
    expect(slowestMs).toBeLessThan(1_000);
    expect(seen).toEqual(seen.map((_, i) => ({ count: before + i + 1, seconds: (before + i) * 120 })));
  });

  testBinary("a new way of counting is either not there yet or there for all history", async () => {
    const before = stored;
    const { seen, slowestMs } = await beside(["user", "set", "--preset", "wakatime"]);
    expect(slowestMs).toBeLessThan(1_000);
    const isNew = seen.map(({ seconds }, i) => seconds === (before + i) * GAP_SECONDS);
    expect(seen).toEqual(
      seen.map((_, i) => ({ count: before + i + 1, seconds: (before + i) * (isNew[i] ? GAP_SECONDS : 120) })),
    );
    expect(isNew).toEqual([...isNew].sort((a, b) => Number(a) - Number(b)));
    expect(await told()).toEqual({ count: stored, seconds: (stored - 1) * GAP_SECONDS });
  });

  testBinary("settings of a user count at once", async () => {
    const bar = async () => {
      const response = await ask(server.base, key, "/api/v1/users/current/statusbar/today");
      return ((await response.json()) as { data: { range: { timezone: string } } }).data.range.timezone;
    };
    const status = async () => (await fetch(`${server.base}/api/v1/users/1/stats`)).status;
    for (const [zone, isPublic, expected] of [
      ["Asia/Kathmandu", "on", 200],
      ["America/St_Johns", "off", 404],
    ] as const) {
      await beside(["user", "set", "--timezone", zone, "--public", isPublic]);
      expect([await bar(), await status()]).toEqual([zone, expected]);
    }
  });

  testBinary("a doctor finds nothing wrong, and keeps nobody waiting", async () => {
    const { slowestMs } = await beside(["doctor"]);
    expect(slowestMs).toBeLessThan(1_000);
    await expectHealthy(directory);
  });
});
