import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAccess } from "../app/access.ts";
import { openBackground } from "../app/background.ts";
import { openChanges } from "../app/changes.ts";
import { openHistories } from "../app/history.ts";
import { importInWorker } from "../app/import-worker.ts";
import { type Ingest, openIngest } from "../app/ingest.ts";
import { createKey, listKeys } from "../app/keys.ts";
import { openLongReads } from "../app/long-reads.ts";
import { openRequestsSeen } from "../app/requests-seen.ts";
import { applyRules } from "../app/rules.ts";
import { openUploads } from "../app/uploads.ts";
import { zoneOf } from "../app/users.ts";
import { isStorageFault } from "../db/database.ts";
import { announcedServer, lockDataDirectory } from "../db/lock.ts";
import { giveBack } from "../db/store.ts";
import { dayAt } from "../domain/calendar.ts";
import { rfc3339 } from "../domain/range.ts";
import { createHandler } from "../http/answer.ts";
import { attempts } from "../http/attempts.ts";
import { isLoopbackHost } from "../http/guard.ts";
import { listen, type Server } from "../http/server.ts";
import { startWorker } from "../start-worker.ts";
import { version } from "../version.ts";
import type { Command, CommandInput } from "./command.ts";
import { type Data, openData, prepareDirectory } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { openRest } from "./rest.ts";

/** Wrong keys, and wrong passwords, a minute from one address before it is told to wait (contract §4). */
const MOST_WRONG = 30;
const MINUTE_MS = 60_000;
/** Time for requests in flight when asked to stop, and for what they left; with the checkpoint, under the promised 5 s. */
const STOP_MS = 3_500;
const DRAIN_MS = 500;

/** `hearth serve`, also plain `hearth`: answers until it is asked to stop. */
export const serve: Command = {
  name: "serve",
  summary: "take heartbeats and answer questions about them; also what plain `hearth` does",
  usage: "",
  options: {},
  examples: [
    { line: "hearth", does: "on this computer, at http://localhost:4784" },
    { line: "hearth serve --host 0.0.0.0 --allow-host home.lan", does: "for the whole network; programs need a key" },
  ],
  async run(input) {
    const directory = prepareDirectory(input);
    const lock = lockDataDirectory(directory);
    if (lock === undefined) {
      const url = announcedServer(directory)?.url;
      const at = url === undefined ? "" : `, at ${url}`;
      input.io.err(`hearth: another hearth serves this data directory already${at}: ${directory}`);
      return exitCodes.locked.code;
    }
    try {
      const data = openData(input);
      try {
        await serveUntilStopped(input, data, (server) => {
          const url = server.urls[0] ?? "";
          lock.announce({ pid: process.pid, url, version, since: rfc3339(input.environment.now()) });
          banner(input, data, server);
        });
        return exitCodes.ok.code;
      } finally {
        data.close();
      }
    } finally {
      lock.release();
    }
  },
};

/**
 * Serves an open data directory until the program is asked to stop. `listening` is told once the server answers, with
 * the door for heartbeats.
 */
export async function serveUntilStopped(
  input: CommandInput,
  data: Data,
  listening: (server: Server, ingest: Ingest) => void,
): Promise<void> {
  const { config, environment, io } = input;
  const { context } = data;
  await applyRules(context.store, (text) => io.err(`hearth: ${text}`));
  const hosts = config.host.value;
  const histories = openHistories(context.store);
  const access = openAccess(context);
  const ingest = openIngest(context, access.forget);
  const longReads = () => openLongReads(() => startWorker(data.path, version, config.maxDatabaseMb.value));
  const beside = navigator.hardwareConcurrency > 1 ? longReads() : undefined;
  const background = openBackground(context, histories, longReads(), beside);
  const requestsSeen = openRequestsSeen(context.now);
  const changes = openChanges(context, requestsSeen);
  const uploads = openUploads(context, (request, see) =>
    importInWorker(startWorker(data.path, version, config.maxDatabaseMb.value), request, see),
  );
  const handler = await createHandler({
    context,
    histories,
    ingest,
    access,
    background,
    changes,
    requestsSeen,
    uploads,
    wrongKeys: attempts(MOST_WRONG, MINUTE_MS),
    wrongPasswords: attempts(MOST_WRONG, MINUTE_MS),
    allowHosts: config.allowHost.value,
    boundToLoopback: hosts.every((host) => isLoopbackHost(host.includes(":") ? `[${host}]` : host)),
    webFolder: webFolder(),
    version,
  });
  const stopped = environment.stopSignal();
  const rest = openRest({
    held: () => process.memoryUsage.rss(),
    drop: () => giveBack(context.store),
    collect: () => Bun.gc(true),
    shrink: () => Bun.shrink(),
    now: () => performance.now(),
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
  const server = listen(hosts, config.port.value, (request, address) => {
    rest.asked();
    return handler(request, address);
  });
  listening(server, ingest);
  // The first look at a zone takes some ten milliseconds, which now nobody waits for.
  const warming = setTimeout(() => dayAt(context.now(), zoneOf(context, data.firstUser)), 0);
  const housekeeping = setInterval(() => keepHouse(), MINUTE_MS);
  const saveUses = () => {
    try {
      access.saveUses();
    } catch (fault) {
      // When a key was last used may be lost; the heartbeats themselves are refused and kept by their clients.
      if (!isStorageFault(fault)) throw fault;
      context.log("warn", "storage failed", { error: fault });
    }
  };
  const keepHouse = () => {
    saveUses();
    background.resumeRecounts().catch((fault: unknown) => {
      // One that the stop cuts off goes on at the next start.
      if (!stopped.aborted) context.log("error", "a recount failed", { error: fault });
    });
  };
  keepHouse();
  await new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    else stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  io.err("hearth: stopping");
  clearTimeout(warming);
  clearInterval(housekeeping);
  rest.close();
  changes.close();
  await server.stop(STOP_MS);
  // Nobody hears any more of what still waits, for another process that keeps writing.
  await Promise.race([Promise.all([ingest.drain(), background.stop()]), Bun.sleep(DRAIN_MS)]);
  saveUses();
}

/** The built pages: beside the code in the binary, in dist/ in the repository. */
function webFolder(): string | undefined {
  return [join(import.meta.dir, "web"), join(import.meta.dir, "../../dist/web")].find((folder) =>
    existsSync(join(folder, "index.html")),
  );
}

/** Returns the address that a person types to see the server. */
export function homeOf({ urls: [url], port }: Server): string {
  const local = `http://localhost:${port}`;
  return url !== undefined && /\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):/.test(url) ? local : (url ?? local);
}

/** Says where the server is and how to connect an editor; on a terminal the first start also makes the key for it. */
function banner({ io }: CommandInput, { context, directory, firstUser }: Data, server: Server): void {
  const home = homeOf(server);
  io.err(`hearth ${version} serves ${home}`);
  io.err(`  listening  ${server.urls.join("  ")}`);
  for (const host of server.missing) io.err(`  note       this computer has no IPv6: serving without ${host}`);
  io.err(`  data       ${directory}`);
  const isNew = listKeys(context, firstUser.id).length === 0;
  if (!isNew) return;
  if (!io.isTerminal) {
    io.err("  to connect an editor, make a key with: hearth key create NAME");
    return;
  }
  const { key } = createKey(context, firstUser.id, "this computer", "full");
  io.err("");
  io.err("  Put this into ~/.wakatime.cfg; the key is shown this once:");
  io.err("");
  io.err("  [settings]");
  io.err(`  api_url = ${home}/api/hackatime/v1`);
  io.err(`  api_key = ${key}`);
  io.err("  heartbeat_rate_limit_seconds = 30");
  io.err("");
}
