import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { activityChart, type ChartDay, chartStart, noActivityChart, THEMES } from "../../src/domain/activity-chart.ts";
import { elementsOf, readSvg } from "../support/svg.ts";

const LIGHT = ["#ebedf0", "#9be9a8", "#40c463", "#30a14e", "#216e39"];

/** Every date from one to another. */
function dates(first: string, last: string): string[] {
  const found: string[] = [];
  for (let date = Temporal.PlainDate.from(first); date.toString() <= last; date = date.add({ days: 1 }))
    found.push(date.toString());
  return found;
}

const chartOf = (days: readonly ChartDay[], endDate: string, weekStart = 1) =>
  elementsOf(readSvg(activityChart(days, endDate, weekStart, "light")), "rect").map(({ attributes, children }) => ({
    column: Number(attributes["x"]) / 13,
    row: (Number(attributes["y"]) - 18) / 13,
    level: LIGHT.indexOf(attributes["fill"] ?? ""),
    title: children[0]?.text,
  }));

describe("chartStart", () => {
  test.each([
    { endDate: "2026-11-21", weekStart: 1, start: "2025-11-17" },
    { endDate: "2026-11-21", weekStart: 7, start: "2025-11-16" },
    { endDate: "2026-11-21", weekStart: 6, start: "2025-11-22" },
    { endDate: "2026-11-22", weekStart: 1, start: "2025-11-17" },
    { endDate: "2026-11-23", weekStart: 1, start: "2025-11-24" },
    { endDate: "2024-02-29", weekStart: 4, start: "2023-03-02" },
  ])("of $endDate with weeks from day $weekStart is $start", ({ endDate, weekStart, start }) => {
    expect(chartStart(endDate, weekStart)).toBe(start);
  });
});

describe("activityChart", () => {
  test("every day has its own square, in a column by week and a row by weekday", () => {
    const endArb = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(endArb, fc.integer({ min: 1, max: 7 }), fc.nat({ max: 90_000 }), (end, weekStart, totalSeconds) => {
        const endDate = end.toISOString().slice(0, 10);
        const all = dates(chartStart(endDate, weekStart), endDate);
        const squares = chartOf(
          all.map((date) => ({ date, totalSeconds })),
          endDate,
          weekStart,
        );
        expect(squares.map(({ title }) => title?.slice(0, 10))).toEqual(all);
        expect(new Set(squares.map(({ column, row }) => `${column} ${row}`)).size).toBe(all.length);
        squares.forEach(({ column, row, level }, i) => {
          expect({ column, row }).toEqual({ column: Math.floor(i / 7), row: i % 7 });
          const weekday = Temporal.PlainDate.from(all[i] as string).dayOfWeek;
          expect((weekStart - 1 + row) % 7).toBe(weekday - 1);
          expect(level).toBe(totalSeconds === 0 ? 0 : 4);
        });
        expect(squares.at(-1)?.column).toBe(52);
      }),
      { numRuns: 30 },
    );
  });

  test("shades are quarters of the longest day", () => {
    const seconds = [0, 1, 1000, 1001, 2000, 2001, 3000, 3001, 4000];
    const days = dates("2026-11-13", "2026-11-21").map((date, i) => ({ date, totalSeconds: seconds[i] ?? 0 }));
    expect(chartOf(days, "2026-11-21").map(({ level }) => level)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(chartOf(days, "2026-11-21").at(-1)?.title).toBe("2026-11-21: 1 hr 6 mins");
  });

  test("a date that the zone skips, or outside the year, has no square", () => {
    const days = ["2011-12-29", "2011-12-31", "2012-01-01", "2010-01-01"].map((date) => ({ date, totalSeconds: 5 }));
    expect(chartOf(days, "2011-12-31", 7)).toEqual([
      { column: 52, row: 4, level: 4, title: "2011-12-29: 5 secs" },
      { column: 52, row: 6, level: 4, title: "2011-12-31: 5 secs" },
    ]);
  });

  test("months stand above the weeks in which they begin", () => {
    const svg = readSvg(activityChart([], "2026-11-21", 1, "dark"));
    const names = elementsOf(svg, "text").map(({ text }) => text);
    expect(names.join(" ")).toBe("Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov");
    expect(elementsOf(svg, "title")[0]?.text).toBe("0 secs in the last year");
  });

  test.each(THEMES.map((theme) => ({ theme })))("a sentence instead, $theme, is of the same size", ({ theme }) => {
    const [chart, none] = [activityChart([], "2026-11-21", 1, theme), noActivityChart(`<&"'> \0`, theme)].map(readSvg);
    expect(elementsOf(none as never, "text").map(({ text }) => text)).toEqual([`<&"'> \ufffd`]);
    for (const name of ["width", "height", "viewBox"])
      expect(none?.attributes[name]).toBe(chart?.attributes[name] as string);
  });
});
