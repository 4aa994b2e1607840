import type { User } from "../db/users.ts";
import { type Bucket, type BucketUnit, bucketsOf, bucketUnit } from "../domain/bucket.ts";
import type { Dimension } from "../domain/dimension.ts";
import { clip } from "../domain/interval.ts";
import { wholeDates } from "../domain/moment.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Histories } from "./history.ts";
import { reading } from "./summary.ts";

/** A table of time: a column per day (or week, month, year), a row per name. Every row and column sums exactly. */
export type Timesheet = {
  readonly unit: BucketUnit;
  readonly columns: readonly (Bucket & { readonly totalMs: number })[];
  /** most time first */
  readonly rows: readonly { readonly name: string; readonly totalMs: number; readonly ms: readonly number[] }[];
  readonly totalMs: number;
};

const MOST_DAYS = 40_000;

/** Returns a range as a table by a dimension. @throws AppError `invalid` for more days than a calendar could list. */
export function timesheetOf(
  context: Context,
  histories: Histories,
  user: User,
  range: Range,
  filter: Filter,
  by: Dimension,
): Timesheet {
  const days = (range.endMs - range.startMs) / 86_400_000;
  if (days > MOST_DAYS)
    throw new AppError("invalid", `a timesheet has at most ${MOST_DAYS} days`, { parameter: "range" });
  const unit = bucketUnit(Math.round(days));
  const buckets = bucketsOf(range.startDate, range.endDate, unit, user.weekStart);
  const empty = { startMs: range.startMs, endMs: range.startMs };
  const intervals = buckets.map(
    ({ startDate, endDate }) => clip(wholeDates(startDate, endDate, range.zone), range) ?? empty,
  );
  return reading(context.store, histories, user.id, (reader) => {
    const rows = new Map<string, number[]>();
    const totals: number[] = [];
    for (const summary of reader.summaries(intervals, filter)) {
      for (const { name, ms } of summary.items(by)) {
        const row = rows.get(name) ?? buckets.map(() => 0);
        row[totals.length] = ms;
        rows.set(name, row);
      }
      totals.push(summary.totalMs);
    }
    return {
      unit,
      columns: buckets.map((bucket, i) => ({ ...bucket, totalMs: totals[i] ?? 0 })),
      rows: [...rows]
        .map(([name, ms]) => ({ name, totalMs: sum(ms), ms }))
        .sort((a, b) => b.totalMs - a.totalMs || (a.name < b.name ? -1 : 1)),
      totalMs: sum(totals),
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
