/** Monday first, as in ISO 8601. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Returns the place of a date's weekday in WEEKDAYS, 0 = Monday. @throws RangeError for text that is no date. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek - 1;
}

/** Returns the lower-case name of a weekday, 0 = monday, as settings and goals write it. */
export function weekdayName(weekday: number): string {
  return (WEEKDAYS[weekday] ?? "").toLowerCase();
}

/**
 * Returns the weekday that text names: `0` (Monday) to `6` (Sunday), or its English name in any case; undefined for
 * other text. Source: WakaTime API, insights (`0-6 or monday-sunday`).
 */
export function parseWeekday(text: string): number | undefined {
  const folded = text.trim().toLowerCase();
  if (/^[0-6]$/.test(folded)) return Number(folded);
  const place = WEEKDAYS.findIndex((name) => name.toLowerCase() === folded);
  return place < 0 ? undefined : place;
}
