import { AppError } from "../../app/errors.ts";
import { isHealthy } from "../../app/health.ts";
import type { Route } from "../call.ts";

/**
 * `GET /api/health`: whether the server answers and can read its database; for everybody, on every host name. JSON, or
 * the lines `app=1` and `db=1` for a request that accepts text/plain and says nothing of JSON.
 *
 * **Source:** clients.md B3: wakapi-skill sends `Content-Type: application/json` with its GET and takes JSON or lines.
 * **Ours:** Wakapi writes the lines to everybody who does not send that header; here JSON is the rule, as everywhere,
 * and the lines are for those who ask for text.
 */
export const health: Route = {
  method: "GET",
  path: "/api/health",
  bases: "absolute",
  need: "none",
  summary: "whether the server is up and can read its database, as JSON or as text",
  answer({ services, request }) {
    if (!isHealthy(services.context)) throw new AppError("unavailable", "The database cannot be read");
    if (!asksForText(request.headers)) return { status: "ok", app: 1, db: 1, version: services.version };
    return new Response("app=1\ndb=1\n", { headers: { "Content-Type": "text/plain; charset=utf-8" } });
  },
};

function asksForText(headers: Headers): boolean {
  const isJson = (name: string) => /\bjson\b/i.test(headers.get(name) ?? "");
  return /\btext\/plain\b/i.test(headers.get("accept") ?? "") && !isJson("accept") && !isJson("content-type");
}
