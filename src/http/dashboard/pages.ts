import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../app/errors.ts";
import type { Call } from "../call.ts";
import { isApiPath, isDashboardPath, isOauthPath } from "../paths.ts";
import type { Services } from "../services.ts";
import { drawnAhead, isDrawnAhead } from "./first-page.ts";
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
 * Returns what answers a page: the built `index.html`, with the first figures of who asks where they are drawn ahead;
 * such a page is kept by no cache. Any other holds no data, so that everybody may have it, and sees a sign-in where a
 * password is set; while the dashboard is closed for want of one, a plain sentence with 403 instead, so that a person
 * reads why.
 */
export function pageAnswer(
  services: Services,
): (call: Pick<Call, "request" | "access" | "address">, status?: 200 | 404) => Response {
  const { webFolder } = services;
  const file = webFolder === undefined ? undefined : join(webFolder, "index.html");
  const html = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return (call, status = 200) => {
    const visit = { services, request: call.request, access: call.access, address: call.address };
    if (call.access === undefined && dashboardState(visit) === "no-password-set")
      return new Response(`${CLOSED}\n`, { status: 403, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    if (html === undefined) throw new AppError("not_found", "The pages are not built into this server");
    const isAhead = status === 200 && isDrawnAhead(visit);
    return new Response(isAhead ? filledIn(html, () => drawnAhead(visit)) : html, {
      status,
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": isAhead ? "no-store" : "no-cache",
      },
    });
  };
}

/** Returns a page with its empty element filled in. What stands above that is sent before: the browser gets the files. */
function filledIn(html: string, draw: () => string | undefined): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const [above = "", below = ""] = html.split(EMPTY_PAGE);
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(encoder.encode(above));
      await new Promise((sent) => setTimeout(sent));
      controller.enqueue(encoder.encode((draw() ?? EMPTY_PAGE) + below));
      controller.close();
    },
  });
}

/**
 * Returns whether somebody who looks for a page asks for a path where none is: the page itself then says so. Programs,
 * which do not ask for HTML, and everything below the API and the files get the error as everywhere.
 */
export function isLostVisit({ method, headers }: Request, path: string): boolean {
  if (method !== "GET" || headers.get("accept")?.includes("text/html") !== true) return false;
  return !(isApiPath(path) || isDashboardPath(path) || isOauthPath(path) || path.startsWith("/assets/"));
}
