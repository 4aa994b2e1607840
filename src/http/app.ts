// The route table of the whole product.
import { join } from "node:path";
import { staticPlugin } from "@elysiajs/static";
import { Elysia } from "elysia";
import type { Access } from "../app/access.ts";
import { backgroundFor, historiesFor } from "../app/shown.ts";
import type { Arrived } from "./arrived.ts";
import { admitted, type Call, type Route } from "./call.ts";
import { columns } from "./dashboard/columns.ts";
import { events } from "./dashboard/events.ts";
import { goalChanged, goalMade, goalRemoved, goalsPage } from "./dashboard/goals.ts";
import { grantOut, grants } from "./dashboard/grants.ts";
import { importIn, imports } from "./dashboard/imports.ts";
import { keyIn, keyOut, keys } from "./dashboard/keys.ts";
import { overview } from "./dashboard/overview.ts";
import { isLostVisit, PAGES, pageAnswer } from "./dashboard/pages.ts";
import { passwordChange } from "./dashboard/password.ts";
import { projectFilesPage, projectPage } from "./dashboard/project.ts";
import { projectArchive, projectsPage } from "./dashboard/projects.ts";
import { rules } from "./dashboard/rules.ts";
import { session, signIn, signOut, signOutEverywhere } from "./dashboard/session.ts";
import { settings, settingsChange } from "./dashboard/settings.ts";
import { setup } from "./dashboard/setup.ts";
import { storage } from "./dashboard/storage.ts";
import { timeline } from "./dashboard/timeline.ts";
import { timesheet } from "./dashboard/timesheet.ts";
import { why } from "./dashboard/why.ts";
import { hours, latestHeartbeat, me, ownKey, streak } from "./hackatime/authenticated.ts";
import { boards, currentlyHacking } from "./hackatime/boards.ts";
import { heartbeatsIn } from "./hackatime/heartbeats-in.ts";
import { lookupEmail, lookupSlackId } from "./hackatime/lookups.ts";
import { myHeartbeats, myMostRecentHeartbeat } from "./hackatime/my-heartbeats.ts";
import { detail, details, ownProject, ownProjects } from "./hackatime/project-details.ts";
import { revokeLeaked } from "./hackatime/revoke.ts";
import { stats } from "./hackatime/server-stats.ts";
import { userSpans } from "./hackatime/spans.ts";
import { userStats } from "./hackatime/stats.ts";
import { bannedUsers, programs, trustFactor } from "./hackatime/trust.ts";
import { registeredPaths } from "./home-base.ts";
import { authorize, consentStyle, decision } from "./oauth/authorize.ts";
import { revocation, token } from "./oauth/token.ts";
import { description } from "./openapi/routes.ts";
import { isDashboardPath } from "./paths.ts";
import { refusal } from "./refusal.ts";
import type { Services } from "./services.ts";
import { health } from "./system/health.ts";
import { redirects } from "./system/redirects.ts";
import { chart } from "./wakapi/activity-chart.ts";
import { avatars } from "./wakapi/avatar.ts";
import { badges } from "./wakapi/badges.ts";
import { metrics } from "./wakapi/metrics.ts";
import { summary } from "./wakapi/summary.ts";
import { allTimeSinceToday } from "./wakatime/all-time.ts";
import { apiKeyRefused, editors, meta, programLanguages } from "./wakatime/catalogues.ts";
import { dataDumpFile, dataDumpIn, dataDumps } from "./wakatime/data-dumps.ts";
import { durations } from "./wakatime/durations.ts";
import {
  externalDurationIn,
  externalDurations,
  externalDurationsIn,
  externalDurationsOut,
} from "./wakatime/external-durations.ts";
import { fileExperts } from "./wakatime/file-experts.ts";
import { goal, goalChanges, goalIn, goalOut, goals } from "./wakatime/goals.ts";
import { groups } from "./wakatime/groups.ts";
import { dayHeartbeats, heartbeatsOut } from "./wakatime/heartbeats.ts";
import { insights } from "./wakatime/insights.ts";
import { leaderboard, leaderboards, leaders } from "./wakatime/leaders.ts";
import { machineNames } from "./wakatime/machine-names.ts";
import { pluginErrors } from "./wakatime/plugin-errors.ts";
import { project, projectCommits, projects } from "./wakatime/projects.ts";
import { statsOfAll } from "./wakatime/stats-of-all.ts";
import { userStatsOfRange } from "./wakatime/stats-range.ts";
import { statusBars } from "./wakatime/status-bar.ts";
import { userSummaries } from "./wakatime/summaries.ts";
import { userProfile } from "./wakatime/user.ts";
import { userAgent, userAgents } from "./wakatime/user-agents.ts";

export const ROUTES: readonly Route[] = [
  ...heartbeatsIn,
  ...statusBars,
  userProfile,
  userSummaries,
  userStats,
  userStatsOfRange,
  allTimeSinceToday,
  insights,
  userSpans,
  durations,
  dayHeartbeats,
  heartbeatsOut,
  projects,
  project,
  projectCommits,
  machineNames,
  userAgents,
  userAgent,
  dataDumps,
  dataDumpIn,
  dataDumpFile,
  myHeartbeats,
  myMostRecentHeartbeat,
  stats,
  statsOfAll,
  leaders,
  leaderboards,
  leaderboard,
  ...groups,
  editors,
  programLanguages,
  meta,
  apiKeyRefused,
  details,
  detail,
  trustFactor,
  me,
  hours,
  streak,
  ownProjects,
  ownProject,
  latestHeartbeat,
  ownKey,
  ...boards,
  currentlyHacking,
  revokeLeaked,
  bannedUsers,
  programs,
  lookupEmail,
  lookupSlackId,
  goals,
  goal,
  goalIn,
  ...goalChanges,
  goalOut,
  externalDurations,
  externalDurationIn,
  externalDurationsIn,
  externalDurationsOut,
  fileExperts,
  pluginErrors,
  summary,
  metrics,
  ...badges,
  chart,
  avatars,
  health,
  ...description(() => ROUTES),
  ...redirects,
  session,
  signIn,
  signOut,
  signOutEverywhere,
  settings,
  settingsChange,
  keys,
  keyIn,
  keyOut,
  grants,
  grantOut,
  passwordChange,
  authorize,
  decision,
  consentStyle,
  token,
  revocation,
  overview,
  columns,
  timeline,
  why,
  projectsPage,
  projectArchive,
  projectPage,
  projectFilesPage,
  timesheet,
  goalsPage,
  goalMade,
  goalChanged,
  goalRemoved,
  setup,
  rules,
  imports,
  importIn,
  events,
  storage,
];

/** Returns the routes as an Elysia app; `arrivals` tells what was found out about each request before it came here. */
export async function createApp(services: Services, arrivals: WeakMap<Request, Arrived>): Promise<Elysia> {
  const app = new Elysia({ normalize: false });
  const page = pageAnswer(services);
  // First: the framework hangs it only on routes that come after it.
  app.onError(({ code, error, request }) => {
    const { path = "", access, address = "" } = arrivals.get(request) ?? {};
    if (code === "NOT_FOUND" && isLostVisit(request, path) && services.webFolder !== undefined)
      return page({ request, access, address }, 404);
    return refusal(services, error, path);
  });
  const handle =
    (route: Pick<Route, "method" | "path" | "need" | "answer">) =>
    async (context: { request: Request; params: object }) => {
      const arrived = arrivals.get(context.request);
      if (arrived === undefined) throw new Error("a request reached its route unannounced");
      const access = admitted(route, arrived.access);
      const call: Call = {
        services: servicesFor(services, route, access),
        request: context.request,
        path: arrived.path,
        params: context.params as Record<string, string>,
        query: firstValues(arrived.query),
        access,
        address: arrived.address,
      };
      const answer = await route.answer(call);
      return answer instanceof Response ? answer : Response.json(answer);
    };
  // Bodies are read by content, not by their type: the framework must leave them alone.
  for (const route of ROUTES)
    for (const path of registeredPaths(route)) app.route(route.method, path, handle(route), { parse: "none" });
  for (const path of PAGES) app.get(path, handle({ method: "GET", path, need: "none", answer: (call) => page(call) }));
  if (services.webFolder !== undefined)
    app.use(
      await staticPlugin({
        assets: join(services.webFolder, "assets"),
        prefix: "/assets",
        alwaysStatic: true,
        indexHTML: false,
        // Their names hold a hash of their content.
        directive: "immutable",
        maxAge: 31_536_000,
        silent: true,
      }),
    );
  return app;
}

/**
 * Returns the services as a route's caller may use them: of everybody else's time what they show. The pages' own routes
 * find out for themselves whose time they are about, and are about no one else's.
 */
function servicesFor(services: Services, { path, need }: Pick<Route, "path" | "need">, access: Access | undefined) {
  // What is sent is its sender's own.
  if (isDashboardPath(path) || need === "write") return services;
  // Where no key is asked for, one that may not read is no better than none.
  const viewerId = need === "none" && access?.scope === "write" ? undefined : access?.user.id;
  const histories = historiesFor(services.context, services.histories, viewerId);
  return { ...services, histories, background: backgroundFor(services.background, histories) };
}

/** Returns the first value of each parameter; blank ones are as absent (contract §5). */
function firstValues(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) if (value.trim() !== "" && !Object.hasOwn(values, name)) values[name] = value;
  return values;
}
