import { expect, test } from "bun:test";
import { GROUPED, type Grouped, isGroupedAlike } from "../../src/db/heartbeats.ts";

const ROW = Object.fromEntries(GROUPED.map((name, i) => [name, i + 1])) as Grouped;

test("a heartbeat is grouped like itself", () => {
  expect(isGroupedAlike(ROW, { ...ROW })).toBe(true);
});

test.each(GROUPED.map((name) => ({ name })))("one with another $name is not grouped alike", ({ name }) => {
  expect(isGroupedAlike(ROW, { ...ROW, [name]: 99 })).toBe(false);
  expect(isGroupedAlike({ ...ROW, [name]: null }, ROW)).toBe(false);
});
