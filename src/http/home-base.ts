// Each route of the API stands at one base in the framework; requests below the other bases are led there.
import type { Route } from "./call.ts";
import { BASES, isApiPath, pathsOf } from "./paths.ts";

/** The base that most programs have in their settings. */
const HOME_BASE = "/api/v1";

type Placed = Pick<Route, "method" | "path" | "bases" | "need">;

/**
 * Returns the paths at which a route is registered. What is sent in stands at every base: leading a request elsewhere
 * copies it, which for heartbeats costs as much as reading them. All others stand once: six times as many routes took a
 * tenth of a start, and 2 MB.
 */
export function registeredPaths(route: Placed): string[] {
  return route.bases === "absolute" || route.need === "write" ? pathsOf(route) : [`${HOME_BASE}${route.path}`];
}

/** Returns a function that tells the path at which the route of a folded path is registered; the path itself for others. */
export function leadingHome(routes: readonly Placed[]): (path: string, method: string) => string {
  const fixed = routes.filter(({ bases, path }) => bases === "absolute" && isApiPath(path));
  const sent = routes.filter((route) => route.bases === "all" && registeredPaths(route).length > 1);
  const always = matching(fixed.map(({ path }) => path));
  const byMethod = new Map(
    [...Map.groupBy(sent, ({ method }) => method)].map(([method, own]) => [method, matching(own.flatMap(pathsOf))]),
  );
  return (path, method) => {
    if (path.startsWith(`${HOME_BASE}/`) || !isApiPath(path, method)) return path;
    const stays = always.test(path) || byMethod.get(method as Placed["method"])?.test(path) === true;
    const base = BASES.find((one) => path.startsWith(`${one}/`));
    return stays || base === undefined ? path : `${HOME_BASE}${path.slice(base.length)}`;
  };
}

/** Returns what matches the paths of routes, parameters and rests filled in. */
function matching(paths: readonly string[]): RegExp {
  return new RegExp(`^(?:${[...new Set(paths)].map(patternOf).join("|")})$`);
}

function patternOf(path: string): string {
  return path
    .replace(/[.+?^$()[\]{}|\\]/g, "\\$&")
    .replaceAll(/:\w+/g, "[^/]+")
    .replaceAll("*", ".*");
}
