import { statsOf } from "../../app/stats.ts";
import { type Route, subject } from "../call.ts";
import {
  FILTER_PARAMETERS,
  filterOf,
  INCLUDING_TODAY,
  PATH_RANGE_PARAMETERS,
  pathRangeOf,
  upToYesterday,
} from "../query.ts";
import { answering, RULE_PARAMETERS } from "../reading.ts";
import { LIST_PARAMETERS, limitOf, statsData } from "../stats-view.ts";

/**
 * `GET users/:user/stats/:range`: statistics of a named range, which ends today unless `is_including_today=false` is
 * sent. Always 200: everything is up to date. Source: wakatime-api §4.5.
 */
export const userStatsOfRange: Route = {
  method: "GET",
  path: "/users/:user/stats/:range",
  bases: "all",
  need: "public",
  summary: "statistics of a named range; filters, `timeout`, `writes_only`, `features`, `limit`",
  parameters: [...PATH_RANGE_PARAMETERS, INCLUDING_TODAY, ...FILTER_PARAMETERS, ...RULE_PARAMETERS, ...LIST_PARAMETERS],
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const range = upToYesterday(call, pathRangeOf(call, user, call.params["range"] ?? ""));
    limitOf(call);
    const filter = filterOf(call);
    return answering(call, user, range, (reader) => ({
      data: statsData(call, user, range, statsOf(context, histories, reader, user, range, filter), "title"),
    }));
  },
};
