import { AppError } from "../app/errors.ts";
import type { Filter } from "../app/filter.ts";
import { firstHeartbeatMs } from "../app/heartbeat-list.ts";
import { type User, zoneOf } from "../app/users.ts";
import { localDate } from "../domain/calendar.ts";
import type { Dimension } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { parseMoment, wholeDates } from "../domain/moment.ts";
import { type Range, requestedRange } from "../domain/range.ts";
import { timeZoneName } from "../domain/zone.ts";
import type { Call } from "./call.ts";

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

/** Categories that `boundary_aware=true` leaves out. Source: hackatime-api §4.2.1; contract §2. */
const NOT_CODING = ["browsing", "meeting", "communicating"];

/**
 * Returns the range a call asks for, in the user's zone or `?timezone=`; `fallback` names the one of a call that asks
 * for none. @throws AppError `invalid` (422) naming the parameter.
 */
export function rangeOf(call: Call, user: User, fallback: string): Range {
  const { context } = call.services;
  const found = requestedRange(
    call.query,
    {
      nowMs: context.now(),
      zone: zoneOf(context, user),
      weekStart: user.weekStart,
      firstHeartbeatMs: firstHeartbeatMs(context.store, user.id),
    },
    fallback,
  );
  if ("range" in found) return found.range;
  throw new AppError("invalid", found.message, { parameter: found.parameter });
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

/** Returns the filter in a call's parameters; values by comma, blanks around them cut. */
export function filterOf({ query }: Call): Filter {
  const only: Partial<Record<Dimension, readonly string[]>> = {};
  for (const { dimension, parameters } of FILTERS) {
    const sent = parameters.map((parameter) => query[parameter]).find((value) => value !== undefined);
    const values = sent === undefined ? [] : list(sent);
    if (values.length > 0) only[dimension] = values;
  }
  const without = [
    ...(isTrue(query["no_ai_coding"]) ? ["ai coding"] : []),
    ...(isTrue(query["boundary_aware"]) ? NOT_CODING : []),
  ];
  return { only, ...(without.length > 0 && { without: { category: without } }) };
}

/** Returns the values of a comma-separated parameter, trimmed, blanks dropped. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

export function isTrue(value: string | undefined): boolean {
  return value === "true" || value === "1";
}

/**
 * Returns a whole-number parameter, `fallback` when absent; `max` may be infinite.
 * @throws AppError `invalid` (422) outside min…max.
 */
export function wholeNumber(call: Call, parameter: string, min: number, max: number, fallback: number): number {
  const text = call.query[parameter];
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const allowed = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
  throw new AppError("invalid", `${parameter} must be a whole number ${allowed}`, { parameter });
}
