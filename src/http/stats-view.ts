// The `data` of statistics, which Hackatime's and WakaTime's families share field by field.
import { isShown } from "../app/shown.ts";
import { LISTED, type ListName, type Stats } from "../app/stats.ts";
import { displayName, type User } from "../app/users.ts";
import { dayAt } from "../domain/calendar.ts";
import { categoryTitle } from "../domain/category.ts";
import { secondsOf, textOf } from "../domain/format.ts";
import { languageColor } from "../domain/language.ts";
import { lastSecond, type Range, rfc3339 } from "../domain/range.ts";
import type { Call } from "./call.ts";
import { type ItemView, itemViews, machineViews } from "./item-view.ts";
import { flag, type Parameter, type WholeSchema, wholeNumber } from "./parameter.ts";
import { list } from "./query.ts";
import { requestedRule, WRITES_ONLY } from "./reading.ts";
import { aiBlock } from "./wakatime/ai-block.ts";

/** How categories are spelled: `title` in the WakaTime family (`Writing Docs`), `plain` in Hackatime's. */
export type CategorySpelling = "title" | "plain";

const LIMIT: Parameter<WholeSchema> = {
  name: "limit",
  description: "Longest list, in entries; all of them without it. Percentages stay those of the whole",
  schema: { type: "integer", minimum: 1 },
  example: 5,
};

/** What a call may say of the lists of statistics. */
export const LIST_PARAMETERS: readonly Parameter[] = [
  {
    name: "features",
    description: `Names of the lists in \`data\`, by comma: ${LISTED.join(", ")}; all of them without it`,
    schema: { type: "string" },
    example: "languages,projects",
  },
  LIMIT,
];

/** Returns the largest number of entries that a call wants in a list, `limit`; all without. @throws AppError (422). */
export function limitOf(call: Call): number {
  return wholeNumber(call, LIMIT, Number.POSITIVE_INFINITY);
}

/**
 * Returns the `data` of statistics: all of seed 2's, Hackatime's and WakaTime's fields. `features` in the query narrows
 * the lists, `limit` cuts them after their percentages are known (contract §5).
 */
export function statsData(call: Call, user: User, range: Range, stats: Stats, categories: CategorySpelling): object {
  const { context, histories } = call.services;
  const shown = histories.shown(user.id);
  const features = call.query["features"] === undefined ? undefined : new Set(list(call.query["features"]));
  const limit = limitOf(call);
  const asksUnique = features?.has("projects") === true && call.query["filter_by_project"] !== undefined;
  const nowMs = context.now();
  return {
    id: user.uuid,
    user_id: String(user.id),
    username: user.name,
    display_name: displayName(user),
    range: range.name,
    human_readable_range: range.text,
    start: rfc3339(range.startMs),
    end: lastSecond(range),
    timezone: range.zone,
    timeout: timeoutMinutes(call, user),
    writes_only: flag(call, WRITES_ONLY),
    ...UP_TO_DATE,
    is_including_today: isIncludingToday(range, nowMs),
    ...figures(stats),
    ...Object.fromEntries(
      LISTED.filter((name) => features === undefined || features.has(name)).map((name) => [
        name,
        listView(name, user, stats, categories).slice(0, limit),
      ]),
    ),
    ...(asksUnique && { unique_total_seconds: secondsOf(stats.uniqueMs()) }),
    ...aiBlock(stats.ai),
    ai_line_changes_total: stats.ai.ai_additions + stats.ai.ai_deletions,
    streak: stats.streak.current,
    longest_streak: stats.streak.longest,
    is_coding_activity_visible: true,
    is_other_usage_visible: true,
    is_language_usage_visible: isShown(shown, "language"),
    is_editor_usage_visible: isShown(shown, "editor"),
    is_category_usage_visible: isShown(shown, "category"),
    is_os_usage_visible: isShown(shown, "operating_system"),
    created_at: rfc3339(user.createdAt * 1000),
    modified_at: rfc3339(nowMs),
  };
}

/** What says that an answer is complete: nothing here is ever computed later. Source: wakatime-api §4.5. */
export const UP_TO_DATE = {
  status: "ok",
  percent_calculated: 100,
  is_up_to_date: true,
  is_up_to_date_pending_future: false,
  is_already_updating: false,
  is_stuck: false,
  is_cached: false,
} as const;

/** Returns the timeout an answer is counted with, in whole minutes, at least 1. */
export function timeoutMinutes(call: Call, user: User): number {
  return Math.max(1, Math.round((requestedRule(call, user)?.timeoutMs ?? user.timeoutMs) / 60_000));
}

/** Returns whether a range reaches into today. */
export function isIncludingToday(range: Range, nowMs: number): boolean {
  const today = dayAt(nowMs, range.zone);
  return range.startMs < today.endMs && range.endMs > today.startMs;
}

/** Returns a total ÷ days with time, in ms; 0 without such days (contract §5). */
export function dailyAverageMs(totalMs: number, daysWithTime: number): number {
  return daysWithTime === 0 ? 0 : totalMs / daysWithTime;
}

function figures({ totalMs, daysIncludingHolidays, daysWithTime, bestDay }: Stats): object {
  const total = secondsOf(totalMs);
  const average = secondsOf(dailyAverageMs(totalMs, daysWithTime));
  const best = bestDay === undefined ? undefined : secondsOf(bestDay.totalMs);
  return {
    total_seconds: total,
    total_seconds_including_other_language: total,
    human_readable_total: textOf(total),
    human_readable_total_including_other_language: textOf(total),
    daily_average: average,
    daily_average_including_other_language: average,
    human_readable_daily_average: textOf(average),
    human_readable_daily_average_including_other_language: textOf(average),
    holidays: daysIncludingHolidays - daysWithTime,
    days_including_holidays: daysIncludingHolidays,
    days_minus_holidays: daysWithTime,
    best_day: best === undefined ? null : { date: bestDay?.date, total_seconds: best, text: textOf(best) },
  };
}

function listView(name: ListName, user: User, { lists }: Stats, categories: CategorySpelling): object[] {
  const views: ItemView[] = itemViews(lists[name]);
  if (name === "languages") return views.map((item) => ({ ...item, color: languageColor(item.name) }));
  if (name === "projects") return views.map((item) => ({ ...item, color: null }));
  if (name === "machines") return machineViews(user, lists[name]);
  if (name === "categories" && categories === "title")
    return views.map((item) => ({ ...item, name: categoryTitle(item.name) }));
  return views;
}
