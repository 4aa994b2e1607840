import type { Spread } from "../../app/crowd.ts";
import { serverSpread } from "../../app/server-spread.ts";
import { categoryTitle } from "../../domain/category.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { dateText } from "../../domain/period.ts";
import type { Range } from "../../domain/range.ts";
import { asker, type Route } from "../call.ts";
import { PATH_RANGE_PARAMETERS, pathRangeOf } from "../query.ts";
import { timeoutMinutes } from "../stats-view.ts";

/** `GET stats/:range`: how the figures of this server's users spread. Source: wakatime-api §4.7. */
export const statsOfAll: Route = {
  method: "GET",
  path: "/stats/:range",
  bases: "all",
  need: "read",
  summary: "how the time of you and public users spreads over a range",
  parameters: PATH_RANGE_PARAMETERS,
  answer(call) {
    const { user } = asker(call);
    const range = pathRangeOf(call, user, call.params["range"] ?? "");
    const { total, dailyAverage, items } = serverSpread(call.services.context, call.services.histories, user, range);
    return {
      data: {
        categories: items.category.map((item) => namedView({ ...item, name: categoryTitle(item.name) })),
        editors: items.editor.map(namedView),
        languages: items.language.map(namedView),
        operating_systems: items.operating_system.map(namedView),
        daily_average: spreadView(dailyAverage),
        total: { ...spreadView(total), sum: time(total.sum) },
        range: rangeView(range),
        timeout: timeoutMinutes(call, user),
        writes_only: false,
      },
    };
  },
};

function namedView({ name, ...spread }: Spread & { readonly name: string }): object {
  return { name, is_verified: true, ...spreadView(spread), sum: time(spread.sum) };
}

function spreadView({ average, count, max, median }: Spread): object {
  return { average: time(average), count: { text: String(count) }, max: time(max), median: time(median) };
}

function time(ms: number): object {
  const seconds = secondsOf(ms);
  return { seconds, text: textOf(seconds) };
}

/** Returns a range by its dates, as boards and figures of many name it. */
export function rangeView({ name, text, startDate, endDate }: Range): object {
  return {
    name,
    text,
    start_date: startDate,
    start_text: dateText(startDate),
    end_date: endDate,
    end_text: dateText(endDate),
  };
}
