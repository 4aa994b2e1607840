import type { Client } from "./client.ts";
import { atMost, type Row, told } from "./figures.ts";
import { STATUS_BAR, serve } from "./hearth.ts";
import { fill } from "./histories.ts";
import type { Plan } from "./plan.ts";

const HEARTBEATS = 2_000;
const STATUS_BARS = 20;
const IDLE_MS = 10_000;

/** Starts a server on a week's history, asks for the status bar a few times and lets it rest; then sends it heartbeats. */
export async function idling(client: Client, directory: string, plan: Plan): Promise<Row[]> {
  const history = { ...plan.history, count: 2 * HEARTBEATS, years: 0.04 };
  const { key } = await fill(client, directory, { history, size: 25 }, HEARTBEATS);
  await using server = await serve(directory);
  const target = { url: server.url, key };
  await client.order("ask", { target, path: STATUS_BAR, times: STATUS_BARS });
  await Bun.sleep(IDLE_MS);
  const idle = server.residentMb();
  await client.order("open", { history, skip: HEARTBEATS, size: 25 });
  await client.order("fill", { target, heartbeats: HEARTBEATS });
  await Bun.sleep(IDLE_MS);
  return [
    atMost("memory, idle on a small history", idle, 70, "MB"),
    told(`memory, idle after ${HEARTBEATS} heartbeats more`, server.residentMb(), "MB"),
  ];
}
