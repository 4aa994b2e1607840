import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isReversed, momentEnd, momentStart, parseMoment, wholeDates } from "../../src/domain/moment.ts";
import { TEST_ZONES } from "../support/zones.ts";

const NOW_MS = Date.parse("2025-03-12T23:30:00Z");

describe("parseMoment reads dates", () => {
  test.each([
    { text: "2025-03-09", zone: "UTC", date: "2025-03-09" },
    { text: "today", zone: "UTC", date: "2025-03-12" },
    { text: "Today", zone: "Europe/Berlin", date: "2025-03-13" },
    { text: "YESTERDAY", zone: "Europe/Berlin", date: "2025-03-12" },
    { text: "yesterday", zone: "UTC", date: "2025-03-11" },
  ])("$text in $zone is $date", ({ text, zone, date }) => {
    expect(parseMoment(text, NOW_MS, zone)).toEqual({ kind: "date", date });
  });

  test("yesterday is the day before that exists", () => {
    const noonOfDecember31 = Date.parse("2011-12-30T22:00:00Z");
    expect(parseMoment("yesterday", noonOfDecember31, "Pacific/Apia")).toEqual({ kind: "date", date: "2011-12-29" });
  });
});

describe("parseMoment reads instants", () => {
  test.each([
    { text: "2025-03-09T12:34:56Z", zone: "Europe/Berlin", at: "2025-03-09T12:34:56Z" },
    { text: "2025-03-09t12:34:56z", zone: "Europe/Berlin", at: "2025-03-09T12:34:56Z" },
    { text: "2025-03-09T12:34:56.789Z", zone: "UTC", at: "2025-03-09T12:34:56.789Z" },
    { text: "2025-03-09T12:34:56.789654321Z", zone: "UTC", at: "2025-03-09T12:34:56.789Z" },
    { text: "2025-03-09T12:34Z", zone: "UTC", at: "2025-03-09T12:34:00Z" },
    { text: "2025-03-09T12:34:56+02:00", zone: "UTC", at: "2025-03-09T10:34:56Z" },
    { text: "2025-03-09T12:34:56-0530", zone: "UTC", at: "2025-03-09T18:04:56Z" },
    { text: "2025-03-09T12:34:56+02", zone: "UTC", at: "2025-03-09T10:34:56Z" },
    // In a query a bare plus sign arrives as a space.
    { text: "2025-03-09T12:34:56 02:00", zone: "UTC", at: "2025-03-09T10:34:56Z" },
    { text: "2025-03-09 12:34:56", zone: "Asia/Kolkata", at: "2025-03-09T07:04:56Z" },
    { text: "2025-03-09T12:34:56", zone: "America/New_York", at: "2025-03-09T16:34:56Z" },
    { text: "2025-03-09T02:30:00", zone: "America/New_York", at: "2025-03-09T07:30:00Z" },
    { text: "2025-11-02T01:30:00", zone: "America/New_York", at: "2025-11-02T05:30:00Z" },
    { text: "1751328000", zone: "UTC", at: "2025-07-01T00:00:00Z" },
    { text: "1751328000.251", zone: "UTC", at: "2025-07-01T00:00:00.251Z" },
    { text: "1751328000.2519999", zone: "UTC", at: "2025-07-01T00:00:00.251Z" },
    { text: "1751328000.5", zone: "UTC", at: "2025-07-01T00:00:00.500Z" },
    { text: "1751328000251", zone: "UTC", at: "2025-07-01T00:00:00.251Z" },
    { text: "1751328000251.75", zone: "UTC", at: "2025-07-01T00:00:00.251Z" },
    { text: "100000000", zone: "UTC", at: "1973-03-03T09:46:40Z" },
    { text: "0001-01-01T00:00:00Z", zone: "UTC", at: "0001-01-02T00:00:00Z" },
    { text: "9999-12-31T23:59:00Z", zone: "UTC", at: "9999-12-31T00:00:00Z" },
    { text: "999999999999999", zone: "UTC", at: "9999-12-31T00:00:00Z" },
  ])("$text in $zone is $at", ({ text, zone, at }) => {
    const ms = Date.parse(at);
    expect(parseMoment(text, NOW_MS, zone)).toEqual({ kind: "instant", startMs: ms, endMs: ms });
  });
});

describe("an end at 59:59", () => {
  test.each([
    { name: "includes its second", text: "2023-01-31T23:59:59Z", zone: "UTC", end: "2023-02-01T00:00:00Z" },
    { name: "with a fraction too", text: "2023-01-31T23:59:59.999Z", zone: "UTC", end: "2023-02-01T00:00:00Z" },
    { name: "of any hour", text: "2023-01-31T10:59:59Z", zone: "UTC", end: "2023-01-31T11:00:00Z" },
    { name: "as written", text: "2023-01-31T23:59:59+05:30", zone: "UTC", end: "2023-01-31T18:30:00Z" },
    { name: "on the zone's clocks", text: "2023-01-31T18:29:59Z", zone: "Asia/Kolkata", end: "2023-01-31T18:30:00Z" },
    { name: "not a second earlier", text: "2023-01-31T23:59:58Z", zone: "UTC", end: "2023-01-31T23:59:58Z" },
    { name: "not 58:59", text: "2023-01-31T23:58:59Z", zone: "UTC", end: "2023-01-31T23:58:59Z" },
    { name: "not 23:59", text: "2023-01-31T23:59Z", zone: "UTC", end: "2023-01-31T23:59:00Z" },
    { name: "not midnight", text: "2023-02-01T00:00:00Z", zone: "UTC", end: "2023-02-01T00:00:00Z" },
    { name: "not as a number", text: "1675209599", zone: "UTC", end: "2023-01-31T23:59:59Z" },
  ])("$name: $text in $zone", ({ text, zone, end }) => {
    const moment = parseMoment(text, NOW_MS, zone);
    expect(moment && momentEnd(moment, zone)).toBe(Date.parse(end));
  });

  test("is itself as a start", () => {
    const moment = parseMoment("2023-01-31T23:59:59Z", NOW_MS, "UTC");
    expect(moment && momentStart(moment, "UTC")).toBe(Date.parse("2023-01-31T23:59:59Z"));
  });
});

describe("parseMoment refuses", () => {
  test.each([
    { text: "tomorrow" },
    { text: "2025" },
    { text: "2025-03" },
    { text: "2025-02-29" },
    { text: "2025-02-29T00:00:00Z" },
    { text: "20250309" },
    { text: "12345678" },
    { text: "-1751328000" },
    { text: "1e12" },
    { text: "1751328000000000" },
    { text: "1751328000." },
    { text: "2025-03-09T24:00:00Z" },
    { text: "2025-03-09T12:60:00Z" },
    { text: "2025-03-09T12" },
    { text: "2025-03-09T12:34.5Z" },
    { text: "2025-03-09T12:34:56+25:00" },
    { text: "2025-03-09T12:34:56[Europe/Berlin]" },
    { text: "2025-03-09T12:34:56Zjunk" },
    { text: "03/09/2025" },
    { text: "NaN" },
    { text: "Infinity" },
  ])("$text", ({ text }) => {
    expect(parseMoment(text, NOW_MS, "Europe/Berlin")).toBeUndefined();
  });

  test("or reads any text, without throwing", () => {
    const soup = fc.stringMatching(/^[-0-9T:.+ Zz]{0,30}$/);
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), fc.constantFrom(...TEST_ZONES), (text, zone) => {
        const moment = parseMoment(text, NOW_MS, zone);
        if (moment === undefined) return;
        expect(Number.isSafeInteger(momentStart(moment, zone))).toBe(true);
        expect(momentEnd(moment, zone)).toBeGreaterThanOrEqual(momentStart(moment, zone));
      }),
      { numRuns: 2000 },
    );
  });
});

test("a whole millisecond is read back from every form it is written in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e11, max: 4e12 }), fc.constantFrom(...TEST_ZONES), (ms, zone) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(ms);
      const local = instant.toZonedDateTimeISO(zone);
      const seconds = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}`;
      const offset = local.toString({ timeZoneName: "never" });
      for (const text of [
        instant.toString(),
        offset,
        offset.replace("T", " "),
        offset.replace("+", " "),
        String(ms),
        seconds,
      ]) {
        const moment = parseMoment(text, 0, zone);
        expect(moment && momentStart(moment, zone)).toBe(ms);
      }
    }),
  );
});

describe("isReversed", () => {
  test.each([
    { start: "2025-03-09", end: "2025-03-09", reversed: false },
    { start: "2025-03-09", end: "2025-03-08", reversed: true },
    { start: "2025-03-09T10:00:00Z", end: "2025-03-09", reversed: false },
    { start: "2025-03-10T00:00:00Z", end: "2025-03-09", reversed: true },
    { start: "2025-03-09", end: "2025-03-09T00:00:00Z", reversed: false },
    { start: "2025-03-09", end: "2025-03-08T23:59:58Z", reversed: true },
    { start: "2025-03-09", end: "2025-03-08T23:59:59Z", reversed: true },
    { start: "2025-03-09T10:00:00Z", end: "2025-03-09T10:00:00Z", reversed: false },
    { start: "2025-03-09T10:00:00.001Z", end: "2025-03-09T10:00:00Z", reversed: true },
    { start: "1751328001", end: "1751328000", reversed: true },
    { start: "today", end: "yesterday", reversed: true },
    { start: "yesterday", end: "today", reversed: false },
  ])("$start to $end: $reversed", ({ start, end, reversed }) => {
    const from = parseMoment(start, NOW_MS, "UTC");
    const to = parseMoment(end, NOW_MS, "UTC");
    expect(from && to && isReversed(from, to, "UTC")).toBe(reversed);
  });

  test("a single date that the zone skips is not", () => {
    const skipped = { kind: "date", date: "2011-12-30" } as const;
    expect(isReversed(skipped, skipped, "Pacific/Apia")).toBe(false);
  });
});

describe("wholeDates", () => {
  test.each([
    { zone: "America/New_York", dates: ["2025-03-08", "2025-03-09"], hours: 47 },
    { zone: "Europe/Berlin", dates: ["2025-01-01", "2025-12-31"], hours: 365 * 24 },
    { zone: "Pacific/Apia", dates: ["2011-12-29", "2011-12-31"], hours: 48 },
    { zone: "Pacific/Apia", dates: ["2011-12-29", "2011-12-30"], hours: 24 },
    { zone: "Pacific/Apia", dates: ["2011-12-30", "2011-12-30"], hours: 0 },
  ])("$dates in $zone last $hours h", ({ zone, dates: [from = "", to = ""], hours }) => {
    const { startMs, endMs } = wholeDates(from, to, zone);
    expect(endMs - startMs).toBe(hours * 3_600_000);
  });
});
