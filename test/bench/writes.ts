import { join } from "node:path";
import type { Client } from "./client.ts";
import { atLeast, atMost, median, milliseconds, quantile, type Row, told } from "./figures.ts";
import type { Target } from "./hearth.ts";
import type { Plan } from "./plan.ts";

const CONNECTIONS = 8;
const SINGLES_PER_SECOND = 100;

/** A server that is no hearth. */
export type Floor = AsyncDisposable & { readonly target: Target };

/** Starts the floor (floor.ts) on a database of its own. */
export async function startFloor(directory: string): Promise<Floor> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "floor.ts"), join(directory, "floor.db")], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await child.stdout.getReader().read();
  return {
    target: { url: new TextDecoder().decode(value).trim(), key: "none" },
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

/**
 * Sends the same requests to the floor and to hearth, round by round, and compares the medians of the rounds; the first
 * round warms both up. Returns the rows, and how many heartbeats of the history were sent.
 */
export async function writes(
  client: Client,
  floor: Target,
  target: Target,
  plan: Plan,
): Promise<{ rows: Row[]; sent: number }> {
  const bulk = await bulkRounds(client, floor, target, plan);
  const singles = await singleRounds(client, floor, target, plan, plan.filled + bulk.sent);
  return { rows: [...bulk.rows, ...singles], sent: bulk.sent };
}

async function bulkRounds(client: Client, floor: Target, target: Target, plan: Plan) {
  await client.order("open", { history: plan.history, skip: plan.filled, size: 25 });
  const rates: [number[], number[]] = [[], []];
  const tails: [number[], number[]] = [[], []];
  const statistics: number[] = [];
  let sent = 0;
  for (let round = 0; round < plan.bulkRounds; round++) {
    sent += await client.order("prepare", { requests: plan.bulkRequests });
    for (const [turn, one] of [floor, target].entries()) {
      const {
        heartbeats,
        ms,
        latencies,
        statistics: asked,
      } = await client.order("bulk", { target: one, connections: CONNECTIONS });
      if (round === 0) continue;
      rates[turn]?.push((heartbeats * 1000) / ms);
      tails[turn]?.push(quantile(latencies, 0.99));
      if (one === target) statistics.push(...asked);
    }
  }
  const [floorRate, rate] = rates.map(median) as [number, number];
  const [floorTail, tail] = tails.map(median) as [number, number];
  const rows = [
    atLeast(
      "bulk of 25, 8 connections: part of the floor",
      (100 * rate) / floorRate,
      35,
      "%",
      `aim 60 %; ${Math.round(rate)} of ${Math.round(floorRate)} heartbeats/s`,
    ),
    atMost(
      "bulk of 25: p99 to the floor's",
      tail / floorTail,
      3,
      "×",
      `${milliseconds(tail)} to ${milliseconds(floorTail)}`,
    ),
    told("all-time statistics during bulk", median(statistics), "ms", `max ${milliseconds(Math.max(...statistics))}`),
  ];
  return { rows, sent };
}

async function singleRounds(client: Client, floor: Target, target: Target, plan: Plan, skip: number): Promise<Row[]> {
  await client.order("open", { history: plan.history, skip, size: 1 });
  const tails: [number[], number[]] = [[], []];
  const middles: [number[], number[]] = [[], []];
  for (let round = 0; round < plan.singleRounds; round++) {
    await client.order("prepare", { requests: plan.singleRequests });
    for (const [turn, one] of [floor, target].entries()) {
      const latencies = await client.order("singles", { target: one, perSecond: SINGLES_PER_SECOND });
      if (round === 0) continue;
      tails[turn]?.push(quantile(latencies, 0.99));
      middles[turn]?.push(median(latencies));
    }
  }
  const [floorTail, tail] = tails.map(median) as [number, number];
  const [floorMiddle, middle] = middles.map(median) as [number, number];
  return [
    atMost(
      "single heartbeats, 100 a second: p99 to the floor's",
      tail / floorTail,
      3,
      "×",
      `${milliseconds(tail)} to ${milliseconds(floorTail)}`,
    ),
    told(
      "single heartbeats: p50 to the floor's",
      middle / floorMiddle,
      "×",
      `${milliseconds(middle)} to ${milliseconds(floorMiddle)}`,
    ),
  ];
}
