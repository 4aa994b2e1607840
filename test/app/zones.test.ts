import { describe, expect, test } from "bun:test";
import type { Agent } from "../../src/app/ingest.ts";
import { reading } from "../../src/app/summary.ts";
import { daysIn } from "../../src/domain/calendar.ts";
import { clip, type Interval } from "../../src/domain/interval.ts";
import { byHour } from "../support/answers.ts";
import { type Memory, memory } from "../support/memory.ts";

const AGENT: Agent = { userAgent: undefined, machine: undefined, timeZone: undefined };

const s = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds / 1000;

/** Returns a server and its one user, who sent a heartbeat at each time (epoch seconds), all of one project. */
async function sent(times: readonly number[], rule = { timeoutMs: 120_000, idleMs: 120_000 }) {
  const server = memory();
  const user = server.addUser(rule);
  await server.ingest.submit(
    user.id,
    times.map((time) => ({ time, entity: "a.ts", project: "tide" })),
    AGENT,
  );
  return { server, userId: user.id };
}

/** Returns the total of an interval, its days with time and its hours of the week with time, in seconds. */
function secondsBy({ store, histories }: Memory, userId: number, zone: string, interval: Interval) {
  return reading(store, histories, userId, (reader) => {
    const days = daysIn(zone, interval);
    const totals = reader.totals(days.map((day) => clip(day, interval) as Interval));
    const seconds = (hours: Record<string, number>) =>
      Object.fromEntries(Object.entries(hours).map(([hour, ms]) => [hour, ms / 1000]));
    return {
      total: reader.summary(interval).totalMs / 1000,
      days: Object.fromEntries(
        days.map(({ date }, i) => [date, (totals[i] ?? 0) / 1000] as const).filter(([, total]) => total > 0),
      ),
      hours: seconds(byHour(reader.hoursOfWeek(interval, zone))),
    };
  });
}

/** A day of margin on both sides of the first and the last time. */
function around(times: readonly number[]): Interval {
  return { startMs: Math.min(...times) * 1000 - 86_400_000, endMs: Math.max(...times) * 1000 + 86_400_000 };
}

describe("credit falls into the local days and hours it runs through", () => {
  const berlin = s("2026-05-01T22:00:00Z"); // midnight before Saturday 2026-05-02
  const monday = s("2026-08-02T22:00:00Z"); // midnight before Monday 2026-08-03 in Berlin
  test.each([
    {
      name: "Berlin midnight, the gap that crosses it included",
      zone: "Europe/Berlin",
      times: [berlin - 90, berlin - 30, berlin + 20, berlin + 80],
      total: 170,
      days: { "2026-05-01": 90, "2026-05-02": 80 },
      hours: { "5-23": 90, "6-0": 80 },
    },
    {
      name: "the same in UTC is one day",
      zone: "UTC",
      times: [berlin - 90, berlin - 30, berlin + 20, berlin + 80],
      total: 170,
      days: { "2026-05-01": 170 },
      hours: { "5-21": 90, "5-22": 80 },
    },
    {
      name: "India, five and a half hours ahead",
      zone: "Asia/Kolkata",
      times: ["18:29:30", "18:29:50", "18:30:20", "18:31:00"].map((time) => s(`2026-05-01T${time}Z`)),
      total: 90,
      days: { "2026-05-01": 30, "2026-05-02": 60 },
      hours: { "5-23": 30, "6-0": 60 },
    },
    {
      name: "Nepal, five hours and three quarters ahead",
      zone: "Asia/Kathmandu",
      times: ["18:14:30", "18:14:50", "18:15:20", "18:16:00"].map((time) => s(`2026-05-01T${time}Z`)),
      total: 90,
      days: { "2026-05-01": 30, "2026-05-02": 60 },
      hours: { "5-23": 30, "6-0": 60 },
    },
    {
      name: "Berlin in spring: 02:00 does not exist",
      zone: "Europe/Berlin",
      times: [s("2026-03-29T00:59:00Z"), s("2026-03-29T01:00:30Z")],
      total: 90,
      days: { "2026-03-29": 90 },
      hours: { "7-1": 60, "7-3": 30 },
    },
    {
      name: "Berlin in autumn: 02:10 comes twice",
      zone: "Europe/Berlin",
      times: ["00:10", "00:11", "01:10", "01:11"].map((time) => s(`2025-10-26T${time}:00Z`)),
      total: 240,
      days: { "2025-10-26": 240 },
      hours: { "7-2": 240 },
    },
    {
      name: "New York in spring",
      zone: "America/New_York",
      times: [s("2025-03-09T06:59:00Z"), s("2025-03-09T07:00:45Z")],
      total: 105,
      days: { "2025-03-09": 105 },
      hours: { "7-1": 60, "7-3": 45 },
    },
    {
      name: "New York in autumn: 01:59:30 and 01:00:30 are a minute apart",
      zone: "America/New_York",
      times: [s("2025-11-02T05:59:30Z"), s("2025-11-02T06:00:30Z")],
      total: 60,
      days: { "2025-11-02": 60 },
      hours: { "7-1": 60 },
    },
    {
      name: "Lord Howe goes back by half an hour: 01:59:30, then 01:30",
      zone: "Australia/Lord_Howe",
      times: [s("2025-04-05T14:59:30Z"), s("2025-04-05T15:00:30Z"), s("2025-04-05T15:30:30Z")],
      total: 180,
      days: { "2025-04-06": 180 },
      hours: { "7-1": 180 },
    },
    {
      name: "Kiritimati, fourteen hours ahead",
      zone: "Pacific/Kiritimati",
      times: [s("2026-01-31T09:59:00Z"), s("2026-01-31T10:01:00Z")],
      total: 120,
      days: { "2026-01-31": 60, "2026-02-01": 60 },
      hours: { "6-23": 60, "7-0": 60 },
    },
    {
      name: "Havana in spring has no midnight: 23:59 is followed by 01:00",
      zone: "America/Havana",
      times: [s("2025-03-09T04:59:20Z"), s("2025-03-09T05:00:20Z")],
      total: 60,
      days: { "2025-03-08": 40, "2025-03-09": 20 },
      hours: { "6-23": 40, "7-1": 20 },
    },
    {
      name: "Apia has no 2011-12-30: Thursday is followed by Saturday",
      zone: "Pacific/Apia",
      times: [s("2011-12-30T09:59:20Z"), s("2011-12-30T10:00:20Z")],
      total: 60,
      days: { "2011-12-29": 40, "2011-12-31": 20 },
      hours: { "4-23": 40, "6-0": 20 },
    },
    {
      name: "St John's before 2011: at 00:01 on Sunday it is 23:01 on Saturday again, yet Sunday has begun",
      zone: "America/St_Johns",
      times: ["02:29:30", "02:30:30", "02:31:30"].map((time) => s(`2010-11-07T${time}Z`)),
      total: 120,
      days: { "2010-11-06": 30, "2010-11-07": 90 },
      hours: { "6-23": 60, "7-0": 60 },
    },
    {
      name: "a heartbeat in the last second of a day, and the first of the next",
      zone: "Europe/Berlin",
      times: [berlin - 0.6, berlin + 0.25],
      total: 0.85,
      days: { "2026-05-01": 0.6, "2026-05-02": 0.25 },
      hours: { "5-23": 0.6, "6-0": 0.25 },
    },
    {
      name: "an hour's end inside one credit",
      zone: "UTC",
      times: [s("2026-05-01T10:59:50Z"), s("2026-05-01T11:01:50Z")],
      total: 120,
      days: { "2026-05-01": 120 },
      hours: { "5-10": 10, "5-11": 110 },
    },
    {
      name: "idle credit across a week's end",
      zone: "Europe/Berlin",
      times: [monday - 30, monday + 5000],
      total: 120,
      days: { "2026-08-02": 30, "2026-08-03": 90 },
      hours: { "7-23": 30, "1-0": 90 },
    },
  ])("$name", async ({ zone, times, total, days, hours }) => {
    const { server, userId } = await sent(times);
    expect(secondsBy(server, userId, zone, around(times))).toEqual({ total, days, hours });
  });
});

describe("hours of the week keep to the interval that is asked about", () => {
  const times = [s("2026-05-01T10:59:50Z"), s("2026-05-01T11:01:50Z")];
  test.each([
    {
      name: "a few minutes across the end of an hour",
      interval: ["2026-05-01T10:55:00Z", "2026-05-01T11:05:00Z"],
      hours: { "5-10": 10, "5-11": 110 },
    },
    {
      name: "edges inside a credit, on both sides of an hour",
      interval: ["2026-05-01T10:59:55Z", "2026-05-01T11:00:01Z"],
      hours: { "5-10": 5, "5-11": 1 },
    },
    {
      name: "an interval that begins on the hour and ends in its first quarter",
      interval: ["2026-05-01T11:00:00Z", "2026-05-01T11:01:00Z"],
      hours: { "5-11": 60 },
    },
    { name: "an hour before any heartbeat", interval: ["2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z"], hours: {} },
    { name: "an empty interval", interval: ["2026-05-01T11:00:00Z", "2026-05-01T11:00:00Z"], hours: {} },
  ])("$name", async ({ interval: [start = "", end = ""], hours }) => {
    const { server, userId } = await sent(times);
    const interval = { startMs: s(start) * 1000, endMs: s(end) * 1000 };
    expect(secondsBy(server, userId, "UTC", interval).hours).toEqual(hours);
  });
});

describe("weeks", () => {
  const monday = s("2026-08-02T22:00:00Z");
  const project = (name: string, time: number) => ({ time, entity: `${name}.ts`, project: name });

  test("two projects on both sides of Monday: each week has its part, and both together all of it", async () => {
    const server = memory();
    const user = server.addUser();
    const heartbeats = [
      ...[-50, -10, 30, 90].map((offset) => project("p", monday + offset)),
      project("q", monday + 60),
    ];
    await server.ingest.submit(user.id, heartbeats, AGENT);
    const week = (n: number) => ({
      startMs: (monday + n * 604_800) * 1000,
      endMs: (monday + (n + 1) * 604_800) * 1000,
    });
    const items = (interval: Interval) =>
      reading(server.store, server.histories, user.id, (reader) => reader.summary(interval).items("project"));
    expect(items(week(-1))).toEqual([{ name: "p", ms: 50_000 }]);
    expect(items(week(0))).toEqual([
      { name: "p", ms: 60_000 },
      { name: "q", ms: 30_000 },
    ]);
    expect(items({ startMs: week(-1).startMs, endMs: week(0).endMs })).toEqual([
      { name: "p", ms: 110_000 },
      { name: "q", ms: 30_000 },
    ]);
  });
});

describe("no day holds more than its length", () => {
  test.each([
    { zone: "Europe/Berlin", date: "2025-03-30", hours: 23 },
    { zone: "Europe/Berlin", date: "2025-10-26", hours: 25 },
    { zone: "America/New_York", date: "2025-03-09", hours: 23 },
    { zone: "America/New_York", date: "2025-11-02", hours: 25 },
    { zone: "Australia/Lord_Howe", date: "2025-04-06", hours: 24.5 },
    { zone: "America/Havana", date: "2025-03-09", hours: 23 },
    { zone: "America/St_Johns", date: "2010-11-07", hours: 25 },
    { zone: "Asia/Kathmandu", date: "2025-06-01", hours: 24 },
  ])("$date in $zone, worked through without a pause, has $hours hours", async ({ zone, date, hours }) => {
    const noon = Temporal.PlainDate.from(date).toZonedDateTime({
      timeZone: zone,
      plainTime: "12:00",
    }).epochMilliseconds;
    const times = Array.from({ length: 61 }, (_, i) => noon / 1000 + (i - 30) * 3600);
    const { server, userId } = await sent(times, { timeoutMs: 3_600_000, idleMs: 0 });
    expect(secondsBy(server, userId, zone, around(times)).days[date]).toBe(hours * 3600);
  });
});
