import { expect, test } from "bun:test";
import fc from "fast-check";
import { avatar } from "../../src/domain/avatar.ts";
import { elementsOf, readSvg } from "../support/svg.ts";

const squaresOf = (text: string) =>
  elementsOf(readSvg(avatar(text)), "rect")
    .slice(1)
    .map(({ attributes }) => ({ x: Number(attributes["x"]), y: Number(attributes["y"]) }));

test("a pattern is the same for the same text, well formed, and the same from left and right", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(avatar(text)).toBe(avatar(text));
      const squares = squaresOf(text);
      const places = new Set(squares.map(({ x, y }) => `${x} ${y}`));
      // The middle of the third column is the middle of the picture.
      for (const { x, y } of squares) expect(places.has(`${8 + 4 * 16 - (x - 8)} ${y}`)).toBe(true);
      for (const { x, y } of squares) expect(x >= 8 && y >= 8 && x <= 72 && y <= 72).toBe(true);
      if (text.length > 5) expect(avatar(text)).not.toContain(text);
    }),
  );
});

test("other texts mostly have other pictures, also when they hardly differ", () => {
  const texts = Array.from({ length: 1000 }, (_, i) => `${i}`);
  expect(new Set(texts.map(avatar)).size).toBeGreaterThan(990);
  // Every cell is drawn for about half of them, the mirrored ones together.
  const drawn = new Map<string, number>();
  for (const text of texts)
    for (const { x, y } of squaresOf(text)) drawn.set(`${x} ${y}`, (drawn.get(`${x} ${y}`) ?? 0) + 1);
  expect(drawn.size).toBe(25);
  for (const count of drawn.values()) expect(Math.abs(count - 500)).toBeLessThan(80);
});
