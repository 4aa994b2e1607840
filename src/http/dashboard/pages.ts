import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../app/errors.ts";
import type { Call } from "../call.ts";
import { viewer } from "./viewer.ts";

/** Addresses that answer the page; the one list of them. */
export const PAGES = ["/"] as const;

/**
 * Returns the answer to a page: the built `index.html`, or a plain sentence with 403 while the dashboard is closed, so
 * that a person reads why. The page itself holds no data; it asks `/-/` for it.
 */
export function pageAnswer(webFolder: string | undefined): (call: Call) => Response {
  const file = webFolder === undefined ? undefined : join(webFolder, "index.html");
  const html = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return (call) => {
    try {
      viewer(call);
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault;
      return new Response(`${fault.message}\n`, {
        status: 403,
        headers: { "Content-Type": "text/plain; charset=utf-8" },
      });
    }
    if (html === undefined) throw new AppError("not_found", "The pages are not built into this server");
    return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" } });
  };
}
