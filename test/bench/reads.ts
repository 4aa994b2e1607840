import { join } from "node:path";
import { history } from "../support/history.ts";
import type { Client } from "./client.ts";
import { atMost, median, milliseconds, quantile, type Row } from "./figures.ts";
import { type Running, STATISTICS, serve } from "./hearth.ts";
import type { Filled } from "./histories.ts";
import type { InProcess } from "./in-process.ts";
import type { Plan } from "./plan.ts";

const FIRST_REQUESTS = 3;
const WARM_REQUESTS = 60;

/** Returns the questions for all-time statistics: all, and filtered, by the name of the measure. */
function questions(plan: Plan): { name: string; path: string }[] {
  // Whatever project its owner was at on the first day: an ordinary one.
  const project = history(plan.history).next().value?.project ?? "";
  return [
    { name: "all-time statistics, every list", path: STATISTICS },
    { name: "… of one project", path: `${STATISTICS}?filter_by_project=${encodeURIComponent(project)}` },
    { name: "… of one language", path: `${STATISTICS}?filter_by_language=TypeScript` },
    { name: "… of one machine", path: `${STATISTICS}?filter_by_machine=workstation` },
  ];
}

/** Starts a server again and again: the time to its first answer, and of the first question it is asked. */
export async function firstReads({ directory, key }: Filled, client: Client, plan: Plan): Promise<Row[]> {
  const starts: number[] = [];
  const rows: Row[] = [];
  for (const { name, path } of questions(plan)) {
    const firsts: number[] = [];
    for (let i = 0; i < FIRST_REQUESTS; i++) {
      await using server = await serve(directory);
      starts.push(server.startMs);
      firsts.push(...(await client.order("ask", { target: { url: server.url, key }, path, times: 1 })));
    }
    rows.push(
      atMost(`${name}, first after start`, median(firsts), 150, "ms", `max ${milliseconds(Math.max(...firsts))}`),
    );
  }
  const detail = `max ${milliseconds(Math.max(...starts))}`;
  return [atMost("start to first answer", median(starts), 100, "ms", detail), ...rows];
}

/** Asks a server that has been asked before. */
export async function warmReads(server: Running, key: string, client: Client, plan: Plan): Promise<Row[]> {
  const rows: Row[] = [];
  const target = { url: server.url, key };
  for (const { name, path } of questions(plan)) {
    await client.order("ask", { target, path, times: 5 });
    const latencies = await client.order("ask", { target, path, times: WARM_REQUESTS });
    rows.push(atMost(`${name}, warm`, median(latencies), 30, "ms", `p95 ${milliseconds(quantile(latencies, 0.95))}`));
  }
  return rows;
}

/** Asks in process at the end of a busy day. */
export function readsInProcess({ directory, key }: Filled, nowMs: number): Row[] {
  const child = Bun.spawnSync(
    [process.execPath, join(import.meta.dir, "in-process.ts"), directory, key, String(nowMs)],
    { stderr: "inherit" },
  );
  if (child.exitCode !== 0) throw new Error(`the questions in process ended with ${child.exitCode}`);
  const { statusBar, yearByDay, todaySeconds, yearSeconds } = JSON.parse(child.stdout.toString()) as InProcess;
  if (todaySeconds === 0 || yearSeconds === 0) throw new Error("the history has no time today, or none this year");
  const p99 = (runs: readonly number[]) => `p99 ${milliseconds(quantile(runs, 0.99))}`;
  return [
    atMost("status bar, in process", median(statusBar), 1, "ms", p99(statusBar)),
    atMost("one year by day, in process", median(yearByDay), 15, "ms", p99(yearByDay)),
  ];
}
