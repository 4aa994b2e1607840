/** @jsxImportSource preact */
import { dateText, monthText, timeText, weekdayText } from "../format.ts";
import { Figure } from "./figure.tsx";
import { type Mark, Marks } from "./marks.tsx";
import { percent } from "./scale.ts";

/** How strong each level is drawn. */
const OPACITY = [0, 0.25, 0.5, 0.75, 1] as const;
const CELL = 14;
const HEAD = 16;

type YearProps = {
  readonly title: string;
  readonly sum?: string;
  readonly days: readonly { readonly date: string; readonly ms: number; readonly level: number }[];
  readonly pick?: (date: string) => void;
  readonly class?: string;
};

/** A year of days, a column a week. Up and down go by a day, left and right by a week. */
export function Year({ title, sum, days, pick, class: className }: YearProps) {
  const weeks = Math.max(1, Math.ceil(days.length / 7));
  const marks = days.map(({ date, ms, level }, i): Mark => {
    return {
      x: Math.floor(i / 7) / weeks,
      y: HEAD + (i % 7) * CELL,
      width: 1 / weeks,
      height: CELL,
      tone: level === 0 ? "base" : "heat",
      ...(level > 0 && { opacity: OPACITY[level] ?? 1 }),
      text: () => `${dateText(date)}: ${ms === 0 ? "nothing" : timeText(ms)}`,
      ...(pick !== undefined && { pick: () => pick(date) }),
    };
  });
  return (
    <Figure
      title={title}
      class={className ?? ""}
      {...(sum !== undefined && { sum })}
      table={() => ({
        head: ["Day", "Time"],
        rows: days.filter(({ ms }) => ms > 0).map(({ date, ms }) => [dateText(date), timeText(ms)]),
      })}
    >
      <Marks marks={marks} height={HEAD + 7 * CELL} label={title} column={7}>
        {days.map(({ date }, i) =>
          isMonthStart(date) && i + 14 < days.length ? (
            <text key={date} x={percent(Math.floor(i / 7) / weeks)} y={12}>
              {monthText(date).split(" ")[0]}
            </text>
          ) : null,
        )}
      </Marks>
    </Figure>
  );
}

/** Every other month is named, so that the names do not touch on a phone. */
function isMonthStart(date: string): boolean {
  return date.endsWith("-01") && Number(date.slice(5, 7)) % 2 === 1;
}

type RhythmProps = {
  readonly title: string;
  readonly sum?: string;
  /** 168 hours of the week, Monday 00:00 first */
  readonly hours: readonly number[];
  /** 1 = Monday … 7 = Sunday */
  readonly weekStart: number;
  readonly class?: string;
};

const LABEL = 0.12;
const ROW = 18;
const FOOT = 18;

/** The hours of a week, a row a weekday. */
export function Rhythm({ title, sum, hours, weekStart, class: className }: RhythmProps) {
  const most = Math.max(...hours, 1);
  const weekdays = Array.from({ length: 7 }, (_, i) => ((weekStart - 1 + i) % 7) + 1);
  const marks = weekdays.flatMap((weekday, row) =>
    Array.from({ length: 24 }, (_, hour): Mark => {
      const ms = hours[(weekday - 1) * 24 + hour] ?? 0;
      return {
        x: LABEL + ((1 - LABEL) * hour) / 24,
        y: row * ROW,
        width: (1 - LABEL) / 24,
        height: ROW,
        tone: ms === 0 ? "base" : "heat",
        ...(ms > 0 && { opacity: 0.15 + 0.85 * (ms / most) }),
        text: () =>
          `${weekdayText(weekday, "long")} ${String(hour).padStart(2, "0")}–${String(hour + 1).padStart(2, "0")} h: ${timeText(ms)}`,
      };
    }),
  );
  return (
    <Figure
      title={title}
      class={className ?? ""}
      {...(sum !== undefined && { sum })}
      table={() => ({
        head: ["Hour", ...weekdays.map((weekday) => weekdayText(weekday, "short"))],
        rows: Array.from({ length: 24 }, (_, hour) => [
          `${String(hour).padStart(2, "0")}`,
          ...weekdays.map((weekday) => timeText(hours[(weekday - 1) * 24 + hour] ?? 0)),
        ]),
      })}
    >
      <Marks marks={marks} height={7 * ROW + FOOT} label={title} row={24}>
        {weekdays.map((weekday, row) => (
          <text key={weekday} x="0" y={row * ROW + 13}>
            {weekdayText(weekday, "short")}
          </text>
        ))}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={percent(LABEL + ((1 - LABEL) * hour) / 24)} y={7 * ROW + 14}>
            {String(hour).padStart(2, "0")}
          </text>
        ))}
      </Marks>
    </Figure>
  );
}
