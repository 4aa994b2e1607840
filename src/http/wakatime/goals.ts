import {
  changeGoal,
  createGoal,
  findGoal,
  type Goal,
  type GoalProgress,
  goalTitle,
  listGoals,
  parseGoalWish,
  progressOf,
  removeGoal,
  ruleOf,
} from "../../app/goals.ts";
import { type Reader, reading } from "../../app/summary.ts";
import { displayName, type User, zoneOf } from "../../app/users.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { averageStatus, cumulativeStatus, type GoalStatus, goalPercent } from "../../domain/goal.ts";
import { shortDateText } from "../../domain/period.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { decodeBody, readBody } from "../body.ts";
import { type Call, owner, type Route } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";
import { type Parameter, type WholeSchema, wholeNumber } from "../parameter.ts";

const PATH = "/users/:user/goals";
const ONE = `${PATH}/:goal`;
const PERIODS_SHOWN = 7;
const GOALS_A_PAGE = 100;

const PERIODS: Parameter<WholeSchema> = {
  name: "periods",
  description: `How many of the last periods to show, ${PERIODS_SHOWN} without it`,
  schema: { type: "integer", minimum: 1, maximum: 366 },
  example: 30,
};

/** `GET users/:user/goals`: all of them with their last seven periods. Source: wakatime-api §4.9. */
export const goals: Route = {
  method: "GET",
  path: PATH,
  bases: "all",
  need: "read",
  summary: "your goals with their last seven periods",
  parameters: [PERIODS, PAGE],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const all = listGoals(call.services.context, user);
    const periods = wholeNumber(call, PERIODS, PERIODS_SHOWN);
    const { skip, size, fields } = pagingOf(call, all.length, GOALS_A_PAGE);
    const shown = all.slice(skip, skip + size);
    return {
      data: read(call, user, (reader) => shown.map((goal) => view(call, reader, user, goal, periods))),
      ...fields,
    };
  },
};

/** `GET users/:user/goals/:goal`; editors ask for it with any key. `periods` = how many, 7 without. */
export const goal: Route = {
  method: "GET",
  path: ONE,
  bases: "all",
  need: "any",
  summary: "one goal with its last periods, as editors show it",
  parameters: [PERIODS],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const periods = wholeNumber(call, PERIODS, PERIODS_SHOWN);
    const found = findGoal(call.services.context, user, call.params["goal"] ?? "");
    return {
      cached_at: rfc3339(call.services.context.now()),
      data: read(call, user, (reader) => view(call, reader, user, found, periods)),
    };
  },
};

/** `POST users/:user/goals`: makes one. The fields are those of the answers; `seconds` is the target. */
export const goalIn: Route = {
  method: "POST",
  path: PATH,
  bases: "all",
  need: "full",
  summary: "makes a goal: `delta`, `seconds`, `is_inverse`, `languages`, `projects`, `editors`, `ignore_days`, …",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const made = createGoal(call.services.context, user, parseGoalWish(await body(call)));
    return Response.json({ data: read(call, user, (reader) => view(call, reader, user, made)) }, { status: 201 });
  },
};

/** `PUT` and `PATCH users/:user/goals/:goal`: changes what is sent; `is_enabled: false` pauses. */
export const goalChanges: readonly Route[] = (["PUT", "PATCH"] as const).map((method) => ({
  method,
  path: ONE,
  bases: "all",
  need: "full",
  summary: "changes a goal; `is_enabled: false` pauses it",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const changed = changeGoal(call.services.context, user, call.params["goal"] ?? "", parseGoalWish(await body(call)));
    return { data: read(call, user, (reader) => view(call, reader, user, changed)) };
  },
}));

/** `DELETE users/:user/goals/:goal`. */
export const goalOut: Route = {
  method: "DELETE",
  path: ONE,
  bases: "all",
  need: "full",
  summary: "deletes a goal",
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    removeGoal(call.services.context, user, call.params["goal"] ?? "");
    return { data: {} };
  },
};

async function body(call: Call): Promise<unknown> {
  return decodeBody(await readBody(call.request));
}

function read<T>(call: Call, user: User, work: (reader: Reader) => T): T {
  return reading(call.services.context.store, call.services.histories, user.id, work);
}

function view(call: Call, reader: Reader, user: User, one: Goal, periods = PERIODS_SHOWN): object {
  const { context } = call.services;
  const progress = progressOf(context, reader, user, one, periods);
  const rule = ruleOf(one);
  const last = progress.at(-1);
  const zone = zoneOf(context, user);
  const person = { id: user.uuid, display_name: displayName(user), full_name: displayName(user), username: user.name };
  return {
    id: one.uuid,
    title: goalTitle(one),
    custom_title: one.title,
    type: "coding",
    delta: one.delta,
    seconds: one.targetSeconds,
    improve_by_percent: null,
    is_enabled: one.isEnabled,
    is_inverse: one.isInverse,
    is_snoozed: false,
    is_tweeting: false,
    is_current_user_owner: true,
    ignore_zero_days: one.ignoreZeroDays,
    ignore_days: one.ignoreDays,
    languages: one.languages,
    projects: one.projects,
    editors: one.editors,
    status: last?.status ?? "pending",
    average_status: averageStatus(progress.map(({ status }) => status)),
    cumulative_status: cumulativeStatus(rule, progress),
    status_percent_calculated: goalPercent(last?.actualMs ?? 0, rule.targetMs),
    range_text: `from ${progress[0]?.startDate ?? ""} until ${last?.endDate ?? ""}`,
    snooze_until: null,
    chart_data: progress.map((period) => chartPoint(one, period, zone)),
    owner: { ...person, email: null, photo: null },
    shared_with: [],
    subscribers: [],
    created_at: rfc3339(one.createdAt * 1000),
    modified_at: rfc3339(one.modifiedAt * 1000),
  };
}

function chartPoint(one: Goal, period: GoalProgress, zone: string): object {
  const actual = secondsOf(period.actualMs);
  const { startDate, endDate } = period;
  return {
    actual_seconds: actual,
    actual_seconds_text: textOf(actual),
    goal_seconds: one.targetSeconds,
    goal_seconds_text: textOf(one.targetSeconds),
    range: {
      ...(startDate === endDate && { date: startDate }),
      start: rfc3339(period.startMs),
      end: lastSecond(period),
      text:
        startDate === endDate
          ? shortDateText(startDate)
          : `${shortDateText(startDate)} until ${shortDateText(endDate)}`,
      timezone: zone,
    },
    range_status: period.status,
    range_status_reason: reason(one, actual, period.status),
    range_status_reason_short: `${short(actual)} of ${short(one.targetSeconds)}`,
  };
}

function reason(one: Goal, actual: number, status: GoalStatus): string {
  const target = textOf(one.targetSeconds);
  const spent = `${textOf(actual)} of ${one.isInverse ? "at most " : ""}${target}`;
  const words: Readonly<Record<GoalStatus, string>> = {
    success: `reached: ${spent}`,
    fail: `missed: ${spent}`,
    pending: `under way: ${spent}`,
    ignored: `does not count: ${spent}`,
  };
  return words[status];
}

/** Returns `4h 38m`, as small places want it. */
function short(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60 ? `${Math.floor(minutes / 60)}h ${minutes % 60}m` : `${minutes}m`;
}
