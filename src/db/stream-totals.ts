import type { Database } from "bun:sqlite";
import { countedMs, creditMs, type Rule } from "../domain/credit.ts";
import { prepared } from "./prepared.ts";

/** Returns the credit of a user's whole stream under each rule, ms, by one pass over the times of its heartbeats. */
export function streamTotalsMs(client: Database, userId: number, rules: readonly Rule[]): number[] {
  const totals = rules.map(() => 0);
  const times = prepared<{ time: number }, [number]>(
    client,
    "SELECT time FROM heartbeats WHERE user_id = ? ORDER BY time, identity",
  );
  let lastMs: number | undefined;
  for (const { time } of times.iterate(userId)) {
    const timeMs = countedMs(time);
    const gapMs = lastMs === undefined ? undefined : timeMs - lastMs;
    // The first heartbeat ends no gap.
    for (let i = 0; gapMs !== undefined && i < rules.length; i++)
      totals[i] = (totals[i] ?? 0) + creditMs(gapMs, rules[i] as Rule);
    lastMs = timeMs;
  }
  return totals;
}
