import type { Access } from "../app/access.ts";
import { AppError } from "../app/errors.ts";
import { findUser, isSelf, type User } from "../app/users.ts";
import { missingKey } from "./errors.ts";
import type { Parameter } from "./parameter.ts";
import { isDashboardPath } from "./paths.ts";
import type { Services } from "./services.ts";

/** A request once it is known who asks. */
export type Call = {
  readonly services: Services;
  readonly request: Request;
  /** folded path, without a key */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** query parameters by name, the first of each; blank ones are left out */
  readonly query: Readonly<Record<string, string>>;
  /** who asks; undefined without a key */
  readonly access: Access | undefined;
  /** the peer's, for counting wrong passwords */
  readonly address: string;
};

/**
 * What a route asks of its caller: *full* = a full key; *write* = a full or write key; *read* = a full or read key; *any* = a key of any
 * kind, for what editors show; *public* = as read, or no key where the user made statistics public; X; *none* = nothing.
 */
export type Need = "full" | "write" | "read" | "any" | "public" | "open" | "none";

/** A route below every base of the API, or at one fixed path. */
export type Route = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** below a base, such as `/users/:user/stats`; or absolute when `bases` is "absolute" */
  readonly path: string;
  readonly bases: "all" | "absolute";
  readonly need: Need;
  /** one line for the route table of the README */
  readonly summary: string;
  /** what it reads beside its path */
  readonly parameters?: readonly Parameter[];
  readonly answer: (call: Call) => Response | object | Promise<Response | object>;
};

/**
 * Returns as whom a route answers its caller, undefined as a stranger. @throws AppError 401 without a key that it needs,
 * 403 for the wrong kind.
 */
export function admitted(
  route: Pick<Route, "method" | "path" | "need">,
  access: Access | undefined,
): Access | undefined {
  const { need } = route;
  if (access?.grant !== undefined) return admittedProgram(route, access);
  if (need === "none" || ((need === "public" || need === "open") && access === undefined)) return access;
  if (access === undefined) throw missingKey();
  if (need === "full" && access.scope !== "full") throw new AppError("forbidden", "Changing this takes a full key");
  if (access.scope === "write" && (need === "read" || need === "public"))
    throw new AppError(
      "forbidden",
      "This key may only send heartbeats and read what editors show; use a full or read key",
    );
  if (access.scope === "read" && need === "write")
    throw new AppError("forbidden", "This key may only read; use a full or write key");
  return access;
}

/** What editors show and programs never ask for with a token. */
const STATUS_BAR = /\/status_?bar(?:\/|$)/;

/**
 * Returns as whom a route answers the token of a program. `profile` opens `authenticated/…` and nothing else, `read`
 * everything that is read but the status bar; none of them changes anything.
 *
 * **Source:** hackatime-api §2.3. **Ours:** hackatime-desktop asks for `profile` and calls all of `authenticated/…`, so
 * that `profile` opens it.
 */
function admittedProgram({ method, path, need }: Pick<Route, "method" | "path" | "need">, access: Access) {
  const isRead = method === "GET";
  if (isRead && path.startsWith("/authenticated/")) return access;
  if (isRead && need === "none" && !isDashboardPath(path)) return access.scope === "read" ? access : undefined;
  const isOpen = need === "read" || need === "public" || need === "open" || (need === "any" && !STATUS_BAR.test(path));
  if (isRead && access.scope === "read" && isOpen) return access;
  throw new AppError("forbidden", "This program was not let in for that; it needs the scope read, or an API key", {
    short: "Insufficient scope",
  });
}

/** Returns the asker of a call that needs one. */
export function asker({ access }: Call): Access {
  if (access === undefined) throw missingKey();
  return access;
}

/** Who a call is about, and whether the asker is that user. */
export type Subject = { readonly user: User; readonly isOwner: boolean };

/**
 * Returns the user that a path names. Somebody else's private data is as absent: 404, the same as an unknown name.
 * @throws AppError 401 for `current`, `my`, `me` without a key.
 */
export function subject(call: Call, reference: string): Subject {
  const self = call.access?.user;
  if (self === undefined && isSelf(reference)) throw missingKey();
  const user = findUser(call.services.context, reference, self);
  if (user !== undefined && user.id === self?.id) return { user, isOwner: true };
  if (user?.isPublic === true) return { user, isOwner: false };
  throw new AppError("not_found", "There is no such user, or their statistics are not public", {
    short: "User not found",
  });
}

/** Returns the asker when a path names them, for data that is never public. @throws AppError 404 for anybody else. */
export function owner(call: Call, reference: string): User {
  const { user, isOwner } = subject(call, reference);
  if (!isOwner)
    throw new AppError("not_found", "There is no such user, or this is not yours", { short: "User not found" });
  return user;
}
