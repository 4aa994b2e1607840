import { expect, test } from "bun:test";
import { remembering } from "../../src/domain/remembering.ts";

test("works out each answer once, by key and for each function by itself", () => {
  const asked: string[] = [];
  const upper = (text: string) => {
    asked.push(text);
    return text.toUpperCase();
  };
  const one = remembering(upper);
  expect(["a", "b", "a", "a"].map((text) => one(text))).toEqual(["A", "B", "A", "A"]);
  expect(remembering(upper)("a")).toBe("A");
  expect(asked).toEqual(["a", "b", "a"]);
});

test("forgets when it would remember without end, and answers as before", () => {
  let asked = 0;
  const next = remembering((n: number) => {
    asked++;
    return n + 1;
  });
  for (let n = 0; n < 20_000; n++) expect(next(n)).toBe(n + 1);
  expect(next(0)).toBe(1);
  expect(asked).toBe(20_001);
});
