import { projectColours } from "../../app/colours.ts";
import { latestWork, overviewOf } from "../../app/overview.ts";
import type { User } from "../../app/users.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { type Range, rfc3339 } from "../../domain/range.ts";
import type { Call, Route } from "../call.ts";
import { filterOf, rangeOf } from "../query.ts";
import type { OverviewAnswer } from "./overview-answer.ts";
import { shownRange } from "./shown.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/overview`: our own JSON, exact ms; every dimension, day and hour of the week of a range. */
export const overview: Route = {
  method: "GET",
  path: "/-/overview",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a range in exact milliseconds by dimension, day and hour of the week",
  answer: (call) => answer(call, viewer(call)),
};

function answer(call: Call, user: User): OverviewAnswer {
  const { context, histories } = call.services;
  const range = rangeOf(call, user, "today");
  const found = overviewOf(context, histories, user, range, filterOf(call));
  const colourOf = projectColours(context.store, user.id);
  const nowMs = context.now();
  return {
    user: user.name,
    ...shownRange(range, nowMs, found.firstMs),
    start: rfc3339(range.startMs),
    start_ms: range.startMs,
    end_ms: range.endMs,
    is_running: range.startMs <= nowMs && nowMs < range.endMs,
    is_single_day: range.startDate === range.endDate,
    week_start: user.weekStart,
    has_history: found.firstMs !== undefined,
    total_ms: found.totalMs,
    total_text: textOf(secondsOf(found.totalMs)),
    ai_ms: found.dimensions.category.find(({ name }) => name === "ai coding")?.ms ?? 0,
    heartbeats: found.heartbeats,
    usual: found.usual
      ? { kind: found.usual.kind, ms: found.usual.ms, of: found.usual.of, ...datesView(found.usual) }
      : null,
    goal: found.goal
      ? {
          title: found.goal.goal.title ?? "",
          target_ms: found.goal.goal.targetSeconds * 1000,
          actual_ms: found.goal.today.actualMs,
        }
      : null,
    now: nowView(call, user, range),
    dimensions: found.dimensions,
    projects: found.dimensions.project.map((item) => ({ ...item, colour: colourOf(item.name) })),
    hours_of_week: found.hoursOfWeek,
    days_with_time: found.daysWithTime,
    daily_average_ms: found.daysWithTime === 0 ? 0 : Math.round(found.totalMs / found.daysWithTime),
    best_day: found.bestDay ? { date: found.bestDay.date, ms: found.bestDay.totalMs } : null,
    streak: found.streak,
  };
}

function datesView({ startDate, endDate }: { readonly startDate: string; readonly endDate: string }) {
  return { start_date: startDate, end_date: endDate };
}

/** Returns what is edited now: the project and the name of the file, without its folders. */
function nowView(call: Call, user: User, range: Range): OverviewAnswer["now"] {
  const latest = latestWork(call.services.context, user, range);
  if (latest === undefined) return null;
  return { project: latest.names.project, entity: latest.entity?.split(/[/\\]/).at(-1) ?? null };
}
