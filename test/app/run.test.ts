import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addToRun, endRun, openRun } from "../../src/app/run.ts";
import { addCredit, type Change, mergedCells, QUARTER_MS } from "../../src/db/cells.ts";
import { mergedTags } from "../../src/db/tags.ts";

type Part = {
  /** ms after the end of the one before it */
  readonly afterMs: number;
  readonly creditMs: number;
  readonly heartbeats: 0 | 1;
  readonly groupId: number;
  readonly dependenciesId: number;
  readonly isIdle: boolean;
};

/** Returns what a change comes to, by day. */
function packed(change: Change) {
  const days = [...change].map(([day, { cells, tags }]) => ({
    day,
    cells: [...mergedCells(undefined, cells)],
    tags: [...(mergedTags(undefined, tags) ?? [])],
  }));
  return days.toSorted((a, b) => a.day - b.day);
}

/** Returns the changes that parts make as runs, and one by one. */
function bothWays(startMs: number, parts: readonly Part[]): readonly [Change, Change] {
  const [asRuns, oneByOne]: [Change, Change] = [new Map(), new Map()];
  const run = openRun();
  let timeMs = startMs;
  for (const { afterMs, creditMs, heartbeats, groupId, dependenciesId, isIdle } of parts) {
    timeMs += afterMs;
    addToRun(asRuns, run, timeMs, creditMs, heartbeats, groupId, dependenciesId, isIdle);
    addCredit(oneByOne, { timeMs, creditMs, heartbeats, groupId, dependenciesId, isIdle }, 1);
    timeMs += creditMs;
  }
  endRun(asRuns, run);
  return [asRuns, oneByOne];
}

describe("credits added as runs", () => {
  test("come to the same as one by one", () => {
    const partArb: fc.Arbitrary<Part> = fc.record({
      afterMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 2 * QUARTER_MS })),
      creditMs: fc.oneof(fc.constantFrom(0, QUARTER_MS, 120_000), fc.integer({ min: 0, max: 3_600_000 })),
      heartbeats: fc.constantFrom(0, 1),
      groupId: fc.constantFrom(1, 1, 1, 2),
      dependenciesId: fc.constantFrom(0, 0, 7),
      isIdle: fc.boolean(),
    });
    const startArb = fc.constantFrom(0, QUARTER_MS - 1, 86_400_000 - 60_000, 1_700_000_000_123);
    fc.assert(
      fc.property(startArb, fc.array(partArb, { maxLength: 40 }), (startMs, parts) => {
        const [asRuns, oneByOne] = bothWays(startMs, parts);
        expect(packed(asRuns)).toEqual(packed(oneByOne));
      }),
      { numRuns: 300 },
    );
  });

  test("are one share while they go on in a quarter-hour under the same names", () => {
    const alike = {
      afterMs: 0,
      creditMs: 60_000,
      heartbeats: 1,
      groupId: 1,
      dependenciesId: 0,
      isIdle: false,
    } as const;
    const run = openRun();
    const change: Change = new Map();
    for (let i = 0; i < 15; i++) addToRun(change, run, i * 60_000, 60_000, 1, 1, 0, false);
    expect(change.size).toBe(0);
    expect(run).toMatchObject({ timeMs: 0, creditMs: QUARTER_MS, heartbeats: 15 });
    addToRun(change, run, QUARTER_MS, 60_000, 1, 1, 0, false);
    expect(run).toMatchObject({ timeMs: QUARTER_MS, heartbeats: 1 });
    endRun(change, run);
    endRun(change, run);
    expect(packed(change)).toEqual(packed(bothWays(0, new Array<Part>(16).fill(alike))[1]));
  });
});
