import { dayAt, dayOf, isDate, startOfDate } from "./calendar.ts";
import type { Interval } from "./interval.ts";
import { offsetAt } from "./zone.ts";

/** What a start or end parameter means. */
export type Moment =
  /** A whole calendar date, `YYYY-MM-DD`. */
  | { readonly kind: "date"; readonly date: string }
  /** An instant. As a start it is `startMs`; as the (exclusive) end of something it is `endMs`, a second later for a time written as `…:59:59`. */
  | { readonly kind: "instant"; readonly startMs: number; readonly endMs: number };

const HOUR_MS = 3_600_000;

/** 0001-01-02 and 9999-12-31, UTC: inside them every zone's local date has four digits. */
const EARLIEST_MS = -62_135_510_400_000;
const LATEST_MS = 253_402_214_400_000;

/** Epoch numbers up to eleven digits are seconds (until the year 5138), longer ones milliseconds (from 1973 on). */
const SECONDS_DIGITS = 11;

/**
 * The date or instant that a request's text names, or `undefined` when it names none:
 * - `today`, `yesterday` (the day before that exists), in any case
 * - `YYYY-MM-DD`
 * - an ISO 8601 date-time, `T` or a space between, seconds and fraction optional, with `Z` or an offset (its `+` may have become a space in a query), else in
 *   `zone`; a time that the zone's clocks skip is moved on by the gap, one that they repeat is its first pass
 * - epoch seconds, with or without fraction, or milliseconds: nine digits or more
 *
 * Instants far outside any history (`9999-12-31T23:59:59Z`) are taken as the calendar's ends. Fractions below a millisecond are cut.
 *
 * Ours: a date-time whose minute and second are 59:59, as written or on the clocks of the zone, means that second as well when it is an end, for clients write
 * the end of a day so, and ours is written so in answers. Epoch numbers are exact.
 */
export function parseMoment(text: string, nowMs: number, zone: string): Moment | undefined {
  const word = text.toLowerCase();
  if (word === "today") return { kind: "date", date: dayAt(nowMs, zone).date };
  if (word === "yesterday") return { kind: "date", date: dayAt(dayAt(nowMs, zone).startMs - 1, zone).date };
  if (isDate(text)) return { kind: "date", date: text };
  return epoch(text) ?? dateTime(text, zone);
}

/** Where a range that starts with the moment starts: a date's first instant; epoch milliseconds. */
export function momentStart(moment: Moment, zone: string): number {
  return moment.kind === "date" ? startOfDate(moment.date, zone) : moment.startMs;
}

/** Where a range that ends with the moment ends: after the whole of a date; epoch milliseconds, exclusive. */
export function momentEnd(moment: Moment, zone: string): number {
  return moment.kind === "date" ? wholeDates(moment.date, moment.date, zone).endMs : moment.endMs;
}

/**
 * Whether a range from `start` to `end` would run backwards. Two equal instants are an empty range, not a reversed one, and so is a single date that the zone
 * skips; but an end that covers a day or a second lies before a start that only begins after it.
 */
export function isReversed(start: Moment, end: Moment, zone: string): boolean {
  if (start.kind === "date" && end.kind === "date") return start.date > end.date;
  const startMs = momentStart(start, zone);
  const endMs = momentEnd(end, zone);
  const covers = end.kind === "date" || end.endMs > end.startMs;
  return covers ? startMs >= endMs : startMs > endMs;
}

/**
 * The days of both dates and of all between; empty when the zone skips all of them. `startDate` is not after `endDate`.
 *
 * ```
 * America/New_York, 2025-03-08 and 2025-03-09: 24 + 23 hours; one character = 2 h
 * local    Mar 8       Mar 9      Mar 10
 *          [----------------------)
 * ```
 */
export function wholeDates(startDate: string, endDate: string, zone: string): Interval {
  const startMs = startOfDate(startDate, zone);
  return { startMs, endMs: dayOf(endDate, zone)?.endMs ?? startOfDate(endDate, zone) };
}

function epoch(text: string): Moment | undefined {
  // Nine to fifteen digits; longer ones would be microseconds.
  const match = /^(\d{9,15})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  // Milliseconds are the first three digits of a second's fraction: multiplying by 1000 would make 0.251 s 250 ms.
  const ms = withinCalendar(
    Number(whole.length <= SECONDS_DIGITS ? whole + fraction.slice(0, 3).padEnd(3, "0") : whole),
  );
  return { kind: "instant", startMs: ms, endMs: ms };
}

function dateTime(text: string, zone: string): Moment | undefined {
  // Date, T or space, HH:MM, optional seconds and fraction, optional Z or offset (sign or the space it became, HH:MM or HHMM or HH).
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:(\d{2})(?::(\d{2}))?)(\.\d{1,9})?(?:([Zz])|([+\- ])(\d{2})(?::?(\d{2}))?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, date = "", clock = "", minute, second, fraction = "", utc, sign, hours, minutes = "00"] = match;
  if (!isDate(date) || (fraction !== "" && second === undefined)) return undefined;
  const offset = utc !== undefined ? "Z" : sign === undefined ? "" : `${sign === "-" ? "-" : "+"}${hours}:${minutes}`;
  const exactMs = instantOf(`${date}T${clock}${fraction}`, offset, zone);
  if (exactMs === undefined) return undefined;
  const ms = withinCalendar(exactMs);
  const wallMs = ms + offsetAt(zone, ms);
  const lastSecondOfHour = wallMs - Math.floor(wallMs / HOUR_MS) * HOUR_MS >= HOUR_MS - 1000;
  const includesItsSecond = lastSecondOfHour || (minute === "59" && second === "59");
  return { kind: "instant", startMs: ms, endMs: includesItsSecond ? (Math.floor(ms / 1000) + 1) * 1000 : ms };
}

/** Epoch milliseconds of a date-time text of valid form, or `undefined` when its clock or offset shows more than there is (25:00). */
function instantOf(local: string, offset: string, zone: string): number | undefined {
  try {
    return offset === ""
      ? Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds
      : Temporal.Instant.from(local + offset).epochMilliseconds;
  } catch {
    return undefined;
  }
}

function withinCalendar(ms: number): number {
  return Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS);
}
