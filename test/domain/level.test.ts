import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { levels, median } from "../../src/domain/level.ts";

describe("levels", () => {
  test.each([
    { name: "nothing", ms: [0, 0], level: [0, 0] },
    { name: "one day with time is the most", ms: [0, 5], level: [0, 4] },
    { name: "quarters", ms: [1, 2, 3, 4, 0], level: [1, 2, 3, 4, 0] },
    { name: "equal times are equal", ms: [7, 7, 7], level: [4, 4, 4] },
  ])("$name", ({ ms, level }) => {
    expect(levels(ms)).toEqual([...level]);
  });

  test("never fall where time grows, and reach the top", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1 }), (ms) => {
        const found = levels(ms);
        const pairs = ms.map((one, i) => [one, found[i] ?? 0] as const).sort((a, b) => a[0] - b[0]);
        for (const [i, [, level]] of pairs.entries()) expect(level).toBeGreaterThanOrEqual(pairs[i - 1]?.[1] ?? 0);
        for (const [one, level] of pairs) expect(level === 0).toBe(one === 0);
        const last = pairs.at(-1);
        if (last !== undefined && last[0] > 0) expect(last[1]).toBe(4);
      }),
    );
  });
});

test.each([
  { values: [], found: 0 },
  { values: [3], found: 3 },
  { values: [9, 1, 5], found: 5 },
  { values: [1, 4], found: 3 },
  { values: [10, 2, 8, 4], found: 6 },
])("the median of $values is $found", ({ values, found }) => {
  expect(median(values)).toBe(found);
});
