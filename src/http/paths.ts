// Where clients knock: the many spellings of our addresses, folded inside, because a POST must never be redirected.

import type { Route } from "./call.ts";

/** Every prefix below which the API is served; what a client has in its `api_url`. */
export const BASES = [
  "/api/hackatime/v1",
  "/api/v1",
  "/api/compat/wakatime/v1",
  "/compat/wakatime/v1",
  "/api",
  "",
] as const;

const INGEST_TAILS = ["/users/current/heartbeats.bulk", "/users/current/heartbeats"] as const;

const INGEST_PATHS: ReadonlySet<string> = new Set(BASES.flatMap((base) => INGEST_TAILS.map((tail) => base + tail)));

/** API paths of the root base; every other path at the root belongs to the pages. */
const ROOT_API_PATHS = [
  ...["/users", "/heartbeats", "/heartbeats.bulk", "/heartbeat", "/plugins/errors", "/my/heartbeats"],
  ...["/stats", "/leaders", "/leaderboard", "/currently_hacking", "/authenticated", "/banned_users", "/ysws_programs"],
  ...["/editors", "/program_languages", "/meta", "/oauth/token", "/oauth/revoke"],
];

/** A heartbeat address with an API key glued to its end: the address, then the key. */
const GLUED_KEY =
  /^(.*\/heartbeats?(?:\.bulk)?)\/?((?:waka_)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

export type FoldedPath = {
  /** The path to route and to log: it never holds a key. */
  readonly path: string;
  /** The key that was glued to the path, as sent. */
  readonly key?: string;
};

/**
 * The one spelling of a request path.
 *
 * Doubled and trailing slashes go. A path that ends in `/users/current/heartbeats[.bulk]` below a prefix that is not
 * one of `BASES` moves to `/api/v1`. A key glued to a heartbeat address is taken off. A path that needs nothing comes
 * back as the same string. Folding twice changes nothing more.
 *
 * **Source:** wakatime-cli joins `api_url` and path as they are, which doubles slashes (`/api/v1//users/…`) and, for
 * an address ending in `/heartbeat`, the middle (`/users/current/users/current/…`). Wakapi-Discord appends the key to
 * its configured address (`/api/heartbeat<KEY>`).
 * **Ours:** the key is taken off every heartbeat address, also after a slash, so that none reaches a log. The
 * dashboard's `/-/` paths are never moved.
 */
export function foldPath(pathname: string): FoldedPath {
  const path = foldSlashes(pathname);
  // A UUID's last hyphen is 13 characters from its end: one look spares the pattern for all other paths.
  if (path.charCodeAt(path.length - 13) === 45) {
    const [, address, key] = GLUED_KEY.exec(path) ?? [];
    if (address !== undefined && key !== undefined) return { path: foldPrefix(address), key };
  }
  return { path: foldPrefix(path) };
}

/**
 * Whether a folded path is part of the API, so that it gets CORS and JSON errors.
 *
 * True for everything below `/api` and `/compat/wakatime/v1`, known or not, and for the API paths of the root base.
 * `/` is the home page for a reader, and heartbeats' address for `POST` and its preflight.
 */
export function isApiPath(path: string, method = "GET"): boolean {
  if (path === "/") return method === "POST" || method === "OPTIONS";
  return (
    isBelow(path, "/api") ||
    isBelow(path, "/compat/wakatime/v1") ||
    ROOT_API_PATHS.some((apiPath) => isBelow(path, apiPath))
  );
}

/** Whether a folded path is the dashboard's own JSON: same origin only, without CORS, errors as JSON too. */
export function isDashboardPath(path: string): boolean {
  return isBelow(path, "/-");
}

/** Whether a folded path is one where programs are let in: what authorizes a request there is no API key. */
export function isOauthPath(path: string): boolean {
  return isBelow(path, "/oauth");
}

function foldSlashes(pathname: string): string {
  const single = pathname.includes("//") ? pathname.replace(/\/{2,}/g, "/") : pathname;
  if (single === "") return "/";
  return single.length > 1 && single.endsWith("/") ? single.slice(0, -1) : single;
}

function foldPrefix(path: string): string {
  for (const tail of INGEST_TAILS) {
    if (path.endsWith(tail)) return INGEST_PATHS.has(path) || isDashboardPath(path) ? path : `/api/v1${tail}`;
  }
  return path;
}

function isBelow(path: string, parent: string): boolean {
  return path.startsWith(parent) && (path.length === parent.length || path.charCodeAt(parent.length) === 47);
}

/** Escapes of one or more bytes. */
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/**
 * The rest of a folded path behind what `before` matches, decoded; an escape that is no UTF-8 stays as it is. Names with
 * slashes, dots and `%` come through whole, written raw or escaped.
 */
export function restOfPath(path: string, before: RegExp): string {
  const match = before.exec(path);
  const rest = match === null ? "" : path.slice(match.index + match[0].length);
  return rest.replace(ESCAPES, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Returns the paths a route answers at: one for every base, but at the root only where no page could stand. */
export function pathsOf({ path, bases, method }: Pick<Route, "path" | "bases" | "method">): string[] {
  if (bases === "absolute") return [path];
  return BASES.map((base) => `${base}${path}` || "/").filter((full) => isApiPath(full, method));
}
