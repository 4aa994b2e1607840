import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../app/errors.ts";
import type { Call } from "../call.ts";
import { isApiPath, isDashboardPath, isOauthPath } from "../paths.ts";
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

/**
 * Returns the answer to a page: the built `index.html`. It holds no data, it asks `/-/` for it, so that everybody may
 * have it, and sees a sign-in where a password is set; while the dashboard is closed for want of one, a plain sentence
 * with 403 instead, so that a person reads why.
 */
export function pageAnswer(
  webFolder: string | undefined,
): (call: Pick<Call, "services" | "request" | "access">, status?: 200 | 404) => Response {
  const file = webFolder === undefined ? undefined : join(webFolder, "index.html");
  const html = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return (call, status = 200) => {
    if (call.access === undefined && dashboardState(call) === "no-password-set")
      return new Response(`${CLOSED}\n`, { status: 403, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    if (html === undefined) throw new AppError("not_found", "The pages are not built into this server");
    return new Response(html, {
      status,
      headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" },
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
