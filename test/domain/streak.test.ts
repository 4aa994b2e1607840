import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, daysIn } from "../../src/domain/calendar.ts";
import { streaks } from "../../src/domain/streak.ts";

const TODAY = "2026-03-10";

/** Days up to today from seconds given for today, yesterday, the day before, … */
function daysBack(...seconds: readonly number[]) {
  return seconds.map((s, back) => ({ date: addDays(TODAY, -back), totalMs: s * 1000 })).reverse();
}

describe("streaks", () => {
  test.each([
    { back: [300, 1000, 900, 899, 5000], current: 2, longest: 2 },
    { back: [900, 1000, 900, 899], current: 3, longest: 3 },
    { back: [900], current: 1, longest: 1 },
    { back: [0, 0, 4000], current: 0, longest: 1 },
    { back: [0, 1200, 0, 1200], current: 1, longest: 1 },
    { back: [1200, 0, 1200], current: 1, longest: 1 },
    { back: [0, 900, 900, 900], current: 3, longest: 3 },
    { back: [0, 0, 900, 900, 900, 0, 900], current: 0, longest: 3 },
    { back: [], current: 0, longest: 0 },
  ])("$back seconds, from today back, are $current now and $longest at best", ({ back, current, longest }) => {
    expect(streaks(daysBack(...back), TODAY)).toEqual({ current, longest });
  });

  test("a millisecond less than 15 minutes does not count", () => {
    expect(streaks([{ date: TODAY, totalMs: 899_999 }], TODAY)).toEqual({ current: 0, longest: 0 });
    expect(streaks([{ date: TODAY, totalMs: 900_000 }], TODAY)).toEqual({ current: 1, longest: 1 });
  });

  test("days after today are ignored", () => {
    const days = [...daysBack(1000, 1000), { date: addDays(TODAY, 1), totalMs: 5_000_000 }];
    expect(streaks(days, TODAY)).toEqual({ current: 2, longest: 2 });
  });

  test("a date that the zone skips breaks no streak", () => {
    const week = { startMs: Date.UTC(2011, 11, 28, 12), endMs: Date.UTC(2012, 0, 1, 0) };
    const days = daysIn("Pacific/Apia", week).map(({ date }) => ({ date, totalMs: 1_000_000 }));
    expect(days.map(({ date }) => date)).toEqual(["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]);
    expect(streaks(days, "2012-01-01")).toEqual({ current: 4, longest: 4 });
  });

  test("are what counting the days one by one gives", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (counts) => {
        const back = counts.map((counting) => (counting ? 900 : 0));
        const from = counts[0] ? 0 : 1;
        let current = 0;
        while (counts[from + current] === true) current++;
        const runs = counts
          .map((counting) => (counting ? "x" : " "))
          .join("")
          .split(/ +/);
        const longest = Math.max(...runs.map((run) => run.length));
        expect(streaks(daysBack(...back), TODAY)).toEqual({ current, longest });
      }),
    );
  });
});
