import type { Item } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { secondsOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { asker, type Call, type Route, subject } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS } from "../reading.ts";

const WHOSE: Parameter = {
  name: "user_id",
  description: "Whose: a name or id of a public user, or your own; you without it; also `user`",
  schema: { type: "string" },
  example: "current",
};

/**
 * `GET /api/summary`: totals of a range per dimension, in whole seconds; `user_id` or `user` names whose, the holder of
 * the key without one. All time without a range.
 *
 * **Source:** wakapi.md §1.3; hackatime-api §4.7, for the form without a key.
 * **Ours:** every list is filled as Wakapi fills it, where Hackatime leaves empty objects; `user_id` is the id as text,
 * whatever the request called the user; `from` and `to` are the range that was asked for.
 */
export const summary: Route = {
  method: "GET",
  path: "/api/summary",
  bases: "absolute",
  need: "public",
  summary: "totals of a range by project, language, editor and so on, as Wakapi lists them; `user_id`, range, filters",
  parameters: [WHOSE, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  answer(call) {
    const user = requestedUser(call);
    const range = rangeOf(call, user, "all_time");
    const filter = filterOf(call);
    return answering(call, user, range, (reader) => {
      const { items } = reader.summary(range, filter);
      return {
        user_id: String(user.id),
        from: rfc3339(range.startMs),
        to: lastSecond(range),
        projects: keyed(items("project")),
        languages: keyed(items("language")),
        editors: keyed(items("editor")),
        operating_systems: keyed(items("operating_system")),
        machines: keyed(items("machine")),
        categories: keyed(items("category")),
        branches: keyed(items("branch")),
        entities: [],
        labels: [],
      };
    });
  },
};

function requestedUser(call: Call): User {
  const reference = (call.query["user_id"] ?? call.query["user"])?.trim();
  return reference === undefined ? asker(call).user : subject(call, reference).user;
}

function keyed(items: readonly Item[]): { readonly key: string; readonly total: number }[] {
  return items.map(({ name, ms }) => ({ key: name, total: secondsOf(ms) }));
}
