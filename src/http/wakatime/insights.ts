import { AppError } from "../../app/errors.ts";
import type { Filter } from "../../app/filter.ts";
import { type AiDayRow, aiDayRows, type DayRow, dayRows, type WeekdayRow, weekdayRows } from "../../app/insights.ts";
import { serverSpread } from "../../app/server-spread.ts";
import { statsOf } from "../../app/stats.ts";
import type { Item, Reader } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { categoryTitle } from "../../domain/category.ts";
import type { Dimension } from "../../domain/dimension.ts";
import { percentOf, secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { remembering } from "../../domain/remembering.ts";
import { parseWeekday, WEEKDAYS, weekdayOf } from "../../domain/weekday.ts";
import { type Call, type Route, subject } from "../call.ts";
import { machineId } from "../item-view.ts";
import { flag, type Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, PATH_RANGE_PARAMETERS, pathRangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS, WRITES_ONLY } from "../reading.ts";
import { dailyAverageMs, isIncludingToday, statsData, timeoutMinutes, UP_TO_DATE } from "../stats-view.ts";

/** What an insight is asked about. */
type Asked = {
  readonly call: Call;
  readonly reader: Reader;
  readonly user: User;
  readonly range: Range;
  readonly filter: Filter;
};

const WEEKDAY: Parameter = {
  name: "weekday",
  description: "Of `days`: those of one weekday, 0 (Monday) to 6 or a name; all without it",
  schema: { type: "string" },
  example: "monday",
};

/** The range of a profile's heat map. Source: wakatime-api §2. Ours: what it covers, which is told nowhere. */
const PUBLIC = "public";
const PUBLIC_RANGE = "last_12_months";

const INSIGHTS: Readonly<Record<string, (asked: Asked) => object | null>> = {
  weekdays: (asked) => weekdayRows(rows(asked)).map(weekdayView),
  weekday: (asked) => weekdayRows(rows(asked)).map(weekdayView),
  days: (asked) => rows(asked).filter(onWeekday(asked.call)).map(dayRowViews()),
  ai_days: ({ reader, range, filter }) => aiDayRows(reader, range, filter).map(aiDayView),
  best_day: (asked) => bestDay(asked),
  daily_average: (asked) => dailyAverage(asked),
  projects: (asked) => names(asked, "project"),
  languages: (asked) => names(asked, "language"),
  editors: (asked) => names(asked, "editor"),
  categories: (asked) => names(asked, "category").map((item) => ({ ...item, name: categoryTitle(item.name) })),
  machines: (asked) =>
    names(asked, "machine").map((item) => ({ machine_name_id: machineId(asked.user, item.name), ...item })),
  operating_systems: (asked) => names(asked, "operating_system"),
  stats: ({ call, reader, user, range, filter }) =>
    statsData(call, user, range, stats({ call, reader, user, range, filter }), "title"),
};

/** `GET users/:user/insights/:type/:range`: one figure of a range, under the key of its type. Source: wakatime-api §4.8. */
export const insights: Route = {
  method: "GET",
  path: "/users/:user/insights/:type/:range",
  bases: "all",
  need: "public",
  summary: "one figure of a range: weekdays, days, best_day, daily_average, projects, languages, …",
  parameters: [WEEKDAY, ...PATH_RANGE_PARAMETERS, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  answer(call) {
    const { user } = subject(call, call.params["user"] ?? "");
    const type = (call.params["type"] ?? "").toLowerCase();
    const insight = Object.hasOwn(INSIGHTS, type) ? INSIGHTS[type] : undefined;
    if (insight === undefined)
      throw new AppError("invalid", `type must be one of ${Object.keys(INSIGHTS).join(", ")}`, { parameter: "type" });
    const asked = call.params["range"] ?? "";
    const range = pathRangeOf(call, user, asked.toLowerCase() === PUBLIC ? PUBLIC_RANGE : asked);
    const filter = filterOf(call);
    const nowMs = call.services.context.now();
    return answering(call, user, range, (reader) => ({
      data: {
        [type]: insight({ call, reader, user, range, filter }),
        range: range.name,
        human_readable_range: range.text,
        ...UP_TO_DATE,
        is_including_today: isIncludingToday(range, nowMs),
        start: rfc3339(range.startMs),
        end: lastSecond(range),
        timezone: range.zone,
        timeout: timeoutMinutes(call, user),
        writes_only: flag(call, WRITES_ONLY),
        user_id: user.uuid,
        created_at: rfc3339(user.createdAt * 1000),
        modified_at: rfc3339(nowMs),
      },
    }));
  },
};

function rows({ reader, range, filter }: Asked): readonly DayRow[] {
  return dayRows(reader, range, filter);
}

function stats({ call: { services }, reader, user, range, filter }: Asked) {
  return statsOf(services.context, services.histories, reader, user, range, filter);
}

function names({ reader, range, filter }: Asked, dimension: Dimension) {
  return reader
    .summary(range, filter)
    .items(dimension)
    .map(({ name, ms }) => ({ name, total_seconds: secondsOf(ms) }));
}

/** Returns whether a day is of the weekday that the query asks for. @throws AppError `invalid` (422) for another word. */
function onWeekday({ query }: Call): (row: DayRow) => boolean {
  const text = query[WEEKDAY.name];
  if (text === undefined) return () => true;
  const wanted = parseWeekday(text);
  if (wanted === undefined)
    throw new AppError("invalid", "weekday must be 0 (Monday) to 6 or a name, such as sunday", {
      parameter: "weekday",
    });
  return ({ date }) => weekdayOf(date) === wanted;
}

/** Returns how a day is shown; years of days have the same few categories. */
function dayRowViews(): (row: DayRow) => object {
  const title = remembering(categoryTitle);
  return ({ date, totalMs, categories }) => ({
    date,
    total: secondsOf(totalMs),
    categories: categories.map(({ name, ms }) => ({ name: title(name), total: secondsOf(ms) })),
  });
}

function weekdayView({ weekday, daysWithTime, totalMs, categories }: WeekdayRow): object {
  const figures = (ms: number) => {
    const [total, average] = [secondsOf(ms), secondsOf(dailyAverageMs(ms, daysWithTime))];
    return {
      total,
      human_readable_total: textOf(total),
      average,
      human_readable_average: textOf(average),
    };
  };
  return {
    name: WEEKDAYS[weekday],
    count: daysWithTime,
    ...figures(totalMs),
    categories: categories.map(({ name, ms }: Item) => ({ name: categoryTitle(name), ...figures(ms) })),
  };
}

function aiDayView({ date, lines }: AiDayRow): object {
  const { ai_additions, ai_deletions, human_additions, human_deletions } = lines;
  const [byAi, byHuman] = [ai_additions + ai_deletions, human_additions + human_deletions];
  return {
    date,
    ai_additions,
    ai_deletions,
    human_additions,
    human_deletions,
    ai_percent: percentOf(byAi, byAi + byHuman),
    human_percent: percentOf(byHuman, byAi + byHuman),
  };
}

function bestDay(asked: Asked): object | null {
  const best = stats(asked).bestDay;
  if (best === undefined) return null;
  const total = secondsOf(best.totalMs);
  return { date: best.date, total_seconds: total, text: textOf(total) };
}

function dailyAverage(asked: Asked): object {
  const { call, user, range } = asked;
  const { totalMs, daysIncludingHolidays, daysWithTime } = stats(asked);
  const own = (ms: number) => ({ seconds: secondsOf(ms), text: textOf(secondsOf(ms)) });
  const all = serverSpread(call.services.context, call.services.histories, user, range);
  const spread = ({ average, max, median }: { average: number; max: number; median: number }) => ({
    average: secondsOf(average),
    text: textOf(secondsOf(average)),
    max: secondsOf(max),
    median: secondsOf(median),
  });
  return {
    current_user: { total: own(totalMs), daily_average: own(dailyAverageMs(totalMs, daysWithTime)) },
    all_users: { total: spread(all.total), daily_average: spread(all.dailyAverage) },
    holidays: daysIncludingHolidays - daysWithTime,
    days_including_holidays: daysIncludingHolidays,
    days_minus_holidays: daysWithTime,
  };
}
