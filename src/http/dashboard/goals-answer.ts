// The shapes of the goals' JSON. Times are whole ms, dates `YYYY-MM-DD` of the user's zone.

export type GoalStatusName = "success" | "fail" | "pending" | "ignored";

export type GoalsAnswer = { readonly timezone: string; readonly now_ms: number; readonly goals: readonly GoalAnswer[] };

export type GoalAnswer = {
  /** UUID */
  readonly id: string;
  /** as shown: the own one, or what the goal asks in words */
  readonly title: string;
  /** null = none was given */
  readonly custom_title: string | null;
  readonly delta: "day" | "week" | "month";
  readonly target_ms: number;
  /** at most instead of at least */
  readonly is_inverse: boolean;
  /** false = paused */
  readonly is_enabled: boolean;
  readonly ignore_zero_days: boolean;
  /** lower-case names of weekdays */
  readonly ignore_days: readonly string[];
  /** what counts; empty = everything */
  readonly languages: readonly string[];
  readonly projects: readonly string[];
  readonly editors: readonly string[];
  /** of the running period */
  readonly actual_ms: number;
  readonly status: GoalStatusName;
  /** oldest first, the running one last */
  readonly periods: readonly {
    readonly start_date: string;
    readonly end_date: string;
    readonly actual_ms: number;
    readonly status: GoalStatusName;
  }[];
  readonly hits: number;
  readonly misses: number;
  /** hits in a row, up to now */
  readonly streak: number;
};
