// The shape of the overview's JSON. Times are whole ms, dates `YYYY-MM-DD` of the answer's zone.
import type { ShownAnswer } from "./shown-answer.ts";

export type NamedTime = { readonly name: string; readonly ms: number };

/** A project with the place of its colour, the same for ever, 0 to 7; 8 is time without one. */
export type ColouredTime = NamedTime & { readonly colour: number };

export type OverviewAnswer = ShownAnswer & {
  readonly user: string;
  readonly start: string;
  readonly start_ms: number;
  readonly end_ms: number;
  /** whether the range has not ended yet */
  readonly is_running: boolean;
  readonly is_single_day: boolean;
  /** 1 = Monday … 7 = Sunday */
  readonly week_start: number;
  /** whether anything ever arrived */
  readonly has_history: boolean;
  readonly total_ms: number;
  readonly total_text: string;
  /** the part of it in category ai coding */
  readonly ai_ms: number;
  readonly heartbeats: number;
  readonly usual: Usual | null;
  readonly goal: { readonly title: string; readonly target_ms: number; readonly actual_ms: number } | null;
  /** what is edited now, null after 15 minutes without a heartbeat */
  readonly now: { readonly project: string | null; readonly entity: string | null } | null;
  readonly dimensions: Readonly<Record<string, readonly NamedTime[]>>;
  /** projects again, with the place of their colour */
  readonly projects: readonly ColouredTime[];
  readonly hours_of_week: readonly number[];
  readonly days_with_time: number;
  readonly daily_average_ms: number;
  readonly best_day: { readonly date: string; readonly ms: number } | null;
  readonly streak: { readonly current: number; readonly longest: number };
};

/** What a range is compared with: the same elapsed part of times like it. */
export type Usual = {
  /** `weekday`: the median of the last eight same weekdays; `before`: the range before it */
  readonly kind: "weekday" | "before";
  readonly ms: number;
  /** how many days the median is of; 1 for the range before */
  readonly of: number;
  /** the range before, for `before` */
  readonly start_date: string;
  readonly end_date: string;
};

/** The chart beside the overview: bars by day, week or month, a year of days, and the day's ribbon. */
export type ColumnsAnswer = {
  readonly timezone: string;
  readonly now_ms: number;
  readonly unit: "day" | "week" | "month" | "year";
  /** the projects that have a colour, most time first; the rest are *other*, last in `ms` */
  readonly series: readonly ColouredTime[];
  readonly buckets: readonly {
    readonly start_date: string;
    readonly end_date: string;
    readonly total_ms: number;
    /** by series, then the rest */
    readonly ms: readonly number[];
    /** the bucket of the range before in the same place, with `compare=true` */
    readonly before_ms?: number;
  }[];
  /** the last 371 days up to the range's last, by week; levels 0 (none) to 4 */
  readonly year: readonly { readonly date: string; readonly ms: number; readonly level: number }[];
  /** of the days around a single one, null for longer ranges: theirs are the overview's */
  readonly hours_of_week: readonly number[] | null;
  /** of one day, by project, null for longer ranges */
  readonly ribbon: Ribbon | null;
};

export type Ribbon = {
  readonly start_ms: number;
  readonly end_ms: number;
  /** the full hours of the wall clock, each where it falls */
  readonly hours: readonly { readonly at_ms: number; readonly hour: number }[];
  readonly pieces: readonly {
    readonly start_ms: number;
    readonly end_ms: number;
    readonly project: string;
    readonly colour: number;
  }[];
};
