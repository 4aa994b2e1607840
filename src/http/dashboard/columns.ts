import { projectColours } from "../../app/colours.ts";
import { columnsOf } from "../../app/columns.ts";
import { clockHours } from "../../domain/clock-hours.ts";
import type { Route } from "../call.ts";
import { filterOf, rangeOf } from "../query.ts";
import type { ColumnsAnswer } from "./overview-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/columns`: the charts beside an overview. Cost: derived rows; of a single day its heartbeats too. */
export const columns: Route = {
  method: "GET",
  path: "/-/columns",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a range as bars by project, a year of days, the ribbon of a day",
  answer(call): ColumnsAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    const range = rangeOf(call, user, "today");
    const found = columnsOf(context, histories, user, range, filterOf(call), call.query["compare"] === "true");
    const colourOf = projectColours(context.store, user.id);
    return {
      timezone: range.zone,
      now_ms: context.now(),
      unit: found.unit,
      series: found.series.map((item) => ({ ...item, colour: colourOf(item.name) })),
      buckets: found.columns.map(({ startDate, endDate, totalMs, ms, beforeMs }) => ({
        start_date: startDate,
        end_date: endDate,
        total_ms: totalMs,
        ms,
        ...(beforeMs !== undefined && { before_ms: beforeMs }),
      })),
      year: found.year,
      hours_of_week: found.hoursOfWeek ?? null,
      ribbon: found.ribbon
        ? {
            start_ms: range.startMs,
            end_ms: range.endMs,
            hours: clockHours(range.zone, range).map(({ atMs, hour }) => ({ at_ms: atMs, hour })),
            pieces: found.ribbon.map(({ startMs, endMs, project }) => ({
              start_ms: startMs,
              end_ms: endMs,
              project,
              colour: colourOf(project),
            })),
          }
        : null,
    };
  },
};
