import { projectColours } from "../../app/colours.ts";
import { projectFiles, projectPageOf } from "../../app/project-page.ts";
import type { Route } from "../call.ts";
import { restOfPath } from "../paths.ts";
import { filterOf, rangeOf } from "../query.ts";
import type { ProjectAnswer, ProjectFilesAnswer } from "./projects-answer.ts";
import { shownRange } from "./shown.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/project/*`: one project by name (the rest of the path), all time without a range. */
export const projectPage: Route = {
  method: "GET",
  path: "/-/project/*",
  bases: "absolute",
  need: "none",
  summary: "our own pages: one project by day, language, branch, editor and so on",
  answer(call): ProjectAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    const range = rangeOf(call, user, "all_time");
    const name = restOfPath(call.path, /^\/-\/project\//);
    const found = projectPageOf(context, histories, user, name, range, filterOf(call));
    const badge = `${encodeURIComponent(user.name)}/interval:all_time/project:${encodeURIComponent(name)}`;
    return {
      name,
      colour: projectColours(context.store, user.id)(name),
      is_archived: found.isArchived,
      ...shownRange(range, context.now(), found.firstMs),
      week_start: user.weekStart,
      total_ms: found.totalMs,
      ai_ms: found.dimensions.category.find((item) => item.name === "ai coding")?.ms ?? 0,
      heartbeats: found.heartbeats,
      days_with_time: found.daysWithTime,
      first_ms: found.firstMs,
      last_ms: found.lastMs,
      dimensions: found.dimensions,
      dependencies: found.dependencies,
      unit: found.charts.unit,
      buckets: found.charts.columns.map(({ startDate, endDate, totalMs }) => ({
        start_date: startDate,
        end_date: endDate,
        ms: totalMs,
      })),
      year: found.charts.year,
      hours_of_week: found.hoursOfWeek,
      badge: {
        is_public: user.isPublic,
        svg: `/api/badge/${badge}`,
        shields: `/api/compat/shields/v1/${badge}`,
      },
    };
  },
};

/** `GET /-/project-files/*`: the files of a project in a range. Walks its heartbeats, off the event loop when many. */
export const projectFilesPage: Route = {
  method: "GET",
  path: "/-/project-files/*",
  bases: "absolute",
  need: "none",
  summary: "our own pages: the files of a project by time",
  async answer(call): Promise<ProjectFilesAnswer> {
    const user = viewer(call);
    const range = rangeOf(call, user, "all_time");
    const name = restOfPath(call.path, /^\/-\/project-files\//);
    const files = await projectFiles(call.services.background, user, name, range, filterOf(call));
    return { total_ms: files.reduce((sum, { ms }) => sum + ms, 0), files };
  },
};
