import { projectColours } from "../../app/colours.ts";
import { AppError } from "../../app/errors.ts";
import { firstHeartbeatMs } from "../../app/heartbeat-list.ts";
import { archiveProject, projectList } from "../../app/project-list.ts";
import type { Route } from "../call.ts";
import { restOfPath } from "../paths.ts";
import { filterOf, rangeOf } from "../query.ts";
import { bodyFields } from "./body-fields.ts";
import type { ProjectsAnswer } from "./projects-answer.ts";
import { shownRange } from "./shown.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/projects`: every project, the last seen first, with its time in a range (all time without one). */
export const projectsPage: Route = {
  method: "GET",
  path: "/-/projects",
  bases: "absolute",
  need: "none",
  summary: "our own pages: all projects with time, first and last heartbeat and a sparkline",
  answer(call): ProjectsAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    const range = rangeOf(call, user, "all_time");
    const found = projectList(context, histories, user, range, filterOf(call));
    const colourOf = projectColours(context.store, user.id);
    return {
      ...shownRange(range, context.now(), firstHeartbeatMs(context.store, user.id)),
      total_ms: found.totalMs,
      without_project_ms: found.withoutProjectMs,
      spark: { unit: found.spark.unit, start_date: found.spark.startDate, end_date: found.spark.endDate },
      projects: found.projects.map((project) => ({
        name: project.name,
        colour: colourOf(project.name),
        total_ms: project.totalMs,
        first_ms: project.firstMs,
        last_ms: project.lastMs,
        is_archived: project.isArchived,
        spark: project.spark,
      })),
    };
  },
};

/** `PATCH /-/projects/*` `{"archived": true}`: leaves a project out of lists, or takes it back. */
export const projectArchive: Route = {
  method: "PATCH",
  path: "/-/projects/*",
  bases: "absolute",
  need: "none",
  summary: "our own pages: archives a project or takes it back",
  async answer(call) {
    const { context, histories } = call.services;
    const user = viewer(call);
    const { archived } = await bodyFields(call);
    if (typeof archived !== "boolean")
      throw new AppError("invalid", "archived must be true or false", { parameter: "archived" });
    archiveProject(context, histories, user, restOfPath(call.path, /^\/-\/projects\//), archived);
    return { archived };
  },
};
