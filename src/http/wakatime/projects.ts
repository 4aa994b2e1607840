import { AppError } from "../../app/errors.ts";
import { findProject, projectPage } from "../../app/projects.ts";
import type { Seen } from "../../app/seen.ts";
import { stableId } from "../../app/stable-id.ts";
import { reading } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { rfc3339 } from "../../domain/range.ts";
import { timeAgo } from "../../domain/time-ago.ts";
import { type Call, owner, type Route, subject } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";
import type { Parameter } from "../parameter.ts";
import { restOfPath } from "../paths.ts";
import { RANGE_PARAMETERS, rangeOf } from "../query.ts";

const A_PAGE = 100;

const PART: Parameter = {
  name: "q",
  description: "A part of the names, in any case; all projects without it",
  schema: { type: "string" },
  example: "lan",
};
const AUTHOR: Parameter = {
  name: "author",
  description: "Repeated in the answer",
  schema: { type: "string" },
  example: "ann",
};
const BRANCH: Parameter = { ...AUTHOR, name: "branch", example: "main" };

/**
 * `GET users/:user/projects`: one answer for two APIs (clients.md B7): `data` holds WakaTime's objects, a page of them,
 * the last seen first; `projects` holds Hackatime's names, all of them, or those with time in the range asked for.
 */
export const projects: Route = {
  method: "GET",
  path: "/users/:user/projects",
  bases: "all",
  need: "public",
  summary: "projects, the last seen first, 100 a `page`; `q` finds parts of names; `projects` lists all names",
  parameters: [PART, PAGE, ...RANGE_PARAMETERS],
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const { store } = context;
    const range = rangeOf(call, user, "all_time");
    const part = call.query["q"]?.toLowerCase() ?? "";
    const isWanted = (name: string) => name.toLowerCase().includes(part);
    const found = projectPage(store, histories, user.id, isWanted, (total) => pagingOf(call, total, A_PAGE));
    const inRange =
      range.name === "all_time"
        ? undefined
        : new Set(
            reading(store, histories, user.id, (reader) =>
              reader
                .summary(range)
                .items("project")
                .map(({ name }) => name),
            ),
          );
    return {
      data: found.projects.map((project) => projectView(call, user, project)),
      projects: found.names.filter((name) => inRange?.has(name) !== false),
      ...found.page.fields,
    };
  },
};

/** `GET users/:user/projects/*`: one project, by its name (the rest of the path, slashes and all) or its id. */
export const project: Route = {
  method: "GET",
  path: "/users/:user/projects/*",
  bases: "all",
  need: "public",
  summary: "a project by name (the rest of the path) or id; `…/commits` after it answers as below",
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const name = restOfPath(call.path, BEFORE_NAME);
    const found = projectNamed(call, user, name);
    if (found !== undefined) return { data: projectView(call, user, found) };
    if (name.endsWith(COMMITS)) return commitsOf(call);
    throw unknownProject();
  },
};

/** `GET users/:user/projects/:name/commits`: well formed and empty, for Hearth reads no repositories. */
export const projectCommits: Route = {
  method: "GET",
  path: "/users/:user/projects/:name/commits",
  bases: "all",
  need: "read",
  summary: "*empty*: commits of a project",
  parameters: [AUTHOR, BRANCH, PAGE],
  answer: (call) => commitsOf(call),
};

const COMMITS = "/commits";
const BEFORE_NAME = /\/users\/[^/]+\/projects\//;

/** Commits are the user's own, whatever is public. Source: wakatime-api §4.22. */
function commitsOf(call: Call): object {
  const user = owner(call, call.params["user"] ?? "");
  const name = restOfPath(call.path, BEFORE_NAME);
  // A project may itself be called so: asked for by its name alone, it is what is meant.
  const itself = projectNamed(call, user, name);
  if (itself !== undefined) return { data: projectView(call, user, itself) };
  const found = projectNamed(call, user, name.slice(0, -COMMITS.length));
  if (found === undefined) throw unknownProject();
  const { page, total, total_pages } = pagingOf(call, 0, A_PAGE).fields;
  return {
    commits: [],
    author: call.query["author"] ?? null,
    branch: call.query["branch"] ?? null,
    page,
    next_page: null,
    next_page_url: null,
    prev_page: null,
    prev_page_url: null,
    total,
    total_pages,
    status: "ok",
    project: {
      id: stableId(user.uuid, "project", found.name),
      name: found.name,
      privacy: "private",
      repository: null,
    },
  };
}

function unknownProject(): AppError {
  return new AppError("not_found", "There is no project of that name", { short: "Project not found" });
}

function projectNamed(call: Call, user: User, name: string): Seen | undefined {
  const { context, histories } = call.services;
  const isWanted = (one: string) => one === name || stableId(user.uuid, "project", one) === name;
  return findProject(context.store, histories, user.id, isWanted);
}

/** Returns a project as WakaTime writes it. Source: wakatime-api §8.1. */
function projectView({ services: { context } }: Call, user: User, { name, firstMs, lastMs }: Seen): object {
  const encoded = encodeURIComponent(name.toWellFormed());
  const nowMs = context.now();
  return {
    id: stableId(user.uuid, "project", name),
    name,
    repository: null,
    badge: null,
    color: null,
    clients: [],
    has_public_url: false,
    first_heartbeat_at: rfc3339(firstMs),
    human_readable_first_heartbeat_at: timeAgo(firstMs, nowMs),
    last_heartbeat_at: rfc3339(lastMs),
    human_readable_last_heartbeat_at: timeAgo(lastMs, nowMs),
    url: `/projects/${encoded}`,
    urlencoded_name: encoded,
    created_at: rfc3339(firstMs),
  };
}
