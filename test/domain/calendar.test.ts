import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, dayAt, dayOf, daysIn, isDate, localDate, startOfDate } from "../../src/domain/calendar.ts";
import { fromMs, TEST_ZONES, untilMs } from "../support/zones.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const zone = fc.constantFrom(...TEST_ZONES);
const instant = fc.integer({ min: fromMs, max: untilMs });

describe("dayOf", () => {
  test.each([
    { zone: "UTC", date: "2025-03-09", start: "2025-03-09T00:00Z", hours: 24 },
    { zone: "Europe/Berlin", date: "2025-03-29", start: "2025-03-28T23:00Z", hours: 24 },
    { zone: "Europe/Berlin", date: "2025-03-30", start: "2025-03-29T23:00Z", hours: 23 },
    { zone: "Europe/Berlin", date: "2025-10-26", start: "2025-10-25T22:00Z", hours: 25 },
    { zone: "America/New_York", date: "2025-03-09", start: "2025-03-09T05:00Z", hours: 23 },
    { zone: "America/New_York", date: "2025-11-02", start: "2025-11-02T04:00Z", hours: 25 },
    { zone: "Asia/Kolkata", date: "2026-05-02", start: "2026-05-01T18:30Z", hours: 24 },
    { zone: "Asia/Kathmandu", date: "2025-06-01", start: "2025-05-31T18:15Z", hours: 24 },
    { zone: "Asia/Kathmandu", date: "1986-01-01", start: "1985-12-31T18:30Z", hours: 23.75 },
    { zone: "Australia/Lord_Howe", date: "2025-04-06", start: "2025-04-05T13:00Z", hours: 24.5 },
    { zone: "Australia/Lord_Howe", date: "2025-10-05", start: "2025-10-04T13:30Z", hours: 23.5 },
    { zone: "Antarctica/Troll", date: "2025-03-30", start: "2025-03-30T00:00Z", hours: 22 },
    { zone: "Antarctica/Troll", date: "2025-10-26", start: "2025-10-25T22:00Z", hours: 26 },
    { zone: "Pacific/Kiritimati", date: "2025-06-01", start: "2025-05-31T10:00Z", hours: 24 },
    { zone: "Africa/Casablanca", date: "2025-02-23", start: "2025-02-22T23:00Z", hours: 25 },
    // 00:00 does not exist: the day starts at 01:00.
    { zone: "America/Havana", date: "2025-03-09", start: "2025-03-09T05:00Z", hours: 23 },
    // 00:00 to 00:59 twice: the day starts with the first.
    { zone: "America/Havana", date: "2025-11-02", start: "2025-11-02T04:00Z", hours: 25 },
    { zone: "Pacific/Apia", date: "2011-12-29", start: "2011-12-29T10:00Z", hours: 24 },
    { zone: "Pacific/Apia", date: "2011-12-31", start: "2011-12-30T10:00Z", hours: 24 },
    { zone: "America/St_Johns", date: "2010-03-14", start: "2010-03-14T03:30Z", hours: 23 },
    { zone: "America/St_Johns", date: "2010-11-06", start: "2010-11-06T02:30Z", hours: 24 },
    { zone: "America/St_Johns", date: "2010-11-07", start: "2010-11-07T02:30Z", hours: 25 },
    { zone: "Antarctica/Casey", date: "2010-03-04", start: "2010-03-03T13:00Z", hours: 24 },
    { zone: "Antarctica/Casey", date: "2010-03-05", start: "2010-03-04T13:00Z", hours: 27 },
  ])("$zone $date starts $start and has $hours h", ({ zone, date, start, hours }) => {
    const startMs = Date.parse(start);
    expect(dayOf(date, zone)).toEqual({ date, startMs, endMs: startMs + hours * HOUR_MS });
  });

  test("a date that the zone skips is no day, and starts where the next one does", () => {
    expect(dayOf("2011-12-30", "Pacific/Apia")).toBeUndefined();
    expect(startOfDate("2011-12-30", "Pacific/Apia")).toBe(startOfDate("2011-12-31", "Pacific/Apia"));
    expect(dayOf("2011-12-30", "UTC")).toBeDefined();
  });

  test("text that is no date is a RangeError that shows it", () => {
    expect(() => dayOf("2025-02-29", "UTC")).toThrow('expected a date YYYY-MM-DD, got "2025-02-29"');
    expect(() => startOfDate("today", "UTC")).toThrow(RangeError);
    expect(() => addDays("2025-3-9", 1)).toThrow(RangeError);
  });

  test("starts where Temporal starts the day, in every zone, on each side of every change of its clocks from 1985 to 2034", () => {
    let changes = 0;
    for (const id of Intl.supportedValuesOf("timeZone")) {
      let at = Temporal.Instant.from("1985-01-01T00:00Z").toZonedDateTimeISO(id).getTimeZoneTransition("next");
      for (; at !== null && at.year < 2035; at = at.getTimeZoneTransition("next")) {
        changes++;
        const ms = at.epochMilliseconds;
        const days = daysIn(id, { startMs: ms - DAY_MS, endMs: ms + DAY_MS });
        for (const day of days) {
          const start = Temporal.PlainDate.from(day.date).toZonedDateTime(id);
          if (start.epochMilliseconds !== day.startMs || start.toPlainDate().toString() !== day.date) {
            throw new Error(`${id} ${day.date}: ${start.toString()} is not ${day.startMs}`);
          }
        }
      }
    }
    expect(changes).toBeGreaterThan(10_000);
  });
});

describe("localDate", () => {
  test.each([
    { zone: "UTC", at: "2025-03-09T23:59:59.999Z", date: "2025-03-09" },
    { zone: "UTC", at: "2025-03-10T00:00:00Z", date: "2025-03-10" },
    { zone: "Pacific/Kiritimati", at: "2025-03-09T10:00:00Z", date: "2025-03-10" },
    { zone: "America/Havana", at: "2025-03-09T04:59:59.999Z", date: "2025-03-08" },
    { zone: "America/Havana", at: "2025-03-09T05:00:00Z", date: "2025-03-09" },
    { zone: "Pacific/Apia", at: "2011-12-30T09:59:59.999Z", date: "2011-12-29" },
    { zone: "Pacific/Apia", at: "2011-12-30T10:00:00Z", date: "2011-12-31" },
    { zone: "UTC", at: "1969-12-31T23:59:59.999Z", date: "1969-12-31" },
    { zone: "UTC", at: "2000-02-29T12:00:00Z", date: "2000-02-29" },
    { zone: "UTC", at: "0001-01-01T00:00:00Z", date: "0001-01-01" },
    { zone: "UTC", at: "9999-12-31T23:59:59.999Z", date: "9999-12-31" },
    { zone: "Europe/Berlin", at: "2090-07-01T22:00:00Z", date: "2090-07-02" },
  ])("$at in $zone is $date", ({ zone, at, date }) => {
    expect(localDate(Date.parse(at), zone)).toBe(date);
  });

  test("a stretch that St John's repeats across midnight stays with the date reached first", () => {
    const wallDate = (at: string) =>
      Temporal.Instant.from(at).toZonedDateTimeISO("America/St_Johns").toPlainDate().toString();
    const date = (at: string) => localDate(Date.parse(at), "America/St_Johns");
    // 00:00:59 on November 7, then 23:01 on November 6 again, then midnight again.
    for (const [at, wall] of [
      ["2010-11-07T02:29:59Z", "2010-11-06"],
      ["2010-11-07T02:30:59Z", "2010-11-07"],
      ["2010-11-07T02:31:00Z", "2010-11-06"],
      ["2010-11-07T03:29:59Z", "2010-11-06"],
      ["2010-11-07T03:30:00Z", "2010-11-07"],
    ] as const) {
      expect(wallDate(at)).toBe(wall);
      expect(date(at)).toBe(at < "2010-11-07T02:30" ? "2010-11-06" : "2010-11-07");
    }
  });

  test("is Temporal's date, or a later one that the wall clock has already shown", () => {
    fc.assert(
      fc.property(zone, instant, (id, ms) => {
        const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(id);
        const date = localDate(ms, id);
        if (date === wall.toPlainDate().toString()) return;
        expect(["America/St_Johns", "Antarctica/Casey"]).toContain(id);
        expect(wall.add({ hours: -3 }).toPlainDate().toString() <= date && wall.toPlainDate().toString() < date).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("outside the years of four digits is a RangeError", () => {
    expect(() => localDate(Date.UTC(10_000, 0, 1), "UTC")).toThrow(RangeError);
  });
});

describe("daysIn", () => {
  test.each([
    { name: "nothing", zone: "UTC", start: "2025-03-09T12:00Z", end: "2025-03-09T12:00Z", dates: [] },
    {
      name: "an instant",
      zone: "UTC",
      start: "2025-03-09T12:00Z",
      end: "2025-03-09T12:00:00.001Z",
      dates: ["2025-03-09"],
    },
    {
      name: "up to midnight",
      zone: "Asia/Kolkata",
      start: "2025-03-08T18:29:59.999Z",
      end: "2025-03-09T18:30:00Z",
      dates: ["2025-03-08", "2025-03-09"],
    },
    {
      name: "over a skipped date",
      zone: "Pacific/Apia",
      start: "2011-12-29T20:00Z",
      end: "2011-12-31T20:00Z",
      dates: ["2011-12-29", "2011-12-31", "2012-01-01"],
    },
    {
      name: "the repeated hour alone",
      zone: "America/St_Johns",
      start: "2010-11-07T02:40Z",
      end: "2010-11-07T03:00Z",
      dates: ["2010-11-07"],
    },
    {
      name: "across the edge of a cached block",
      zone: "UTC",
      start: "2004-11-02T00:00Z",
      end: "2004-11-06T00:00Z",
      dates: ["2004-11-02", "2004-11-03", "2004-11-04", "2004-11-05"],
    },
  ])("$name", ({ zone, start, end, dates }) => {
    const days = daysIn(zone, { startMs: Date.parse(start), endMs: Date.parse(end) });
    expect(days.map(({ date }) => date)).toEqual([...dates]);
  });

  test("are whole, contiguous, cover the interval, and each is the day of its date and of every instant in it", () => {
    fc.assert(
      fc.property(
        zone,
        instant,
        fc.integer({ min: 1, max: 400 * DAY_MS }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (id, startMs, length, where) => {
          const endMs = startMs + length;
          const days = daysIn(id, { startMs, endMs });
          const first = days[0];
          const last = days.at(-1);
          if (first === undefined || last === undefined) throw new Error("no days");
          expect(first.startMs <= startMs && startMs < first.endMs).toBe(true);
          expect(last.startMs < endMs && endMs <= last.endMs).toBe(true);
          let lengths = 0;
          for (const [i, day] of days.entries()) {
            if (i > 0) expect(day.startMs).toBe(days[i - 1]?.endMs ?? Number.NaN);
            lengths += day.endMs - day.startMs;
          }
          expect(lengths).toBe(last.endMs - first.startMs);
          const some = days[Math.floor(where * days.length)];
          if (some === undefined) throw new Error("no day");
          expect(dayOf(some.date, id)).toEqual(some);
          expect(startOfDate(some.date, id)).toBe(some.startMs);
          for (const ms of [
            some.startMs,
            some.startMs + Math.floor(where * (some.endMs - some.startMs)),
            some.endMs - 1,
          ]) {
            expect(localDate(ms, id)).toBe(some.date);
            expect(dayAt(ms, id)).toEqual(some);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("ten years are the days that Temporal has", () => {
    const until = "2015-11-01";
    for (const id of TEST_ZONES) {
      const days = daysIn(id, { startMs: startOfDate("2005-11-01", id), endMs: startOfDate(until, id) });
      let date = Temporal.PlainDate.from("2005-11-01");
      const expected: { date: string; startMs: number }[] = [];
      for (; date.toString() < until; date = date.add({ days: 1 })) {
        const start = date.toZonedDateTime(id);
        if (start.toPlainDate().equals(date))
          expected.push({ date: date.toString(), startMs: start.epochMilliseconds });
      }
      expect(days.map(({ date, startMs }) => ({ date, startMs }))).toEqual(expected);
    }
  });
});

describe("dates", () => {
  test.each([
    { text: "2025-03-09", is: true },
    { text: "2024-02-29", is: true },
    { text: "0001-01-01", is: true },
    { text: "9999-12-31", is: true },
    { text: "2025-02-29", is: false },
    { text: "1900-02-29", is: false },
    { text: "2025-04-31", is: false },
    { text: "2025-13-01", is: false },
    { text: "2025-00-10", is: false },
    { text: "2025-01-00", is: false },
    { text: "0000-01-01", is: false },
    { text: "2025-3-9", is: false },
    { text: "20250309", is: false },
    { text: "2025-03-09T00:00", is: false },
    { text: "+002025-03-09", is: false },
    { text: "", is: false },
    { text: "２０２５-03-09", is: false },
  ])("$text: $is", ({ text, is }) => {
    expect(isDate(text)).toBe(is);
  });

  test.each([
    { date: "2025-03-09", n: 0, expected: "2025-03-09" },
    { date: "2025-02-28", n: 1, expected: "2025-03-01" },
    { date: "2024-02-28", n: 1, expected: "2024-02-29" },
    { date: "2025-01-01", n: -1, expected: "2024-12-31" },
    { date: "2011-12-29", n: 1, expected: "2011-12-30" },
    { date: "1970-01-01", n: 20_000, expected: "2024-10-04" },
  ])("$date + $n days is $expected", ({ date, n, expected }) => {
    expect(addDays(date, n)).toBe(expected);
  });

  test("adding days is Temporal's sum, and there and back again is the same date", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -700_000, max: 2_900_000 }),
        fc.integer({ min: -10_000, max: 10_000 }),
        (day, n) => {
          const start = Temporal.PlainDate.from("1970-01-01").add({ days: day });
          fc.pre(start.year > 30 && start.year < 9970);
          const sum = addDays(start.toString(), n);
          expect(sum).toBe(start.add({ days: n }).toString());
          expect(addDays(sum, -n)).toBe(start.toString());
        },
      ),
    );
  });

  test("beyond the year 9999 there is none", () => {
    expect(() => addDays("9999-12-31", 1)).toThrow(RangeError);
  });
});
