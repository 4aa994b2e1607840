import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { credits, PRESETS } from "../../src/domain/credit.ts";
import { spans } from "../../src/domain/span.ts";

const ALWAYS = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

/** Returns the credits of heartbeats at these seconds by the default rule. */
const credited = (...seconds: readonly number[]) =>
  credits(
    seconds.map((second) => second * 1000),
    PRESETS.hackatime,
  );

describe("spans", () => {
  test.each([
    {
      name: "end where a gap is too long, with the idle credit; the last heartbeat adds nothing",
      times: [0, 60, 180, 301, 330, 1000],
      expected: [
        [0, 300],
        [301, 450],
      ],
    },
    { name: "are one while nobody pauses", times: [0, 60, 180], expected: [[0, 180]] },
    { name: "hold the idle credit of a lone heartbeat", times: [0, 500], expected: [[0, 120]] },
    { name: "are none for one heartbeat", times: [7], expected: [] },
    { name: "are none for heartbeats at one instant", times: [7, 7, 7], expected: [] },
    { name: "are none for no heartbeats", times: [], expected: [] },
    { name: "go on over heartbeats at one instant", times: [0, 60, 60, 90], expected: [[0, 90]] },
  ])("$name: $times", ({ times, expected }) => {
    expect(spans(credited(...times), ALWAYS)).toEqual(
      expected.map(([start = 0, end = 0]) => ({ startMs: start * 1000, endMs: end * 1000 })),
    );
  });

  test.each([
    {
      name: "edges inside credits",
      window: [10, 310],
      expected: [
        [10, 300],
        [301, 310],
      ],
    },
    { name: "an edge where a span ends", window: [300, 400], expected: [[301, 400]] },
    { name: "an edge where a span begins", window: [0, 301], expected: [[0, 300]] },
    { name: "a window without credit", window: [300, 301], expected: [] },
    { name: "a window after everything", window: [5000, 6000], expected: [] },
    { name: "an empty window inside a span", window: [50, 50], expected: [] },
  ])("are cut to a window: $name", ({ window: [start = 0, end = 0], expected }) => {
    const window = { startMs: start * 1000, endMs: end * 1000 };
    expect(spans(credited(0, 60, 180, 301, 330, 1000), window)).toEqual(
      expected.map(([from = 0, until = 0]) => ({ startMs: from * 1000, endMs: until * 1000 })),
    );
  });

  test("keep the holes of credits that a filter left out", () => {
    const selected = credited(0, 60, 120, 180).filter((_, i) => i !== 1);
    expect(spans(selected, ALWAYS)).toEqual([
      { startMs: 0, endMs: 60_000 },
      { startMs: 120_000, endMs: 180_000 },
    ]);
  });

  test("take any iterable and read it once", () => {
    const once = credited(0, 60, 90).values();
    expect(spans(once, ALWAYS)).toEqual([{ startMs: 0, endMs: 90_000 }]);
    expect(spans(once, ALWAYS)).toEqual([]);
  });

  test("cover exactly the selected credits inside the window, disjoint, none touching the next", () => {
    const caseArb = fc.record({
      gaps: fc.array(fc.record({ ms: fc.integer({ min: 0, max: 12 }), selected: fc.boolean() }), { maxLength: 30 }),
      timeoutMs: fc.integer({ min: 1, max: 9 }),
      idleMs: fc.nat({ max: 9 }),
      edges: fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 200 })),
    });
    fc.assert(
      fc.property(caseArb, ({ gaps, timeoutMs, idleMs, edges }) => {
        let at = 0;
        const times = [at, ...gaps.map(({ ms }) => (at += ms))];
        const selected = credits(times, { timeoutMs, idleMs: Math.min(idleMs, timeoutMs) }).filter(
          (_, i) => gaps[i]?.selected === true,
        );
        const window = { startMs: Math.min(...edges), endMs: Math.max(...edges) };
        const inside = (ms: number) =>
          ms >= window.startMs &&
          ms < window.endMs &&
          selected.some(({ startMs, creditMs }) => startMs <= ms && ms < startMs + creditMs);
        const found = spans(selected, window);
        for (let ms = 0; ms <= at; ms++)
          expect(found.some(({ startMs, endMs }) => startMs <= ms && ms < endMs)).toBe(inside(ms));
        for (const [i, { startMs, endMs }] of found.entries()) {
          expect(startMs).toBeLessThan(endMs);
          expect(startMs).toBeGreaterThan(found[i - 1]?.endMs ?? -1);
        }
      }),
    );
  });
});
