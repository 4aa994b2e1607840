import { describe, expect, test } from "bun:test";
import { calendarPeriod, datesText, dateText, shortDateText } from "../../src/domain/period.ts";

describe("calendarPeriod", () => {
  test.each([
    { text: "2025", name: "2025", said: "2025", dates: ["2025-01-01", "2025-12-31"] },
    { text: "2025-03", name: "2025-03", said: "March 2025", dates: ["2025-03-01", "2025-03-31"] },
    { text: "2024-02", name: "2024-02", said: "February 2024", dates: ["2024-02-01", "2024-02-29"] },
    { text: "2025-03-09", name: "2025-03-09", said: "Sun Mar 9th 2025", dates: ["2025-03-09", "2025-03-09"] },
    { text: "2025_03", name: "2025-03", said: "March 2025", dates: ["2025-03-01", "2025-03-31"] },
    { text: "2025 03 09", name: "2025-03-09", said: "Sun Mar 9th 2025", dates: ["2025-03-09", "2025-03-09"] },
  ])("$text is $said", ({ text, name, said, dates: [startDate = "", endDate = ""] }) => {
    expect(calendarPeriod(text)).toEqual({ name, text: said, startDate, endDate });
  });

  test.each([
    { text: "" },
    { text: "25" },
    { text: "0000" },
    { text: "20250309" },
    { text: "2025-3" },
    { text: "2025-13" },
    { text: "2025-00" },
    { text: "2025-02-29" },
    { text: "2025--03" },
    { text: "2025-03-09-01" },
    { text: "-2025" },
  ])("$text is none", ({ text }) => {
    expect(calendarPeriod(text)).toBeUndefined();
  });
});

test.each([
  { date: "2025-03-01", text: "Sat Mar 1st 2025" },
  { date: "2025-06-02", text: "Mon Jun 2nd 2025" },
  { date: "2025-09-03", text: "Wed Sep 3rd 2025" },
  { date: "2025-05-11", text: "Sun May 11th 2025" },
  { date: "2025-05-12", text: "Mon May 12th 2025" },
  { date: "2025-05-13", text: "Tue May 13th 2025" },
  { date: "2025-08-21", text: "Thu Aug 21st 2025" },
  { date: "2025-08-22", text: "Fri Aug 22nd 2025" },
  { date: "2025-08-23", text: "Sat Aug 23rd 2025" },
  { date: "2023-01-29", text: "Sun Jan 29th 2023" },
  { date: "2025-12-31", text: "Wed Dec 31st 2025" },
])("$date reads $text", ({ date, text }) => {
  expect(dateText(date)).toBe(text);
});

test.each([
  { start: "2026-08-16", end: "2026-08-22", text: "Aug 16 - Aug 22, 2026" },
  { start: "2025-12-29", end: "2026-01-04", text: "Dec 29 - Jan 04, 2026" },
])("$start and $end are $text", ({ start, end, text }) => {
  expect(datesText(start, end)).toBe(text);
});

test.each([
  { date: "2023-01-23", text: "Mon Jan 23" },
  { date: "2026-11-01", text: "Sun Nov 1" },
])("$date is $text in short", ({ date, text }) => {
  expect(shortDateText(date)).toBe(text);
});
