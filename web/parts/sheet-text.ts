// A timesheet as text, to be pasted elsewhere.
import type { TimesheetAnswer } from "../../src/http/dashboard/timesheet-answer.ts";

type Sheet = Pick<TimesheetAnswer, "by" | "columns" | "rows" | "total_ms">;

const HOUR_MS = 3_600_000;

/** Returns hours with two digits, as spreadsheets add them up; nothing for no time. */
function hours(ms: number): string {
  return ms === 0 ? "" : (ms / HOUR_MS).toFixed(2);
}

/** Returns `H:MM`, cut to the minute; nothing for no time. */
export function clock(ms: number): string {
  if (ms === 0) return "";
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A spreadsheet takes what begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Returns a field of CSV, quoted where it has to be; a formula is made text. */
function field(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Returns a sheet as CSV in hours, with a line and a column of totals; lines end as RFC 4180 says. */
export function csvOf({ by, columns, rows, total_ms: total }: Sheet): string {
  const lines = [
    [by, ...columns.map(({ start_date: date }) => date), "total"],
    ...rows.map(({ name, ms, total_ms: sum }) => [name, ...ms.map(hours), hours(sum)]),
    ["total", ...columns.map(({ total_ms: sum }) => hours(sum)), hours(total)],
  ];
  // Only names come from elsewhere: a number is never a formula.
  return lines.map((line) => line.map((text, i) => (i === 0 ? field(text) : text)).join(",")).join("\r\n");
}

/** Returns a sheet as a table of Markdown in `H:MM`. */
export function markdownOf({ by, columns, rows, total_ms: total }: Sheet): string {
  const lines = [
    [by, ...columns.map(({ start_date: date }) => date), "total"],
    ["---", ...columns.map(() => "---:"), "---:"],
    ...rows.map(({ name, ms, total_ms: sum }) => [escaped(name), ...ms.map(clock), clock(sum)]),
    ["total", ...columns.map(({ total_ms: sum }) => clock(sum)), clock(total)],
  ];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** Returns a name that Markdown shows as it is. */
function escaped(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_{}[\]<>()#!|~]/g, "\\$&");
}
