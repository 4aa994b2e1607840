import { AppError } from "../../app/errors.ts";
import type { Call, Route } from "../call.ts";
import { SIGN_IN_NEEDED, visitor } from "../dashboard/viewer.ts";
import {
  AUTHORIZATION_FIELDS,
  type Authorization,
  authorizationOf,
  type RefusedAuthorization,
} from "./authorization.ts";
import { consentPage, refusedPage, STYLE_PATH } from "./consent-page.ts";
import { STYLE } from "./consent-style.ts";
import { formFields } from "./form.ts";
import { withParameters } from "./redirect.ts";

/** `GET /oauth/authorize`: the page that asks whoever sits at the browser about a program, after a sign-in if need be. */
export const authorize: Route = {
  method: "GET",
  path: "/oauth/authorize",
  bases: "absolute",
  need: "none",
  summary: "a page that asks the user, after signing in, whether a program may be let in",
  answer(call) {
    return asking(call, (name) => call.query[name], consentPage);
  },
};

/** `POST /oauth/authorize`: the user's decision, from that page alone; sends the browser back to the program. */
export const decision: Route = {
  method: "POST",
  path: "/oauth/authorize",
  bases: "absolute",
  need: "none",
  summary: "the user's decision, which that page sends",
  async answer(call) {
    const field = await formFields(call.request);
    return asking(call, field, (asked, user) => {
      const { target, state, clientId, scope, challenge } = asked;
      if (field("decision") !== "allow")
        return sentTo(target.uri, { error: "access_denied", error_description: "The user said no", state });
      const consent = { userId: user.id, clientId, redirectUri: target.uri, scope, challenge };
      return sentTo(target.uri, { code: call.services.access.codes.issue(consent), state });
    });
  },
};

/** `GET /oauth/style.css`: what that page looks like. */
export const consentStyle: Route = {
  method: "GET",
  path: STYLE_PATH,
  bases: "absolute",
  need: "none",
  summary: "what that page looks like",
  answer: () =>
    new Response(STYLE, {
      headers: { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600" },
    }),
};

/**
 * Returns the answer to a program's request, `whenGood` for one that is well formed and somebody who is signed in; a
 * page that says what is wrong, the way to the sign-in, or the refusal sent to the program otherwise.
 */
function asking(
  call: Call,
  field: Parameters<typeof authorizationOf>[0],
  whenGood: (asked: Authorization, user: ReturnType<typeof visitor>["user"]) => Response,
): Response {
  let asked: Authorization | RefusedAuthorization;
  try {
    asked = authorizationOf(field);
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== "malformed") throw fault;
    return refusedPage(fault.message);
  }
  if ("error" in asked) {
    const { target, error, description, state } = asked;
    return sentTo(target.uri, { error, error_description: description, state });
  }
  try {
    return whenGood(asked, visitor(call).user);
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    if (fault.type === SIGN_IN_NEEDED) return toSignIn(field);
    return new Response(`${fault.message}\n`, {
      status: 403,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  }
}

/** Returns the way to the sign-in, which comes back here with the same request. */
function toSignIn(field: Parameters<typeof authorizationOf>[0]): Response {
  const fields = Object.fromEntries(AUTHORIZATION_FIELDS.map((name) => [name, field(name)]));
  return sentTo("/login", { next: withParameters("/oauth/authorize", fields) });
}

function sentTo(address: string, parameters: Readonly<Record<string, string | undefined>>): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: withParameters(address, parameters), "Cache-Control": "no-store" },
  });
}
