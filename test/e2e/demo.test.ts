// The demo leaves nothing behind, and its live person is heard of.
import { expect } from "bun:test";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type Subprocess, spawn } from "bun";
import { BINARY, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Starts a demo whose temporary files and data directory would lie in a folder; it ends with the test, even a failed one. */
function begin(
  folder: string,
): Disposable & { child: Subprocess<"ignore", "ignore", "pipe">; temporary: string; own: string } {
  const temporary = join(folder, "tmp");
  const own = join(folder, "data");
  mkdirSync(temporary);
  const child = spawn([BINARY, "demo", "--port", "0"], {
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: own, TMPDIR: temporary, TZ: "Asia/Tokyo" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  return { child, temporary, own, [Symbol.dispose]: () => child.kill("SIGKILL") };
}

/** Returns the port of a demo once it serves. */
async function portOf(child: Subprocess<"ignore", "ignore", "pipe">): Promise<number> {
  let written = "";
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    written += chunk;
    const port = /serves a demo at http:\/\/[^:]+:(\d+)/.exec(written)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`the demo ended before it listened: ${written}`);
}

testBinary(
  "a demo that is stopped while it still invents leaves nothing either",
  async () => {
    using folder = temporaryFolder();
    using demo = begin(folder.path);
    const { child, temporary } = demo;
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      expect(chunk).toContain("inventing");
      expect(readdirSync(temporary)).toHaveLength(1);
      break;
    }
    // Told twice, as by a terminal and the program that started it.
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  },
  60_000,
);

testBinary(
  "a demo whose owner does not wait for its end leaves nothing either",
  async () => {
    using folder = temporaryFolder();
    using demo = begin(folder.path);
    const { child, temporary } = demo;
    const port = await portOf(child);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    // A request that never comes to its end is what the demo waits for.
    socket.write(
      "POST /-/goals HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    await fetch(`http://127.0.0.1:${port}/api/health`);
    child.kill("SIGINT");
    await Bun.sleep(1_200);
    child.kill("SIGINT");
    expect(await child.exited).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
    socket.destroy();
  },
  60_000,
);

testBinary(
  "the demo serves two years from a folder that goes, and touches no data directory",
  async () => {
    using folder = temporaryFolder();
    using demo = begin(folder.path);
    const { child, temporary, own } = demo;
    const base = `http://127.0.0.1:${await portOf(child)}`;
    const overview = await fetch(`${base}/-/overview?range=all_time`).then((answer) => answer.json());
    expect(overview).toMatchObject({ user: "ada", timezone: "Asia/Tokyo" });
    expect(overview.heartbeats).toBeGreaterThan(50_000);
    expect(overview.total_ms).toBeGreaterThan(1000 * 3_600_000);
    const why = await fetch(`${base}/-/why?range=all_time`).then((answer) => answer.json());
    expect(why.days.at(-1).ms).toBeGreaterThan(0);
    const { goals } = await fetch(`${base}/-/goals`).then((answer) => answer.json());
    expect(goals.length).toBe(3);
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(own)).toBe(false);
  },
  60_000,
);
