import { AppError } from "../../app/errors.ts";
import { type ProjectDetail, projectDetails } from "../../app/project-details.ts";
import { secondsOf } from "../../domain/format.ts";
import { rfc3339 } from "../../domain/range.ts";
import { type Call, type Route, subject } from "../call.ts";
import { type FlagSchema, flag, type Parameter } from "../parameter.ts";
import { restOfPath } from "../paths.ts";
import { list, RANGE_PARAMETERS, rangeOf } from "../query.ts";

const DEFAULT_RANGE = "last_12_months";

const NAMES: Parameter = {
  name: "projects",
  description: "Names of projects, by comma; all of them without it",
  schema: { type: "string" },
  example: "lantern,heron",
};

const WITH_ARCHIVED: Parameter<FlagSchema> = {
  name: "include_archived",
  description: "`true` lists archived projects too",
  schema: { type: "boolean" },
  example: true,
};

/**
 * `GET users/:user/projects/details`: projects with heartbeats in a range (default a year) that are not archived, most
 * time first.
 */
export const details: Route = {
  method: "GET",
  path: "/users/:user/projects/details",
  bases: "all",
  need: "public",
  summary: "projects of a range (default a year) with time, languages, first and last heartbeat; `projects` names some",
  parameters: [NAMES, ...RANGE_PARAMETERS],
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const { projects } = call.query;
    const range = rangeOf(call, user, DEFAULT_RANGE);
    const found = projectDetails(
      call.services.context,
      call.services.histories,
      user,
      range,
      projects === undefined ? undefined : list(projects),
    );
    return { projects: found.filter(isCurrent).map(view) };
  },
};

/** `GET users/:user/project/*`: one of them, by name: the rest of the path, slashes and dots and all. */
export const detail: Route = {
  method: "GET",
  path: "/users/:user/project/*",
  bases: "all",
  need: "public",
  summary: "one project by name, likewise",
  parameters: RANGE_PARAMETERS,
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const name = restOfPath(call.path, /\/users\/[^/]+\/project\//).trim();
    const range = rangeOf(call, user, DEFAULT_RANGE);
    const [found] = projectDetails(call.services.context, call.services.histories, user, range, [name]).filter(
      isCurrent,
    );
    if (found === undefined)
      throw new AppError("not_found", "There is no such project in this range", { short: "Project not found" });
    return view(found);
  },
};

/**
 * Returns a project in Hackatime's fields. Ours: first and last heartbeat are those of all history, not of the range,
 * so that they say when the project began. Repositories are not looked up.
 */
function view(project: ProjectDetail): object {
  return {
    name: project.name,
    total_seconds: secondsOf(project.totalMs),
    languages: project.languages,
    repo_url: null,
    total_heartbeats: project.heartbeats,
    first_heartbeat: rfc3339(project.firstMs),
    last_heartbeat: rfc3339(project.lastMs),
    most_recent_heartbeat: rfc3339(project.lastMs),
    archived: project.isArchived,
  };
}

/**
 * `GET authenticated/projects`: the asker's own, of all time unless a range is asked for; archived ones when asked for.
 * Source: hackatime-api §4.3.
 */
export const ownProjects: Route = {
  method: "GET",
  path: "/authenticated/projects",
  bases: "all",
  need: "read",
  summary: "your projects with time, last heartbeat and languages",
  parameters: [NAMES, WITH_ARCHIVED, ...RANGE_PARAMETERS],
  answer(call) {
    const withArchived = flag(call, WITH_ARCHIVED);
    const found = ownDetails(call).filter((project) => withArchived || isCurrent(project));
    return { projects: found.map(ownView) };
  },
};

/** `GET authenticated/projects/*`: one of the asker's own, by name, archived or not. */
export const ownProject: Route = {
  method: "GET",
  path: "/authenticated/projects/*",
  bases: "all",
  need: "read",
  summary: "one of your projects by name",
  parameters: RANGE_PARAMETERS,
  answer(call) {
    const [found] = ownDetails(call, restOfPath(call.path, /\/authenticated\/projects\//).trim());
    if (found === undefined)
      throw new AppError("not_found", "There is no such project in this range", { short: "Project not found" });
    return ownView(found);
  },
};

function isCurrent({ isArchived }: ProjectDetail): boolean {
  return !isArchived;
}

function ownDetails(call: Call, name?: string): ProjectDetail[] {
  const { user } = subject(call, "current");
  const { projects } = call.query;
  const names = name !== undefined ? [name] : projects === undefined ? undefined : list(projects);
  const { context, histories } = call.services;
  return projectDetails(context, histories, user, rangeOf(call, user, "all_time"), names);
}

function ownView(project: ProjectDetail): object {
  return {
    name: project.name,
    total_seconds: secondsOf(project.totalMs),
    most_recent_heartbeat: rfc3339(project.lastMs),
    languages: project.languages,
    archived: project.isArchived,
  };
}
