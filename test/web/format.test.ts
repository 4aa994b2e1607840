import { expect, test } from "bun:test";
import { bytesText, clockText, counted, dateText, shareText, timeText, weekdayText } from "../../web/format.ts";

test.each([
  { ms: 0, text: "0 s" },
  { ms: 59_499, text: "59 s" },
  { ms: 60_000, text: "1 m" },
  { ms: 3_599_000, text: "59 m" },
  { ms: 3_600_000, text: "1 h" },
  { ms: 13_320_000, text: "3 h 42 m" },
  { ms: 3_600_000_000 + 60_000, text: "1,000 h 1 m" },
])("$ms ms is $text", ({ ms, text }) => {
  expect(timeText(ms)).toBe(text);
});

test.each([
  { part: 0, whole: 0, text: "0 %" },
  { part: 0, whole: 5, text: "0 %" },
  { part: 1, whole: 1_000, text: "<1 %" },
  { part: 1, whole: 3, text: "33 %" },
  { part: 3, whole: 3, text: "100 %" },
])("$part of $whole is $text", ({ part, whole, text }) => {
  expect(shareText(part, whole)).toBe(text);
});

test("a time of day is that of the user's zone, not of the browser", () => {
  const at = Date.UTC(2026, 10, 21, 23, 30);
  expect(["UTC", "Asia/Kathmandu", "America/New_York"].map((zone) => clockText(at, zone))).toEqual([
    "23:30",
    "05:15",
    "18:30",
  ]);
});

test("a date is itself in every zone, with its year unless that is known", () => {
  expect(dateText("2026-11-21")).toBe("Sat, Nov 21, 2026");
  expect(dateText("2026-11-21", "short", "2026-01-01")).toBe("Sat, Nov 21");
});

test("weekdays are ISO's", () => {
  expect([1, 7].map((weekday) => weekdayText(weekday, "long"))).toEqual(["Monday", "Sunday"]);
});

test("one is singular, many have separators", () => {
  expect([counted(1, "heartbeat"), counted(2_000, "heartbeat")]).toEqual(["1 heartbeat", "2,000 heartbeats"]);
});

test("bytes grow into larger units", () => {
  expect([0, 999, 1_000, 19_600_000, 3e12].map(bytesText)).toEqual(["0 B", "999 B", "1 kB", "19.6 MB", "3,000 GB"]);
});
