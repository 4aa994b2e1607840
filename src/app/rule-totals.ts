// What a user's history comes to under other counting rules, before one of them is chosen.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { streamTotalsMs } from "../db/stream-totals.ts";
import { countedMs, LONGEST_TIMEOUT_MS, type Rule } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import { countAnew } from "./counted-anew.ts";
import type { Block } from "./external-pieces.ts";
import type { Histories } from "./history.ts";
import { reading } from "./summary.ts";

export type RuleQuestion = {
  readonly userId: number;
  readonly rules: readonly Rule[];
  /** the part of history that is told beside all of it */
  readonly recent: Interval;
};

/** Time under one rule, ms. */
export type RuleTotal = { readonly totalMs: number; readonly recentMs: number };

/**
 * Returns the whole time and the recent time of a user under each rule, in order, external durations included. Cost: a
 * pass over the times of all heartbeats, with external durations a recount in memory for each rule; to be asked through
 * `background`.
 */
export function ruleTotals(store: Store, histories: Histories, { userId, rules, recent }: RuleQuestion): RuleTotal[] {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    if (history === undefined) return rules.map(() => ({ totalMs: 0, recentMs: 0 }));
    const under = (rule: Rule, interval: Interval) => {
      const counted = { rule, interval, days: countAnew(store, histories, { userId, interval, rule }) };
      return reading(store, histories, userId, (reader) => reader.summary(interval).totalMs, counted);
    };
    const wholes =
      history.blocks.length === 0
        ? streamTotalsMs(store.connection.client, userId, rules)
        : rules.map((rule) => under(rule, wholeOf(store, userId, history.blocks)));
    return rules.map((rule, i) => ({ totalMs: wholes[i] ?? 0, recentMs: under(rule, recent) }));
  });
}

/** Returns an interval that holds all heartbeats, what they can earn, and all external durations. */
function wholeOf(store: Store, userId: number, blocks: readonly Block[]): Interval {
  const [first, last] = [store.heartbeats.first(userId), store.heartbeats.last(userId)];
  const starts = blocks.map(({ row }) => row.start_ms);
  const ends = blocks.map(({ row }) => row.end_ms);
  if (first !== undefined) starts.push(countedMs(first.time));
  if (last !== undefined) ends.push(countedMs(last.time) + LONGEST_TIMEOUT_MS);
  return { startMs: starts.reduce((a, b) => Math.min(a, b)), endMs: ends.reduce((a, b) => Math.max(a, b)) };
}
