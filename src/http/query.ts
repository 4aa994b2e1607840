import { AppError } from "../app/errors.ts";
import type { Filter } from "../app/filter.ts";
import { firstHeartbeatMs } from "../app/heartbeat-list.ts";
import { type Shown, shownPart } from "../app/shown.ts";
import { type User, zoneOf } from "../app/users.ts";
import { dayAt, localDate } from "../domain/calendar.ts";
import type { Dimension } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { parseMoment, wholeDates } from "../domain/moment.ts";
import { ENDS, type Range, requestedRange, STARTS } from "../domain/range.ts";
import { timeZoneName } from "../domain/zone.ts";
import type { Call } from "./call.ts";
import { type FlagSchema, flag, type Parameter } from "./parameter.ts";

const [START] = STARTS;
const [END] = ENDS;

export const TIMEZONE: Parameter = {
  name: "timezone",
  description: "IANA time zone in which days begin; the user's own without it",
  schema: { type: "string" },
  example: "Europe/Berlin",
};

const BOUNDS: readonly Parameter[] = [
  {
    name: START,
    description: `First moment: a date, an ISO 8601 date-time, epoch seconds or milliseconds, \`today\` or \`yesterday\`; also ${also(STARTS)}`,
    schema: { type: "string" },
    example: "2026-11-15",
  },
  {
    name: END,
    description: `End of the range, likewise; a date is meant whole, a date-time is the first moment that is no longer in it; also ${also(ENDS)}`,
    schema: { type: "string" },
    example: "2026-11-21",
  },
  TIMEZONE,
];

/** What a call may say of a range that its path does not name. */
export const RANGE_PARAMETERS: readonly Parameter[] = [
  {
    name: "range",
    description:
      "Name of a range, such as `today`, `last_7_days`, `this_month`, `all_time`, `2025`, `2025-03` or `2025-03-09`; an explicit start or end beats it; also `interval`, which beats `range`",
    schema: { type: "string" },
    example: "last_7_days",
  },
  ...BOUNDS,
];

export const INCLUDING_TODAY: Parameter<FlagSchema> = {
  name: "is_including_today",
  description: "`false` ends the range before today; it is part of it otherwise",
  schema: { type: "boolean" },
  example: true,
};

/** Returns a range as it is, or up to the start of today when a call says `is_including_today=false`. */
export function upToYesterday(call: Call, range: Range): Range {
  const isAsked = ["false", "0"].includes(call.query[INCLUDING_TODAY.name] ?? "");
  const { startMs: todayMs } = dayAt(call.services.context.now(), range.zone);
  if (!isAsked || range.endMs <= todayMs) return range;
  const startMs = Math.min(range.startMs, todayMs);
  const lastMs = Math.max(startMs, todayMs - 1);
  return {
    ...range,
    startMs,
    endMs: todayMs,
    startDate: localDate(startMs, range.zone),
    endDate: localDate(lastMs, range.zone),
  };
}

/** What a call may say of a range whose name stands in its path: an explicit start or end beats the name. */
export const PATH_RANGE_PARAMETERS: readonly Parameter[] = BOUNDS;

/** What a call may say of a day; `date` must be there. */
export const DAY_PARAMETERS: readonly Parameter[] = [
  {
    name: "date",
    description: "The day: a date, `today`, `yesterday`, or any moment of it",
    schema: { type: "string" },
    example: "2026-11-21",
  },
  TIMEZONE,
];

function also(spellings: readonly string[]): string {
  return spellings
    .slice(1)
    .map((name) => `\`${name}\``)
    .join(", ");
}

/** Spellings of a filter's parameter, by dimension. Source: hackatime-api §4.2.1 (`filter_by_…`), wakapi.md (plain), wakatime-api §2 (`branches`). */
const FILTERS: readonly { readonly dimension: Dimension; readonly parameters: readonly string[] }[] = [
  { dimension: "project", parameters: ["filter_by_project", "project"] },
  { dimension: "category", parameters: ["filter_by_category", "category"] },
  { dimension: "language", parameters: ["filter_by_language", "language"] },
  { dimension: "editor", parameters: ["filter_by_editor", "editor"] },
  { dimension: "operating_system", parameters: ["filter_by_operating_system", "operating_system"] },
  { dimension: "machine", parameters: ["filter_by_machine", "machine"] },
  { dimension: "branch", parameters: ["filter_by_branch", "branch", "branches"] },
];

const EXAMPLES: Readonly<Partial<Record<Dimension, string>>> = {
  project: "lantern",
  category: "coding",
  language: "TypeScript,Go",
  editor: "VS Code",
  operating_system: "Linux",
  machine: "heron",
  branch: "main",
};

const NO_AI_CODING: Parameter<FlagSchema> = {
  name: "no_ai_coding",
  description: "`true` leaves out time of AI coding",
  schema: { type: "boolean" },
  example: true,
};

const BOUNDARY_AWARE: Parameter<FlagSchema> = {
  name: "boundary_aware",
  description: "`true` leaves out browsing, meetings and communication",
  schema: { type: "boolean" },
  example: true,
};

/** What a call may say to select a part of the time. */
export const FILTER_PARAMETERS: readonly Parameter[] = [
  ...FILTERS.map(({ dimension, parameters: [name = dimension, ...others] }) => ({
    name,
    description: `Only time of this ${dimension.replace("_", " ")}; several by comma (\`\\,\` is one within a name) unless the whole is a name, \`-\` for none; also ${also(["", ...others])}`,
    schema: { type: "string" as const },
    example: EXAMPLES[dimension] ?? "-",
  })),
  NO_AI_CODING,
  BOUNDARY_AWARE,
];

/** Categories that `boundary_aware=true` leaves out. Source: hackatime-api §4.2.1; contract §2. */
const NOT_CODING = ["browsing", "meeting", "communicating"];

/**
 * Returns the range a call asks for, in the user's zone or `?timezone=`; `fallback` names the one of a call that asks
 * for none. @throws AppError `invalid` (422) naming the parameter.
 */
export function rangeOf(call: Call, user: User, fallback: string): Range {
  const { context, histories } = call.services;
  const shown = histories.shown(user.id);
  const found = requestedRange(
    call.query,
    {
      nowMs: context.now(),
      zone: zoneOf(context, user),
      weekStart: user.weekStart,
      firstHeartbeatMs: firstHeartbeatMs(context.store, user.id, shown),
    },
    fallback,
  );
  if ("range" in found) return shown === undefined ? found.range : shownRange(found.range, shown);
  throw new AppError("invalid", found.message, { parameter: found.parameter });
}

/** Returns the part of a range that is shown to whoever asks. */
function shownRange(range: Range, shown: Shown): Range {
  const { startMs, endMs } = shownPart(shown, range);
  const startDate = startMs === range.startMs ? range.startDate : localDate(startMs, range.zone);
  // Nothing of it is shown when its end had to move, too.
  return { ...range, startMs, endMs, startDate, endDate: endMs === range.endMs ? range.endDate : startDate };
}

/** A local day and the zone it is one of. */
export type RequestedDay = Interval & { readonly date: string; readonly zone: string };

/**
 * Returns the day that `date` (of the query, unless a body names it) means: a date, `today`, `yesterday`, or the day of
 * an instant, in the user's zone or `?timezone=`; empty for a date that the zone skips. @throws AppError `invalid` (422) naming the parameter.
 */
export function requestedDay(
  { services: { context }, query }: Call,
  user: User,
  date: string | undefined = query["date"],
): RequestedDay {
  const { timezone } = query;
  const zone = timezone === undefined ? zoneOf(context, user) : timeZoneName(timezone.trim());
  if (zone === undefined)
    throw new AppError("invalid", "timezone must be the name of an IANA time zone, such as Europe/Berlin", {
      parameter: "timezone",
    });
  const moment = date === undefined ? undefined : parseMoment(date.trim(), context.now(), zone);
  if (moment === undefined)
    throw new AppError("invalid", "date must be a date (YYYY-MM-DD), today or yesterday", { parameter: "date" });
  const day = moment.kind === "date" ? moment.date : localDate(moment.startMs, zone);
  return { ...wholeDates(day, day, zone), date: day, zone };
}

/**
 * Returns the range that a path names; `range=` in the query does not change it, an explicit start or end does, as
 * everywhere. @throws AppError `invalid` (422) naming the parameter.
 */
export function pathRangeOf(call: Call, user: User, name: string): Range {
  const { range: _range, interval: _interval, ...query } = call.query;
  return rangeOf({ ...call, query }, user, name);
}

/** Returns the filter in a call's parameters, as they are written: several values by comma, unless the whole is a name. */
export function filterOf(call: Call): Filter {
  const only: Partial<Record<Dimension, readonly string[]>> = {};
  for (const { dimension, parameters } of FILTERS) {
    const sent = parameters.map((parameter) => call.query[parameter]).find((value) => value !== undefined);
    if (sent !== undefined && list(sent).length > 0) only[dimension] = [sent.trim()];
  }
  const without = [
    ...(flag(call, NO_AI_CODING) ? ["ai coding"] : []),
    ...(flag(call, BOUNDARY_AWARE) ? NOT_CODING : []),
  ];
  return { only, isWritten: true, ...(without.length > 0 && { without: { category: without } }) };
}

/** Returns the values of a comma-separated parameter, trimmed, blanks dropped. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
