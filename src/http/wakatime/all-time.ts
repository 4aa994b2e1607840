import { allTimeOf } from "../../app/all-time.ts";
import { decimalOf, digitalOf, hoursMinutesSeconds, secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { owner, type Route } from "../call.ts";
import { FILTER_PARAMETERS, filterOf, rangeOf, TIMEZONE } from "../query.ts";
import { answering, RULE_PARAMETERS } from "../reading.ts";
import { dailyAverageMs, timeoutMinutes } from "../stats-view.ts";
import { dayText } from "./day-view.ts";

/**
 * `GET users/:user/all_time_since_today`: everything so far, of a project or of all. Always 200: it is up to date.
 * Source: wakatime-api §4.6.
 */
export const allTimeSinceToday: Route = {
  method: "GET",
  path: "/users/:user/all_time_since_today",
  bases: "all",
  need: "read",
  summary: "all your time so far; `project` and other filters",
  parameters: [TIMEZONE, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { timezone } = call.query;
    const range = rangeOf({ ...call, query: timezone === undefined ? {} : { timezone } }, user, "all_time");
    const filter = filterOf(call);
    return answering(call, user, range, (reader) => {
      const found = allTimeOf(call.services.context, reader, user, range, filter);
      const total = secondsOf(found.totalMs);
      return {
        data: {
          total_seconds: total,
          text: textOf(total),
          decimal: decimalOf(total),
          digital: digitalOf(total),
          ...hoursMinutesSeconds(total),
          daily_average: secondsOf(dailyAverageMs(found.totalMs, found.daysWithTime)),
          is_up_to_date: true,
          percent_calculated: 100,
          timeout: timeoutMinutes(call, user),
          range: {
            start: rfc3339(found.startMs),
            start_date: found.startDate,
            start_text: dayText(found.startDate, found.endDate),
            end: lastSecond(found),
            end_date: found.endDate,
            end_text: "Today",
            timezone: range.zone,
          },
        },
      };
    });
  },
};
