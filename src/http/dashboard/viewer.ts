import { AppError } from "../../app/errors.ts";
import { allOf, type User } from "../../app/users.ts";
import type { Call } from "../call.ts";
import { dashboardOpen } from "../guard.ts";
import type { Services } from "../services.ts";

/**
 * Returns whose dashboard a call sees: the key's owner, or without a key the one user of an open dashboard (contract
 * §4). @throws AppError `forbidden` that says why it is closed and what opens it.
 */
export function viewer(call: Call): User {
  const { access, services, request } = call;
  if (access !== undefined) {
    if (access.scope === "write") throw new AppError("forbidden", "This key may not read; use a full or read key");
    return access.user;
  }
  const users = allOf(services.context);
  const [user] = users;
  const state = dashboardState(services, request, users);
  if (state === "open" && user !== undefined) return user;
  throw new AppError("forbidden", CLOSED[state === "password" ? "password" : "no-password-set"], {
    short: "Dashboard closed",
  });
}

/** Why the dashboard is closed. Until there is a login page, a password closes it for everybody without a key. */
const CLOSED = {
  password:
    "The dashboard is behind its password, and this version has no login page yet; read the API with a key, or remove the password with: hearth password --remove",
  "no-password-set":
    "The dashboard opens without a password only on this computer itself, for its one user; set a password with: hearth password",
} as const;

function dashboardState(services: Services, request: Request, users: readonly User[]) {
  return dashboardOpen({
    boundToLoopback: services.boundToLoopback,
    users: users.length,
    hasPassword: users.some((user) => user.passwordHash !== null),
    allowHosts: services.allowHosts,
    host: request.headers.get("host"),
    headers: request.headers,
  });
}
