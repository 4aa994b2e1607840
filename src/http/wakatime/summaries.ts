import { type Daily, dailyOf } from "../../app/daily.ts";
import { dayParts } from "../../app/days.ts";
import type { EntityItem } from "../../app/entity-totals.ts";
import type { Filter } from "../../app/filter.ts";
import type { Reader } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { localDate } from "../../domain/calendar.ts";
import { UNKNOWN } from "../../domain/dimension.ts";
import { decimalOf, digitalOf, hoursMinutesSeconds, secondsOf, textOf } from "../../domain/format.ts";
import type { Interval } from "../../domain/interval.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import { FILTER_PARAMETERS, filterOf, list, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS, requestedRule } from "../reading.ts";
import { dailyAverageMs } from "../stats-view.ts";
import { AS_OBJECTS, AS_TEXT, type Form } from "../written.ts";
import { dayViews, rangeDay } from "./day-view.ts";
import { admitRange } from "./today-only.ts";

/**
 * `GET users/:user/summaries`: a range by day, days without time too, and its total and average. Without a range it is
 * today's. Source: wakatime-api §4.3; `hours` and `minutes` of the total are Hackatime's.
 */
export const userSummaries: Route = {
  method: "GET",
  path: "/users/:user/summaries",
  bases: "all",
  need: "any",
  summary:
    "a range by day with every list; `start` and `end` or `range`, `project`, `branches`, `timeout`, `writes_only`",
  parameters: [...RANGE_PARAMETERS, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const range = rangeOf(call, user, "today");
    admitRange(call, range);
    const filter = filterOf(call);
    const entities = filter.only?.project === undefined ? [] : await entitiesByDay(call, user, range, filter);
    const asked: Asked = { call, user, range, filter, entities };
    const parts = dayParts(range, range.zone);
    if (parts.length > MOST_AT_ONCE) return streamed(lines(asked, parts));
    const daily = await daysOf(asked, AS_OBJECTS, dayViews(AS_OBJECTS, user), range, 0);
    return { data: daily.days, ...(await restOf(asked, daily)) };
  },
};

/** Days that are made in one go: a year, which is what charts ask for. More are made and sent in slices. */
const MOST_AT_ONCE = 400;
/** Days of a slice, some ms of work. */
const SLICE = 30;

type Asked = {
  readonly call: Call;
  readonly user: User;
  readonly range: Range;
  readonly filter: Filter;
  /** per day; none unless the answer is about one project */
  readonly entities: readonly (readonly EntityItem[])[];
};

/** Returns the days of a part of the range, the first of which is the range's day number `first`. */
function daysOf<Made>(
  { call, user, range, filter, entities }: Asked,
  form: Form<Made>,
  view: ReturnType<typeof dayViews<Made>>,
  part: Interval,
  first: number,
): Promise<Daily<Made>> {
  const { context } = call.services;
  const today = localDate(context.now(), range.zone);
  const hasProject = filter.only?.project !== undefined;
  const slice = { ...range, startMs: part.startMs, endMs: part.endMs };
  return answering(call, user, slice, (reader) => {
    let day = first;
    return dailyOf(context, reader, slice, filter, (one, summary) => {
      const lists = { branches: hasProject ? summary.items("branch") : [], entities: entities[day++] ?? [] };
      return form.holding({ ...view(summary, lists), range: form.fields(rangeDay(one, today, range.zone)) });
    });
  });
}

/** Returns what an answer says beside its days. */
async function restOf({ call, user, range, filter }: Asked, daily: Daily<unknown>): Promise<object> {
  const frame = { ...totalsView(daily), start: rfc3339(range.startMs), end: lastSecond(range) };
  if (filter.only?.project === undefined) return frame;
  return { ...frame, ...(await answering(call, user, range, (reader) => branchesView(call, reader, range, filter))) };
}

/**
 * Yields the answer about many days in slices. Its totals are those of the days it holds; a heartbeat that arrives
 * between two slices is in the later ones.
 */
async function* lines(asked: Asked, parts: readonly Interval[]): AsyncGenerator<string> {
  const view = dayViews(AS_TEXT, asked.user);
  const sliceAt = (first: number) => {
    const [start, end] = [parts[first] as Interval, parts[Math.min(first + SLICE, parts.length) - 1] as Interval];
    return daysOf(asked, AS_TEXT, view, { startMs: start.startMs, endMs: end.endMs }, first);
  };
  // What another thread counts anew is on its way while the slice before it is sent.
  const isAhead = requestedRule(asked.call, asked.user) !== undefined;
  let ahead: ReturnType<typeof sliceAt> | undefined;
  let sum = { totalMs: 0, daysIncludingHolidays: 0, daysWithTime: 0 };
  for (let first = 0; first < parts.length; first += SLICE) {
    const coming: ReturnType<typeof sliceAt> = ahead ?? sliceAt(first);
    ahead = isAhead && first + SLICE < parts.length ? sliceAt(first + SLICE) : undefined;
    // Nobody waits for it when the asker goes away, or the slice before it fails.
    ahead?.catch(() => {});
    const slice = await coming;
    sum = {
      totalMs: sum.totalMs + slice.totalMs,
      daysIncludingHolidays: sum.daysIncludingHolidays + slice.daysIncludingHolidays,
      daysWithTime: sum.daysWithTime + slice.daysWithTime,
    };
    yield (first === 0 ? '{"data":[' : ",") + slice.days.join(",");
  }
  yield `],${JSON.stringify(await restOf(asked, { ...sum, days: [] })).slice(1)}`;
}

/** Returns an answer that is sent as it is made; between two pieces everybody else has their turn. */
function streamed(pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resume) => setImmediate(resume));
      const { value, done } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { "Content-Type": "application/json;charset=utf-8" } });
}

function entitiesByDay(call: Call, user: User, range: Range, filter: Filter): Promise<EntityItem[][]> {
  return call.services.background.entityTotals({
    userId: user.id,
    interval: { startMs: range.startMs, endMs: range.endMs },
    parts: dayParts(range, range.zone).map(({ startMs, endMs }) => ({ startMs, endMs })),
    filter,
    rule: requestedRule(call, user),
  });
}

function totalsView({ totalMs, daysIncludingHolidays, daysWithTime }: Daily<unknown>): object {
  const total = secondsOf(totalMs);
  const average = secondsOf(dailyAverageMs(totalMs, daysWithTime));
  const { hours, minutes } = hoursMinutesSeconds(total);
  return {
    cumulative_total: {
      seconds: total,
      text: textOf(total),
      decimal: decimalOf(total),
      digital: digitalOf(total),
      hours,
      minutes,
    },
    daily_average: {
      holidays: daysIncludingHolidays - daysWithTime,
      days_including_holidays: daysIncludingHolidays,
      days_minus_holidays: daysWithTime,
      seconds: average,
      text: textOf(average),
      seconds_including_other_language: average,
      text_including_other_language: textOf(average),
    },
  };
}

/** Returns the branches that the range has, whichever were asked for, and those that were. */
function branchesView(call: Call, reader: Reader, range: Range, filter: Filter): object {
  const { branch: _branch, ...others } = filter.only ?? {};
  const all = reader.summary(range, { ...filter, only: others }).items("branch");
  const available = all.map(({ name }) => name).filter((name) => name !== UNKNOWN);
  return { available_branches: available.sort(), branches: list(call.query["branches"] ?? "") };
}
