import { overviewOf } from "../../app/overview.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { rfc3339 } from "../../domain/range.ts";
import type { Route } from "../call.ts";
import { filterOf, rangeOf } from "../query.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/overview`: our own JSON, exact ms; every dimension, day and hour of the week of a range. */
export const overview: Route = {
  method: "GET",
  path: "/-/overview",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a range in exact milliseconds by dimension, day and hour of the week",
  answer(call) {
    const user = viewer(call);
    const range = rangeOf(call, user, "today");
    const found = overviewOf(call.services.context, call.services.histories, user, range, filterOf(call));
    return {
      user: user.name,
      range: range.name,
      range_text: range.text,
      timezone: range.zone,
      start: rfc3339(range.startMs),
      total_ms: found.totalMs,
      total_text: textOf(secondsOf(found.totalMs)),
      heartbeats: found.heartbeats,
      dimensions: found.dimensions,
      dependencies: found.dependencies,
      days: found.days,
      hours_of_week: found.hoursOfWeek,
    };
  },
};
