import { owner, type Route } from "../call.ts";

/** Paths of organisations and teams, which a server at home has none of; clients still ask. Source: clients.md B2. */
const PATHS = [
  "/users/:user/orgs",
  "/users/:user/orgs/:org",
  "/users/:user/orgs/:org/dashboards",
  "/users/:user/orgs/:org/dashboards/:dashboard/members",
  "/users/:user/orgs/:org/dashboards/:dashboard/durations",
  "/users/:user/orgs/:org/dashboards/:dashboard/summaries",
  "/users/:user/orgs/:org/dashboards/:dashboard/members/:member/durations",
  "/users/:user/orgs/:org/dashboards/:dashboard/members/:member/summaries",
  "/users/:user/teams",
  "/users/:user/teams/:team/members",
  "/users/:user/teams/:team/members/:member/summaries",
];

/** `GET users/:user/orgs…` and `…/teams…`: well formed and empty. Source: wakatime-api §4.23. */
export const groups: readonly Route[] = PATHS.map((path) => ({
  method: "GET",
  path,
  bases: "all",
  need: "read",
  summary: "empty: there are no organisations and teams",
  answer(call) {
    owner(call, call.params["user"] ?? "");
    return { data: [], page: 1, next_page: null, prev_page: null, total: 0, total_pages: 1 };
  },
}));
