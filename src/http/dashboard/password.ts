import { AppError } from "../../app/errors.ts";
import { isPasswordOf, removePassword, setPassword } from "../../app/passwords.ts";
import { beginSession } from "../../app/sessions.ts";
import type { Call, Route } from "../call.ts";
import { bodyFields, textField } from "./body-fields.ts";
import { guessed } from "./session.ts";
import { endedCookie, sessionCookie } from "./session-cookie.ts";
import { dashboardState, seenAs, type Viewer } from "./viewer.ts";

/**
 * `PUT /-/password` `{"current", "password"}`: sets, changes, or with null removes the viewer's password; `current` where
 * there is one. All other browsers are signed out; the one that asked stays in.
 */
export const passwordChange: Route = {
  method: "PUT",
  path: "/-/password",
  bases: "absolute",
  need: "none",
  summary: "our own pages: sets, changes or (null) removes the password, given the `current` one",
  async answer(call) {
    const seen = seenAs(call);
    const fields = await bodyFields(call);
    const current = textField(fields, "current") ?? "";
    const password = fields["password"] === null ? null : textField(fields, "password");
    if (password === undefined) throw new AppError("invalid", "password is needed", { parameter: "password" });
    if (seen.user.passwordHash !== null && !(await isRight(call, seen, current)))
      throw new AppError("forbidden", "The current password is another one", {
        short: "Wrong password",
        type: "WrongPassword",
      });
    return password === null ? removed(call, seen) : changed(call, seen, password);
  },
};

async function isRight(call: Call, { user }: Viewer, current: string): Promise<boolean> {
  return (await guessed(call, async () => (await isPasswordOf(user, current)) || undefined)) === true;
}

async function changed(call: Call, { user, way, sessionId }: Viewer, password: string): Promise<Response> {
  const { access, context } = call.services;
  await setPassword(context, user, password, sessionId);
  access.forget();
  // Whoever sets the first password goes on without typing it again.
  const headers = new Headers();
  if (way === "open")
    headers.set("Set-Cookie", sessionCookie(call.request, access.instance, beginSession(context, user)));
  return new Response(null, { status: 204, headers });
}

function removed(call: Call, { user, way }: Viewer): Response {
  const { access, context } = call.services;
  // From here it could not be set again.
  if (way !== "key" && dashboardState(call, false) !== "open")
    throw new AppError(
      "conflict",
      "Without a password nobody could see the pages from here; to remove it all the same: hearth password --remove",
    );
  removePassword(context, user);
  access.forget();
  return new Response(null, { status: 204, headers: { "Set-Cookie": endedCookie(call.request, access.instance) } });
}
