import { AppError } from "../../app/errors.ts";
import { isHealthy } from "../../app/health.ts";
import type { Route } from "../call.ts";

/** `GET /api/health`: whether the server answers and can read its database; for everybody, on every host name. */
export const health: Route = {
  method: "GET",
  path: "/api/health",
  bases: "absolute",
  need: "none",
  summary: "whether the server is up and can read its database",
  answer({ services }) {
    if (!isHealthy(services.context)) throw new AppError("unavailable", "The database cannot be read");
    return { status: "ok", app: 1, db: 1, version: services.version };
  },
};
