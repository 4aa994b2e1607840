import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gc, type Subprocess, spawn } from "bun";
import { announcedServer, lockDataDirectory } from "../../src/db/lock.ts";

let directory: string;
let child: Subprocess<"pipe", "pipe", "inherit"> | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hearth-lock-"));
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await child?.exited;
  child = undefined;
  rmSync(directory, { recursive: true });
});

/** Another process that tries to take the lock; returns once it has said whether it holds it. */
async function otherProcess(): Promise<"held" | "busy"> {
  const script = join(import.meta.dir, "../support/hold-lock.ts");
  child = spawn([process.execPath, script, directory], { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  const { value } = await child.stdout.getReader().read();
  return new TextDecoder().decode(value).trim() === "held" ? "held" : "busy";
}

test("a free directory is locked once per process", () => {
  const lock = lockDataDirectory(directory);
  expect(lock).toBeDefined();
  expect(lockDataDirectory(directory)).toBeUndefined();
  lock?.release();
  const again = lockDataDirectory(directory);
  expect(again).toBeDefined();
  again?.release();
});

test("another process is kept out, also after a second attempt in here and a collection of garbage", async () => {
  const lock = lockDataDirectory(directory);
  expect(lockDataDirectory(directory)).toBeUndefined();
  gc(true);
  expect(await otherProcess()).toBe("busy");
  lock?.release();
});

test("a lock that another process holds is not given out here", async () => {
  expect(await otherProcess()).toBe("held");
  expect(lockDataDirectory(directory)).toBeUndefined();
});

test("a process killed by SIGKILL leaves no lock behind, and its announcement goes with the next lock", async () => {
  expect(await otherProcess()).toBe("held");
  child?.kill("SIGKILL");
  await child?.exited;
  expect(announcedServer(directory)?.pid).toBe(child?.pid);
  const lock = lockDataDirectory(directory);
  expect(lock).toBeDefined();
  expect(announcedServer(directory)).toBeUndefined();
  lock?.release();
});

test("a process that ends in order gives lock and announcement back", async () => {
  expect(await otherProcess()).toBe("held");
  child?.stdin.write("\n");
  child?.stdin.end();
  expect(await child?.exited).toBe(0);
  expect(announcedServer(directory)).toBeUndefined();
  const lock = lockDataDirectory(directory);
  expect(lock).toBeDefined();
  lock?.release();
});

test("the announcement tells the other side who serves", async () => {
  expect(await otherProcess()).toBe("held");
  expect(announcedServer(directory)).toEqual({
    pid: child?.pid ?? 0,
    url: "http://localhost:4784",
    version: "1.2.3",
    since: "2026-11-21T18:26:00Z",
  });
});

test("nothing but the lock and the announcement is written, for the owner alone, and the lock stays empty", () => {
  const lock = lockDataDirectory(directory);
  lock?.announce({ pid: 1, url: "http://localhost", version: "1", since: "2026-11-21T18:26:00Z" });
  expect(readdirSync(directory).sort()).toEqual(["hearth.lock", "server.json"]);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, "hearth.lock")).size).toBe(0);
  lock?.release();
  expect(readdirSync(directory)).toEqual(["hearth.lock"]);
});

test("releasing twice does not release the lock of a later holder", () => {
  const first = lockDataDirectory(directory);
  first?.release();
  const second = lockDataDirectory(directory);
  second?.announce({ pid: 1, url: "http://localhost", version: "1", since: "2026-11-21T18:26:00Z" });
  first?.release();
  expect(lockDataDirectory(directory)).toBeUndefined();
  expect(existsSync(join(directory, "server.json"))).toBe(true);
  second?.release();
});

test.each([
  { name: "no file", text: undefined },
  { name: "not JSON", text: "{" },
  { name: "null", text: "null" },
  { name: "a list", text: "[]" },
  { name: "a number as URL", text: '{"pid":1,"url":2,"version":"1","since":"x"}' },
])("an announcement that is $name is none", ({ text }) => {
  if (text !== undefined) writeFileSync(join(directory, "server.json"), text);
  expect(announcedServer(directory)).toBeUndefined();
});

test("a directory that is not there, or is a file, throws the system's error", () => {
  expect(() => lockDataDirectory(join(directory, "none"))).toThrow("ENOENT");
  writeFileSync(join(directory, "file"), "");
  expect(() => lockDataDirectory(join(directory, "file"))).toThrow("ENOTDIR");
});
