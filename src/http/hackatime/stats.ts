import { type Stats, statsOf } from "../../app/stats.ts";
import type { Item } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { secondsOf } from "../../domain/format.ts";
import type { Range } from "../../domain/range.ts";
import { type Call, type Route, subject } from "../call.ts";
import { itemViews } from "../item-view.ts";
import { type FlagSchema, flag, type Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, INCLUDING_TODAY, RANGE_PARAMETERS, rangeOf, upToYesterday } from "../query.ts";
import { answering, RULE_PARAMETERS } from "../reading.ts";
import { LIST_PARAMETERS, limitOf, statsData } from "../stats-view.ts";
import { TRUST } from "./trust.ts";

const TOTAL_ALONE: Parameter<FlagSchema> = {
  name: "total_seconds",
  description: "`true` answers `{total_seconds}` alone",
  schema: { type: "boolean" },
  example: true,
};

/**
 * `GET users/:user/stats`: one answer for two APIs that share the path (clients.md B7): the flat form of the seed
 * documents, and `data` with Hackatime's and WakaTime's fields. Without a range all time, from the first heartbeat.
 */
export const userStats: Route = {
  method: "GET",
  path: "/users/:user/stats",
  bases: "all",
  need: "public",
  summary:
    "statistics of a user: flat, and `data` with every list; range, filters, `features`, `limit`, `total_seconds=true`",
  parameters: [
    ...RANGE_PARAMETERS,
    INCLUDING_TODAY,
    ...FILTER_PARAMETERS,
    ...RULE_PARAMETERS,
    ...LIST_PARAMETERS,
    TOTAL_ALONE,
  ],
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const range = upToYesterday(call, rangeOf(call, user, "all_time"));
    const limit = limitOf(call);
    const filter = filterOf(call);
    return answering(call, user, range, (reader) => {
      const stats = statsOf(context, histories, reader, user, range, filter);
      if (flag(call, TOTAL_ALONE)) return { total_seconds: secondsOf(stats.totalMs) };
      return statsView(call, user, range, stats, limit);
    });
  },
};

function statsView(call: Call, user: User, range: Range, stats: Stats, limit: number): object {
  return {
    user: user.name,
    total_seconds: secondsOf(stats.totalMs),
    languages: flat(stats.lists.languages, limit),
    projects: flat(stats.lists.projects, limit),
    data: statsData(call, user, range, stats, "plain"),
    trust_factor: TRUST,
  };
}

/** Returns the entries of the seed documents' flat form: `seconds` is the whole time there. */
function flat(items: readonly Item[], limit: number): object[] {
  return itemViews(items)
    .map((item) => ({ ...item, seconds: item.total_seconds }))
    .slice(0, limit);
}
