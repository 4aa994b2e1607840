import { expect, test } from "bun:test";
import { parseJunit } from "../support/junit.ts";

test("a report gives counts and the slowest files first", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="7" assertions="2" failures="2" skipped="1" time="0.01">
  <testsuite name="a.test.ts" file="a.test.ts" tests="5" failures="1" skipped="1" time="0.5" hostname="vm">
    <testsuite name="group" file="a.test.ts" line="2" tests="4" failures="1" skipped="1" time="9" hostname="vm">
      <testcase name="x" classname="group" time="0.1" file="a.test.ts" line="2" />
    </testsuite>
  </testsuite>
  <testsuite name="b.test.ts" file="b.test.ts" tests="2" failures="1" skipped="0" time="1.25" hostname="vm">
  </testsuite>
</testsuites>`;
  expect(parseJunit(xml)).toEqual({
    passed: 4,
    failed: 2,
    skipped: 1,
    files: [
      { file: "b.test.ts", seconds: 1.25 },
      { file: "a.test.ts", seconds: 0.5 },
    ],
  });
});

test("text that is no report gives none", () => {
  expect(parseJunit("")).toBeUndefined();
});
