import { describe, expect, test } from "bun:test";
import { parseWeekday, WEEKDAYS, weekdayOf } from "../../src/domain/weekday.ts";

describe("weekdays", () => {
  test.each([
    { date: "2026-11-21", name: "Saturday" },
    { date: "2026-11-22", name: "Sunday" },
    { date: "2026-11-23", name: "Monday" },
    { date: "2024-02-29", name: "Thursday" },
  ] as const)("$date is a $name", ({ date, name }) => {
    expect(WEEKDAYS[weekdayOf(date)]).toBe(name);
  });

  test.each([
    { text: "0", weekday: 0 },
    { text: "6", weekday: 6 },
    { text: " Sunday ", weekday: 6 },
    { text: "WEDNESDAY", weekday: 2 },
    { text: "7", weekday: undefined },
    { text: "-1", weekday: undefined },
    { text: "sun", weekday: undefined },
    { text: "", weekday: undefined },
  ])("'$text' means $weekday", ({ text, weekday }) => {
    expect(parseWeekday(text)).toBe(weekday);
  });

  test("no text that is no date has one", () => {
    expect(() => weekdayOf("2026-02-30")).toThrow(RangeError);
  });
});
