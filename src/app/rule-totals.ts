// What a user's history comes to under other counting rules, before one of them is chosen.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { streamTotalsMs } from "../db/stream-totals.ts";
import type { Rule } from "../domain/credit.ts";
import { EVER, type Interval } from "../domain/interval.ts";
import { countAnew, readUnder } from "./counted-anew.ts";
import type { Histories, History } from "./history.ts";
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
 * pass over the times of all heartbeats, and a recount in memory of the recent ones and of those around external
 * durations for each rule; to be asked through `background`.
 */
export function ruleTotals(store: Store, histories: Histories, { userId, rules, recent }: RuleQuestion): RuleTotal[] {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    if (history === undefined) return rules.map(() => ({ totalMs: 0, recentMs: 0 }));
    const wholes = streamTotalsMs(store.connection.client, userId, rules);
    return rules.map((rule, i) => {
      const days = countAnew(store, histories, { userId, interval: recent, rule });
      return {
        totalMs: (wholes[i] ?? 0) + externalMs(store, histories, history, rule),
        recentMs: reading(store, histories, userId, (reader) => reader.summary(recent).totalMs, {
          rule,
          interval: recent,
          days,
        }),
      };
    });
  });
}

/** Returns what external durations add under a rule, ms: the credits around each decide what is left to it. */
function externalMs(store: Store, histories: Histories, history: History, rule: Rule): number {
  const { externals } = readUnder(store, histories, history, { rule, interval: EVER });
  return externals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
