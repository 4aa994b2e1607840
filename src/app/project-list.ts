// All projects at a glance, and whether lists leave one out.
import { archivedProjects, setArchived } from "../db/archived.ts";
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { write } from "../db/store.ts";
import type { User } from "../db/users.ts";
import { bucketsOf } from "../domain/bucket.ts";
import { addDays, dayAt } from "../domain/calendar.ts";
import { UNKNOWN } from "../domain/dimension.ts";
import { wholeDates } from "../domain/moment.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Histories } from "./history.ts";
import { exactPage, sightings } from "./seen.ts";
import { reading } from "./summary.ts";

/** A project in the list of all; times epoch ms, of all of history. */
export type ListedProject = {
  readonly name: string;
  /** of the range, under the filter */
  readonly totalMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly isArchived: boolean;
  /** ms by bucket of the sparklines */
  readonly spark: readonly number[];
};

export type ProjectList = {
  readonly projects: readonly ListedProject[];
  /** time of the range without a project, ms */
  readonly withoutProjectMs: number;
  /** of the range, all projects and none */
  readonly totalMs: number;
  readonly spark: { readonly unit: "day" | "week"; readonly startDate: string; readonly endDate: string };
};

/** Ranges up to this many days have sparklines by day. */
const SHORT_DAYS = 31;
const SPARK_DAYS = 30;
const SPARK_WEEKS = 12;
const DAY_MS = 86_400_000;

/**
 * Returns every project, the last seen first, with its time in a range and a sparkline that ends today: 30 days for a
 * range of a month or less, else 12 weeks. Cost: a pass over the rollup and two short looks per project.
 */
export function projectList(
  context: Context,
  histories: Histories,
  user: User,
  range: Range,
  filter: Filter,
): ProjectList {
  const { store } = context;
  const today = dayAt(context.now(), range.zone).date;
  const isShort = range.endMs - range.startMs <= (SHORT_DAYS + 1) * DAY_MS;
  const startDate = addDays(today, 1 - (isShort ? SPARK_DAYS : SPARK_WEEKS * 7));
  const unit = isShort ? "day" : "week";
  // Whole weeks that end today, wherever weeks begin.
  const weekStart = Temporal.PlainDate.from(startDate).dayOfWeek;
  const buckets = bucketsOf(startDate, today, unit, weekStart);
  return reading(store, histories, user.id, (reader) => {
    const summary = reader.summary(range, filter);
    const totals = new Map(summary.items("project").map(({ name, ms }) => [name, ms]));
    const intervals = buckets.map((bucket) => wholeDates(bucket.startDate, bucket.endDate, range.zone));
    const sparks = [...reader.summaries(intervals, filter)].map(
      (one) => new Map(one.items("project").map(({ name, ms }) => [name, ms])),
    );
    const isArchived = archivedOf(store, user.id);
    const history = histories.of(user.id);
    const all = history === undefined ? [] : sightings(store, history);
    const seen = history === undefined ? [] : exactPage(store, history, all, { skip: 0, size: all.length });
    return {
      projects: seen.map((one) => ({
        ...one,
        totalMs: totals.get(one.name) ?? 0,
        isArchived: isArchived(one.name),
        spark: sparks.map((spark) => spark.get(one.name) ?? 0),
      })),
      withoutProjectMs: totals.get(UNKNOWN) ?? 0,
      totalMs: summary.totalMs,
      spark: { unit, startDate, endDate: today },
    };
  });
}

/** Returns whether a project is archived. */
export function isArchivedProject({ store }: Context, user: User, name: string): boolean {
  return archivedOf(store, user.id)(name);
}

/** Returns what tells of a user's projects, by name, whether they are archived now. */
export function archivedOf({ connection, names }: Store, userId: number): (name: string) => boolean {
  const archived = archivedProjects(connection.client, userId);
  return (name) => archived.has(names.find(userId, "project", name)?.id ?? 0);
}

/** Archives a project or takes it back. @throws AppError `not_found` for one without heartbeats. */
export function archiveProject(
  context: Context,
  histories: Histories,
  user: User,
  name: string,
  isArchived: boolean,
): void {
  const { store } = context;
  const isThere = inSnapshot(store.connection, () => {
    const history = histories.of(user.id);
    return history !== undefined && sightings(store, history).some((one) => one.name === name);
  });
  const id = store.names.find(user.id, "project", name)?.id;
  if (!isThere || id === undefined) throw noSuchProject();
  write(store, () => setArchived(store.connection.client, id, isArchived ? Math.floor(context.now() / 1000) : null));
}

/** Returns the refusal of a name that no project has. */
export function noSuchProject(): AppError {
  return new AppError("not_found", "There is no project of that name", { short: "Project not found" });
}
