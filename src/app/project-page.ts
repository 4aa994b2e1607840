// One project: what a range of it holds, and its files.
import type { User } from "../db/users.ts";
import { dayAt } from "../domain/calendar.ts";
import { DIMENSIONS, type Dimension, record } from "../domain/dimension.ts";
import { projectPath } from "../domain/project-path.ts";
import type { Range } from "../domain/range.ts";
import type { Background } from "./background.ts";
import { type Columns, columnsOf } from "./columns.ts";
import type { Context } from "./context.ts";
import { activePart, daysTotals } from "./days.ts";
import type { Filter } from "./filter.ts";
import type { Histories } from "./history.ts";
import { isArchivedProject, noSuchProject } from "./project-list.ts";
import { findProject } from "./projects.ts";
import type { Seen } from "./seen.ts";
import { type Item, reading } from "./summary.ts";

export type ProjectPage = Seen & {
  readonly isArchived: boolean;
  readonly totalMs: number;
  readonly heartbeats: number;
  readonly daysWithTime: number;
  readonly dimensions: Readonly<Record<Dimension, readonly Item[]>>;
  readonly dependencies: readonly Item[];
  readonly hoursOfWeek: readonly number[];
  readonly charts: Columns;
};

/** Time spent with a file, or whatever else a project's heartbeats are about. */
export type ProjectFile = {
  /** below the root of the project where that can be told, else as sent */
  readonly path: string;
  readonly entity: string;
  readonly type: string;
  readonly ms: number;
};

/** Returns a project in a range; first and last are of all of history. @throws AppError `not_found`. */
export function projectPageOf(
  context: Context,
  histories: Histories,
  user: User,
  name: string,
  range: Range,
  filter: Filter,
): ProjectPage {
  const { store } = context;
  return reading(store, histories, user.id, (reader) => {
    const seen = findProject(store, histories, user.id, (one) => one === name);
    if (seen === undefined) throw noSuchProject();
    const own = ofProject(filter, name);
    const summary = reader.summary(range, own);
    const days = daysTotals(reader, range.zone, activePart(range, seen.firstMs, context.now()), own);
    return {
      ...seen,
      isArchived: isArchivedProject(context, user, name),
      totalMs: summary.totalMs,
      heartbeats: summary.heartbeats,
      daysWithTime: days.filter(({ totalMs }) => totalMs > 0).length,
      dimensions: record(DIMENSIONS, summary.items),
      dependencies: summary.dependencies(),
      hoursOfWeek: reader.hoursOfWeek(range, range.zone, own),
      charts: columnsOf(context, histories, user, sinceFirst(range, seen.firstMs), own, false),
    };
  });
}

/** Returns the files of a project in a range, most time first. Cost: its heartbeats, in the background when many. */
export async function projectFiles(
  background: Background,
  user: User,
  name: string,
  range: Range,
  filter: Filter,
): Promise<ProjectFile[]> {
  const question = {
    userId: user.id,
    interval: range,
    filter: ofProject(filter, name),
    parts: [range],
    rule: undefined,
  };
  const [files = []] = await background.entityTotals(question);
  return files.map(({ name: entity, type, ms, projectRootCount }) => ({
    path: type === "file" ? projectPath(entity, name, projectRootCount) : entity,
    entity,
    type,
    ms,
  }));
}

/** Returns a range without the time before a project began: bars of years of nothing say nothing. */
function sinceFirst(range: Range, firstMs: number): Range {
  const first = dayAt(firstMs, range.zone);
  if (first.startMs <= range.startMs || first.startMs >= range.endMs) return range;
  return { ...range, startMs: first.startMs, startDate: first.date };
}

/** The project beats one that a filter names: it is what the page is about. */
function ofProject(filter: Filter, name: string): Filter {
  return { ...filter, only: { ...filter.only, project: [name] } };
}
