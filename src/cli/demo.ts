import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeDemo } from "../app/demo.ts";
import { type DemoOptions, demoHeartbeatAt } from "../app/demo-history.ts";
import type { Ingest } from "../app/ingest.ts";
import { createKey } from "../app/keys.ts";
import { changeUser } from "../app/users.ts";
import { version } from "../version.ts";
import type { Command, CommandInput } from "./command.ts";
import { openData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { homeOf, serveUntilStopped } from "./serve.ts";

const SEED = 4;
const DAYS = 730;
const PERSON = "ada";
/** Beside the usual one, so that a demo runs next to a server. */
const PORT = 4785;
/** Time between two heartbeats of the person at work. */
const LIVE_MS = 20_000;

/**
 * `hearth demo`: serves a generated history. It lies in a folder of its own among the system's temporary files, not in
 * memory alone: imports, exports and long questions run in other threads, which open the same file. The folder goes
 * when the program ends.
 */
export const demo: Command = {
  name: "demo",
  summary: "serve two years of an invented person's history, to look around; nothing of yours is touched or kept",
  usage: "",
  defaults: { port: `${PORT}` },
  options: { still: { type: "boolean", help: "nobody is at work: no heartbeat comes in while it runs" } },
  examples: [{ line: "hearth demo", does: `at http://localhost:${PORT}` }],
  async run(input) {
    const directory = mkdtempSync(join(tmpdir(), "hearth-demo-"));
    const remove = () => rmSync(directory, { recursive: true, force: true });
    // Who cannot wait for the end does not come back here.
    input.environment.atExit(remove);
    try {
      await serveDemo(inDirectory(input, directory));
      return exitCodes.ok.code;
    } finally {
      remove();
    }
  },
};

/** Returns the input of a command whose data directory is this one, and whose account is the demo's. */
function inDirectory(input: CommandInput, directory: string): CommandInput {
  const { config, environment } = input;
  const { port, dataDirectory } = config;
  return {
    ...input,
    config: {
      ...config,
      dataDirectory: { ...dataDirectory, value: directory },
      port: port.origin.kind === "default" ? { ...port, value: PORT } : port,
    },
    environment: { ...environment, accountName: PERSON },
  };
}

async function serveDemo(input: CommandInput): Promise<void> {
  const { environment, io } = input;
  // From here on a stop is ours to answer: the folder has to go.
  const stopped = environment.stopSignal();
  const data = openData(input);
  let working: ReturnType<typeof setInterval> | undefined;
  try {
    const { context, firstUser } = data;
    io.err("hearth: inventing two years of work");
    const options: DemoOptions = { seed: SEED, zone: context.serverZone, nowMs: environment.now(), days: DAYS };
    const user = changeUser(context, firstUser, { timeZone: context.serverZone, displayName: "Ada" });
    createKey(context, user.id, "laptop", "write");
    const count = await storeDemo(context, user, options, stopped);
    if (stopped.aborted) return;
    await serveUntilStopped(input, data, (server, ingest) => {
      io.err(`hearth ${version} serves a demo at ${homeOf(server)}`);
      io.err(`  listening  ${server.urls.join("  ")}`);
      io.err(`  data       ${count} heartbeats in ${data.directory}, deleted at the end`);
      if (input.flags["still"] !== true) working = setInterval(() => work(ingest, user.id, options), LIVE_MS);
    });
  } finally {
    clearInterval(working);
    data.close();
  }

  function work(ingest: Ingest, userId: number, options: DemoOptions): void {
    const { element, agent } = demoHeartbeatAt(options, environment.now());
    ingest.submit(userId, [element], agent).catch((fault: unknown) => {
      data.context.log("warn", "the demo's heartbeat was not stored", { error: fault });
    });
  }
}
