// requestedRange of src/domain/range.ts; its named ranges have their own file.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, daysIn } from "../../src/domain/calendar.ts";
import { lastSecond, type RangeContext, requestedRange, rfc3339 } from "../../src/domain/range.ts";
import { fromMs, TEST_ZONES, untilMs } from "../support/zones.ts";

/** Wednesday, 14:00 in Berlin. */
const CONTEXT: RangeContext = {
  nowMs: Date.parse("2025-03-12T13:00:00Z"),
  zone: "Europe/Berlin",
  weekStart: 1,
  firstHeartbeatMs: Date.parse("2019-05-04T10:11:12.345Z"),
};

/** The range in UTC times, or what is wrong. */
function requested(query: Record<string, string | undefined>, fallback?: string, context = CONTEXT) {
  const answer = requestedRange(query, context, fallback);
  if (!("range" in answer)) return answer;
  const { startMs, endMs, startDate, endDate } = answer.range;
  const utc = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();
  return { name: answer.range.name, start: utc(startMs), end: utc(endMs), dates: `${startDate}..${endDate}` };
}

describe("requestedRange", () => {
  test.each([
    {
      name: "a day",
      query: { start: "2025-03-09", end: "2025-03-09" },
      start: "2025-03-08T23:00:00Z",
      end: "2025-03-09T23:00:00Z",
      dates: "2025-03-09..2025-03-09",
    },
    {
      name: "the 23 hours of a daylight-saving day",
      query: { start: "2025-03-30", end: "2025-03-30" },
      start: "2025-03-29T23:00:00Z",
      end: "2025-03-30T22:00:00Z",
      dates: "2025-03-30..2025-03-30",
    },
    {
      name: "words",
      query: { start: "yesterday", end: "today" },
      start: "2025-03-10T23:00:00Z",
      end: "2025-03-12T23:00:00Z",
      dates: "2025-03-11..2025-03-12",
    },
    {
      name: "exclusive date-times",
      query: { start: "2025-03-09T00:00:00Z", end: "2025-03-10T00:00:00Z" },
      start: "2025-03-09T00:00:00Z",
      end: "2025-03-10T00:00:00Z",
      dates: "2025-03-09..2025-03-10",
    },
    {
      name: "the last second of a day",
      query: { start: "2023-01-01T00:00:00Z", end: "2023-01-31T23:59:59Z" },
      start: "2023-01-01T00:00:00Z",
      end: "2023-02-01T00:00:00Z",
      dates: "2023-01-01..2023-02-01",
    },
    {
      name: "epoch seconds and milliseconds",
      query: { start: "1741600000", end: "1741600000500" },
      start: "2025-03-10T09:46:40Z",
      end: "2025-03-10T09:46:40.5Z",
      dates: "2025-03-10..2025-03-10",
    },
    {
      name: "start alone, to now",
      query: { start: "2025-03-09" },
      start: "2025-03-08T23:00:00Z",
      end: "2025-03-12T13:00:00Z",
      dates: "2025-03-09..2025-03-12",
    },
    {
      name: "end alone, from the first heartbeat",
      query: { end: "2020-01-01" },
      start: "2019-05-04T10:11:12.345Z",
      end: "2020-01-01T23:00:00Z",
      dates: "2019-05-04..2020-01-01",
    },
    {
      name: "a start in the future, empty",
      query: { start: "2025-03-14" },
      start: "2025-03-13T23:00:00Z",
      end: "2025-03-13T23:00:00Z",
      dates: "2025-03-14..2025-03-14",
    },
    {
      name: "an end before the first heartbeat, empty",
      query: { end: "2018-01-01T00:00:00Z" },
      start: "2018-01-01T00:00:00Z",
      end: "2018-01-01T00:00:00Z",
      dates: "2018-01-01..2018-01-01",
    },
    {
      name: "an end in the future, whole",
      query: { start: "2025-03-09", end: "2030-12-31" },
      start: "2025-03-08T23:00:00Z",
      end: "2030-12-31T23:00:00Z",
      dates: "2025-03-09..2030-12-31",
    },
    {
      name: "blanks around",
      query: { start: " 2025-03-09 ", end: "2025-03-09\t" },
      start: "2025-03-08T23:00:00Z",
      end: "2025-03-09T23:00:00Z",
      dates: "2025-03-09..2025-03-09",
    },
    {
      name: "the calendar's ends",
      query: { start: "0001-01-01", end: "9999-12-31" },
      start: "0000-12-31T23:06:32Z",
      end: "9999-12-31T23:00:00Z",
      dates: "0001-01-01..9999-12-31",
    },
  ])("takes $name", ({ query, start, end, dates }) => {
    expect(requested(query)).toEqual({ name: "custom", start, end, dates });
  });

  test.each([
    { query: { start: "2025-03-01", end: "2025-03-09" }, text: "Sat Mar 1st 2025 to Sun Mar 9th 2025" },
    { query: { start: "2025-03-09", end: "2025-03-09" }, text: "Sun Mar 9th 2025" },
  ])("calls it $text", ({ query, text }) => {
    const answer = requestedRange(query, CONTEXT, undefined);
    expect("range" in answer && answer.range.text).toBe(text);
  });

  const starts = ["start", "start_date", "start_time", "from", "since"];
  const ends = ["end", "end_date", "end_time", "to", "until", "until_date"];

  test("takes every spelling, the first of several, and none that is blank", () => {
    const expected = requested({ start: "2025-03-05", end: "2025-03-06" });
    for (const [i, start] of starts.entries()) {
      for (const [j, end] of ends.entries()) {
        const later = Object.fromEntries(
          [...starts.slice(i + 1), ...ends.slice(j + 1)].map((name) => [name, "nonsense"]),
        );
        const earlier = Object.fromEntries([...starts.slice(0, i), ...ends.slice(0, j)].map((name) => [name, " "]));
        expect(requested({ ...later, ...earlier, [start]: "2025-03-05", [end]: "2025-03-06" })).toEqual(expected);
      }
    }
  });

  test.each([
    {
      name: "explicit beats named",
      query: { range: "today", interval: "nonsense", start: "2025-03-01" },
      expected: "custom",
    },
    { name: "range", query: { range: "Last 7 Days" }, expected: "last_7_days" },
    { name: "interval", query: { interval: "week" }, expected: "this_week" },
    { name: "interval beats range", query: { interval: "week", range: "month" }, expected: "this_week" },
    { name: "a start that is a range's name", query: { start: "last_7_days" }, expected: "last_7_days" },
    { name: "start and end that are one", query: { start: "Last Week", end: "Last Week" }, expected: "last_week" },
    { name: "a month as start and end", query: { start: "2025-02", end: "2025-02" }, expected: "2025-02" },
    { name: "today as a start is a moment", query: { start: "today" }, expected: "custom" },
    { name: "a date as start and end is a day", query: { start: "2025-03-09", end: "2025-03-09" }, expected: "custom" },
    { name: "a blank interval is none", query: { interval: "", range: "week" }, expected: "this_week" },
    { name: "range beats the fallback", query: { range: "2024" }, fallback: "last_30_days", expected: "2024" },
    {
      name: "the fallback",
      query: { start: "", end: " ", limit: "5" },
      fallback: "last_30_days",
      expected: "last_30_days",
    },
    { name: "nothing is all time", query: { range: undefined }, expected: "all_time" },
  ])("$name", ({ query, fallback, expected }) => {
    expect(requested(query, fallback)).toHaveProperty("name", expected);
  });

  test("reads names, dates and times in the zone of the request", () => {
    const zoned = (query: Record<string, string>) =>
      requestedRange({ ...query, timezone: "asia/kolkata" }, CONTEXT, undefined);
    const day = {
      startMs: Date.parse("2025-03-08T18:30:00Z"),
      endMs: Date.parse("2025-03-09T18:30:00Z"),
      zone: "Asia/Kolkata",
    };
    expect(zoned({ start: "2025-03-09", end: "2025-03-09" })).toMatchObject({ range: day });
    expect(zoned({ range: "2025-03-09" })).toMatchObject({ range: day });
    expect(zoned({ start: "2025-03-09T00:00", end: "2025-03-10 00:00:00" })).toMatchObject({ range: day });
    expect(requestedRange({ timezone: " " }, CONTEXT, "today")).toMatchObject({ range: { zone: "Europe/Berlin" } });
  });

  test.each([
    { name: "an unknown zone", query: { timezone: "Mars/Olympus" }, parameter: "timezone" },
    { name: "an offset for a zone", query: { timezone: "+02:00", start: "nonsense" }, parameter: "timezone" },
    { name: "a start of words", query: { start: "nonsense" }, parameter: "start" },
    { name: "February 30", query: { start_date: "2025-02-30", end: "2025-03-01" }, parameter: "start_date" },
    { name: "eight digits", query: { since: "12345678" }, parameter: "since" },
    {
      name: "a date of another order",
      query: { start: "2025-03-01", until_date: "03/09/2025" },
      parameter: "until_date",
    },
    { name: "a date before", query: { start: "2025-03-02", end: "2025-03-01" }, parameter: "end" },
    { name: "an instant before", query: { from: "2025-03-02T10:00:00Z", to: "2025-03-02T09:59:58Z" }, parameter: "to" },
    { name: "an unknown range", query: { range: "nonsense" }, parameter: "range" },
    { name: "a thirteenth month", query: { interval: "2025-13" }, parameter: "interval" },
    { name: "an unknown fallback", query: {}, fallback: "last_99_days", parameter: "range" },
  ])("refuses $name by the name $parameter, echoing nothing", ({ query, fallback, parameter }) => {
    const answer = requestedRange(query, CONTEXT, fallback);
    if ("range" in answer) throw new Error("was accepted");
    expect(answer.parameter).toBe(parameter);
    expect(answer.message).toStartWith(`${parameter} must `);
    for (const value of [...Object.values(query), fallback ?? ""]) {
      if (value !== "") expect(answer.message).not.toContain(value);
    }
  });

  test("answers anything with a range that runs forwards, or with a refusal", () => {
    const value = fc.option(
      fc.oneof(
        fc.constantFrom(
          "",
          "today",
          "yesterday",
          "2011-12-30",
          "2025-03-30",
          "0001-01-01",
          "9999-12-31",
          "2025-03-30T02:30:00",
        ),
        fc.integer({ min: 0, max: 1e15 }).map(String),
        fc.string(),
      ),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.record({ start: value, end: value, range: value }),
        fc.constantFrom(...TEST_ZONES),
        (query, zone) => {
          const answer = requestedRange(query, { ...CONTEXT, zone }, "last_7_days");
          if (!("range" in answer)) return;
          const { startMs, endMs, startDate, endDate } = answer.range;
          expect(startMs).toBeLessThanOrEqual(endMs);
          expect(startDate <= endDate).toBe(true);
          expect(rfc3339(startMs) <= lastSecond(answer.range)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("a range of whole days is asked for again with the start and end of its answer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEST_ZONES),
        fc.integer({ min: fromMs, max: untilMs }),
        fc.integer({ min: 1, max: 400 }),
        (zone, ms, days) => {
          const context = { ...CONTEXT, zone };
          const date = daysIn(zone, { startMs: ms, endMs: ms + 1 })[0]?.date ?? "";
          const first = requestedRange({ start: date, end: addDays(date, days) }, context, undefined);
          if (!("range" in first)) throw new Error(first.message);
          const again = requestedRange(
            { start: rfc3339(first.range.startMs), end: lastSecond(first.range) },
            context,
            undefined,
          );
          expect(again).toEqual(first);
        },
      ),
    );
  });
});
