import { AppError } from "../../app/errors.ts";
import { userByPassword } from "../../app/passwords.ts";
import { beginSession, endSession, endSessionsOf } from "../../app/sessions.ts";
import { allOf, displayName, type User } from "../../app/users.ts";
import type { Call, Route } from "../call.ts";
import { errorResponse, tooManyAttempts } from "../errors.ts";
import { bodyFields, textField } from "./body-fields.ts";
import type { SessionAnswer, SignInNeededAnswer, Way } from "./session-answer.ts";
import { endedCookie, sentSecret, sessionCookie } from "./session-cookie.ts";
import { CLOSED, dashboardState, SIGN_IN_NEEDED, seenAs, viewer } from "./viewer.ts";

/** `GET /-/session`: who is seen, and how; asking renews the cookie. 401 also says whether signing in takes a name. */
export const session: Route = {
  method: "GET",
  path: "/-/session",
  bases: "absolute",
  need: "none",
  summary: "our own pages: who is seen and how, or that a sign-in is needed",
  async answer(call) {
    try {
      const { user, way } = seenAs(call);
      const secret = way === "session" ? sentSecret(call.request, call.services.access.instance) : undefined;
      return sessionAnswer(call, user, way, secret);
    } catch (fault) {
      if (!(fault instanceof AppError) || fault.type !== SIGN_IN_NEEDED) throw fault;
      const body = (await errorResponse(fault).json()) as Omit<SignInNeededAnswer, "needs_name">;
      return Response.json({ ...body, needs_name: needsName(call) } satisfies SignInNeededAnswer, { status: 401 });
    }
  },
};

/**
 * `POST /-/session` `{"name", "password"}`: begins a session and sets its cookie; no name where there is but one user.
 * A wrong name, a wrong password and a user without one are told alike. 30 wrong ones a minute from one address: 429.
 */
export const signIn: Route = {
  method: "POST",
  path: "/-/session",
  bases: "absolute",
  need: "none",
  summary: "our own pages: signs in with `name` (where there are several users) and `password`",
  async answer(call) {
    const state = dashboardState(call);
    if (state !== "password")
      throw new AppError("forbidden", state === "open" ? "The dashboard is open here; it has no password" : CLOSED, {
        short: "No password set",
      });
    const fields = await bodyFields(call);
    const name = textField(fields, "name")?.trim() || undefined;
    const password = textField(fields, "password");
    if (password === undefined) throw new AppError("invalid", "A password is needed", { parameter: "password" });
    if (name === undefined && needsName(call))
      throw new AppError("invalid", "A name is needed: this server has several users", { parameter: "name" });
    const user = await guessed(call, () => userByPassword(call.services.context, name, password));
    if (user === undefined)
      throw new AppError("unauthorised", "This name and password do not belong together", {
        short: "Wrong password",
        type: "WrongPassword",
      });
    return sessionAnswer(call, user, "session", beginSession(call.services.context, user));
  },
};

/** `DELETE /-/session`: signs this browser out; without a session it does nothing. */
export const signOut: Route = {
  method: "DELETE",
  path: "/-/session",
  bases: "absolute",
  need: "none",
  summary: "our own pages: signs this browser out",
  answer(call) {
    const { access, context } = call.services;
    const secret = sentSecret(call.request, access.instance);
    const signedIn = secret === undefined ? undefined : access.session(secret);
    if (signedIn !== undefined) endSession(context, signedIn.sessionId);
    return signedOut(call);
  },
};

/** `DELETE /-/sessions`: signs the viewer out of every browser. */
export const signOutEverywhere: Route = {
  method: "DELETE",
  path: "/-/sessions",
  bases: "absolute",
  need: "none",
  summary: "our own pages: signs out everywhere",
  answer(call) {
    endSessionsOf(call.services.context, viewer(call).id);
    return signedOut(call);
  },
};

/**
 * Returns the result of checking a password, a wrong one counted against the caller's address. It counts as wrong until
 * it is known to be right, so that many at once get no further. @throws AppError 429 while the address must wait.
 */
export async function guessed<T>(
  { services, address }: Call,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { wrongPasswords, context } = services;
  const nowMs = context.now();
  const blockedFor = wrongPasswords.blockedFor(address, nowMs);
  if (blockedFor > 0) throw tooManyAttempts(blockedFor);
  wrongPasswords.note(address, nowMs);
  const found = await check();
  if (found !== undefined) wrongPasswords.forgive(address, nowMs);
  return found;
}

/** Whether signing in takes a name: where there are several users. */
function needsName({ services }: Call): boolean {
  return allOf(services.context).length > 1;
}

function sessionAnswer(call: Call, user: User, way: Way, secret: string | undefined): Response {
  const answer: SessionAnswer = {
    user: user.name,
    display_name: displayName(user),
    is_admin: user.isAdmin,
    way,
    needs_name: needsName(call),
  };
  const { instance } = call.services.access;
  const headers = secret === undefined ? {} : { "Set-Cookie": sessionCookie(call.request, instance, secret) };
  return Response.json(answer, { headers });
}

function signedOut(call: Call): Response {
  const headers = { "Set-Cookie": endedCookie(call.request, call.services.access.instance) };
  return new Response(null, { status: 204, headers });
}
