// The shapes of the projects' JSON. Times are whole ms or epoch ms, dates `YYYY-MM-DD` of the answer's zone.
import type { NamedTime } from "./overview-answer.ts";
import type { ShownAnswer } from "./shown-answer.ts";

export type ProjectsAnswer = ShownAnswer & {
  /** of the range, with and without a project */
  readonly total_ms: number;
  readonly without_project_ms: number;
  /** what the sparklines show: one place per day or week, the last one ends today */
  readonly spark: { readonly unit: "day" | "week"; readonly start_date: string; readonly end_date: string };
  /** the last seen first */
  readonly projects: readonly ProjectRow[];
};

export type ProjectRow = {
  readonly name: string;
  /** place of its colour, 0 to 7; 8 for time without a project */
  readonly colour: number;
  readonly total_ms: number;
  readonly first_ms: number;
  readonly last_ms: number;
  readonly is_archived: boolean;
  readonly spark: readonly number[];
};

export type ProjectAnswer = ShownAnswer & {
  readonly name: string;
  readonly colour: number;
  readonly is_archived: boolean;
  /** 1 = Monday … 7 = Sunday */
  readonly week_start: number;
  /** of the range */
  readonly total_ms: number;
  /** the part of it in category ai coding */
  readonly ai_ms: number;
  readonly heartbeats: number;
  readonly days_with_time: number;
  /** of all of history */
  readonly first_ms: number;
  readonly last_ms: number;
  /** each sums to the total; names by dimension: language, branch, editor, … */
  readonly dimensions: Readonly<Record<string, readonly NamedTime[]>>;
  readonly dependencies: readonly NamedTime[];
  readonly unit: "day" | "week" | "month" | "year";
  readonly buckets: readonly { readonly start_date: string; readonly end_date: string; readonly ms: number }[];
  /** 53 weeks by day; levels 0 (none) to 4 */
  readonly year: readonly { readonly date: string; readonly ms: number; readonly level: number }[];
  /** 168 hours of the week, Monday 00:00 first */
  readonly hours_of_week: readonly number[];
  readonly badge: {
    /** badges answer only while statistics are public */
    readonly is_public: boolean;
    /** paths at this server */
    readonly svg: string;
    readonly shields: string;
  };
};

/** The files of a project in a range, most time first. */
export type ProjectFilesAnswer = {
  /** time of what is listed and of what is left out, ms */
  readonly total_ms: number;
  readonly files: readonly {
    /** below the project's root where that can be told, else as sent */
    readonly path: string;
    readonly entity: string;
    readonly type: string;
    readonly ms: number;
  }[];
};
