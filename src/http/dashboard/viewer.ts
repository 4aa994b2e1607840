import { AppError } from "../../app/errors.ts";
import { allOf, type User } from "../../app/users.ts";
import type { Call } from "../call.ts";
import { dashboardOpen } from "../guard.ts";
import type { Way } from "./session-answer.ts";
import { sentSecret } from "./session-cookie.ts";

/** Who looks at the dashboard, and how they are known. */
export type Viewer = {
  readonly user: User;
  readonly way: Way;
  /** the session of a signed-in browser */
  readonly sessionId: number | undefined;
};

/** Why nobody sees a dashboard that strangers could reach and that has no password. */
export const CLOSED =
  "The dashboard opens without a password only on this computer itself, for its one user; set a password with: hearth password";

/** `type` of the refusal that a sign-in would lift. */
export const SIGN_IN_NEEDED = "SignInNeeded";

/**
 * Returns whose dashboard a call sees: the owner of a key, else of a session, else the one user of an open dashboard
 * (contract §4). A key must be one that reads, and a full one to change anything.
 * @throws AppError 401 `SignInNeeded` behind a password, 403 that names what opens a dashboard closed for want of one.
 */
export function viewer(call: Call): User {
  return seenAs(call).user;
}

/** Returns what `viewer` does, and how the viewer is known. @throws AppError as `viewer`. */
export function seenAs(call: Call): Viewer {
  return call.access === undefined ? visitor(call) : { user: ownerOfKey(call), way: "key", sessionId: undefined };
}

/** Returns who sits at the browser: of a session or an open dashboard, never of a key. @throws AppError as `viewer`. */
export function visitor(call: Call): Viewer {
  const { services, request } = call;
  const secret = sentSecret(request, services.access.instance);
  const signedIn = secret === undefined ? undefined : services.access.session(secret);
  if (signedIn !== undefined) return { ...signedIn, way: "session" };
  const state = dashboardState(call);
  const [user] = allOf(services.context);
  if (state === "open" && user !== undefined) return { user, way: "open", sessionId: undefined };
  if (state === "password")
    throw new AppError("unauthorised", "Sign in to see this", { short: "Sign-in needed", type: SIGN_IN_NEEDED });
  throw new AppError("forbidden", CLOSED, { short: "Dashboard closed" });
}

/** Returns how the dashboard meets a call without a key, or how it would if passwords were as `hasPassword` says. */
export function dashboardState(
  { services, request }: Pick<Call, "services" | "request">,
  hasPassword?: boolean,
): ReturnType<typeof dashboardOpen> {
  const users = allOf(services.context);
  return dashboardOpen({
    boundToLoopback: services.boundToLoopback,
    users: users.length,
    hasPassword: hasPassword ?? users.some((user) => user.passwordHash !== null),
    allowHosts: services.allowHosts,
    host: request.headers.get("host"),
    headers: request.headers,
  });
}

function ownerOfKey({ access, request }: Call): User {
  if (access === undefined || access.scope === "write")
    throw new AppError("forbidden", "This key may not read; use a full or read key");
  if (access.scope !== "full" && request.method !== "GET" && request.method !== "HEAD")
    throw new AppError("forbidden", "Changing this takes a full key");
  return access.user;
}
