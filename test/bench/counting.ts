import { join } from "node:path";
import { writeDump } from "../support/dump.ts";
import type { Client } from "./client.ts";
import { atMost, milliseconds, quantile, type Row } from "./figures.ts";
import { hearth, type Running, STATISTICS, STATUS_BAR } from "./hearth.ts";
import type { Plan } from "./plan.ts";
import { stored } from "./stored.ts";

const POLLS_PER_SECOND = 100;
const LONGEST_MS = 120_000;

/** Counts everything anew beside a server that is asked for its status bar all the while. */
export async function countingAnew(server: Running, directory: string, key: string, client: Client): Promise<Row[]> {
  const target = { url: server.url, key };
  const measured = async (name: string, work: () => Promise<void>): Promise<Row[]> => {
    const polled = client.order("poll", { target, path: STATUS_BAR, perSecond: POLLS_PER_SECOND });
    const startMs = performance.now();
    await work();
    const seconds = (performance.now() - startMs) / 1000;
    await client.order("rest", {});
    const latencies = await polled;
    const detail = `of ${latencies.length}, max ${milliseconds(Math.max(...latencies))}`;
    return [
      atMost(name, seconds, 10, "s"),
      atMost(`${name}: status bar p99 meanwhile`, quantile(latencies, 0.99), 25, "ms", detail),
    ];
  };
  const before = await allTimeSeconds(target);
  return [
    ...(await measured("recount after a settings change", async () => {
      await hearth(directory, "user", "set", "--timeout", "900", "--idle", "0");
      await until(async () => (await allTimeSeconds(target)) !== before);
    })),
    ...(await measured("full rebuild", async () => {
      await hearth(directory, "rebuild");
    })),
  ];
}

async function allTimeSeconds({ url, key }: { url: string; key: string }): Promise<number> {
  const answer = await fetch(`${url}${STATISTICS}?total_seconds=true`, { headers: { authorization: `Bearer ${key}` } });
  return ((await answer.json()) as { total_seconds: number }).total_seconds;
}

/** Asks ten times a second, for two minutes at most. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startMs > LONGEST_MS) throw new Error("a new setting changed no total in two minutes");
    await Bun.sleep(100);
  }
}

/** Imports a dump into an empty data directory. */
export async function importing(root: string, plan: Plan): Promise<Row[]> {
  const file = join(root, "dump.json");
  const directory = join(root, "imported");
  await writeDump(file, { ...plan.history, count: plan.imported });
  await hearth(directory, "key", "create", "bench");
  const startMs = performance.now();
  await hearth(directory, "import", file);
  const seconds = (performance.now() - startMs) / 1000;
  const { heartbeats } = stored(directory);
  if (heartbeats !== plan.imported) throw new Error(`${heartbeats} of ${plan.imported} heartbeats were imported`);
  return [atMost(`import of ${plan.imported} heartbeats`, seconds, 25, "s")];
}
