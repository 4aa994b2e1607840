// `bun run bench`: what hearth promises about speed and size, measured on a person's ten years, beside the floor.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startClient } from "./client.ts";
import { countingAnew, importing } from "./counting.ts";
import { endpoints } from "./endpoints.ts";
import { atMost, type Row, table, told } from "./figures.ts";
import { growth } from "./growth.ts";
import { BINARY, serve } from "./hearth.ts";
import { endOfKept, FILL_SIZE, fillOrCopy } from "./histories.ts";
import { idling } from "./idle.ts";
import { plan } from "./plan.ts";
import { firstReads, readsInProcess, warmReads } from "./reads.ts";
import { largest, stored } from "./stored.ts";
import { startFloor, writes } from "./writes.ts";

const { values: flags } = parseArgs({
  options: {
    heartbeats: { type: "string", default: "3000000" },
    // Ends with 1 when a bound is missed.
    strict: { type: "boolean", default: false },
    // Keeps the filled databases in this folder for the next run.
    keep: { type: "string" },
    // Names of steps, with commas; all without it.
    only: { type: "string" },
  },
});

const REST_MS = 30_000;
const MB = 1024 * 1024;

const rows: Row[] = [];
const startedMs = performance.now();
const wanted = flags.only?.split(",");

function say(words: string): void {
  console.error(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${words}`);
}

/** Runs a step, or leaves it out when others are wanted; what it found is said at once and shown in the table. */
async function step(name: string, work: () => Promise<readonly Row[]> | readonly Row[]): Promise<void> {
  if (wanted !== undefined && !wanted.includes(name)) return;
  say(name);
  const found = await work();
  rows.push(...found);
  if (found.length > 0) console.error(table(found).replace(/^/gm, "        "));
}

if (!existsSync(BINARY)) throw new Error(`there is no ${BINARY}: bun run build makes it`);
const sizes = plan(Number(flags.heartbeats), endOfKept(flags.keep, Date.now()));
using root = temporaryFolder("hearth-bench");
const folder = (name: string) => join(root.path, name);
const kept = (name: string) => (flags.keep === undefined ? undefined : join(flags.keep, `${name}-${sizes.filled}`));
await using client = await startClient();

await step("idle", () => idling(client, folder("idle"), sizes));

say("filling");
const big = await fillOrCopy(
  client,
  folder("whole"),
  { history: sizes.history, size: FILL_SIZE },
  sizes.filled,
  kept("whole"),
);
const small = await fillOrCopy(
  client,
  folder("tenth"),
  { history: sizes.tenth, size: FILL_SIZE },
  sizes.tenth.count,
  kept("tenth"),
);

await step("disk", () => {
  const { heartbeats, bytes } = stored(big.directory);
  if (heartbeats !== big.heartbeats) throw new Error(`${heartbeats} of ${big.heartbeats} heartbeats are stored`);
  const parts = largest(big.directory).map(({ name, bytes: size }) => `${name} ${(size / heartbeats).toFixed(1)}`);
  say(`bytes per heartbeat: ${parts.join(", ")}`);
  return [
    told(`${big.heartbeats} heartbeats in requests of ${FILL_SIZE}`, (big.heartbeats * 1000) / big.ms, "heartbeats/s"),
    atMost("disk per heartbeat", bytes / heartbeats, 120, "bytes", `${(bytes / MB).toFixed(0)} MB`),
  ];
});

await step("process", () => readsInProcess(big, stored(big.directory).busyMs));
await step("first", () => firstReads(big, client, sizes));

await using server = await serve(big.directory);
await using other = await serve(small.directory);
await using floor = await startFloor(root.path);
const target = { url: server.url, key: big.key };
say(`memory ${server.residentMb().toFixed(0)} MB`);

await step("warm", () => warmReads(server, big.key, client, sizes));
await step("endpoints", () => endpoints(server, big.key, client, sizes));
await step("writes", async () => {
  const { rows: found, sent } = await writes(client, floor.target, target, sizes);
  // What the rounds left over of the history, up to now.
  await client.order("open", { history: sizes.history, skip: sizes.filled + sent, size: FILL_SIZE });
  await client.order("fill", { target, heartbeats: sizes.history.count });
  return [...found, told("memory right after the load", server.residentMb(), "MB")];
});
await step("growth", () => growth(client, target, { url: other.url, key: small.key }, sizes));
await other.stop();
await step("recount", () => countingAnew(server, big.directory, big.key, client));
await step("memory", async () => {
  const before = server.residentMb();
  await Bun.sleep(REST_MS);
  return [atMost("memory, 30 s after all of this", server.residentMb(), 130, "MB", `${before.toFixed(0)} MB before`)];
});
await server.stop();
await step("import", () => importing(root.path, sizes));

console.log(table(rows));
const missed = rows.filter(({ isMet }) => isMet === false).length;
console.log(missed === 0 ? "\nevery bound is met" : `\n${missed} missed`);
if (flags.strict && missed > 0) process.exitCode = 1;
