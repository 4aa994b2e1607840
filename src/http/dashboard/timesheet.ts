import { firstHeartbeatMs } from "../../app/heartbeat-list.ts";
import { timesheetOf } from "../../app/timesheet.ts";
import { DIMENSIONS } from "../../domain/dimension.ts";
import type { Route } from "../call.ts";
import { type ChoiceSchema, choice, type Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { shownRange } from "./shown.ts";
import type { TimesheetAnswer } from "./timesheet-answer.ts";
import { viewer } from "./viewer.ts";

const BY: Parameter<ChoiceSchema<(typeof DIMENSIONS)[number]>> = {
  name: "by",
  description: "What the rows are; projects without it",
  schema: { type: "string", enum: DIMENSIONS },
  example: "project",
};

/** `GET /-/timesheet?by=…`: a range as a table, this week without one. */
export const timesheet: Route = {
  method: "GET",
  path: "/-/timesheet",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a range as a table, day by project, language and so on",
  parameters: [BY, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS],
  answer(call): TimesheetAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    const by = choice(call, BY) ?? "project";
    const range = rangeOf(call, user, "this_week");
    const found = timesheetOf(context, histories, user, range, filterOf(call), by);
    return {
      by,
      ...shownRange(range, context.now(), firstHeartbeatMs(context.store, user.id)),
      unit: found.unit,
      columns: found.columns.map(({ startDate, endDate, totalMs }) => ({
        start_date: startDate,
        end_date: endDate,
        total_ms: totalMs,
      })),
      rows: found.rows.map(({ name, totalMs, ms }) => ({ name, total_ms: totalMs, ms })),
      total_ms: found.totalMs,
    };
  },
};
