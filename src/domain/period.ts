import { isDate } from "./calendar.ts";

/** A year, month or date of the calendar. */
export type Period = {
  /** `2025`, `2025-03` or `2025-03-09`. */
  readonly name: string;
  /** `2025`, `March 2025` or `Sun Mar 9th 2025`. */
  readonly text: string;
  /** First date inside, `YYYY-MM-DD`. */
  readonly startDate: string;
  /** Last date inside, `YYYY-MM-DD`. */
  readonly endDate: string;
};

/**
 * The period that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` names, spaces or underscores allowed for the hyphens; `undefined` for other text and for what the calendar
 * does not have (`2025-13`). Source: WakaTime API, ranges of stats; the single date is ours.
 */
export function calendarPeriod(text: string): Period | undefined {
  // Four digits, then at most two parts of two digits.
  const match = /^(\d{4})(?:[-_ ](\d{2})(?:[-_ ](\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, year = "", month, day] = match;
  const startDate = `${year}-${month ?? "01"}-${day ?? "01"}`;
  if (!isDate(startDate)) return undefined;
  if (month === undefined) return { name: year, text: String(Number(year)), startDate, endDate: `${year}-12-31` };
  if (day !== undefined) return { name: startDate, text: dateText(startDate), startDate, endDate: startDate };
  const days = Temporal.PlainDate.from(startDate).daysInMonth;
  return {
    name: `${year}-${month}`,
    text: `${MONTHS[Number(month) - 1]} ${Number(year)}`,
    startDate,
    endDate: `${year}-${month}-${days}`,
  };
}

/** A date for people: `2025-03-09` → `Sun Mar 9th 2025`. Throws `RangeError` for text that is no date. Source: WakaTime API, texts of dates. */
export function dateText(date: string): string {
  const { dayOfWeek, month, day, year } = Temporal.PlainDate.from(date);
  return `${WEEKDAYS[dayOfWeek - 1]} ${MONTHS[month - 1]?.slice(0, 3)} ${day}${ordinalEnding(day)} ${year}`;
}

/** A day of a year that is known: `2025-03-09` → `Sun Mar 9`. Throws like {@link dateText}. Source: wakatime-api §3.3, dates of goals. */
export function shortDateText(date: string): string {
  const { dayOfWeek, month, day } = Temporal.PlainDate.from(date);
  return `${WEEKDAYS[dayOfWeek - 1]} ${MONTHS[month - 1]?.slice(0, 3)} ${day}`;
}

/** Two dates: `Aug 16 - Aug 22, 2026`. Throws like {@link dateText}. Source: hackatime-api §4.5. */
export function datesText(startDate: string, endDate: string): string {
  const [start, end] = [startDate, endDate].map((date) => {
    const { month, day } = Temporal.PlainDate.from(date);
    return `${MONTHS[month - 1]?.slice(0, 3)} ${String(day).padStart(2, "0")}`;
  });
  return `${start} - ${end}, ${Temporal.PlainDate.from(endDate).year}`;
}

function ordinalEnding(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return (isTeen ? undefined : ["th", "st", "nd", "rd"][day % 10]) ?? "th";
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
