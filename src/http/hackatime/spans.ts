import { runningSeconds } from "../../domain/format.ts";
import { type Route, subject } from "../call.ts";
import { FILTER_PARAMETERS, filterOf, RANGE_PARAMETERS, rangeOf } from "../query.ts";

/**
 * `GET users/:user/heartbeats/spans`: stretches of uninterrupted credit, ascending. Times are epoch seconds to the ms;
 * `duration` is whole, rounded so that the sum stays that of the time.
 */
export const userSpans: Route = {
  method: "GET",
  path: "/users/:user/heartbeats/spans",
  bases: "all",
  need: "public",
  summary: "stretches of uninterrupted time of a range, filtered or not",
  parameters: [...RANGE_PARAMETERS, ...FILTER_PARAMETERS],
  async answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const interval = rangeOf(call, user, "all_time");
    const spans = await call.services.background.spans({
      userId: user.id,
      interval: { startMs: interval.startMs, endMs: interval.endMs },
      filter: filterOf(call),
    });
    const seconds = runningSeconds(spans.map(({ startMs, endMs }) => endMs - startMs));
    return {
      spans: spans.map(({ startMs, endMs }, i) => ({
        start_time: startMs / 1000,
        end_time: endMs / 1000,
        duration: seconds[i] ?? 0,
      })),
    };
  },
};
