import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../app/errors.ts";
import type { Call } from "../call.ts";
import { isApiPath, isDashboardPath, isOauthPath } from "../paths.ts";
import type { Services } from "../services.ts";
import { preparedPage } from "./first-page.ts";
import { CLOSED, dashboardState } from "./viewer.ts";

/** Addresses that answer the page; the one list of them. */
export const PAGES = [
  "/",
  "/timeline",
  "/why",
  "/projects",
  "/projects/*",
  "/timesheet",
  "/goals",
  "/settings",
  "/setup",
  "/login",
  "/how",
] as const;

const EMPTY_PAGE = '<div id="page"></div>';

/**
 * Returns what answers a page: the built `index.html`, with its first figures drawn where there are any for who asks
 * (see `preparedPage`). Without them it holds no data, so that everybody may have it, and sees a sign-in where a password
 * is set; while the dashboard is closed for want of one, a plain sentence with 403 instead, so that a person reads why.
 * A page with somebody's figures is kept by no cache.
 */
export function pageAnswer(
  services: Services,
): (call: Pick<Call, "request" | "access" | "address">, status?: 200 | 404) => Promise<Response> {
  const { webFolder } = services;
  const file = webFolder === undefined ? undefined : join(webFolder, "index.html");
  const html = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const [head = "", foot = ""] = html?.split(EMPTY_PAGE) ?? [];
  return async (call, status = 200) => {
    const asked = { services, request: call.request, access: call.access, address: call.address };
    if (call.access === undefined && dashboardState(asked) === "no-password-set")
      return new Response(`${CLOSED}\n`, { status: 403, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    if (html === undefined) throw new AppError("not_found", "The pages are not built into this server");
    const first = status === 200 ? await preparedPage(asked) : undefined;
    const body = first === undefined ? html : `${head}<div id="page">${first.markup}</div>${first.data}${foot}`;
    return new Response(body, {
      status,
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": first === undefined ? "no-cache" : "no-store",
      },
    });
  };
}

/**
 * Returns whether somebody who looks for a page asks for a path where none is: the page itself then says so. Programs,
 * which do not ask for HTML, and everything below the API and the files get the error as everywhere.
 */
export function isLostVisit({ method, headers }: Request, path: string): boolean {
  if (method !== "GET" || headers.get("accept")?.includes("text/html") !== true) return false;
  return !(isApiPath(path) || isDashboardPath(path) || isOauthPath(path) || path.startsWith("/assets/"));
}
