import { describe, expect, test } from "bun:test";
import {
  averageStatus,
  cumulativeStatus,
  type GoalRule,
  goalPercent,
  goalPeriods,
  goalStatus,
} from "../../src/domain/goal.ts";

const RULE: GoalRule = { delta: "day", targetMs: 3_600_000, isInverse: false, ignoreZeroDays: false, ignoreDays: [] };
const MONDAY = { startDate: "2026-08-10", endDate: "2026-08-10" };

describe("goalPeriods", () => {
  test.each([
    { delta: "day", weekStart: 1, first: "2026-08-11..2026-08-11", last: "2026-08-12..2026-08-12" },
    { delta: "week", weekStart: 1, first: "2026-08-03..2026-08-09", last: "2026-08-10..2026-08-16" },
    { delta: "week", weekStart: 7, first: "2026-08-02..2026-08-08", last: "2026-08-09..2026-08-15" },
    { delta: "week", weekStart: 3, first: "2026-08-05..2026-08-11", last: "2026-08-12..2026-08-18" },
    { delta: "month", weekStart: 1, first: "2026-07-01..2026-07-31", last: "2026-08-01..2026-08-31" },
  ] as const)("$delta with a week that starts on $weekStart", ({ delta, weekStart, first, last }) => {
    const text = ({ startDate, endDate }: { startDate: string; endDate: string }) => `${startDate}..${endDate}`;
    expect(goalPeriods(delta, "2026-08-12", weekStart, 2).map(text)).toEqual([first, last]);
  });

  test("follow each other without a gap", () => {
    for (const delta of ["day", "week", "month"] as const) {
      const periods = goalPeriods(delta, "2026-03-31", 1, 24);
      for (const [i, { startDate }] of periods.slice(1).entries())
        expect(
          Temporal.PlainDate.from(periods[i]?.endDate ?? "")
            .add({ days: 1 })
            .toString(),
        ).toBe(startDate);
    }
  });
});

describe("goalStatus", () => {
  test.each([
    { name: "reached exactly", rule: {}, ms: 3_600_000, over: true, status: "success" },
    { name: "reached today", rule: {}, ms: 3_600_000, over: false, status: "success" },
    { name: "one ms short and over", rule: {}, ms: 3_599_999, over: true, status: "fail" },
    { name: "one ms short and running", rule: {}, ms: 3_599_999, over: false, status: "pending" },
    { name: "at most, exactly", rule: { isInverse: true }, ms: 3_600_000, over: true, status: "success" },
    { name: "at most, running", rule: { isInverse: true }, ms: 0, over: false, status: "pending" },
    { name: "at most, passed while running", rule: { isInverse: true }, ms: 3_600_001, over: false, status: "fail" },
    { name: "a weekday that does not count", rule: { ignoreDays: ["monday"] }, ms: 0, over: true, status: "ignored" },
    { name: "another weekday", rule: { ignoreDays: ["sunday"] }, ms: 0, over: true, status: "fail" },
    {
      name: "weekdays mean nothing to weeks",
      rule: { delta: "week", ignoreDays: ["monday"] },
      ms: 0,
      over: true,
      status: "fail",
    },
    {
      name: "a day of nothing that does not count",
      rule: { ignoreZeroDays: true },
      ms: 0,
      over: true,
      status: "ignored",
    },
    { name: "nothing yet today", rule: { ignoreZeroDays: true }, ms: 0, over: false, status: "pending" },
  ] as const)("$name", ({ rule, ms, over, status }) => {
    expect(goalStatus({ ...RULE, ...rule }, MONDAY, ms, over)).toBe(status);
  });
});

test("most periods decide the average, hits when even", () => {
  expect(averageStatus(["success", "fail", "fail"])).toBe("fail");
  expect(averageStatus(["success", "fail", "ignored", "pending"])).toBe("success");
  expect(averageStatus(["ignored", "pending"])).toBe("pending");
  expect(averageStatus(["ignored", "ignored"])).toBe("ignored");
});

test("the periods together stand by their sum, ignored ones left out", () => {
  const period = (actualMs: number, status: "success" | "fail" | "pending" | "ignored") => ({ actualMs, status });
  expect(cumulativeStatus(RULE, [period(7_200_000, "success"), period(0, "fail")])).toBe("success");
  expect(cumulativeStatus(RULE, [period(3_600_000, "success"), period(0, "fail")])).toBe("fail");
  expect(cumulativeStatus(RULE, [period(3_600_000, "success"), period(0, "pending")])).toBe("pending");
  expect(cumulativeStatus(RULE, [period(0, "ignored")])).toBe("ignored");
  expect(cumulativeStatus({ ...RULE, isInverse: true }, [period(7_200_001, "fail"), period(0, "success")])).toBe(
    "fail",
  );
});

test.each([
  { actual: 0, percent: 0 },
  { actual: 1_799_999, percent: 49 },
  { actual: 3_599_999, percent: 99 },
  { actual: 3_600_000, percent: 100 },
  { actual: 9_000_000, percent: 100 },
])("$actual ms are $percent percent", ({ actual, percent }) => {
  expect(goalPercent(actual, 3_600_000)).toBe(percent);
});
