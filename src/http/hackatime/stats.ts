import { LISTED, type ListName, type Stats, statsOf } from "../../app/stats.ts";
import type { Item } from "../../app/summary.ts";
import { displayName, type User } from "../../app/users.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { languageColor } from "../../domain/language.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { type Call, type Route, subject } from "../call.ts";
import { itemViews } from "../item-view.ts";
import { filterOf, isTrue, list, rangeOf, wholeNumber } from "../query.ts";

/** Constant: trust levels judge strangers for prizes, which nobody does at home. Source: hackatime-behaviour §5.7. */
const TRUST = { trust_level: "blue", trust_value: 0 } as const;

/**
 * `GET users/:user/stats`: one answer for two APIs that share the path (clients.md B7): the flat form of the seed
 * documents, and `data` with Hackatime's and WakaTime's fields. Without a range all time, from the first heartbeat.
 */
export const userStats: Route = {
  method: "GET",
  path: "/users/:user/stats",
  bases: "all",
  need: "public",
  summary:
    "statistics of a user: flat, and `data` with every list; range, filters, `features`, `limit`, `total_seconds=true`",
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const range = rangeOf(call, user, "all_time");
    const limit = wholeNumber(call, "limit", 1, 1_000_000, Number.POSITIVE_INFINITY);
    const stats = statsOf(context, histories, user, range, filterOf(call));
    if (isTrue(call.query["total_seconds"])) return { total_seconds: secondsOf(stats.totalMs) };
    return statsView(call, user, range, stats, limit);
  },
};

function statsView(call: Call, user: User, range: Range, stats: Stats, limit: number): object {
  const total = secondsOf(stats.totalMs);
  const average = stats.daysWithTime === 0 ? 0 : secondsOf(stats.totalMs / stats.daysWithTime);
  const features = call.query["features"] === undefined ? undefined : new Set(list(call.query["features"]));
  const lists = Object.fromEntries(
    LISTED.filter((name) => features === undefined || features.has(name)).map((name) => [
      name,
      withColor(name, itemViews(stats.lists[name])).slice(0, limit),
    ]),
  );
  const asksUnique = features?.has("projects") === true && call.query["filter_by_project"] !== undefined;
  const now = rfc3339(call.services.context.now());
  return {
    user: user.name,
    total_seconds: total,
    languages: flat(stats.lists.languages, limit),
    projects: flat(stats.lists.projects, limit),
    data: {
      id: user.uuid,
      user_id: String(user.id),
      username: user.name,
      display_name: displayName(user),
      range: range.name,
      human_readable_range: range.text,
      start: rfc3339(range.startMs),
      end: lastSecond(range),
      timezone: range.zone,
      timeout: Math.round(user.timeoutMs / 60_000),
      writes_only: false,
      status: "ok",
      percent_calculated: 100,
      is_up_to_date: true,
      is_up_to_date_pending_future: false,
      is_already_updating: false,
      is_stuck: false,
      is_cached: false,
      is_including_today: true,
      total_seconds: total,
      total_seconds_including_other_language: total,
      human_readable_total: textOf(total),
      human_readable_total_including_other_language: textOf(total),
      daily_average: average,
      daily_average_including_other_language: average,
      human_readable_daily_average: textOf(average),
      human_readable_daily_average_including_other_language: textOf(average),
      holidays: stats.daysIncludingHolidays - stats.daysWithTime,
      days_including_holidays: stats.daysIncludingHolidays,
      days_minus_holidays: stats.daysWithTime,
      best_day: bestDay(stats),
      ...lists,
      ...(asksUnique && { unique_total_seconds: secondsOf(stats.uniqueMs) }),
      streak: stats.streak.current,
      longest_streak: stats.streak.longest,
      is_coding_activity_visible: true,
      is_other_usage_visible: true,
      is_language_usage_visible: true,
      is_editor_usage_visible: true,
      is_category_usage_visible: true,
      is_os_usage_visible: true,
      created_at: rfc3339(user.createdAt * 1000),
      modified_at: now,
    },
    trust_factor: TRUST,
  };
}

/** Returns the entries of the seed documents' flat form: `seconds` is the whole time there. */
function flat(items: readonly Item[], limit: number): object[] {
  return itemViews(items)
    .map((item) => ({ ...item, seconds: item.total_seconds }))
    .slice(0, limit);
}

function withColor(name: ListName, items: ReturnType<typeof itemViews>): object[] {
  return name === "languages" ? items.map((item) => ({ ...item, color: languageColor(item.name) })) : items;
}

function bestDay({ bestDay: best }: Stats): object | null {
  if (best === undefined) return null;
  const total = secondsOf(best.totalMs);
  return { date: best.date, total_seconds: total, text: textOf(total) };
}
