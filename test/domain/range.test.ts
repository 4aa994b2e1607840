import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, daysIn, startOfDate } from "../../src/domain/calendar.ts";
import { lastSecond, namedRange, type RangeContext, rfc3339 } from "../../src/domain/range.ts";
import { fromMs, TEST_ZONES, untilMs } from "../support/zones.ts";

/** Wednesday, 14:00 in Berlin. */
const CONTEXT: RangeContext = {
  nowMs: Date.parse("2025-03-12T13:00:00Z"),
  zone: "Europe/Berlin",
  weekStart: 1,
  firstHeartbeatMs: Date.parse("2019-05-04T10:11:12.345Z"),
};

const HOUR_MS = 3_600_000;

/** Every name, with its other spellings, its text, and the first and last date on Wednesday 2025-03-12. */
const WHOLE_DATES = [
  { names: ["today", "day", "TODAY"], text: "Today", dates: ["2025-03-12", "2025-03-12"] },
  { names: ["yesterday"], text: "Yesterday", dates: ["2025-03-11", "2025-03-11"] },
  { names: ["this_week", "week", "This Week"], text: "This Week", dates: ["2025-03-10", "2025-03-12"] },
  { names: ["last_week", "Last-Week"], text: "Last Week", dates: ["2025-03-03", "2025-03-09"] },
  { names: ["this_month", "month"], text: "This Month", dates: ["2025-03-01", "2025-03-12"] },
  { names: ["last_month"], text: "Last Month", dates: ["2025-02-01", "2025-02-28"] },
  { names: ["this_year", "year"], text: "This Year", dates: ["2025-01-01", "2025-03-12"] },
  {
    names: ["last_7_days", "7_days", "Last 7 Days", "last-7-days", " last_7_days ", "last7days"],
    text: "Last 7 Days",
    dates: ["2025-03-06", "2025-03-12"],
  },
  {
    names: ["last_7_days_from_yesterday", "Last 7 Days from Yesterday"],
    text: "Last 7 Days from Yesterday",
    dates: ["2025-03-05", "2025-03-11"],
  },
  { names: ["last_14_days", "14_days"], text: "Last 14 Days", dates: ["2025-02-27", "2025-03-12"] },
  { names: ["last_30_days", "30_days"], text: "Last 30 Days", dates: ["2025-02-11", "2025-03-12"] },
  { names: ["last_6_months", "6_months"], text: "Last 6 Months", dates: ["2024-09-13", "2025-03-12"] },
  {
    names: ["last_12_months", "12_months", "last_year"],
    text: "Last 12 Months",
    dates: ["2024-03-13", "2025-03-12"],
  },
  { names: ["2024"], text: "2024", dates: ["2024-01-01", "2024-12-31"] },
  { names: ["2025"], text: "2025", dates: ["2025-01-01", "2025-03-12"] },
  { names: ["2025-02", "2025_02", "2025 02"], text: "February 2025", dates: ["2025-02-01", "2025-02-28"] },
  { names: ["2025-03"], text: "March 2025", dates: ["2025-03-01", "2025-03-12"] },
  { names: ["2025-03-09"], text: "Sun Mar 9th 2025", dates: ["2025-03-09", "2025-03-09"] },
  { names: ["2025-03-12"], text: "Wed Mar 12th 2025", dates: ["2025-03-12", "2025-03-12"] },
  { names: ["2025-03-13"], text: "Thu Mar 13th 2025", dates: ["2025-03-13", "2025-03-13"] },
  { names: ["2026"], text: "2026", dates: ["2026-01-01", "2026-12-31"] },
];

const UP_TO_TODAY = [
  ...["this_week", "this_month", "this_year", "last_7_days", "last_14_days", "last_30_days"],
  ...["last_6_months", "last_12_months", "all_time"],
];

describe("namedRange", () => {
  test.each(
    WHOLE_DATES.flatMap(({ names: [name = "", ...others], text, dates: [startDate = "", endDate = ""] }) =>
      [name, ...others].map((spelling) => ({ spelling, name, text, startDate, endDate })),
    ),
  )("$spelling is $startDate to $endDate", ({ spelling, name, text, startDate, endDate }) => {
    expect(namedRange(spelling, CONTEXT)).toEqual({
      name,
      text,
      zone: "Europe/Berlin",
      startDate,
      endDate,
      startMs: startOfDate(startDate, "Europe/Berlin"),
      endMs: startOfDate(addDays(endDate, 1), "Europe/Berlin"),
    });
  });

  test.each([
    { spelling: "24_hours" },
    { spelling: "last_24_hours" },
    { spelling: "last_day" },
    { spelling: "Last 24 Hours" },
  ])("$spelling is rolling", ({ spelling }) => {
    expect(namedRange(spelling, CONTEXT)).toEqual({
      name: "24_hours",
      text: "Last 24 Hours",
      zone: "Europe/Berlin",
      startMs: Date.parse("2025-03-11T13:00:00Z"),
      endMs: CONTEXT.nowMs,
      startDate: "2025-03-11",
      endDate: "2025-03-12",
    });
  });

  test.each([
    { first: "2019-05-04T10:11:12.345Z", start: "2019-05-04T10:11:12.345Z", startDate: "2019-05-04" },
    { first: "2025-03-12T12:00:00Z", start: "2025-03-12T12:00:00Z", startDate: "2025-03-12" },
    { first: undefined, start: "2025-03-11T23:00:00Z", startDate: "2025-03-12" },
    { first: "2025-03-13T01:00:00Z", start: "2025-03-11T23:00:00Z", startDate: "2025-03-12" },
  ])("all_time with the first heartbeat at $first starts at $start", ({ first, start, startDate }) => {
    const context = { ...CONTEXT, firstHeartbeatMs: first === undefined ? undefined : Date.parse(first) };
    for (const spelling of ["all_time", "any", "All Time"]) {
      expect(namedRange(spelling, context)).toEqual({
        name: "all_time",
        text: "All Time",
        zone: "Europe/Berlin",
        startMs: Date.parse(start),
        endMs: Date.parse("2025-03-12T23:00:00Z"),
        startDate,
        endDate: "2025-03-12",
      });
    }
  });

  test.each([
    { name: "" },
    { name: "  " },
    { name: "last_8_days" },
    { name: "2025-13" },
    { name: "2025-02-29" },
    { name: "20250309" },
    { name: "toString" },
    { name: "__proto__" },
    { name: "custom" },
  ])("knows no $name", ({ name }) => {
    expect(namedRange(name, CONTEXT)).toBeUndefined();
  });

  test.each([
    { weekStart: 1, thisWeek: "2025-03-10", lastWeek: "2025-03-03" },
    { weekStart: 2, thisWeek: "2025-03-11", lastWeek: "2025-03-04" },
    { weekStart: 3, thisWeek: "2025-03-12", lastWeek: "2025-03-05" },
    { weekStart: 4, thisWeek: "2025-03-06", lastWeek: "2025-02-27" },
    { weekStart: 6, thisWeek: "2025-03-08", lastWeek: "2025-03-01" },
    { weekStart: 7, thisWeek: "2025-03-09", lastWeek: "2025-03-02" },
  ])("a week that starts on day $weekStart started on $thisWeek", ({ weekStart, thisWeek, lastWeek }) => {
    expect(namedRange("this_week", { ...CONTEXT, weekStart })?.startDate).toBe(thisWeek);
    expect(namedRange("last_week", { ...CONTEXT, weekStart })?.startDate).toBe(lastWeek);
    expect(namedRange("last_week", { ...CONTEXT, weekStart })?.endDate).toBe(addDays(thisWeek, -1));
  });

  test.each([
    { now: "2025-08-31T12:00Z", six: "2025-03-01", twelve: "2024-09-01", month: "2025-07-31" },
    { now: "2024-08-31T12:00Z", six: "2024-03-01", twelve: "2023-09-01", month: "2024-07-31" },
    { now: "2024-02-29T12:00Z", six: "2023-08-30", twelve: "2023-03-01", month: "2024-01-31" },
    { now: "2025-03-31T12:00Z", six: "2024-10-01", twelve: "2024-04-01", month: "2025-02-28" },
    { now: "2025-01-01T12:00Z", six: "2024-07-02", twelve: "2024-01-02", month: "2024-12-31" },
  ])("months are counted back from $now", ({ now, six, twelve, month }) => {
    const context = { ...CONTEXT, nowMs: Date.parse(now) };
    expect(namedRange("last_6_months", context)?.startDate).toBe(six);
    expect(namedRange("last_12_months", context)?.startDate).toBe(twelve);
    expect(namedRange("last_month", context)?.endDate).toBe(month);
  });

  test.each([
    { zone: "Europe/Berlin", now: "2025-03-30T10:00Z", name: "today", hours: 23 },
    { zone: "Europe/Berlin", now: "2025-03-31T10:00Z", name: "yesterday", hours: 23 },
    { zone: "Europe/Berlin", now: "2025-10-26T10:00Z", name: "last_7_days", hours: 169 },
    { zone: "America/New_York", now: "2025-03-09T12:00Z", name: "this_week", hours: 167 },
    { zone: "America/New_York", now: "2025-11-30T12:00Z", name: "2025-11", hours: 721 },
    { zone: "America/Havana", now: "2025-03-09T12:00Z", name: "today", hours: 23 },
    { zone: "Australia/Lord_Howe", now: "2025-04-06T02:00Z", name: "today", hours: 24.5 },
    // December 30 was skipped.
    { zone: "Pacific/Apia", now: "2011-12-31T00:00Z", name: "yesterday", hours: 24 },
    { zone: "Pacific/Apia", now: "2012-01-01T00:00Z", name: "last_7_days", hours: 6 * 24 },
    { zone: "Pacific/Apia", now: "2012-01-01T00:00Z", name: "2011-12-30", hours: 0 },
    // 23:30 on the 6th once more, but the day of the 7th has begun.
    { zone: "America/St_Johns", now: "2010-11-07T03:00Z", name: "today", hours: 25 },
  ])("$name in $zone at $now has $hours h", ({ zone, now, name, hours }) => {
    const range = namedRange(name, { ...CONTEXT, zone, nowMs: Date.parse(now) });
    expect(range && (range.endMs - range.startMs) / HOUR_MS).toBe(hours);
  });

  const anywhere = fc.record({
    zone: fc.constantFrom(...TEST_ZONES),
    nowMs: fc.integer({ min: fromMs + 400 * 24 * HOUR_MS, max: untilMs }),
    weekStart: fc.integer({ min: 1, max: 7 }),
    firstHeartbeatMs: fc.constant(undefined),
  });
  const range = (name: string, context: RangeContext) => {
    const found = namedRange(name, context);
    if (found === undefined) throw new Error(`no range ${name}`);
    return found;
  };

  test("today holds now, and the ranges that end with it end with its day", () => {
    fc.assert(
      fc.property(anywhere, (context) => {
        const today = range("today", context);
        expect(today.startMs <= context.nowMs && context.nowMs < today.endMs).toBe(true);
        for (const name of UP_TO_TODAY) {
          expect(range(name, context).endMs).toBe(today.endMs);
          expect(range(name, context).endDate).toBe(today.startDate);
        }
      }),
    );
  });

  test("neighbours touch", () => {
    fc.assert(
      fc.property(anywhere, (context) => {
        for (const [before, after] of [
          ["yesterday", "today"],
          ["last_week", "this_week"],
          ["last_month", "this_month"],
          ["last_7_days_from_yesterday", "today"],
        ] as const) {
          expect(range(before, context).endMs).toBe(range(after, context).startMs);
        }
      }),
    );
  });

  test("a week has seven days, last_N_days N, last_N_months the dates after that of N months ago", () => {
    fc.assert(
      fc.property(anywhere, (context) => {
        // Where no date is skipped nearby.
        fc.pre(!(context.zone === "Pacific/Apia" || context.zone === "Pacific/Kiritimati"));
        const days = (name: string) => daysIn(context.zone, range(name, context)).length;
        expect([days("last_week"), days("last_7_days"), days("last_7_days_from_yesterday")]).toEqual([7, 7, 7]);
        expect([days("last_14_days"), days("last_30_days")]).toEqual([14, 30]);
        const today = Temporal.PlainDate.from(range("today", context).startDate);
        expect(today.dayOfWeek === context.weekStart).toBe(days("this_week") === 1);
        for (const months of [6, 12]) {
          const start = today.subtract({ months }).add({ days: 1 }).toString();
          expect(range(`last_${months}_months`, context).startDate).toBe(start);
        }
      }),
    );
  });

  test("has a canonical name that means the same", () => {
    const names = WHOLE_DATES.flatMap(({ names }) => names);
    fc.assert(
      fc.property(anywhere, fc.constantFrom(...names, "any", "24_hours"), (context, name) => {
        const found = range(name, context);
        expect(range(found.name, context)).toEqual(found);
      }),
    );
  });
});

describe("times in answers", () => {
  test.each([
    { ms: 0, text: "1970-01-01T00:00:00Z" },
    { ms: 999, text: "1970-01-01T00:00:00Z" },
    { ms: 1000, text: "1970-01-01T00:00:01Z" },
    { ms: -1, text: "1969-12-31T23:59:59Z" },
    { ms: 1_741_503_600_789, text: "2025-03-09T07:00:00Z" },
    { ms: 1e15, text: "9999-12-31T23:59:59Z" },
    { ms: -1e15, text: "0000-01-01T00:00:00Z" },
  ])("$ms is $text", ({ ms, text }) => {
    expect(rfc3339(ms)).toBe(text);
  });

  test.each([
    { name: "a whole day", startMs: 0, endMs: 86_400_000, text: "1970-01-01T23:59:59Z" },
    { name: "an end within a second", startMs: 0, endMs: 10_500, text: "1970-01-01T00:00:10Z" },
    { name: "an end just after a second began", startMs: 0, endMs: 10_001, text: "1970-01-01T00:00:10Z" },
    { name: "an end just before", startMs: 0, endMs: 9999, text: "1970-01-01T00:00:09Z" },
    { name: "a part of a second", startMs: 200, endMs: 500, text: "1970-01-01T00:00:00Z" },
    { name: "nothing", startMs: 10_000, endMs: 10_000, text: "1970-01-01T00:00:10Z" },
  ])("the last second of $name is $text", ({ startMs, endMs, text }) => {
    expect(lastSecond({ startMs, endMs })).toBe(text);
  });
});
