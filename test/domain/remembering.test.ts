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
