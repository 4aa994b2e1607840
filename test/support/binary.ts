// The compiled program as its users run it: commands, a server in a directory of its own, and their ends.
import { test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Subprocess, spawn } from "bun";
import type { AnnouncedServer } from "../../src/db/lock.ts";

/** The executable under test: one from elsewhere when a variable names it, else the one that was just built. */
export const BINARY = process.env["HEARTH_BINARY"] || join(import.meta.dir, "../../dist/hearth");

/** Returns `test` when everything it needs is here. Where nothing may be missing, a missing thing fails instead of being skipped. */
export function testWith(...needed: readonly boolean[]): typeof test {
  return needed.every(Boolean) || process.env["CI"] === "true" ? test : test.skip;
}

/** Whether there is a program to test. */
export const hasBinary = existsSync(BINARY);

/** `test`, skipped on a computer where nothing was built yet. */
export const testBinary = testWith(hasBinary);

export type RunOptions = {
  /** Working directory; a folder without anything of ours by default. */
  readonly cwd?: string;
  /** Added to an environment that holds nothing but PATH and a home that does not exist. */
  readonly env?: Readonly<Record<string, string>>;
};

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

function spawned({ cwd = "/", env = {} }: RunOptions) {
  return { cwd, env: { PATH: process.env["PATH"], HOME: "/nonexistent", ...env } };
}

/** Runs a command of the program to its end. */
export async function hearth(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn([BINARY, ...args], { ...spawned(options), stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

/** Runs a command that must succeed and returns what it prints, without the line end. */
export async function hearthOut(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, out, err } = await hearth(args, options);
  if (code !== 0) throw new Error(`hearth ${args.join(" ")} ended with ${code}: ${err}`);
  return out.trim();
}

/** Returns a new full key of the first user of a data directory. */
export function newKey(directory: string, name = "test", options: RunOptions = {}): Promise<string> {
  return hearthOut(["key", "create", name, "--data-dir", directory], options);
}

/** A server that was started and may have ended. */
export type Running = AsyncDisposable & {
  readonly child: Subprocess<"ignore", "ignore", "pipe">;
  /** Resolves to the address without a path once the server has announced itself; rejects when it ends before. */
  readonly url: Promise<string>;
  /** Everything it has written to standard error so far. */
  readonly err: () => string;
  /** Asks it to end, by SIGTERM unless told otherwise, and returns its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number>;
  /** Kills it as a power cut would kill the process: no handler runs. */
  readonly kill: () => Promise<void>;
};

/** Starts a server on a data directory and any free port, and returns it at once. `prefix` runs it under another program. */
export function startServing(
  directory: string,
  args: readonly string[] = [],
  options: RunOptions & { readonly prefix?: readonly string[] } = {},
): Running {
  const command = [...(options.prefix ?? []), BINARY, "serve", "--port", "0", "--data-dir", directory, ...args];
  const child = spawn(command, { ...spawned(options), stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  let written = "";
  let isAnnounced = false;
  const announced = Promise.withResolvers<string>();
  // Not everybody waits for the address of a server that is killed while it starts.
  announced.promise.catch(() => {});
  const read = async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      written += chunk;
      // The announcement is written before the banner, and goes when the server stops: it is read once.
      if (!isAnnounced && /^ {2}listening /m.test(written)) {
        isAnnounced = true;
        announced.resolve(announcement(directory)?.url ?? "");
      }
    }
    announced.reject(new Error(`the server ended before it listened: ${written}`));
  };
  const reading = read();
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await reading;
    return child.exited;
  };
  return {
    child,
    url: announced.promise,
    err: () => written,
    stop: (signal = "SIGTERM") => end(signal),
    kill: async () => {
      await end("SIGKILL");
    },
    [Symbol.asyncDispose]: async () => {
      await end("SIGKILL");
    },
  };
}

/** Starts a server and returns it once it answers. */
export async function serving(
  directory: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Running & { readonly base: string }> {
  const running = startServing(directory, args, options);
  try {
    const base = await running.url;
    const health = await fetch(`${base}/api/health`);
    if (health.status !== 200) throw new Error(`the server is not well: ${health.status} ${await health.text()}`);
    return { ...running, base };
  } catch (fault) {
    await running.kill();
    throw fault;
  }
}

/** Returns what the server of a data directory says about itself, undefined when none does. */
export function announcement(directory: string): AnnouncedServer | undefined {
  const path = join(directory, "server.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as AnnouncedServer) : undefined;
}

/** Asks a running server with a key; a body is sent as JSON. */
export function ask(base: string, key: string, path: string, body?: unknown): Promise<Response> {
  const authorization = { Authorization: `Bearer ${key}` };
  return body === undefined
    ? fetch(`${base}${path}`, { headers: authorization })
    : fetch(`${base}${path}`, {
        method: "POST",
        headers: { ...authorization, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
}

/** Asks the program's doctor about a data directory. @throws Error with everything it found wrong. */
export async function expectHealthy(directory: string): Promise<void> {
  const { code, out, err } = await hearth(["doctor", "--data-dir", directory]);
  const faults = out.split("\n").filter((line) => line !== "" && !/^(?:info|ok) /.test(line));
  if (code !== 0) throw new Error(`doctor ended with ${code}: ${err}${faults.join("\n")}`);
}
