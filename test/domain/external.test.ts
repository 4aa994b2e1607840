import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compareBlocks, freeParts, ownParts } from "../../src/domain/external.ts";

const span = ([startMs, endMs]: readonly [number, number]) => ({ startMs, endMs });

describe("ownParts", () => {
  test.each([
    { name: "one", blocks: [[0, 10]], own: [[0, 10]] },
    {
      name: "apart",
      blocks: [
        [0, 10],
        [10, 20],
      ],
      own: [
        [0, 10],
        [10, 20],
      ],
    },
    {
      name: "the earlier start wins",
      blocks: [
        [0, 10],
        [5, 20],
      ],
      own: [
        [0, 10],
        [10, 20],
      ],
    },
    {
      name: "the smaller id wins at one start",
      blocks: [
        [0, 10],
        [0, 20],
      ],
      own: [
        [0, 10],
        [10, 20],
      ],
    },
    {
      name: "inside another has nothing",
      blocks: [
        [0, 10],
        [2, 8],
      ],
      own: [[0, 10], undefined],
    },
    {
      name: "a third behind two",
      blocks: [
        [0, 30],
        [2, 8],
        [25, 40],
      ],
      own: [[0, 30], undefined, [30, 40]],
    },
  ] as { name: string; blocks: [number, number][]; own: ([number, number] | undefined)[] }[])(
    "$name",
    ({ blocks, own }) => {
      expect(ownParts(blocks.map((block, id) => ({ id, ...span(block) })))).toEqual(
        own.map((part) => part && span(part)),
      );
    },
  );

  test("gives every instant to the first block that holds it", () => {
    const block = fc.record({ id: fc.nat(20), startMs: fc.nat(50), length: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.uniqueArray(block, { selector: ({ id }) => id, maxLength: 8 }), fc.nat(90), (made, instant) => {
        const blocks = made
          .map(({ id, startMs, length }) => ({ id, startMs, endMs: startMs + length }))
          .sort(compareBlocks);
        const holds = (part: { startMs: number; endMs: number } | undefined) =>
          part !== undefined && part.startMs <= instant && instant < part.endMs;
        const owners = ownParts(blocks).flatMap((part, i) => (holds(part) ? [i] : []));
        const first = blocks.findIndex(holds);
        expect(owners).toEqual(first < 0 ? [] : [first]);
      }),
    );
  });
});

describe("freeParts", () => {
  test.each([
    { name: "nothing in the way", credits: [], free: [[10, 20]] },
    {
      name: "a hole in the middle",
      credits: [[12, 15]],
      free: [
        [10, 12],
        [15, 20],
      ],
    },
    {
      name: "over both edges",
      credits: [
        [0, 11],
        [19, 30],
      ],
      free: [[11, 19]],
    },
    {
      name: "covered",
      credits: [
        [0, 15],
        [15, 40],
      ],
      free: [],
    },
    { name: "a credit of nothing", credits: [[15, 15]], free: [[10, 20]] },
  ] as { name: string; credits: [number, number][]; free: [number, number][] }[])("$name", ({ credits, free }) => {
    expect(freeParts({ startMs: 10, endMs: 20 }, credits.map(span))).toEqual(free.map(span));
  });
});
