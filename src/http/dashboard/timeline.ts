import { projectColours } from "../../app/colours.ts";
import { firstHeartbeatMs } from "../../app/heartbeat-list.ts";
import { timelineOf } from "../../app/timeline.ts";
import { addDays, localDate } from "../../domain/calendar.ts";
import { clockHours } from "../../domain/clock-hours.ts";
import type { Route } from "../call.ts";
import { filterOf, requestedDay } from "../query.ts";
import type { TimelineAnswer } from "./timeline-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/timeline`: a day (`date`, today without one) by project and span. Cost: its heartbeats. */
export const timeline: Route = {
  method: "GET",
  path: "/-/timeline",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a day by project and span, with what was edited",
  answer(call): TimelineAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    const { date, zone, ...interval } = requestedDay(call, user, call.query["date"] ?? "today");
    const found = timelineOf(context.store, histories, { userId: user.id, interval, filter: filterOf(call) });
    const colourOf = projectColours(context.store, user.id);
    const nowMs = context.now();
    const today = localDate(nowMs, zone);
    const firstMs = firstHeartbeatMs(context.store, user.id);
    return {
      date,
      today,
      timezone: zone,
      now_ms: nowMs,
      start_ms: interval.startMs,
      end_ms: interval.endMs,
      previous: firstMs !== undefined && date > localDate(firstMs, zone) ? addDays(date, -1) : null,
      next: date < today ? addDays(date, 1) : null,
      hours: clockHours(zone, interval).map(({ atMs, hour }) => ({ at_ms: atMs, hour })),
      total_ms: found.totalMs,
      lanes: found.lanes.map(({ project, totalMs, pieces }) => ({
        project,
        colour: colourOf(project),
        total_ms: totalMs,
        pieces: pieces.map(({ startMs, endMs }) => ({ start_ms: startMs, end_ms: endMs })),
      })),
      spans: found.spans.map(({ startMs, endMs, entityCount, ...span }) => ({
        start_ms: startMs,
        end_ms: endMs,
        ...span,
        entity_count: entityCount,
      })),
    };
  },
};
