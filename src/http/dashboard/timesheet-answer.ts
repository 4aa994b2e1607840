// The shape of the timesheet's JSON. Times are whole ms, dates `YYYY-MM-DD` of the answer's zone.
import type { ShownAnswer } from "./shown-answer.ts";

export type TimesheetAnswer = ShownAnswer & {
  readonly by: string;
  /** days up to two months, then weeks, months, years */
  readonly unit: "day" | "week" | "month" | "year";
  readonly columns: readonly { readonly start_date: string; readonly end_date: string; readonly total_ms: number }[];
  /** most time first; `ms` by column */
  readonly rows: readonly { readonly name: string; readonly total_ms: number; readonly ms: readonly number[] }[];
  readonly total_ms: number;
};
