/** @jsxImportSource preact */
import { language } from "../format.ts";

/** An instant, RFC 3339, as a date in the reader's language, with the time on request. */
export function When({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString(language())}>
      {date.toLocaleDateString(language(), { day: "numeric", month: "short", year: "numeric" })}
    </time>
  );
}

const UNITS = [
  { unit: "year", ms: 365.25 * 86_400_000 },
  { unit: "month", ms: 30.44 * 86_400_000 },
  { unit: "week", ms: 7 * 86_400_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;

/** Returns how long ago an instant was, in the reader's language: `3 days ago`, `now`. */
export function ago(ms: number, nowMs: number): string {
  const passed = Math.max(0, nowMs - ms);
  const { unit, ms: length } = UNITS.find((one) => passed >= one.ms) ?? { unit: "second", ms: 1000 };
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  return format.format(unit === "second" ? 0 : -Math.floor(passed / length), unit);
}
