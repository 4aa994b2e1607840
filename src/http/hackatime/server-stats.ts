import { serverStats } from "../../app/server-stats.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { asker, type Route } from "../call.ts";
import { itemViews } from "../item-view.ts";
import { RANGE_PARAMETERS, rangeOf } from "../query.ts";

const TOP = 10;

/** `GET stats`: the whole server, as far as the asker may see it. */
export const stats: Route = {
  method: "GET",
  path: "/stats",
  bases: "all",
  need: "read",
  summary: "totals of the server over you and public users (admins: everybody), top languages and projects",
  parameters: RANGE_PARAMETERS,
  answer(call) {
    const { user } = asker(call);
    const range = rangeOf(call, user, "all_time");
    const figures = serverStats(call.services.context, call.services.histories, user, range);
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
