// Asked to stop, the server finishes what it has begun, tidies up, and goes within five seconds.
import { Database } from "bun:sqlite";
import { describe, expect } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { spawn } from "bun";
import { ask, BINARY, expectHealthy, newKey, type Running, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const BULK_PATH = "/api/v1/users/current/heartbeats.bulk";
const BODY = '{"entity":"slow.ts","time":1750000000.5}';

/** A request on a socket of its own, sent piece by piece; `answer` is everything that came back once it is closed. */
type Upload = { readonly send: (text: string) => void; readonly answer: Promise<string>; readonly socket: Socket };

function upload(base: string): Promise<Upload> {
  const { hostname, port } = new URL(base);
  const { promise, resolve, reject } = Promise.withResolvers<Upload>();
  const socket = connect(Number(port), hostname);
  const answered = Promise.withResolvers<string>();
  let received = "";
  socket.on("connect", () => resolve({ send: (text) => socket.write(text), answer: answered.promise, socket }));
  socket.on("data", (chunk) => {
    received += chunk.toString();
  });
  socket.on("close", () => answered.resolve(received));
  socket.on("error", reject);
  return promise;
}

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

/** Begins an upload and returns once the server has it. */
async function halfUpload(base: string, key: string): Promise<Upload> {
  const slow = await upload(base);
  slow.send(`POST /api/v1/users/current/heartbeats HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n`);
  slow.send(`Transfer-Encoding: chunked\r\n\r\n${chunk(BODY.slice(0, 12))}`);
  // What was sent before this question has been read before it is answered.
  await fetch(`${base}/api/health`);
  return slow;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await Bun.sleep(2);
}

/** Sends bulks until there is no server any more; returns the time of every heartbeat that was answered with 201. */
async function postUntilGone(base: string, key: string, place: number): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let n = 0; ; n++) {
    const times = Array.from({ length: 10 }, (_, i) => 1_740_000_000 + place * 1_000_000 + n * 100 + i);
    try {
      const response = await ask(
        base,
        key,
        BULK_PATH,
        times.map((time) => ({ entity: `${place}.ts`, time })),
      );
      expect(response.status).toBe(201);
      await response.json();
    } catch {
      return acknowledged;
    }
    acknowledged.push(...times);
  }
}

function storedTimes(directory: string): number[] {
  using database = new Database(join(directory, "hearth.db"), { readonly: true });
  const rows = database.query<{ time: number }, []>("SELECT time FROM heartbeats ORDER BY time").all();
  return rows.map(({ time }) => time / 1e6);
}

function expectTidy(directory: string): void {
  expect(readdirSync(directory).sort()).toEqual(["hearth.db", "hearth.lock"]);
}

function secondsSince(startMs: number): number {
  return (performance.now() - startMs) / 1000;
}

describe.each([{ signal: "SIGTERM" }, { signal: "SIGINT" }] as const)("$signal", ({ signal }) => {
  testBinary(
    "lets every request in flight finish: what is stored was answered, and what was answered is stored",
    async () => {
      using folder = temporaryFolder();
      const key = await newKey(folder.path);
      await using server = await serving(folder.path);
      const posts = Array.from({ length: 8 }, (_, place) => postUntilGone(server.base, key, place));
      const slow = await halfUpload(server.base, key);
      await Bun.sleep(100);
      const startMs = performance.now();
      const code = server.stop(signal);
      await until(() => server.err().includes("hearth: stopping"));
      slow.send(`${chunk(BODY.slice(12))}0\r\n\r\n`);
      expect(await slow.answer).toStartWith("HTTP/1.1 201 ");
      expect(await code).toBe(0);
      expect(secondsSince(startMs)).toBeLessThan(3);
      expectTidy(folder.path);
      const acknowledged = (await Promise.all(posts)).flat();
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(storedTimes(folder.path)).toEqual([1_750_000_000.5, ...acknowledged].sort((a, b) => a - b));
    },
  );

  testBinary("told twice at once, as by a terminal and the program that started it, is told once", async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    await using server = await serving(folder.path);
    const slow = await halfUpload(server.base, key);
    const code = server.stop(signal);
    server.child.kill("SIGINT");
    server.child.kill("SIGTERM");
    await until(() => server.err().includes("hearth: stopping"));
    slow.send(`${chunk(BODY.slice(12))}0\r\n\r\n`);
    expect(await slow.answer).toStartWith("HTTP/1.1 201 ");
    expect(await code).toBe(0);
    expectTidy(folder.path);
  });

  testBinary("a second one, later, ends it at once, and the next server finds nothing broken", async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    {
      await using server = await serving(folder.path);
      expect((await ask(server.base, key, BULK_PATH, [{ entity: "a.ts", time: 1_750_000_000 }])).status).toBe(201);
      await halfUpload(server.base, key);
      const code = server.stop(signal);
      await until(() => server.err().includes("hearth: stopping"));
      // From then on it is somebody who cannot wait.
      await Bun.sleep(1_100);
      const startMs = performance.now();
      server.child.kill(signal);
      expect(await code).toBe(1);
      expect(secondsSince(startMs)).toBeLessThan(2);
    }
    await using server: Running = await serving(folder.path);
    expect(storedTimes(folder.path)).toEqual([1_750_000_000]);
    expect(await server.stop()).toBe(0);
    expectTidy(folder.path);
  });
});

testBinary("an upload that never ends is cut off, within five seconds and in order", async () => {
  using folder = temporaryFolder();
  const key = await newKey(folder.path);
  await using server = await serving(folder.path);
  const slow = await halfUpload(server.base, key);
  const startMs = performance.now();
  expect(await server.stop()).toBe(0);
  expect(secondsSince(startMs)).toBeLessThan(5);
  expect(await slow.answer).toBe("");
  expectTidy(folder.path);
  expect(storedTimes(folder.path)).toEqual([]);
});

testBinary("another process that keeps writing does not keep it from stopping", async () => {
  using folder = temporaryFolder();
  const key = await newKey(folder.path);
  await using server = await serving(folder.path);
  using other = new Database(join(folder.path, "hearth.db"), { readwrite: true });
  other.run("BEGIN IMMEDIATE");
  const post = ask(server.base, key, BULK_PATH, [{ entity: "a.ts", time: 1_750_000_000 }]).catch(() => undefined);
  // Its key was used, which is to be written down at the end.
  expect((await ask(server.base, key, "/api/v1/users/current/statusbar/today")).status).toBe(200);
  const startMs = performance.now();
  expect(await server.stop()).toBe(0);
  expect(secondsSince(startMs)).toBeLessThan(5);
  expect(await post).toBeUndefined();
  other.run("ROLLBACK");
  expect(storedTimes(folder.path)).toEqual([]);
});

testBinary("connections that clients keep open for later hold nothing up", async () => {
  using folder = temporaryFolder();
  await using server = await serving(folder.path);
  const silent = await upload(server.base);
  const idle = await upload(server.base);
  idle.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await new Promise((resolve) => idle.socket.once("data", resolve));
  const startMs = performance.now();
  expect(await server.stop()).toBe(0);
  expect(secondsSince(startMs)).toBeLessThan(2);
  silent.socket.destroy();
  idle.socket.destroy();
  expect(existsSync(join(folder.path, "server.json"))).toBe(false);
});

testBinary(
  "a rebuild that was killed is gone on with by the next server, which stops in the middle of it, too",
  async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    const minutes = 40_000;
    {
      await using server = await serving(folder.path);
      for (let from = 0; from < minutes; from += 10_000) {
        const bulk = Array.from({ length: 10_000 }, (_, i) => ({
          entity: "a.ts",
          time: 1_700_000_000 + (from + i) * 60,
        }));
        expect((await ask(server.base, key, BULK_PATH, bulk)).status).toBe(201);
      }
      expect(await server.stop()).toBe(0);
    }
    const rebuild = spawn([BINARY, "rebuild", "--data-dir", folder.path], { stdout: "ignore", stderr: "ignore" });
    while (rebuild.exitCode === null && unfinishedRecounts(folder.path) === 0) await Bun.sleep(1);
    expect(rebuild.exitCode).toBeNull();
    rebuild.kill("SIGKILL");
    await rebuild.exited;
    {
      await using server = await serving(folder.path);
      expect(await server.stop()).toBe(0);
      expect(server.err()).toEndWith("\nhearth: stopping\n");
      expectTidy(folder.path);
      expect(unfinishedRecounts(folder.path)).toBe(1);
    }
    await using server = await serving(folder.path);
    while (unfinishedRecounts(folder.path) > 0) await Bun.sleep(10);
    const listed = await ask(server.base, key, "/api/v1/my/heartbeats?limit=1");
    expect(await listed.json()).toMatchObject({ total_count: minutes, total_seconds: (minutes - 1) * 60 });
    await expectHealthy(folder.path);
    expect(await server.stop()).toBe(0);
  },
);

function unfinishedRecounts(directory: string): number {
  using database = new Database(join(directory, "hearth.db"), { readwrite: true });
  database.run("PRAGMA busy_timeout = 1000");
  return database.query("SELECT 1 FROM recounts").all().length;
}
