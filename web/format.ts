// How the pages write figures: numbers and dates in the reader's language, times in the user's zone.
import { hoursMinutesSeconds, secondsOf } from "../src/domain/format.ts";

/** The reader's language, as a browser has it; undefined = the machine's. */
let locale: string | undefined = navigator.language;
/** What need not be written again, by what it is a text of. */
let written: ReadonlyMap<string, string> = new Map();
/** Gathers what is written, while somebody wants to know. */
let noted: Map<string, string> | undefined;

/** Returns the language that everything is written in. */
export function language(): string | undefined {
  return locale;
}

/**
 * Writes from now on in a language, of which some texts are there already: a browser that has to write its first date or
 * large number reads up on all languages of the world before, longer than it takes to draw a page.
 */
export function speak(tag: string, texts: Readonly<Record<string, string>> = {}): void {
  if (tag !== locale) made.clear();
  locale = tag;
  written = new Map(Object.entries(texts));
}

/** Returns all texts that some work has written, as `speak` takes them. */
export function textsOf(work: () => void): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  noted = texts;
  try {
    work();
  } finally {
    noted = undefined;
  }
  return Object.fromEntries(texts);
}

function text(of: string, write: () => string): string {
  const found = written.get(of) ?? write();
  noted?.set(of, found);
  return found;
}

/** One part of a time, `3 h`. */
export type TimePart = { readonly amount: string; readonly unit: "h" | "m" | "s" };

/** Returns a time of `ms` in parts: hours and minutes, cut; under a minute seconds; no part that is zero. */
export function timeParts(ms: number): TimePart[] {
  const { hours, minutes, seconds } = hoursMinutesSeconds(secondsOf(ms));
  const parts: TimePart[] = [];
  if (hours > 0) parts.push({ amount: count(hours), unit: "h" });
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

/** Returns a whole number with the reader's separators. */
export function count(n: number): string {
  return n < 1000 ? String(n) : text(`count ${n}`, () => n.toLocaleString(locale));
}

/** Returns `1 heartbeat`, `2,000 heartbeats`. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** Formatters are slow to make and quick to use; a page of days uses one hundreds of times. */
const made = new Map<string, Intl.DateTimeFormat>();

/** Returns an instant in a format, which has a name. */
function formatted(name: string, atMs: number, options: Intl.DateTimeFormatOptions): string {
  return text(`${name} ${atMs}`, () => {
    let formatter = made.get(name);
    if (formatter === undefined) {
      formatter = new Intl.DateTimeFormat(locale, options);
      made.set(name, formatter);
    }
    return formatter.format(atMs);
  });
}

/** Returns a date `YYYY-MM-DD` in the reader's language; with the year unless it is `yearOf`'s. */
export function dateText(date: string, style: "short" | "long" = "short", yearOf?: string): string {
  const hasYear = yearOf === undefined || yearOf.slice(0, 4) !== date.slice(0, 4);
  return formatted(`date ${style}${hasYear ? " year" : ""}`, noonOf(date), {
    timeZone: "UTC",
    day: "numeric",
    month: style,
    weekday: style,
    ...(hasYear && { year: "numeric" }),
  });
}

/** Returns a date as a month, `Mar 2025`. */
export function monthText(date: string): string {
  return formatted("month", noonOf(date), { timeZone: "UTC", month: "short", year: "numeric" });
}

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}

/** Returns the name of an ISO weekday, 1 = Monday. */
export function weekdayText(weekday: number, style: "short" | "long"): string {
  // 2024-01-01 was a Monday.
  return formatted(`weekday ${style}`, Date.UTC(2024, 0, weekday, 12), { timeZone: "UTC", weekday: style });
}

/** Returns the time of day of an instant in a zone, `09:05`. */
export function clockText(ms: number, zone: string, withSeconds = false): string {
  return formatted(`clock ${zone}${withSeconds ? " seconds" : ""}`, ms, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    ...(withSeconds && { second: "2-digit" }),
    hourCycle: "h23",
  });
}

/** Returns an instant with its date in a zone. */
export function momentText(ms: number, zone: string): string {
  return formatted(`moment ${zone}`, ms, {
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
