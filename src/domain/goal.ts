import { weekdayName, weekdayOf } from "./weekday.ts";

export const DELTAS = ["day", "week", "month"] as const;
export type Delta = (typeof DELTAS)[number];

/** What a goal asks of each period. */
export type GoalRule = {
  readonly delta: Delta;
  readonly targetMs: number;
  /** at most instead of at least */
  readonly isInverse: boolean;
  readonly ignoreZeroDays: boolean;
  /** days that neither hit nor miss; for daily goals only */
  readonly ignoreDays: readonly string[];
};

export type GoalStatus = "success" | "fail" | "pending" | "ignored";

/** Local dates of one period, both inside it. */
export type GoalPeriod = { readonly startDate: string; readonly endDate: string };

/**
 * Returns the last `count` periods, oldest first; the last one holds `today`.
 *
 * ```
 *  week, starting on Monday; today is Wednesday 12, count 2
 *  Mo Tu We Th Fr Sa Su|Mo Tu We Th Fr Sa Su
 *   3  4  5  6  7  8  9 10 11 12 13 14 15 16
 *  [------ first ------][------ last -------]
 * ```
 * `weekStart` ISO, 1 = Monday. Source: wakatime-api §4.9; months are ours.
 */
export function goalPeriods(delta: Delta, today: string, weekStart: number, count: number): GoalPeriod[] {
  const date = Temporal.PlainDate.from(today);
  const first =
    delta === "day"
      ? date
      : delta === "week"
        ? date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 })
        : date.with({ day: 1 });
  const unit = delta === "day" ? "days" : delta === "week" ? "weeks" : "months";
  return Array.from({ length: count }, (_, i) => {
    const start = first.subtract({ [unit]: count - 1 - i });
    return {
      startDate: start.toString(),
      endDate: start
        .add({ [unit]: 1 })
        .subtract({ days: 1 })
        .toString(),
    };
  });
}

/**
 * Returns how a period stands. One that is not over is pending until its goal is reached, or, for a goal of at most,
 * passed; reaching it exactly is a success both ways.
 */
export function goalStatus(rule: GoalRule, period: GoalPeriod, actualMs: number, isOver: boolean): GoalStatus {
  if (rule.ignoreZeroDays && actualMs === 0 && isOver) return "ignored";
  if (rule.delta === "day" && rule.ignoreDays.includes(weekdayName(weekdayOf(period.startDate)))) return "ignored";
  if (rule.isInverse) {
    if (actualMs > rule.targetMs) return "fail";
    return isOver ? "success" : "pending";
  }
  if (actualMs >= rule.targetMs) return "success";
  return isOver ? "fail" : "pending";
}

/** Returns which of success and fail most periods were; pending while none was either, ignored when all of them are. */
export function averageStatus(statuses: readonly GoalStatus[]): GoalStatus {
  if (statuses.length > 0 && statuses.every((status) => status === "ignored")) return "ignored";
  const hits = statuses.filter((status) => status === "success").length;
  const misses = statuses.filter((status) => status === "fail").length;
  if (hits + misses === 0) return "pending";
  return hits >= misses ? "success" : "fail";
}

/** Returns how the periods stand together: their time against as many targets, ignored ones left out. */
export function cumulativeStatus(
  rule: GoalRule,
  periods: readonly { readonly actualMs: number; readonly status: GoalStatus }[],
): GoalStatus {
  const counted = periods.filter(({ status }) => status !== "ignored");
  if (counted.length === 0) return "ignored";
  const actual = counted.reduce((sum, { actualMs }) => sum + actualMs, 0);
  const target = rule.targetMs * counted.length;
  if (rule.isInverse) return actual <= target ? "success" : "fail";
  if (actual >= target) return "success";
  return counted.some(({ status }) => status === "pending") ? "pending" : "fail";
}

/** Returns how much of the target is there, whole percent from 0 to 100, cut: 100 only when all of it is. */
export function goalPercent(actualMs: number, targetMs: number): number {
  return targetMs <= 0 ? 100 : Math.min(100, Math.floor((actualMs / targetMs) * 100));
}
