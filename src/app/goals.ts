// Goals: how much time per day, week or month, at least or at most, and how that stands.
import { deleteGoal, type Goal, goalByUuid, insertGoal, updateGoal } from "../db/goals.ts";
import type { User } from "../db/users.ts";
import { localDate } from "../domain/calendar.ts";
import { textOf } from "../domain/format.ts";
import {
  DELTAS,
  type Delta,
  type GoalPeriod,
  type GoalRule,
  type GoalStatus,
  goalPeriods,
  goalStatus,
} from "../domain/goal.ts";
import type { Interval } from "../domain/interval.ts";
import { wholeDates } from "../domain/moment.ts";
import { cleanText } from "../domain/text.ts";
import { WEEKDAYS, weekdayName } from "../domain/weekday.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Reader } from "./summary.ts";
import { zoneOf } from "./users.ts";

export type { Goal } from "../db/goals.ts";

/** What a person asks of a goal; absent = stays, or the default of a new one. */
export type GoalWish = {
  readonly title?: string | null;
  readonly delta?: Delta;
  readonly targetSeconds?: number;
  readonly isInverse?: boolean;
  readonly isEnabled?: boolean;
  readonly ignoreZeroDays?: boolean;
  readonly ignoreDays?: readonly string[];
  readonly languages?: readonly string[];
  readonly projects?: readonly string[];
  readonly editors?: readonly string[];
};

/** One period of a goal: its dates, its interval, its time and how it stands. */
export type GoalProgress = GoalPeriod & Interval & { readonly actualMs: number; readonly status: GoalStatus };

const HOURS_OF: Readonly<Record<Delta, number>> = { day: 24, week: 168, month: 744 };
const MOST_GOALS = 100;
const LONGEST_LIST = 100;
const LONGEST_NAME = 300;
/** What answers carry for clients that look for it, always empty: to take it without a word would say that it counts. */
const NOT_KEPT = ["improve_by_percent", "is_snoozed", "snooze_until"] as const;

/**
 * Returns the wish in a JSON value. @throws AppError naming the field. `seconds` is the target, as in WakaTime's
 * answers; `hours` and the like are left to clients.
 */
export function parseGoalWish(value: unknown): GoalWish {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AppError("malformed", "A goal must be a JSON object");
  const sent = value as Record<string, unknown>;
  const title = sent["custom_title"] ?? sent["title"];
  const delta = sent["delta"];
  if (delta !== undefined && !isDelta(delta)) throw invalid("delta", `delta is one of ${DELTAS.join(", ")}`);
  if (title !== undefined && title !== null && typeof title !== "string") throw invalid("title", "title must be text");
  for (const field of NOT_KEPT)
    if (sent[field]) throw invalid(field, `${field} cannot be set: it is not kept here; is_enabled pauses a goal`);
  return {
    ...(title !== undefined && { title: title === null ? null : cleanText(title).slice(0, LONGEST_NAME) || null }),
    ...(delta !== undefined && { delta }),
    ...("seconds" in sent && { targetSeconds: seconds(sent["seconds"]) }),
    ...flag(sent, "is_inverse", "isInverse"),
    ...flag(sent, "is_enabled", "isEnabled"),
    ...flag(sent, "ignore_zero_days", "ignoreZeroDays"),
    ...("ignore_days" in sent && { ignoreDays: weekdays(sent["ignore_days"]) }),
    ...("languages" in sent && { languages: names(sent["languages"], "languages") }),
    ...("projects" in sent && { projects: names(sent["projects"], "projects") }),
    ...("editors" in sent && { editors: names(sent["editors"], "editors") }),
  };
}

function isDelta(value: unknown): value is Delta {
  return (DELTAS as readonly unknown[]).includes(value);
}

function invalid(parameter: string, message: string): AppError {
  return new AppError("invalid", message, { parameter });
}

function seconds(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1)
    throw invalid("seconds", "seconds must be a whole number, at least 1");
  return value;
}

function flag(sent: Record<string, unknown>, field: string, name: keyof GoalWish): object {
  const value = sent[field];
  if (value === undefined) return {};
  if (typeof value !== "boolean") throw invalid(field, `${field} must be true or false`);
  return { [name]: value };
}

function names(value: unknown, field: string): string[] {
  const list = value === null ? [] : value;
  if (!Array.isArray(list) || list.length > LONGEST_LIST || list.some((name) => typeof name !== "string"))
    throw invalid(field, `${field} must be a list of at most ${LONGEST_LIST} names`);
  const clean = list.map((name: string) => cleanText(name).slice(0, LONGEST_NAME)).filter((name) => name !== "");
  return [...new Set(clean)].sort();
}

function weekdays(value: unknown): string[] {
  const days = names(value, "ignore_days").map((day) => day.toLowerCase());
  const unknown = days.some((day) => !WEEKDAYS.some((_, weekday) => weekdayName(weekday) === day));
  if (unknown) throw invalid("ignore_days", "ignore_days must be names of weekdays, such as saturday");
  return days;
}

/** Makes a goal. @throws AppError `invalid` without a target or with one longer than its period. */
export function createGoal(context: Context, user: User, wish: GoalWish): Goal {
  const { orm } = context.store.connection;
  if (listGoals(context, user).length >= MOST_GOALS)
    throw new AppError("conflict", `A user has at most ${MOST_GOALS} goals; delete one first`);
  const delta = wish.delta ?? "day";
  const now = Math.floor(context.now() / 1000);
  return insertGoal(orm, {
    userId: user.id,
    uuid: context.uuid(),
    title: wish.title ?? null,
    delta,
    targetSeconds: fitting(wish.targetSeconds, delta),
    isInverse: wish.isInverse ?? false,
    isEnabled: wish.isEnabled ?? true,
    ignoreZeroDays: wish.ignoreZeroDays ?? false,
    ignoreDays: wish.ignoreDays ?? [],
    languages: wish.languages ?? [],
    projects: wish.projects ?? [],
    editors: wish.editors ?? [],
    createdAt: now,
    modifiedAt: now,
  });
}

function fitting(target: number | undefined, delta: Delta): number {
  if (target === undefined) throw invalid("seconds", "seconds, the target, is required");
  if (target > HOURS_OF[delta] * 3600) throw invalid("seconds", `seconds must fit into a ${delta}`);
  return target;
}

/** Changes a goal of a user. @throws AppError `not_found` for one that is not theirs. */
export function changeGoal(context: Context, user: User, uuid: string, wish: GoalWish): Goal {
  const goal = findGoal(context, user, uuid);
  const delta = wish.delta ?? (goal.delta as Delta);
  const changed = updateGoal(context.store.connection.orm, goal.id, {
    ...wish,
    targetSeconds: fitting(wish.targetSeconds ?? goal.targetSeconds, delta),
    modifiedAt: Math.floor(context.now() / 1000),
  });
  if (changed === undefined) throw missing();
  return changed;
}

/** Deletes a goal of a user. @throws AppError `not_found` for one that is not theirs. */
export function removeGoal(context: Context, user: User, uuid: string): void {
  deleteGoal(context.store.connection.orm, findGoal(context, user, uuid).id);
}

/** Returns the goals of a user, oldest first. */
export function listGoals(context: Context, user: User): Goal[] {
  return context.store.goalsOf(user.id);
}

/** Returns a goal of a user. @throws AppError `not_found` for one that is not theirs. */
export function findGoal(context: Context, user: User, uuid: string): Goal {
  const goal = goalByUuid(context.store.connection.orm, user.id, uuid.toLowerCase());
  if (goal === undefined) throw missing();
  return goal;
}

function missing(): AppError {
  return new AppError("not_found", "There is no such goal", { short: "Goal not found" });
}

/** Returns what a goal asks for, its target in ms. */
export function ruleOf(goal: Goal): GoalRule {
  return { ...goal, delta: goal.delta as Delta, targetMs: goal.targetSeconds * 1000 };
}

/** Returns what a goal is called: its own title, or what it asks in words. */
export function goalTitle({ title, isInverse, targetSeconds, delta, languages, projects, editors }: Goal): string {
  if (title !== null) return title;
  const what = [
    languages.length > 0 ? `in ${languages.join(", ")}` : "",
    projects.length > 0 ? `on ${projects.join(", ")}` : "",
    editors.length > 0 ? `with ${editors.join(", ")}` : "",
  ].filter((part) => part !== "");
  return [`Code ${isInverse ? "at most " : ""}${textOf(targetSeconds)} per ${delta}`, ...what].join(" ");
}

/** Returns the last `count` periods of a goal, oldest first, the running one last. */
export function progressOf(context: Context, reader: Reader, user: User, goal: Goal, count: number): GoalProgress[] {
  const zone = zoneOf(context, user);
  const nowMs = context.now();
  const rule = ruleOf(goal);
  const periods = goalPeriods(rule.delta, localDate(nowMs, zone), user.weekStart, count);
  const intervals = periods.map(({ startDate, endDate }) => wholeDates(startDate, endDate, zone));
  const totals = reader.totals(intervals, filterOfGoal(goal));
  return periods.map((period, i) => {
    const interval = intervals[i] ?? { startMs: 0, endMs: 0 };
    const actualMs = totals[i] ?? 0;
    return { ...period, ...interval, actualMs, status: goalStatus(rule, period, actualMs, interval.endMs <= nowMs) };
  });
}

function filterOfGoal({ languages, projects, editors }: Goal): Filter {
  return {
    only: {
      ...(languages.length > 0 && { language: languages }),
      ...(projects.length > 0 && { project: projects }),
      ...(editors.length > 0 && { editor: editors }),
    },
  };
}

/** Returns the daily goal that a status bar shows, the oldest that runs and asks for at least some time, and today's time for it. */
export function dailyGoal(
  context: Context,
  reader: Reader,
  user: User,
): { readonly goal: Goal; readonly today: GoalProgress } | undefined {
  const goal = listGoals(context, user).find(
    ({ delta, isEnabled, isInverse }) => delta === "day" && isEnabled && !isInverse,
  );
  const [today] = goal === undefined ? [] : progressOf(context, reader, user, goal, 1);
  return goal !== undefined && today !== undefined ? { goal, today } : undefined;
}
