import { describe, expect, test } from "bun:test";
import { comparison, neighbour } from "../../src/domain/neighbour.ts";
import { namedRange, type Range, requestedRange } from "../../src/domain/range.ts";

/** A Saturday, 14:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 21, 13);
const CONTEXT = { nowMs: NOW, zone: "Europe/Berlin", weekStart: 1, firstHeartbeatMs: Date.UTC(2020, 0, 1) };

function named(name: string): Range {
  const range = namedRange(name, CONTEXT);
  if (range === undefined) throw new Error(`no range ${name}`);
  return range;
}

function dates(start: string, end: string): Range {
  const found = requestedRange({ start, end }, CONTEXT, undefined);
  if (!("range" in found)) throw new Error(found.message);
  return found.range;
}

describe("the range before and the range after", () => {
  test.each([
    { name: "today", range: named("today"), before: ["2026-11-20", "2026-11-20"], after: ["2026-11-22", "2026-11-22"] },
    {
      name: "this week, still running, goes to whole weeks",
      range: named("this_week"),
      before: ["2026-11-09", "2026-11-15"],
      after: ["2026-11-23", "2026-11-29"],
    },
    {
      name: "this month goes to whole months",
      range: named("this_month"),
      before: ["2026-10-01", "2026-10-31"],
      after: ["2026-12-01", "2026-12-31"],
    },
    {
      name: "a whole month given by its dates",
      range: dates("2024-02-01", "2024-02-29"),
      before: ["2024-01-01", "2024-01-31"],
      after: ["2024-03-01", "2024-03-31"],
    },
    {
      name: "this year",
      range: named("this_year"),
      before: ["2025-01-01", "2025-12-31"],
      after: ["2027-01-01", "2027-12-31"],
    },
    {
      name: "seven days",
      range: named("last_7_days"),
      before: ["2026-11-08", "2026-11-14"],
      after: ["2026-11-22", "2026-11-28"],
    },
    {
      name: "some dates go by their number",
      range: dates("2026-03-10", "2026-03-12"),
      before: ["2026-03-07", "2026-03-09"],
      after: ["2026-03-13", "2026-03-15"],
    },
  ])("$name", ({ range, before, after }) => {
    const pair = (steps: number) => {
      const found = neighbour(range, steps);
      return found && [found.startDate, found.endDate];
    };
    expect([pair(-1), pair(1)]).toEqual([[...before], [...after]]);
  });

  test.each([
    { name: "all of time", range: named("all_time") },
    { name: "the last 24 hours", range: named("24_hours") },
    { name: "the first centuries", range: dates("0001-01-01", "0900-01-01") },
    { name: "the end of the calendar", range: dates("9999-12-30", "9999-12-31") },
    { name: "thousands of years", range: dates("1971-01-01", "8999-01-01") },
  ])("$name has none, and is compared with nothing", ({ range }) => {
    expect(neighbour(range, -1)).toBeUndefined();
    expect(comparison(range, NOW)).toBeUndefined();
  });
});

describe("what a range is compared with", () => {
  const iso = (ms: number) => new Date(ms).toISOString();

  test("a running day with eight of its weekdays until this time of the clock, through the end of summer time", () => {
    const found = comparison(named("today"), NOW);
    expect(found?.kind).toBe("weekday");
    expect(found?.intervals).toHaveLength(8);
    expect(found?.intervals.map(({ startMs, endMs }) => [iso(startMs), iso(endMs)]).slice(0, 5)).toEqual([
      ["2026-11-13T23:00:00.000Z", "2026-11-14T13:00:00.000Z"],
      ["2026-11-06T23:00:00.000Z", "2026-11-07T13:00:00.000Z"],
      ["2026-10-30T23:00:00.000Z", "2026-10-31T13:00:00.000Z"],
      ["2026-10-23T22:00:00.000Z", "2026-10-24T12:00:00.000Z"],
      ["2026-10-16T22:00:00.000Z", "2026-10-17T12:00:00.000Z"],
    ]);
  });

  test("a day that is over with whole days", () => {
    const [first] = comparison(dates("2026-11-20", "2026-11-20"), NOW)?.intervals ?? [];
    expect(first && [iso(first.startMs), iso(first.endMs)]).toEqual([
      "2026-11-12T23:00:00.000Z",
      "2026-11-13T23:00:00.000Z",
    ]);
  });

  test("a running week with the same part of the one before", () => {
    const found = comparison(named("this_week"), NOW);
    expect(found).toMatchObject({ kind: "before", startDate: "2026-11-09", endDate: "2026-11-14" });
    expect(found?.intervals.map(({ startMs, endMs }) => [iso(startMs), iso(endMs)])).toEqual([
      ["2026-11-08T23:00:00.000Z", "2026-11-14T13:00:00.000Z"],
    ]);
  });

  test("a week that is over with the whole one before", () => {
    const found = comparison(named("last_week"), NOW);
    expect(found?.intervals.map(({ startMs, endMs }) => [iso(startMs), iso(endMs)])).toEqual([
      ["2026-11-01T23:00:00.000Z", "2026-11-08T23:00:00.000Z"],
    ]);
  });

  test("on the first day of a month, the month with the first day of the one before", () => {
    const nowMs = Date.UTC(2026, 10, 1, 9);
    const range = namedRange("this_month", { ...CONTEXT, nowMs });
    const found = range && comparison(range, nowMs);
    expect(found).toMatchObject({ kind: "before", startDate: "2026-10-01", endDate: "2026-10-01" });
    expect(found?.intervals.map(({ startMs, endMs }) => [iso(startMs), iso(endMs)])).toEqual([
      ["2026-09-30T22:00:00.000Z", "2026-10-01T08:00:00.000Z"],
    ]);
  });

  test("March 31 with the end of February, never beyond it", () => {
    const nowMs = Date.UTC(2026, 2, 31, 12);
    const range = namedRange("this_month", { ...CONTEXT, nowMs, zone: "UTC" });
    const [only] = (range && comparison(range, nowMs)?.intervals) ?? [];
    expect(only && [iso(only.startMs), iso(only.endMs)]).toEqual([
      "2026-02-01T00:00:00.000Z",
      "2026-02-28T12:00:00.000Z",
    ]);
  });
});
