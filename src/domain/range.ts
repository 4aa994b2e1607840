import { type Day, dayAt, localDate } from "./calendar.ts";
import type { Interval } from "./interval.ts";
import { isReversed, momentEnd, momentStart, parseMoment, wholeDates } from "./moment.ts";
import { calendarPeriod, dateText } from "./period.ts";
import { timeZoneName } from "./zone.ts";

/** What the meaning of a range's name depends on. */
export type RangeContext = {
  /** The present, epoch milliseconds. */
  readonly nowMs: number;
  /** IANA name of the user's time zone. */
  readonly zone: string;
  /** First day of the week, ISO: 1 = Monday … 7 = Sunday. */
  readonly weekStart: number;
  /** Time of the user's first heartbeat, epoch milliseconds. */
  readonly firstHeartbeatMs: number | undefined;
};

/** The interval that was asked for, and how to name it. It may be empty. */
export type Range = Interval & {
  /** Canonical: `last_7_days`, `all_time`, `2025`, `2025-03`, `2025-03-09`; `custom` for an explicit start or end. */
  readonly name: string;
  /** For people: `Last 7 Days`, `March 2025`, `Sun Mar 9th 2025`, `Sat Mar 1st 2025 to Sun Mar 9th 2025`. */
  readonly text: string;
  /** IANA name of the zone that the dates are in. */
  readonly zone: string;
  /** First local date that the range touches, `YYYY-MM-DD`. */
  readonly startDate: string;
  /** Last local date that the range touches, `YYYY-MM-DD`; the first one when it is empty. */
  readonly endDate: string;
};

/** A range, or the parameter that is wrong and a sentence that says what it must be. */
export type RequestedRange = { readonly range: Range } | { readonly parameter: string; readonly message: string };

/**
 * The range of a name, or `undefined` for an unknown one. Names are folded in case and in spaces, underscores and hyphens.
 *
 * Ranges of whole dates stop at the end of today's day; a period that has not begun has nothing to stop at and is whole. `all_time` starts at the first
 * heartbeat, without one at the start of today. A date that the zone skips counts among the seven of `last_7_days`, and is an empty range by itself.
 *
 * ```
 * it is 14:00 on Wednesday 12, the week starts on Monday; one character = 3 h
 *                             5       6       7       8       9       10      11      12      13
 * today                                                                               [-------)
 * 24_hours                                                                        [-------)
 * this_week                                                           [-----------------------)
 * last_7_days                         [-------------------------------------------------------)
 * last_7_days_from_yesterday  [-------------------------------------------------------)
 * ```
 *
 * Source: WakaTime API, ranges of summaries and stats; the short names are wakapi's and Hackatime's. Differs: WakaTime's stats end yesterday, Hackatime's
 * last 7 days are eight.
 */
export function namedRange(text: string, context: RangeContext): Range | undefined {
  const { nowMs, zone } = context;
  const today = dayAt(nowMs, zone);
  const at: At = { context, today, date: Temporal.PlainDate.from(today.date) };
  const folded = fold(text);
  const row = NAMES.find(({ names }) => names.some((name) => fold(name) === folded));
  if (row !== undefined) return ranged(row.interval(at), row.names[0], row.text, zone);
  const period = calendarPeriod(text.trim());
  return period && ranged(upToToday(at, period.startDate, period.endDate), period.name, period.text, zone);
}

/**
 * The range that a request asks for, or which of its parameters is wrong; the message repeats nothing of what was sent.
 *
 * An explicit start or end beats `interval`, then `range`, then the name `fallback` (a path's, a default; `undefined` is all time). Of several spellings the first
 * of the list that is not blank wins. A start that is the name of a range, alone or with the same end, means that range (**Source:** wakapi.md §1.2, §1.3). Start alone ends now, end alone starts at the first heartbeat; where that would be reversed (a start in the future) the
 * range is empty. `timezone` replaces the context's zone.
 *
 * See `parseMoment` for what start and end may be. A date as end means the whole day.
 */
export function requestedRange(
  query: Readonly<Record<string, string | undefined>>,
  context: RangeContext,
  fallback: string | undefined,
): RequestedRange {
  const zoneText = given(query, ["timezone"]);
  const zone = zoneText === undefined ? context.zone : timeZoneName(zoneText.value);
  if (zone === undefined) {
    return { parameter: "timezone", message: "timezone must be the name of an IANA time zone, such as Europe/Berlin" };
  }
  const here = { ...context, zone };
  const start = given(query, STARTS);
  const end = given(query, ENDS);
  if (start !== undefined || end !== undefined) {
    const named = start && (end ?? start).value === start.value ? rangeInPlaceOf(start.value, here) : undefined;
    return named === undefined ? explicitRange(start, end, here) : { range: named };
  }
  const name = given(query, ["interval", "range"]) ?? { parameter: "range", value: fallback ?? "all_time" };
  const range = namedRange(name.value, here);
  if (range !== undefined) return { range };
  return {
    parameter: name.parameter,
    message: `${name.parameter} must be a known name, such as last_7_days, all_time or 2025-03`,
  };
}

/** The last whole second inside the interval as {@link rfc3339} text, which is what `end` says in answers; an empty interval's start. */
export function lastSecond(interval: Interval): string {
  return rfc3339(Math.max(interval.startMs, (Math.ceil(interval.endMs / 1000) - 1) * 1000));
}

/** Epoch milliseconds as RFC 3339 in UTC, `2025-03-09T04:59:59Z`: cut to the second, held within the years 0000 to 9999 that the format has. */
export function rfc3339(ms: number): string {
  const writable = Math.min(Math.max(ms, -62_167_219_200_000), 253_402_300_799_000);
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(writable / 1000) * 1000).toString();
}

/** What a named range is computed from. */
type At = {
  readonly context: RangeContext;
  readonly today: Day;
  /** Today's date. */
  readonly date: Temporal.PlainDate;
};

/** A name that a range goes by, the canonical one first. */
type NamedRow = {
  readonly names: readonly [string, ...string[]];
  readonly text: string;
  readonly interval: (at: At) => Interval;
};

const NAMES: readonly NamedRow[] = [
  { names: ["today", "day"], text: "Today", interval: ({ today }) => today },
  {
    names: ["yesterday"],
    text: "Yesterday",
    interval: ({ today, context }) => dayAt(today.startMs - 1, context.zone),
  },
  { names: ["this_week", "week"], text: "This Week", interval: (at) => week(at, 0) },
  { names: ["last_week"], text: "Last Week", interval: (at) => week(at, -1) },
  { names: ["this_month", "month"], text: "This Month", interval: (at) => month(at, 0) },
  { names: ["last_month"], text: "Last Month", interval: (at) => month(at, -1) },
  {
    names: ["this_year", "year"],
    text: "This Year",
    interval: (at) => dates(at, at.date.with({ month: 1, day: 1 }), at.date),
  },
  {
    names: ["24_hours", "last_24_hours", "last_day"],
    text: "Last 24 Hours",
    interval: ({ context: { nowMs } }) => ({ startMs: nowMs - 86_400_000, endMs: nowMs }),
  },
  { names: ["last_7_days", "7_days"], text: "Last 7 Days", interval: (at) => lastDays(at, 7) },
  {
    names: ["last_7_days_from_yesterday"],
    text: "Last 7 Days from Yesterday",
    interval: (at) => dates(at, at.date.subtract({ days: 7 }), at.date.subtract({ days: 1 })),
  },
  { names: ["last_14_days", "14_days"], text: "Last 14 Days", interval: (at) => lastDays(at, 14) },
  { names: ["last_30_days", "30_days"], text: "Last 30 Days", interval: (at) => lastDays(at, 30) },
  { names: ["last_6_months", "6_months"], text: "Last 6 Months", interval: (at) => lastMonths(at, 6) },
  {
    names: ["last_12_months", "12_months", "last_year"],
    text: "Last 12 Months",
    interval: (at) => lastMonths(at, 12),
  },
  {
    names: ["all_time", "any"],
    text: "All Time",
    interval: ({ today, context: { firstHeartbeatMs = today.startMs } }) => ({
      startMs: firstHeartbeatMs < today.endMs ? firstHeartbeatMs : today.startMs,
      endMs: today.endMs,
    }),
  },
];

function week(at: At, weeks: number): Interval {
  const daysSinceStart = (at.date.dayOfWeek - at.context.weekStart + 7) % 7;
  const from = at.date.subtract({ days: daysSinceStart }).add({ weeks });
  return dates(at, from, from.add({ days: 6 }));
}

function month(at: At, months: number): Interval {
  const from = at.date.with({ day: 1 }).add({ months });
  return dates(at, from, from.add({ months: 1 }).subtract({ days: 1 }));
}

function lastDays(at: At, days: number): Interval {
  return dates(at, at.date.subtract({ days: days - 1 }), at.date);
}

function lastMonths(at: At, months: number): Interval {
  return dates(at, at.date.subtract({ months }).add({ days: 1 }), at.date);
}

function dates(at: At, from: Temporal.PlainDate, to: Temporal.PlainDate): Interval {
  return upToToday(at, from.toString(), to.toString());
}

/** The days of both dates and of those between, up to the end of today unless all of them are still to come. */
function upToToday({ today, context }: At, startDate: string, endDate: string): Interval {
  const { startMs, endMs } = wholeDates(startDate, endDate, context.zone);
  return { startMs, endMs: startMs < today.endMs ? Math.min(endMs, today.endMs) : endMs };
}

/** A name without what it is folded in: case, spaces, underscores, hyphens. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}

function ranged(interval: Interval, name: string, text: string, zone: string): Range {
  const { startMs, endMs } = interval;
  return { startMs, endMs, name, text, zone, ...datesOf(interval, zone) };
}

/** The first and the last local date that the interval touches. */
function datesOf({ startMs, endMs }: Interval, zone: string): { readonly startDate: string; readonly endDate: string } {
  return { startDate: localDate(startMs, zone), endDate: localDate(Math.max(startMs, endMs - 1), zone) };
}

/** Spellings of an explicit range's first parameter, the first of them ours. */
export const STARTS = ["start", "start_date", "start_time", "from", "since"] as const;
/** Spellings of its last one, likewise. */
export const ENDS = ["end", "end_date", "end_time", "to", "until", "until_date"] as const;

type Given = { readonly parameter: string; readonly value: string };

/** The first of the parameters that is not blank, trimmed. */
function given(query: Readonly<Record<string, string | undefined>>, parameters: readonly string[]): Given | undefined {
  for (const parameter of parameters) {
    const value = query[parameter]?.trim() ?? "";
    if (value !== "") return { parameter, value };
  }
  return undefined;
}

/** The range of a name that stands where a moment is expected; `undefined` for what is a moment, as `today` and a date are. */
function rangeInPlaceOf(text: string, context: RangeContext): Range | undefined {
  return parseMoment(text, context.nowMs, context.zone) === undefined ? namedRange(text, context) : undefined;
}

function explicitRange(
  start: Given | undefined,
  end: Given | undefined,
  { nowMs, zone, firstHeartbeatMs }: RangeContext,
): RequestedRange {
  const from = start && parseMoment(start.value, nowMs, zone);
  const to = end && parseMoment(end.value, nowMs, zone);
  if (start && !from) return unreadable(start.parameter);
  if (end && !to) return unreadable(end.parameter);
  if (start && end && from && to && isReversed(from, to, zone)) {
    return { parameter: end.parameter, message: `${end.parameter} must not be before ${start.parameter}` };
  }
  const endMs = to ? momentEnd(to, zone) : Math.max(nowMs, from ? momentStart(from, zone) : nowMs);
  const startMs = from ? momentStart(from, zone) : Math.min(firstHeartbeatMs ?? endMs, endMs);
  const { startDate, endDate } = datesOf({ startMs, endMs }, zone);
  const text = startDate === endDate ? dateText(startDate) : `${dateText(startDate)} to ${dateText(endDate)}`;
  return { range: { startMs, endMs, name: "custom", text, zone, startDate, endDate } };
}

function unreadable(parameter: string): RequestedRange {
  const forms = "a date (YYYY-MM-DD), an ISO 8601 date-time, epoch seconds or milliseconds, today or yesterday";
  return { parameter, message: `${parameter} must be ${forms}` };
}
