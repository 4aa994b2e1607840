import { dailyGoal } from "../../app/goals.ts";
import { localDate } from "../../domain/calendar.ts";
import { secondsOf } from "../../domain/format.ts";
import { goalPercent } from "../../domain/goal.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, PATH_RANGE_PARAMETERS, pathRangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS } from "../reading.ts";
import { dayText, dayView } from "./day-view.ts";
import { admitRange } from "./today-only.ts";

const PARAMETERS: readonly Parameter[] = [...PATH_RANGE_PARAMETERS, ...FILTER_PARAMETERS, ...RULE_PARAMETERS];
const SUMMARY = "today's time, as editors show it in their status bar";

/** `GET users/:user/statusbar/today`, as the documentation spells it `status_bar`; of any range, as Wakapi has it. */
export const statusBars: readonly Route[] = [
  { path: "/users/:user/statusbar/today", summary: SUMMARY },
  { path: "/users/:user/status_bar/today", summary: SUMMARY },
  { path: "/users/:user/statusbar/:range", summary: "the same of a named range; a write key sees today only" },
].map((route) => ({ method: "GET", bases: "all", need: "any", parameters: PARAMETERS, answer, ...route }));

function answer(call: Call): Promise<object> {
  const user = owner(call, call.params["user"] ?? "");
  const nowMs = call.services.context.now();
  const range = pathRangeOf(call, user, call.params["range"] ?? "today");
  admitRange(call, range);
  const filter = filterOf(call);
  return answering(call, user, range, (reader) => ({
    cached_at: rfc3339(nowMs),
    has_team_features: false,
    data: {
      ...dayView(user, reader.summary(range, filter)),
      has_team_features: false,
      ...(range.name === "today" && goalView(dailyGoal(call.services.context, reader, user))),
      range: rangeView(range, localDate(nowMs, range.zone)),
    },
  }));
}

/** Returns the daily goal as Hackatime shows it, nothing without one; it never changes the text. */
function goalView(found: ReturnType<typeof dailyGoal>): object {
  if (found === undefined) return {};
  const { goal, today } = found;
  const tracked = secondsOf(today.actualMs);
  return {
    goal: {
      target_seconds: goal.targetSeconds,
      tracked_seconds: tracked,
      completion_percent: goalPercent(today.actualMs, goal.targetSeconds * 1000),
      complete: today.actualMs >= goal.targetSeconds * 1000,
    },
  };
}

/** Returns when a range is; a single day is named as summaries name it. */
function rangeView({ startDate, endDate, text, zone, ...range }: Range, today: string): object {
  return {
    date: endDate,
    start: rfc3339(range.startMs),
    end: lastSecond(range),
    text: startDate === endDate ? dayText(endDate, today) : text,
    timezone: zone,
  };
}
