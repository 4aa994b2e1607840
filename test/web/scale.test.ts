import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { axisTop, labelStep, percent, placeOf, spanBox, stackBoxes } from "../../web/charts/scale.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("the top of an axis", () => {
  test.each([
    { most: 0, top: 5 * MINUTE },
    { most: 1, top: 5 * MINUTE },
    { most: 5 * MINUTE, top: 5 * MINUTE },
    { most: 31 * MINUTE, top: HOUR },
    { most: 8 * HOUR + 1, top: 10 * HOUR },
    { most: 24 * HOUR, top: 24 * HOUR },
    { most: 24 * HOUR + 1, top: 30 * HOUR },
    { most: 432 * HOUR, top: 440 * HOUR },
  ])("for $most ms is $top ms", ({ most, top }) => {
    expect(axisTop(most)).toBe(top);
  });

  test("holds every time, with room to spare of less than it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 * HOUR }), (most) => {
        expect(axisTop(most)).toBeGreaterThanOrEqual(most);
        expect(axisTop(most)).toBeLessThanOrEqual(Math.max(2.5 * most, 5 * MINUTE));
      }),
    );
  });
});

describe("a stacked column", () => {
  test("stands on the ground, one part on the other", () => {
    expect(stackBoxes([2, 1, 0, 1], { index: 1, of: 4, topMs: 8, height: 80 })).toEqual([
      { x: 0.25, y: 60, width: 0.25, height: 20 },
      { x: 0.25, y: 50, width: 0.25, height: 10 },
      { x: 0.25, y: 50, width: 0.25, height: 0 },
      { x: 0.25, y: 40, width: 0.25, height: 10 },
    ]);
  });

  test("of no time at all has no height", () => {
    expect(stackBoxes([0, 0], { index: 0, of: 1, topMs: 0, height: 80 }).map(({ height }) => height)).toEqual([0, 0]);
  });
});

describe("a piece of a day", () => {
  const axis = { start_ms: 1_000, end_ms: 2_000 };
  test.each([
    { name: "inside", piece: { start_ms: 1_250, end_ms: 1_500 }, x: 0.25, width: 0.25 },
    { name: "begun before", piece: { start_ms: 0, end_ms: 1_500 }, x: 0, width: 0.5 },
    { name: "ending after", piece: { start_ms: 1_500, end_ms: 9_000 }, x: 0.5, width: 0.5 },
    { name: "outside", piece: { start_ms: 3_000, end_ms: 4_000 }, x: 1, width: 0 },
  ])("$name", ({ piece, x, width }) => {
    expect(spanBox(piece, axis, 48)).toEqual({ x, y: 0, width, height: 48 });
  });

  test("too thin to be seen is made as wide as can be seen, and stays inside", () => {
    expect(spanBox({ start_ms: 2_000, end_ms: 2_000 }, axis, 48, 0.01)).toEqual({
      x: 0.99,
      y: 0,
      width: 0.01,
      height: 48,
    });
  });

  test("now has a place only inside the day", () => {
    expect([999, 1_000, 1_500, 2_000].map((ms) => placeOf(ms, axis))).toEqual([undefined, 0, 0.5, undefined]);
  });
});

test.each([
  { n: 7, width: 64, room: 320, step: 2 },
  { n: 30, width: 64, room: 320, step: 6 },
  { n: 3, width: 64, room: 320, step: 1 },
  { n: 0, width: 64, room: 320, step: 1 },
])("of $n labels every $step. is written", ({ n, width, room, step }) => {
  expect(labelStep(n, width, room)).toBe(step);
});

test("places are written as percent with four digits", () => {
  expect([0, 1 / 3, 1].map(percent)).toEqual(["0%", "33.3333%", "100%"]);
});
