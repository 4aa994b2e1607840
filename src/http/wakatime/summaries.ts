import { type Daily, dailyOf } from "../../app/daily.ts";
import { dayParts } from "../../app/days.ts";
import type { EntityItem } from "../../app/entity-totals.ts";
import type { Filter } from "../../app/filter.ts";
import type { Reader } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { localDate } from "../../domain/calendar.ts";
import { UNKNOWN } from "../../domain/dimension.ts";
import { decimalOf, digitalOf, hoursMinutesSeconds, secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import { FILTER_PARAMETERS, filterOf, list, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS, requestedRule } from "../reading.ts";
import { dailyAverageMs } from "../stats-view.ts";
import { dayView, rangeDay } from "./day-view.ts";
import { admitRange } from "./today-only.ts";

/**
 * `GET users/:user/summaries`: a range by day, days without time too, and its total and average. Without a range it is
 * today's. Source: wakatime-api §4.3; `hours` and `minutes` of the total are Hackatime's.
 */
export const userSummaries: Route = {
  method: "GET",
  path: "/users/:user/summaries",
  bases: "all",
  need: "any",
  summary:
    "a range by day with every list; `start` and `end` or `range`, `project`, `branches`, `timeout`, `writes_only`",
  parameters: [...RANGE_PARAMETERS, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const range = rangeOf(call, user, "today");
    admitRange(call, range);
    const filter = filterOf(call);
    const hasProject = filter.only?.project !== undefined;
    const entities = hasProject ? await entitiesByDay(call, user, range, filter) : [];
    const today = localDate(call.services.context.now(), range.zone);
    return answering(call, user, range, (reader) => {
      let day = 0;
      const daily = dailyOf(call.services.context, reader, user, range, filter, (part, summary) => ({
        ...dayView(user, summary, {
          branches: hasProject ? summary.items("branch") : [],
          entities: entities[day++] ?? [],
        }),
        range: rangeDay(part, today, range.zone),
      }));
      return {
        data: daily.days,
        ...totalsView(daily),
        start: rfc3339(range.startMs),
        end: lastSecond(range),
        ...(hasProject && branchesView(call, reader, range, filter)),
      };
    });
  },
};

function entitiesByDay(call: Call, user: User, range: Range, filter: Filter): Promise<EntityItem[][]> {
  return call.services.background.entityTotals({
    userId: user.id,
    interval: { startMs: range.startMs, endMs: range.endMs },
    parts: dayParts(range, range.zone).map(({ startMs, endMs }) => ({ startMs, endMs })),
    filter,
    rule: requestedRule(call, user),
  });
}

function totalsView({ totalMs, daysIncludingHolidays, daysWithTime }: Daily<object>): object {
  const total = secondsOf(totalMs);
  const average = secondsOf(dailyAverageMs(totalMs, daysWithTime));
  const { hours, minutes } = hoursMinutesSeconds(total);
  return {
    cumulative_total: {
      seconds: total,
      text: textOf(total),
      decimal: decimalOf(total),
      digital: digitalOf(total),
      hours,
      minutes,
    },
    daily_average: {
      holidays: daysIncludingHolidays - daysWithTime,
      days_including_holidays: daysIncludingHolidays,
      days_minus_holidays: daysWithTime,
      seconds: average,
      text: textOf(average),
      seconds_including_other_language: average,
      text_including_other_language: textOf(average),
    },
  };
}

/** Returns the branches that the range has, whichever were asked for, and those that were. */
function branchesView(call: Call, reader: Reader, range: Range, filter: Filter): object {
  const { branch: _branch, ...others } = filter.only ?? {};
  const all = reader.summary(range, { ...filter, only: others }).items("branch");
  const available = all.map(({ name }) => name).filter((name) => name !== UNKNOWN);
  return { available_branches: available.sort(), branches: list(call.query["branches"] ?? "") };
}
