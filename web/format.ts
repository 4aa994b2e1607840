// How the pages write figures: numbers and dates in the reader's language, times in the user's zone.
import { hoursMinutesSeconds, secondsOf } from "../src/domain/format.ts";

/** The reader's language, as a browser has it; undefined = the machine's. */
let locale: string | undefined = navigator.language;

/** Returns the language that everything is written in. */
export function language(): string | undefined {
  return locale;
}

/** Writes from now on in a language. */
export function speak(tag: string): void {
  if (tag !== locale) made.clear();
  locale = tag;
}

/** One part of a time, `3 h`. */
export type TimePart = { readonly amount: string; readonly unit: "h" | "m" | "s" };

/** Returns a time of `ms` in parts: hours and minutes, cut; under a minute seconds; no part that is zero. */
export function timeParts(ms: number): TimePart[] {
  const { hours, minutes, seconds } = hoursMinutesSeconds(secondsOf(ms));
  const parts: TimePart[] = [];
  // A formatter is slow to make; most times need none.
  if (hours > 0) parts.push({ amount: hours < 1000 ? String(hours) : count(hours), unit: "h" });
  if (minutes > 0) parts.push({ amount: String(minutes), unit: "m" });
  return parts.length > 0 ? parts : [{ amount: String(seconds), unit: "s" }];
}

/** Returns a time in words as short as they get, `3 h 42 m`. */
export function timeText(ms: number): string {
  return timeParts(ms)
    .map(({ amount, unit }) => `${amount} ${unit}`)
    .join(" ");
}

/** Returns a share in whole percent, `<1 %` for less; nothing of nothing is `0 %`. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (part * 100) / whole;
  return percent < 1 ? "<1 %" : `${Math.round(percent)} %`;
}

/** Returns a number with the reader's separators. */
export function count(n: number): string {
  return n.toLocaleString(locale);
}

/** Returns `1 heartbeat`, `2,000 heartbeats`. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

const NOON = "T12:00:00Z";

/** Formatters are slow to make and quick to use; a page of days uses one hundreds of times. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatted(at: number | Date, options: Intl.DateTimeFormatOptions): string {
  const key = Object.entries(options).flat().join(" ");
  let formatter = made.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale, options);
    made.set(key, formatter);
  }
  return formatter.format(at);
}

/** Returns a date `YYYY-MM-DD` in the reader's language; with the year unless it is `yearOf`'s. */
export function dateText(date: string, style: "short" | "long" = "short", yearOf?: string): string {
  return formatted(new Date(`${date}${NOON}`), {
    timeZone: "UTC",
    day: "numeric",
    month: style,
    weekday: style,
    ...((yearOf === undefined || yearOf.slice(0, 4) !== date.slice(0, 4)) && { year: "numeric" }),
  });
}

/** Returns a date as a month, `Mar 2025`. */
export function monthText(date: string): string {
  return formatted(new Date(`${date}${NOON}`), { timeZone: "UTC", month: "short", year: "numeric" });
}

/** Returns the name of an ISO weekday, 1 = Monday. */
export function weekdayText(weekday: number, style: "short" | "long"): string {
  // 2024-01-01 was a Monday.
  return formatted(Date.UTC(2024, 0, weekday, 12), { timeZone: "UTC", weekday: style });
}

/** Returns the time of day of an instant in a zone, `09:05`. */
export function clockText(ms: number, zone: string, withSeconds = false): string {
  return formatted(ms, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    ...(withSeconds && { second: "2-digit" }),
    hourCycle: "h23",
  });
}

/** Returns an instant with its date in a zone. */
export function momentText(ms: number, zone: string): string {
  return formatted(ms, {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** Returns a number of bytes, `1.2 MB`. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toLocaleString(locale, { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power]}`;
}
