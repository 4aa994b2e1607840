import type { Client } from "./client.ts";
import { atMost, median, milliseconds, type Row } from "./figures.ts";
import { STATUS_BAR, type Target } from "./hearth.ts";
import type { Plan } from "./plan.ts";

const STATUS_BARS = 1_000;
const INSERTS = 600;
const DAY_MS = 86_400_000;

/**
 * Asks a server with the whole history and one with its last tenth in turn, then sends both the heartbeats of the
 * coming hours, one by one, also in turn. What both are asked about is the same day of the same person.
 */
export async function growth(client: Client, whole: Target, tenth: Target, plan: Plan): Promise<Row[]> {
  const targets = [whole, tenth] as const;
  await client.order("alternate", { targets, path: STATUS_BAR, times: 50 });
  const bars = await client.order("alternate", { targets, path: STATUS_BAR, times: STATUS_BARS });
  const nowMs = Date.now();
  const ahead = { ...plan.history, seed: 2, count: 20_000, years: 0.05, endMs: nowMs + DAY_MS - 3_600_000 };
  await client.order("open", { history: ahead, fromMs: nowMs, size: 1 });
  const times = await client.order("prepare", { requests: INSERTS });
  const inserts = await client.order("alternate", { targets, times });
  const row = (name: string, [large, small]: readonly [readonly number[], readonly number[]]) => {
    const [a, b] = [median(large), median(small)];
    return atMost(name, a / b, 1.15, "×", `${milliseconds(a)} to ${milliseconds(b)}`);
  };
  return [
    row("status bar p50 to a tenth of the history's", bars),
    row("insert p50 to a tenth of the history's", inserts),
  ];
}
