import { expect, test } from "bun:test";
import { amountOf, namesOf, secondsOfAmount } from "../../../../web/parts/goals/wish.ts";

test.each([
  { seconds: 4 * 3600, amount: 4, unit: "hours" },
  { seconds: 5400, amount: 1.5, unit: "hours" },
  { seconds: 4500, amount: 1.25, unit: "hours" },
  { seconds: 3600, amount: 1, unit: "hours" },
  { seconds: 1800, amount: 30, unit: "minutes" },
  { seconds: 4000 * 60, amount: 4000, unit: "minutes" },
] as const)("$seconds s are $amount $unit, and back", ({ seconds, amount, unit }) => {
  expect(amountOf(seconds * 1000)).toEqual({ amount, unit });
  expect(secondsOfAmount(amount, unit)).toBe(seconds);
});

const NAMES: readonly { readonly text: string; readonly names: string[] }[] = [
  { text: "", names: [] },
  { text: " , ", names: [] },
  { text: "hearth, lantern/web ,C++", names: ["hearth", "lantern/web", "C++"] },
];

test.each(NAMES)("$text is $names", ({ text, names }) => {
  expect(namesOf(text)).toEqual(names);
});
