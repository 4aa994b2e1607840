import { expect, test } from "bun:test";
import { dayOf } from "../../src/domain/calendar.ts";
import { clockHours } from "../../src/domain/clock-hours.ts";

const HOUR_MS = 3_600_000;

test.each([
  { name: "a plain day has 24", zone: "Europe/Berlin", date: "2026-11-21", hours: range(0, 24) },
  {
    name: "in spring the hour 2 is skipped",
    zone: "Europe/Berlin",
    date: "2025-03-30",
    hours: [0, 1, ...range(3, 24)],
  },
  {
    name: "in autumn the hour 2 comes twice",
    zone: "Europe/Berlin",
    date: "2025-10-26",
    hours: [0, 1, 2, ...range(2, 24)],
  },
  { name: "a day that starts at one", zone: "America/Havana", date: "2025-03-09", hours: range(1, 24) },
])("$name", ({ zone, date, hours }) => {
  const day = dayOf(date, zone);
  if (day === undefined) throw new Error("the zone skips the date");
  const found = clockHours(zone, day);
  expect(found.map(({ hour }) => hour)).toEqual([...hours]);
  expect(found.map(({ atMs }) => atMs)).toEqual(hours.map((_, i) => day.startMs + i * HOUR_MS));
});

test("hours of a zone off by 45 minutes lie between those of UTC", () => {
  const day = dayOf("2026-11-21", "Asia/Kathmandu");
  const [first] = clockHours("Asia/Kathmandu", day ?? { startMs: 0, endMs: 0 });
  expect(first?.atMs).toBe(Date.UTC(2026, 10, 20, 18, 15));
});

test("half an hour without a full hour has none", () => {
  expect(clockHours("UTC", { startMs: HOUR_MS + 1, endMs: 2 * HOUR_MS })).toEqual([]);
});

function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, i) => from + i);
}
