import { type GoalStanding, goalBoard, goalStanding } from "../../app/goal-board.ts";
import { changeGoal, createGoal, goalTitle, parseGoalWish, removeGoal } from "../../app/goals.ts";
import { type User, zoneOf } from "../../app/users.ts";
import type { Delta } from "../../domain/goal.ts";
import { decodeBody, readBody } from "../body.ts";
import type { Call, Route } from "../call.ts";
import type { GoalAnswer, GoalsAnswer } from "./goals-answer.ts";
import { viewer } from "./viewer.ts";

const PATH = "/-/goals";
const ONE = "/-/goals/:goal";

/** `GET /-/goals`: all of them with their progress and history. */
export const goalsPage: Route = {
  method: "GET",
  path: PATH,
  bases: "absolute",
  need: "none",
  summary: "our own pages: goals with progress and history",
  answer(call): GoalsAnswer {
    const { context, histories } = call.services;
    const user = viewer(call);
    return {
      timezone: zoneOf(context, user),
      now_ms: context.now(),
      goals: goalBoard(context, histories, user).map(view),
    };
  },
};

/** `POST /-/goals`: makes one; the fields are those of the WakaTime family, `seconds` the target. */
export const goalMade: Route = {
  method: "POST",
  path: PATH,
  bases: "absolute",
  need: "none",
  summary: "our own pages: makes a goal",
  async answer(call) {
    const user = viewer(call);
    const goal = createGoal(call.services.context, user, parseGoalWish(await body(call)));
    return Response.json(one(call, user, goal), { status: 201 });
  },
};

/** `PATCH /-/goals/:goal`: changes what is sent; `is_enabled: false` pauses. */
export const goalChanged: Route = {
  method: "PATCH",
  path: ONE,
  bases: "absolute",
  need: "none",
  summary: "our own pages: changes or pauses a goal",
  async answer(call) {
    const user = viewer(call);
    const wish = parseGoalWish(await body(call));
    return one(call, user, changeGoal(call.services.context, user, call.params["goal"] ?? "", wish));
  },
};

/** `DELETE /-/goals/:goal`. */
export const goalRemoved: Route = {
  method: "DELETE",
  path: ONE,
  bases: "absolute",
  need: "none",
  summary: "our own pages: deletes a goal",
  answer(call) {
    removeGoal(call.services.context, viewer(call), call.params["goal"] ?? "");
    return {};
  },
};

async function body({ request }: Call): Promise<unknown> {
  return decodeBody(await readBody(request));
}

function one({ services }: Call, user: User, goal: GoalStanding["goal"]): GoalAnswer {
  return view(goalStanding(services.context, services.histories, user, goal));
}

function view({ goal, periods, hits, misses, streak }: GoalStanding): GoalAnswer {
  const running = periods.at(-1);
  return {
    id: goal.uuid,
    title: goalTitle(goal),
    custom_title: goal.title,
    delta: goal.delta as Delta,
    target_ms: goal.targetSeconds * 1000,
    is_inverse: goal.isInverse,
    is_enabled: goal.isEnabled,
    ignore_zero_days: goal.ignoreZeroDays,
    ignore_days: goal.ignoreDays,
    languages: goal.languages,
    projects: goal.projects,
    editors: goal.editors,
    actual_ms: running?.actualMs ?? 0,
    status: running?.status ?? "pending",
    periods: periods.map(({ startDate, endDate, actualMs, status }) => ({
      start_date: startDate,
      end_date: endDate,
      actual_ms: actualMs,
      status,
    })),
    hits,
    misses,
    streak,
  };
}
