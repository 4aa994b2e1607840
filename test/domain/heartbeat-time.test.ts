import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { heartbeatTime } from "../../src/domain/heartbeat-time.ts";

/** 2026-08-10T12:00:00Z */
const NOW_MS = 1_786_363_200_000;
const NOW_S = NOW_MS / 1000;

const NO_TIME = "time must be epoch seconds or an ISO 8601 date-time";
const NOT_THEN = "time must lie between 2001-09-09 and one day from now";
const FUTURE = "time lies more than a day in the future";

describe("a time that clients send", () => {
  test.each([
    { name: "seconds", sent: 1_751_328_000, timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "seconds with a fraction", sent: 1_751_328_000.25, timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "six decimals", sent: 1_751_328_000.123_456, timeUs: 1_751_328_000_123_456, precision: "us" },
    { name: "seven decimals", sent: 1_751_328_000.123_456_7, timeUs: 1_751_328_000_123_457, precision: "us" },
    { name: "the last µs of a second", sent: 1_751_328_000.999_999, timeUs: 1_751_328_000_999_999, precision: "us" },
    { name: "milliseconds", sent: 1_751_328_000_250, timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "whole seconds in ms", sent: 1_751_328_000_000, timeUs: 1_751_328_000_000_000, precision: "ms" },
    { name: "microseconds", sent: 1_751_328_000_250_123, timeUs: 1_751_328_000_250_123, precision: "us" },
    { name: "nanoseconds", sent: 1_751_328_000_250_000_000, timeUs: 1_751_328_000_250_000, precision: "us" },
    { name: "text of seconds", sent: "1751328000", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "text of a fraction", sent: "1751328000.25", timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "text between blanks", sent: " 1751328000.417 ", timeUs: 1_751_328_000_417_000, precision: "ms" },
    { name: "text of ms", sent: "1751328000250", timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "text with a sign", sent: "+1751328000", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "text with an exponent", sent: "1.751328e9", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO in UTC", sent: "2025-07-01T00:00:00Z", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO without an offset", sent: "2025-07-01T00:00:00", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO with a blank", sent: "2025-07-01 00:00:00", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO without seconds", sent: "2025-07-01T00:00Z", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO in small letters", sent: "2025-07-01t00:00:00z", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO with ms", sent: "2025-07-01T00:00:00.250Z", timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "ISO with a comma", sent: "2025-07-01T00:00:00,25Z", timeUs: 1_751_328_000_250_000, precision: "ms" },
    { name: "ISO with µs", sent: "2025-07-01T00:00:00.250123Z", timeUs: 1_751_328_000_250_123, precision: "us" },
    { name: "ISO with ns", sent: "2025-07-01T00:00:00.250123999Z", timeUs: 1_751_328_000_250_123, precision: "us" },
    { name: "ISO east of UTC", sent: "2025-07-01T02:00:00+02:00", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO, offset in short", sent: "2025-07-01T05:30:00+0530", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "ISO, offset of hours", sent: "2025-06-30T19:00:00-05", timeUs: 1_751_328_000_000_000, precision: "s" },
    { name: "the first valid second", sent: 1_000_000_000, timeUs: 1e15, precision: "s" },
    { name: "a day after now", sent: NOW_S + 86_400, timeUs: (NOW_S + 86_400) * 1e6, precision: "s" },
    { name: "a day after now in ms", sent: NOW_MS + 86_400_000, timeUs: (NOW_S + 86_400) * 1e6, precision: "ms" },
  ] as const)("$name: $sent", ({ sent, timeUs, precision }) => {
    expect(heartbeatTime(sent, NOW_MS)).toEqual({ timeUs, precision });
  });
});

describe("no time", () => {
  test.each<{ name: string; sent: unknown; says: string }>([
    { name: "absent", sent: undefined, says: "time is required" },
    { name: "null", sent: null, says: "time is required" },
    { name: "a word", sent: "soon", says: NO_TIME },
    { name: "blank text", sent: "", says: NO_TIME },
    { name: "true", sent: true, says: NO_TIME },
    { name: "an object", sent: { $numberDouble: "1" }, says: NO_TIME },
    { name: "an array", sent: [1_751_328_000], says: NO_TIME },
    { name: "a date that is none", sent: "2025-02-30T00:00:00Z", says: NO_TIME },
    { name: "an hour that is none", sent: "2025-02-03T25:00:00Z", says: NO_TIME },
    { name: "a date alone", sent: "2025-07-01", says: NO_TIME },
    { name: "hexadecimal text", sent: "0x68632500", says: NO_TIME },
    { name: "infinite", sent: Number.POSITIVE_INFINITY, says: "time must be a finite number" },
    { name: "text of infinity", sent: "1e999", says: "time must be a finite number" },
    { name: "not a number", sent: Number.NaN, says: "time must be a finite number" },
    { name: "a year", sent: 2025, says: NOT_THEN },
    { name: "negative", sent: -5, says: NOT_THEN },
    { name: "zero", sent: 0, says: NOT_THEN },
    { name: "the last second before 2001-09-09T01:46:40Z", sent: 999_999_999, says: NOT_THEN },
    { name: "the same in ISO", sent: "2001-09-09T01:46:39Z", says: NOT_THEN },
    { name: "2033, in seconds", sent: 2_000_000_000, says: FUTURE },
    { name: "a second more than a day after now", sent: NOW_S + 86_401, says: FUTURE },
    { name: "more ns than a day after now", sent: (NOW_S + 90_000) * 1e9, says: FUTURE },
    { name: "far future in ISO", sent: "2126-01-01T00:00:00Z", says: FUTURE },
  ])("$name: $sent", ({ sent, says }) => {
    expect(heartbeatTime(sent, NOW_MS)).toBe(says);
  });
});

describe("laws", () => {
  const timeUsArb = fc.integer({ min: 1_000_000_000_000_000, max: (NOW_S + 86_400) * 1_000_000 });

  test("six decimals survive, as number and as text", () => {
    fc.assert(
      fc.property(timeUsArb, (timeUs) => {
        expect(heartbeatTime(timeUs / 1e6, NOW_MS)).toMatchObject({ timeUs });
        expect(heartbeatTime((timeUs / 1e6).toFixed(6), NOW_MS)).toMatchObject({ timeUs });
        expect(heartbeatTime(timeUs, NOW_MS)).toMatchObject({ timeUs });
        const iso = Temporal.Instant.fromEpochNanoseconds(BigInt(timeUs) * 1000n).toString();
        expect(heartbeatTime(iso, NOW_MS)).toMatchObject({ timeUs });
      }),
    );
  });

  test("the precision is the coarsest unit that a time in seconds is a multiple of", () => {
    fc.assert(
      fc.property(timeUsArb, fc.constantFrom(1, 1000, 1_000_000), (timeUs, unit) => {
        const cut = Math.max(1e15, Math.floor(timeUs / unit) * unit);
        const precision = cut % 1_000_000 === 0 ? "s" : cut % 1000 === 0 ? "ms" : "us";
        expect(heartbeatTime(cut / 1e6, NOW_MS)).toEqual({ timeUs: cut, precision });
      }),
    );
  });

  test("anything is a time between the limits or a sentence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.integer().map(String), fc.anything()), (sent) => {
        const time = heartbeatTime(sent, NOW_MS);
        if (typeof time === "string") expect(time).toMatch(/^time /);
        else {
          expect(Number.isSafeInteger(time.timeUs)).toBe(true);
          expect(time.timeUs).toBeGreaterThanOrEqual(1e15);
          expect(time.timeUs).toBeLessThanOrEqual((NOW_S + 86_400) * 1e6);
        }
      }),
    );
  });
});
