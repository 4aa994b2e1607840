// Goals as the dashboard shows them: how each stands, and what came of the periods before.
import type { User } from "../db/users.ts";
import type { Delta, GoalStatus } from "../domain/goal.ts";
import type { Context } from "./context.ts";
import { type Goal, type GoalProgress, listGoals, progressOf } from "./goals.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";
import { type Reader, reading } from "./summary.ts";

export type GoalStanding = {
  readonly goal: Goal;
  /** oldest first, the running one last */
  readonly periods: readonly GoalProgress[];
  readonly hits: number;
  readonly misses: number;
  /** periods in a row that hit, up to now; ignored ones and a running one do not break it */
  readonly streak: number;
};

/** Periods that are shown: eight weeks of days, half a year of weeks, a year of months. */
const PERIODS: Readonly<Record<Delta, number>> = { day: 56, week: 26, month: 12 };

/** Returns every goal of a user, oldest first. Cost: derived rows of a year at most. */
export function goalBoard(context: Context, histories: Histories, user: User): GoalStanding[] {
  const goals = listGoals(context, user);
  return reading(context.store, histories, user.id, (reader) =>
    goals.map((goal) => standing(context, reader, user, goal)),
  );
}

/** Returns how one goal stands. */
export function goalStanding(context: Context, histories: Histories, user: User, goal: Goal): GoalStanding {
  return reading(context.store, histories, user.id, (reader) => standing(context, reader, user, goal));
}

function standing(context: Context, reader: Reader, user: User, goal: Goal): GoalStanding {
  const firstMs = firstHeartbeatMs(context.store, user.id) ?? context.now();
  // What lies before anything was known is no miss.
  const all = progressOf(context, reader, user, goal, PERIODS[goal.delta as Delta]).filter(
    ({ endMs }) => endMs > firstMs,
  );
  const statuses = all.map(({ status }) => status);
  return {
    goal,
    periods: all,
    hits: statuses.filter((status) => status === "success").length,
    misses: statuses.filter((status) => status === "fail").length,
    streak: streakOf(statuses),
  };
}

/** Returns how many of the last periods hit, one after the other; `statuses` oldest first. */
export function streakOf(statuses: readonly GoalStatus[]): number {
  let streak = 0;
  for (const status of statuses.toReversed()) {
    if (status === "fail") break;
    if (status === "success") streak++;
  }
  return streak;
}
