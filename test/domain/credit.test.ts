import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { countedMs, creditMs, credits, earned, PRESETS, type Rule, rule } from "../../src/domain/credit.ts";
import { spans } from "../../src/domain/span.ts";
import { ruleArb } from "../support/streams.ts";

const ALWAYS = { startMs: Number.MIN_SAFE_INTEGER, endMs: Number.MAX_SAFE_INTEGER };

function total(timesMs: readonly number[], counting: Rule): number {
  return credits(timesMs, counting).reduce((sum, credit) => sum + credit.creditMs, 0);
}

/** Ascending times of a stream, ms; gaps of nothing, of the timeout and a little beside it among them. */
const timesArb = fc
  .tuple(
    fc.integer({ min: 0, max: 2_000_000_000_000 }),
    fc.array(
      fc.oneof(
        fc.constantFrom(0, 1, 29_999, 30_000, 30_001, 120_000, 120_001, 900_000, 900_001),
        fc.integer({ min: 0, max: 8_000_000 }),
      ),
      { maxLength: 60 },
    ),
  )
  .map(([start, gaps]) => {
    let at = start;
    return [at, ...gaps.map((gap) => (at += gap))];
  });

describe("the credit of a stream", () => {
  test.each([
    { name: "a gap of exactly the timeout", times: [0, 120], earns: [120, 0], spans: [[0, 120]] },
    { name: "a gap a second longer earns the idle credit", times: [0, 121], earns: [120, 0], spans: [[0, 120]] },
    {
      name: "a busy while, with two heartbeats at one instant",
      times: [0, 30, 90, 210, 331, 331, 400],
      earns: [30, 60, 120, 120, 0, 69, 0],
      spans: [
        [0, 330],
        [331, 400],
      ],
    },
    { name: "three heartbeats", times: [0, 30, 90], earns: [30, 60, 0], spans: [[0, 90]] },
    { name: "one heartbeat", times: [42], earns: [0], spans: [] },
    { name: "none", times: [], earns: [], spans: [] },
    { name: "a day's pause", times: [0, 100_000], earns: [120, 0], spans: [[0, 120]] },
    { name: "parts of a second", times: [0, 119.4], earns: [119.4, 0], spans: [[0, 119.4]] },
    {
      name: "the same while, a thousand seconds on",
      times: [1000, 1030, 1090, 1210, 1331, 1331, 1400],
      earns: [30, 60, 120, 120, 0, 69, 0],
      spans: [
        [1000, 1330],
        [1331, 1400],
      ],
    },
    {
      name: "interleaved projects",
      times: [0, 50, 100, 150, 200, 700],
      earns: [50, 50, 50, 50, 120, 0],
      spans: [[0, 320]],
    },
  ])("$name: $times", ({ times, earns, spans: stretches }) => {
    const found = credits(
      times.map((second) => second * 1000),
      PRESETS.hackatime,
    );
    expect(found).toEqual(
      times.map((second, i) => ({ startMs: second * 1000, creditMs: Math.round((earns[i] ?? 0) * 1000) })),
    );
    expect(spans(found, ALWAYS)).toEqual(
      stretches.map(([start = 0, end = 0]) => ({ startMs: start * 1000, endMs: end * 1000 })),
    );
  });

  test("runs across the end of an hour in one piece", () => {
    const at = (clock: string) => Temporal.Instant.from(`2026-05-01T${clock}Z`).epochMilliseconds;
    expect(credits([at("10:59:50"), at("11:01:50")], PRESETS.hackatime)[0]).toEqual({
      startMs: at("10:59:50"),
      creditMs: 120_000,
    });
  });
});

describe("what a gap earns", () => {
  test.each([
    { name: "the last heartbeat", gapMs: undefined, hackatime: 0, wakatime: 0, wakapi: 0 },
    { name: "no gap", gapMs: 0, hackatime: 0, wakatime: 0, wakapi: 0 },
    { name: "a millisecond", gapMs: 1, hackatime: 1, wakatime: 1, wakapi: 1 },
    { name: "two minutes", gapMs: 120_000, hackatime: 120_000, wakatime: 120_000, wakapi: 120_000 },
    { name: "a little more", gapMs: 120_001, hackatime: 120_000, wakatime: 120_001, wakapi: 120_001 },
    { name: "ten minutes", gapMs: 600_000, hackatime: 120_000, wakatime: 600_000, wakapi: 600_000 },
    { name: "a little more than ten", gapMs: 600_001, hackatime: 120_000, wakatime: 600_001, wakapi: 0 },
    { name: "a quarter-hour", gapMs: 900_000, hackatime: 120_000, wakatime: 900_000, wakapi: 0 },
    { name: "a little more than a quarter-hour", gapMs: 900_001, hackatime: 120_000, wakatime: 0, wakapi: 0 },
  ])("$name", ({ gapMs, ...expected }) => {
    expect(creditMs(gapMs, PRESETS.hackatime)).toBe(expected.hackatime);
    expect(creditMs(gapMs, PRESETS.wakatime)).toBe(expected.wakatime);
    expect(creditMs(gapMs, PRESETS.wakapi)).toBe(expected.wakapi);
  });

  test("idle credit is told from the credit of a gap, of the same length or none", () => {
    expect(earned(120_000, PRESETS.hackatime)).toEqual({ creditMs: 120_000, isIdle: false });
    expect(earned(120_001, PRESETS.hackatime)).toEqual({ creditMs: 120_000, isIdle: true });
    expect(earned(900_001, PRESETS.wakatime)).toEqual({ creditMs: 0, isIdle: true });
    expect(earned(undefined, PRESETS.wakatime)).toEqual({ creditMs: 0, isIdle: false });
  });
});

test("a time counts in the millisecond it lies in", () => {
  expect([0, 999, 1000, 1_786_352_400_123_456].map(countedMs)).toEqual([0, 0, 1, 1_786_352_400_123]);
});

describe("a rule", () => {
  test.each([
    { timeoutMs: 30_000, idleMs: 0 },
    { timeoutMs: 30_000, idleMs: 30_000 },
    { timeoutMs: 3_600_000, idleMs: 1 },
  ])("of $timeoutMs ms and $idleMs ms is good", ({ timeoutMs, idleMs }) => {
    expect(rule(timeoutMs, idleMs)).toEqual({ timeoutMs, idleMs });
  });

  test.each([
    { timeoutMs: 29_999, idleMs: 0, says: "timeout is 30 s to 60 min, got 29.999 s" },
    { timeoutMs: 3_600_001, idleMs: 0, says: "timeout is 30 s to 60 min, got 3600.001 s" },
    { timeoutMs: 60_000.5, idleMs: 0, says: "timeout is 30 s to 60 min, got 60.0005 s" },
    { timeoutMs: Number.NaN, idleMs: 0, says: "timeout is 30 s to 60 min, got NaN s" },
    { timeoutMs: 60_000, idleMs: 60_001, says: "idle credit is 0 s to the timeout, got 60.001 s" },
    { timeoutMs: 60_000, idleMs: -1, says: "idle credit is 0 s to the timeout, got -0.001 s" },
    { timeoutMs: 60_000, idleMs: Number.NaN, says: "idle credit is 0 s to the timeout, got NaN s" },
  ])("of $timeoutMs ms and $idleMs ms is refused", ({ timeoutMs, idleMs, says }) => {
    expect(() => rule(timeoutMs, idleMs)).toThrow(new RangeError(says));
  });

  test("the presets are rules", () => {
    for (const { timeoutMs, idleMs } of Object.values(PRESETS)) expect(rule(timeoutMs, idleMs)).toBeDefined();
  });
});

describe("laws", () => {
  test("credits are disjoint and in order, none longer than the timeout, the last one nothing", () => {
    fc.assert(
      fc.property(timesArb, ruleArb, (times, counting) => {
        const found = credits(times, counting);
        expect(found.map(({ startMs }) => startMs)).toEqual(times);
        expect(found.at(-1)?.creditMs).toBe(0);
        for (const [i, { startMs, creditMs: ms }] of found.entries()) {
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(counting.timeoutMs);
          expect(startMs + ms).toBeLessThanOrEqual(found[i + 1]?.startMs ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  test("the total is at most the time from first to last, and all of it when no gap is too long", () => {
    fc.assert(
      fc.property(timesArb, ruleArb, (times, counting) => {
        const length = (times.at(-1) ?? 0) - (times[0] ?? 0);
        const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
        expect(total(times, counting)).toBeLessThanOrEqual(length);
        if (gaps.every((gap) => gap <= counting.timeoutMs)) expect(total(times, counting)).toBe(length);
        else expect(total(times, counting)).toBeLessThan(length);
      }),
    );
  });

  test("a heartbeat more changes its own credit and its predecessor's, and no other", () => {
    fc.assert(
      fc.property(timesArb, ruleArb, fc.nat(), fc.nat({ max: 8_000_000 }), (times, counting, at, offset) => {
        const time = (times[at % times.length] ?? 0) + offset;
        const place = times.findLastIndex((other) => other <= time) + 1;
        const before = credits(times, counting);
        const after = credits(times.toSpliced(place, 0, time), counting);
        expect(after.slice(0, place - 1)).toEqual(before.slice(0, place - 1));
        expect(after.slice(place + 1)).toEqual(before.slice(place));
      }),
    );
  });
});
