import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  decimalOf,
  digitalOf,
  digitalSecondsOf,
  hoursMinutesSeconds,
  percentOf,
  runningSeconds,
  secondsOf,
  textOf,
} from "../../src/domain/format.ts";

const seconds = fc.integer({ min: 0, max: 20_000_000 });

describe("secondsOf", () => {
  test.each([
    { ms: 0, expected: 0 },
    { ms: 499, expected: 0 },
    { ms: 500, expected: 0 },
    { ms: 501, expected: 1 },
    { ms: 1499, expected: 1 },
    { ms: 1500, expected: 2 },
    { ms: 2500, expected: 2 },
    { ms: 2501, expected: 3 },
    { ms: 3500, expected: 4 },
    { ms: 999_999_999_500, expected: 1_000_000_000 },
    { ms: -500, expected: 0 },
    { ms: -1500, expected: -2 },
    { ms: -1499, expected: -1 },
  ])("rounds $ms ms to $expected s", ({ ms, expected }) => {
    expect(secondsOf(ms)).toBe(expected);
  });

  test("is never off by more than half a second, and even where it is off by exactly that", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        const off = Math.abs(secondsOf(ms) * 1000 - ms);
        expect(off).toBeLessThanOrEqual(500);
        if (off === 500) expect(secondsOf(ms) % 2 === 0).toBe(true);
      }),
    );
  });
});

describe("runningSeconds", () => {
  test.each([
    { name: "none", pieces: [], expected: [] },
    { name: "thirds of a second", pieces: [400, 400, 400, 800], expected: [0, 1, 0, 1] },
    { name: "halves", pieces: [500, 500, 500, 500], expected: [0, 1, 1, 0] },
    { name: "whole seconds", pieces: [120_000, 0, 7000], expected: [120, 0, 7] },
  ])("$name", ({ pieces, expected }) => {
    expect(runningSeconds(pieces)).toEqual([...expected]);
  });

  test("keeps the rounded sum, and each piece to within a second", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 })), (pieces) => {
        const written = runningSeconds(pieces);
        const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
        expect(sum(written)).toBe(secondsOf(sum(pieces)));
        for (const [i, piece] of pieces.entries()) {
          expect(Math.abs((written[i] ?? Number.NaN) * 1000 - piece)).toBeLessThanOrEqual(1000);
          expect(written[i]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe("a time in words and digits", () => {
  test.each([
    { s: 0, text: "0 secs", short: "0:00", long: "0:00:00", decimal: "0.00" },
    { s: 1, text: "1 sec", short: "0:00", long: "0:00:01", decimal: "0.00" },
    { s: 7, text: "7 secs", short: "0:00", long: "0:00:07", decimal: "0.00" },
    { s: 59, text: "59 secs", short: "0:00", long: "0:00:59", decimal: "0.00" },
    { s: 60, text: "1 min", short: "0:01", long: "0:01:00", decimal: "0.02" },
    { s: 119, text: "1 min", short: "0:01", long: "0:01:59", decimal: "0.02" },
    { s: 900, text: "15 mins", short: "0:15", long: "0:15:00", decimal: "0.25" },
    { s: 3599, text: "59 mins", short: "0:59", long: "0:59:59", decimal: "0.98" },
    { s: 3600, text: "1 hr", short: "1:00", long: "1:00:00", decimal: "1.00" },
    { s: 3659, text: "1 hr", short: "1:00", long: "1:00:59", decimal: "1.00" },
    { s: 3660, text: "1 hr 1 min", short: "1:01", long: "1:01:00", decimal: "1.02" },
    { s: 4544, text: "1 hr 15 mins", short: "1:15", long: "1:15:44", decimal: "1.25" },
    { s: 7200, text: "2 hrs", short: "2:00", long: "2:00:00", decimal: "2.00" },
    { s: 8256, text: "2 hrs 17 mins", short: "2:17", long: "2:17:36", decimal: "2.28" },
    { s: 12_345, text: "3 hrs 25 mins", short: "3:25", long: "3:25:45", decimal: "3.42" },
    { s: 3_599_999, text: "999 hrs 59 mins", short: "999:59", long: "999:59:59", decimal: "999.98" },
    { s: 3_600_120, text: "1,000 hrs 2 mins", short: "1000:02", long: "1000:02:00", decimal: "1000.03" },
    {
      s: 4_444_444_440,
      text: "1,234,567 hrs 54 mins",
      short: "1234567:54",
      long: "1234567:54:00",
      decimal: "1234567.90",
    },
  ])("$s s is $text", ({ s, text, short, long, decimal }) => {
    expect(textOf(s)).toBe(text);
    expect(digitalOf(s)).toBe(short);
    expect(digitalSecondsOf(s)).toBe(long);
    expect(decimalOf(s)).toBe(decimal);
  });

  test("read back, the clock is the time and the words are its whole minutes: nothing is rounded up", () => {
    fc.assert(
      fc.property(seconds, (s) => {
        const [hours = 0, minutes = 0, rest = 0] = digitalSecondsOf(s).split(":").map(Number);
        expect(hours * 3600 + minutes * 60 + rest).toBe(s);
        const parts = Object.fromEntries(
          [...textOf(s).matchAll(/([\d,]+) (hr|min|sec)/g)].map(([, n, unit]) => [
            unit,
            Number(n?.replaceAll(",", "")),
          ]),
        );
        const said = (parts["hr"] ?? 0) * 3600 + (parts["min"] ?? 0) * 60 + (parts["sec"] ?? 0);
        expect(said).toBe(s < 60 ? s : s - (s % 60));
      }),
    );
  });

  test("the parts of a clock are in their bounds and add up", () => {
    fc.assert(
      fc.property(seconds, (s) => {
        const time = hoursMinutesSeconds(s);
        expect(time.hours * 3600 + time.minutes * 60 + time.seconds).toBe(s);
        expect(Math.max(time.minutes, time.seconds)).toBeLessThan(60);
      }),
    );
  });

  test("fractions are cut and a negative time is none", () => {
    expect(hoursMinutesSeconds(59.999)).toEqual({ hours: 0, minutes: 0, seconds: 59 });
    expect(textOf(-5)).toBe("0 secs");
  });
});

describe("percentOf", () => {
  test.each([
    { part: 0, whole: 0, expected: 0 },
    { part: 0, whole: 5, expected: 0 },
    { part: 5, whole: 5, expected: 100 },
    { part: 1, whole: 3, expected: 33.33 },
    { part: 2, whole: 3, expected: 66.67 },
    { part: 1, whole: 20_001, expected: 0 },
    { part: 5_000_000, whole: 12_345_000, expected: 40.5 },
  ])("$part of $whole is $expected", ({ part, whole, expected }) => {
    expect(percentOf(part, whole)).toBe(expected);
  });

  test("has two digits at most, lies within 0 to 100, and a list's shares add up to 100 within a hundredth each", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e11 }), { minLength: 1, maxLength: 30 }), (list) => {
        const whole = list.reduce((a, b) => a + b, 0);
        const shares = list.map((part) => percentOf(part, whole));
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(100);
          expect(Number(share.toFixed(2))).toBe(share);
        }
        expect(Math.abs(shares.reduce((a, b) => a + b, 0) - 100)).toBeLessThanOrEqual(list.length * 0.005 + 1e-9);
      }),
    );
  });
});
