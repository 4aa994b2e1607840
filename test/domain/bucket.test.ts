import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { BUCKET_UNITS, bucketsOf, bucketUnit, weekOf } from "../../src/domain/bucket.ts";
import { addDays } from "../../src/domain/calendar.ts";

describe("the unit of a range", () => {
  test.each([
    { days: 1, unit: "day" },
    { days: 62, unit: "day" },
    { days: 63, unit: "week" },
    { days: 400, unit: "week" },
    { days: 401, unit: "month" },
    { days: 3_652, unit: "month" },
    { days: 7_321, unit: "year" },
  ] as const)("of $days days is a $unit", ({ days, unit }) => {
    expect(bucketUnit(days)).toBe(unit);
  });
});

describe("buckets", () => {
  test.each([
    {
      name: "weeks are cut to the dates",
      from: "2026-11-18",
      to: "2026-11-30",
      unit: "week",
      weekStart: 1,
      found: [
        ["2026-11-18", "2026-11-22"],
        ["2026-11-23", "2026-11-29"],
        ["2026-11-30", "2026-11-30"],
      ],
    },
    {
      name: "weeks from Sunday",
      from: "2026-11-18",
      to: "2026-11-23",
      unit: "week",
      weekStart: 7,
      found: [
        ["2026-11-18", "2026-11-21"],
        ["2026-11-22", "2026-11-23"],
      ],
    },
    {
      name: "months over a leap day",
      from: "2024-01-31",
      to: "2024-03-01",
      unit: "month",
      weekStart: 1,
      found: [
        ["2024-01-31", "2024-01-31"],
        ["2024-02-01", "2024-02-29"],
        ["2024-03-01", "2024-03-01"],
      ],
    },
    {
      name: "years",
      from: "2024-12-31",
      to: "2025-01-01",
      unit: "year",
      weekStart: 1,
      found: [
        ["2024-12-31", "2024-12-31"],
        ["2025-01-01", "2025-01-01"],
      ],
    },
  ] as const)("$name", ({ from, to, unit, weekStart, found }) => {
    expect(bucketsOf(from, to, unit, weekStart).map(({ startDate, endDate }) => [startDate, endDate])).toEqual(
      found.map((pair) => [...pair]),
    );
  });

  test("cover the dates without gap or overlap, whatever the unit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        fc.constantFrom(...BUCKET_UNITS),
        fc.integer({ min: 1, max: 7 }),
        (from, length, unit, weekStart) => {
          const startDate = addDays("1970-01-01", from);
          const endDate = addDays(startDate, length);
          const buckets = bucketsOf(startDate, endDate, unit, weekStart);
          expect(buckets[0]?.startDate).toBe(startDate);
          expect(buckets.at(-1)?.endDate).toBe(endDate);
          for (const [i, bucket] of buckets.entries()) {
            expect(bucket.startDate <= bucket.endDate).toBe(true);
            if (i > 0) expect(bucket.startDate).toBe(addDays(buckets[i - 1]?.endDate ?? "", 1));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  { date: "2026-11-21", weekStart: 1, first: "2026-11-16" },
  { date: "2026-11-21", weekStart: 7, first: "2026-11-15" },
  { date: "2026-11-21", weekStart: 6, first: "2026-11-21" },
])("the week of $date that starts on $weekStart begins $first", ({ date, weekStart, first }) => {
  expect(weekOf(date, weekStart)).toBe(first);
});
