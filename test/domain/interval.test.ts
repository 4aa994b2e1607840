import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { clip, type Interval, overlapMs } from "../../src/domain/interval.ts";

const interval = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 40 }))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));

const cases: readonly { name: string; a: Interval; b: Interval; shared: Interval | undefined }[] = [
  { name: "partly", a: { startMs: 0, endMs: 8 }, b: { startMs: 5, endMs: 13 }, shared: { startMs: 5, endMs: 8 } },
  { name: "one inside", a: { startMs: 0, endMs: 8 }, b: { startMs: 2, endMs: 3 }, shared: { startMs: 2, endMs: 3 } },
  { name: "the same", a: { startMs: 1, endMs: 2 }, b: { startMs: 1, endMs: 2 }, shared: { startMs: 1, endMs: 2 } },
  { name: "touching", a: { startMs: 0, endMs: 5 }, b: { startMs: 5, endMs: 9 }, shared: undefined },
  { name: "apart", a: { startMs: 0, endMs: 5 }, b: { startMs: 7, endMs: 9 }, shared: undefined },
  { name: "an empty one inside", a: { startMs: 0, endMs: 5 }, b: { startMs: 3, endMs: 3 }, shared: undefined },
];

describe("what two intervals share", () => {
  test.each([...cases])("$name", ({ a, b, shared }) => {
    expect(clip(a, b)).toEqual(shared);
    expect(clip(b, a)).toEqual(shared);
    expect(overlapMs(a, b)).toBe(shared === undefined ? 0 : shared.endMs - shared.startMs);
  });

  test("is every millisecond that lies in both", () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        let both = 0;
        for (let ms = a.startMs; ms < a.endMs; ms++) if (ms >= b.startMs && ms < b.endMs) both++;
        expect(overlapMs(a, b)).toBe(both);
        const shared = clip(a, b);
        expect(shared === undefined ? 0 : shared.endMs - shared.startMs).toBe(both);
      }),
    );
  });

  test("adds up when one of them is split anywhere", () => {
    fc.assert(
      fc.property(interval, interval, fc.nat(40), (a, b, at) => {
        const middleMs = Math.min(b.startMs + at, b.endMs);
        const left = overlapMs(a, { startMs: b.startMs, endMs: middleMs });
        const right = overlapMs(a, { startMs: middleMs, endMs: b.endMs });
        expect(left + right).toBe(overlapMs(a, b));
      }),
    );
  });
});
