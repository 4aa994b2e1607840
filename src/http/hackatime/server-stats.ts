import { AppError } from "../../app/errors.ts";
import { serverStats } from "../../app/server-stats.ts";
import { findUser, lookUpByEmail, type User } from "../../app/users.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { asker, type Call, type Route, subject } from "../call.ts";
import { itemViews } from "../item-view.ts";
import type { Parameter } from "../parameter.ts";
import { RANGE_PARAMETERS, rangeOf } from "../query.ts";

const TOP = 10;

const USERNAME: Parameter = {
  name: "username",
  description: "Only this user, whom you may see: yourself, a public user, for an admin anyone; all of them without it",
  schema: { type: "string" },
  example: "current",
};
const USER_EMAIL: Parameter = {
  name: "user_email",
  description: "The same by e-mail address: your own, for an admin anyone's",
  schema: { type: "string" },
  example: "ada@example.org",
};

/**
 * `GET stats`: the whole server, or one user, as far as the asker may see it. **Source:** hackatime-api §4.8. **Ours:**
 * JSON with more than the one number that Hackatime writes as text.
 */
export const stats: Route = {
  method: "GET",
  path: "/stats",
  bases: "all",
  need: "read",
  summary: "totals of the server over you and public users (admins: everybody), or of one, top languages and projects",
  parameters: [USERNAME, USER_EMAIL, ...RANGE_PARAMETERS],
  answer(call) {
    const { user } = asker(call);
    const range = rangeOf(call, user, "all_time");
    const figures = serverStats(call.services.context, call.services.histories, user, range, wanted(call));
    const total = secondsOf(figures.totalMs);
    return {
      total_seconds: total,
      human_readable_total: textOf(total),
      users: figures.users,
      heartbeats: figures.heartbeats,
      languages: itemViews(figures.languages).slice(0, TOP),
      projects: itemViews(figures.projects).slice(0, TOP),
      start: rfc3339(range.startMs),
      end: lastSecond(range),
    };
  },
};

/** Returns the user whom a call asks about, undefined for all. @throws AppError 404 for one whom the asker may not see. */
function wanted(call: Call): User | undefined {
  const { context } = call.services;
  const { user: self } = asker(call);
  const { username, user_email: email } = call.query;
  if (username === undefined && email === undefined) return undefined;
  if (username !== undefined && !self.isAdmin) return subject(call, username.trim()).user;
  const found =
    username === undefined
      ? lookUpByEmail(context, self, (email ?? "").trim())
      : findUser(context, username.trim(), self);
  if (found === undefined)
    throw new AppError("not_found", "There is no such user, or it is not for you to know", { short: "User not found" });
  return found;
}
