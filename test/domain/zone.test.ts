import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { offsetAt, offsetSegments, timeZoneName } from "../../src/domain/zone.ts";
import { fromMs, TEST_ZONES, untilMs } from "../support/zones.ts";

describe("a time zone", () => {
  test.each([
    { text: "UTC", name: "UTC" },
    { text: "utc", name: "UTC" },
    { text: "Etc/UTC", name: "Etc/UTC" },
    { text: "Etc/GMT+5", name: "Etc/GMT+5" },
    { text: "Europe/Berlin", name: "Europe/Berlin" },
    { text: "europe/BERLIN", name: "Europe/Berlin" },
    { text: "america/argentina/buenos_aires", name: "America/Argentina/Buenos_Aires" },
    { text: "America/Port-au-Prince", name: "America/Port-au-Prince" },
    { text: "Asia/Calcutta", name: "Asia/Calcutta" },
    { text: "US/Pacific", name: "US/Pacific" },
  ])("$text is $name", ({ text, name }) => {
    expect(timeZoneName(text)).toBe(name);
    expect(timeZoneName(text)).toBeString();
  });

  test.each([
    { text: "" },
    { text: " " },
    { text: " UTC" },
    { text: "+02:00" },
    { text: "-0500" },
    { text: "Z" },
    { text: "Mars/Olympus" },
    { text: "Europe/Berlin/" },
    { text: "2025-03-09T00:00Z" },
    { text: "2025-03-09T00:00[Europe/Berlin]" },
    { text: "Europe/Berlin\0" },
    { text: "Etc/Unknown" },
    { text: "__proto__" },
  ])("is not $text", ({ text }) => {
    expect(timeZoneName(text)).toBeUndefined();
    expect(timeZoneName(text)).toBeUndefined();
  });
});

const HOUR_MS = 3_600_000;

describe("offsetSegments", () => {
  test.each([
    { zone: "UTC", start: "2024-01-01T00:00Z", end: "2026-01-01T00:00Z", pieces: [["2024-01-01T00:00Z", 0]] },
    {
      zone: "Europe/Berlin",
      start: "2025-03-29T23:00Z",
      end: "2025-03-30T22:00Z",
      pieces: [
        ["2025-03-29T23:00Z", 1],
        ["2025-03-30T01:00Z", 2],
      ],
    },
    {
      zone: "Australia/Lord_Howe",
      start: "2025-01-01T00:00Z",
      end: "2026-01-01T00:00Z",
      pieces: [
        ["2025-01-01T00:00Z", 11],
        ["2025-04-05T15:00Z", 10.5],
        ["2025-10-04T15:30Z", 11],
      ],
    },
    {
      zone: "Africa/Casablanca",
      start: "2025-01-01T00:00Z",
      end: "2026-01-01T00:00Z",
      pieces: [
        ["2025-01-01T00:00Z", 1],
        ["2025-02-23T02:00Z", 0],
        ["2025-04-06T02:00Z", 1],
      ],
    },
    {
      zone: "Antarctica/Troll",
      start: "2025-01-01T00:00Z",
      end: "2026-01-01T00:00Z",
      pieces: [
        ["2025-01-01T00:00Z", 0],
        ["2025-03-30T01:00Z", 2],
        ["2025-10-26T01:00Z", 0],
      ],
    },
    {
      zone: "Pacific/Apia",
      start: "2011-12-30T00:00Z",
      end: "2012-01-01T00:00Z",
      pieces: [
        ["2011-12-30T00:00Z", -10],
        ["2011-12-30T10:00Z", 14],
      ],
    },
    // 2004-11-03T19:53:47.776Z is where one cached block ends and the next starts.
    {
      zone: "Asia/Kathmandu",
      start: "2004-01-01T00:00Z",
      end: "2006-01-01T00:00Z",
      pieces: [["2004-01-01T00:00Z", 5.75]],
    },
  ])("$zone from $start to $end", ({ zone, start, end, pieces }) => {
    const startMs = Date.parse(start);
    const endMs = Date.parse(end);
    const expected = pieces.map(([from, hours], i) => ({
      startMs: Date.parse(String(from)),
      endMs: Date.parse(String(pieces[i + 1]?.[0] ?? end)),
      offsetMs: Number(hours) * HOUR_MS,
    }));
    expect(offsetSegments(zone, { startMs, endMs })).toEqual(expected);
  });

  test("has no pieces of nothing", () => {
    expect(offsetSegments("Europe/Berlin", { startMs: 5, endMs: 5 })).toEqual([]);
  });

  test("covers any interval exactly, with the offset that Temporal has at both ends of every piece", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEST_ZONES),
        fc.integer({ min: fromMs, max: untilMs }),
        fc.integer({ min: 1, max: 3 * 366 * 24 * HOUR_MS }),
        (zone, startMs, length) => {
          const endMs = startMs + length;
          const pieces = offsetSegments(zone, { startMs, endMs });
          expect(pieces[0]?.startMs).toBe(startMs);
          expect(pieces.at(-1)?.endMs).toBe(endMs);
          for (const [i, piece] of pieces.entries()) {
            expect(piece.startMs).toBeLessThan(piece.endMs);
            expect(temporalOffsetMs(zone, piece.startMs)).toBe(piece.offsetMs);
            expect(temporalOffsetMs(zone, piece.endMs - 1)).toBe(piece.offsetMs);
            const next = pieces[i + 1];
            if (next === undefined) continue;
            expect(next.startMs).toBe(piece.endMs);
            expect(next.offsetMs).not.toBe(piece.offsetMs);
          }
        },
      ),
    );
  });
});

test("offsetAt is what Temporal says, at any instant that there is", () => {
  fc.assert(
    fc.property(fc.constantFrom(...TEST_ZONES), fc.integer({ min: -6e13, max: 2.5e14 }), (zone, ms) => {
      expect(offsetAt(zone, ms)).toBe(temporalOffsetMs(zone, ms));
    }),
  );
});

test("an unknown zone is a RangeError", () => {
  expect(() => offsetAt("Mars/Olympus", 0)).toThrow(RangeError);
});

test("more zones and times than the cache holds are still right", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  for (const ms of [0, 1_741_503_600_000]) {
    for (const zone of zones) expect(offsetAt(zone, ms)).toBe(temporalOffsetMs(zone, ms));
  }
  expect(zones.length).toBeGreaterThan(256);
});

function temporalOffsetMs(zone: string, ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}
