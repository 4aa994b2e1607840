import { textOf } from "./format.ts";
import { xmlText } from "./xml.ts";

/** A local day and its time. */
export type ChartDay = {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly totalSeconds: number;
};

export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

type Palette = {
  readonly text: string;
  /** from no time to much */
  readonly levels: readonly [string, string, string, string, string];
};

const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: { text: "#57606a", levels: ["#ebedf0", "#9be9a8", "#40c463", "#30a14e", "#216e39"] },
  dark: { text: "#8b949e", levels: ["#2d333b", "#0e4429", "#006d32", "#26a641", "#39d353"] },
};

const SQUARE = 10;
const STEP = 13;
/** Room for the names of the months. */
const TOP = 18;
const WEEKS = 53;
const WIDTH = WEEKS * STEP - (STEP - SQUARE);
const HEIGHT = TOP + 7 * STEP - (STEP - SQUARE);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Weeks between two names of months, below which the later one is left out. */
const CLOSEST = 3;

/**
 * Returns the first date of a chart that ends with `endDate`: the first day of its week, 52 weeks earlier.
 * `weekStart` is ISO, 1 = Monday … 7 = Sunday.
 */
export function chartStart(endDate: string, weekStart: number): string {
  const end = Temporal.PlainDate.from(endDate);
  return end.subtract({ weeks: WEEKS - 1, days: weekday(end, weekStart) }).toString();
}

/**
 * Returns days as an SVG, a square each, a week in a column, the darker the more time: no time, then quarters of the most
 * that a day has. A date that no day has (skipped by the zone, or outside the 53 weeks that end with `endDate`) has no square.
 *
 * ```
 *        Jan     Feb
 *  Mon   # # # # # #
 *  Tue   # # # # # #       the week starts where `weekStart` says
 *  ..    # # # # #         the last day is `endDate`
 * ```
 */
export function activityChart(days: readonly ChartDay[], endDate: string, weekStart: number, theme: Theme): string {
  const start = Temporal.PlainDate.from(chartStart(endDate, weekStart));
  const placed = days.flatMap((day) => {
    const index = start.until(Temporal.PlainDate.from(day.date), { largestUnit: "days" }).days;
    return index >= 0 && day.date <= endDate ? [{ ...day, index }] : [];
  });
  const most = Math.max(0, ...placed.map(({ totalSeconds }) => totalSeconds));
  const sum = placed.reduce((seconds, { totalSeconds }) => seconds + totalSeconds, 0);
  const { levels, text } = PALETTES[theme];
  const squares = placed.map(({ date, totalSeconds, index }) => {
    const at = `x="${Math.floor(index / 7) * STEP}" y="${TOP + (index % 7) * STEP}"`;
    const fill = levels[level(totalSeconds, most)];
    return `<rect ${at} width="${SQUARE}" height="${SQUARE}" rx="2" fill="${fill}"><title>${date}: ${textOf(totalSeconds)}</title></rect>`;
  });
  return framed(`${textOf(sum)} in the last year`, [...monthNames(start, text), ...squares]);
}

/** Returns a chart of the same size with a sentence instead of days. */
export function noActivityChart(sentence: string, theme: Theme): string {
  const place = `x="${WIDTH / 2}" y="${HEIGHT / 2}" text-anchor="middle" fill="${PALETTES[theme].text}"`;
  return framed(sentence, [`<text ${place}>${xmlText(sentence)}</text>`]);
}

function framed(title: string, parts: readonly string[]): string {
  const text = xmlText(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text}">`,
    `<title>${text}</title>`,
    '<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="10">',
    ...parts,
    "</g></svg>\n",
  ].join("");
}

/** A name above each week in which a month begins, but not one upon another. */
function monthNames(start: Temporal.PlainDate, color: string): string[] {
  let last = -CLOSEST;
  return Array.from({ length: WEEKS }, (_, week) => {
    const day = start.add({ weeks: week, days: 6 });
    if (day.day > 7 || week - last < CLOSEST || week > WEEKS - CLOSEST) return "";
    last = week;
    return `<text x="${week * STEP}" y="10" fill="${color}">${MONTHS[day.month - 1]}</text>`;
  });
}

/** Days since the week began, 0 to 6. */
function weekday(date: Temporal.PlainDate, weekStart: number): number {
  return (date.dayOfWeek - weekStart + 7) % 7;
}

/** 0 for no time, else 1 to 4 by quarters of the most. */
function level(seconds: number, most: number): number {
  return seconds === 0 ? 0 : Math.ceil((4 * seconds) / most);
}
