// The product as a person has it: the executable, its data directory, its commands.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a client sends heartbeats, and with what key. */
export type Target = { readonly url: string; readonly key: string };

/** All-time statistics with every list. */
export const STATISTICS = "/api/v1/users/my/stats";
export const STATUS_BAR = "/api/v1/users/current/statusbar/today";

export type Running = AsyncDisposable & {
  readonly url: string;
  readonly pid: number;
  /** ms from the start of the process to its first answer */
  readonly startMs: number;
  /** Returns the memory it holds, MB. */
  readonly residentMb: () => number;
  /** Asks it to end and resolves when it has; once is enough. @throws Error when it does not end well. */
  readonly stop: () => Promise<void>;
};

/** The executable that is measured. */
export const BINARY = process.env["HEARTH_BINARY"] ?? join(import.meta.dir, "../../dist/hearth");

/** Nothing of the person's own hearth may have a say here. */
function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("HEARTH_"));
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""]));
}

/** Runs a command on a data directory to its end; returns what it printed. @throws Error with its words when it fails. */
export async function hearth(directory: string, ...args: readonly string[]): Promise<string> {
  const child = Bun.spawn([BINARY, ...args, "--data-dir", directory], {
    env: environment(),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`hearth ${args.join(" ")} ended with ${code}: ${err.trim() || out.trim()}`);
  return out.trim();
}

/** Starts a server on a data directory and any free port; resolves once it has answered. */
export async function serve(directory: string): Promise<Running> {
  const startedMs = performance.now();
  const child = Bun.spawn([BINARY, "serve", "--port", "0", "--data-dir", directory], {
    env: environment(),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await child.exited;
    if (code !== 0) throw new Error(`hearth serve ended with ${code}`);
  };
  await firstOutput(child);
  const { url } = JSON.parse(readFileSync(join(directory, "server.json"), "utf8")) as { url: string };
  const answer = await fetch(`${url}/api/health`);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url}/api/health answered ${answer.status}`);
  const startMs = performance.now() - startedMs;
  return {
    url,
    pid: child.pid,
    startMs,
    residentMb: () => residentMb(child.pid),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Resolves at the first words of a server, which it says once it listens; later ones are read and dropped. */
async function firstOutput(child: Bun.Subprocess<"ignore", "ignore", "pipe">): Promise<void> {
  const reader = child.stderr.getReader();
  const { value, done } = await reader.read();
  if (done) throw new Error(`hearth serve ended with ${await child.exited} before it said a word`);
  const words = new TextDecoder().decode(value);
  if (!words.includes("serves")) throw new Error(`hearth serve said: ${words.trim()}`);
  void (async () => {
    while (!(await reader.read()).done);
  })();
}

/** Returns the memory a process holds in MB: its resident set, as the system counts it. */
function residentMb(pid: number): number {
  const { stdout } = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)]);
  return Number(stdout.toString().trim()) / 1024;
}
