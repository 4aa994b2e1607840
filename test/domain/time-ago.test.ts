import { expect, test } from "bun:test";
import { timeAgo } from "../../src/domain/time-ago.ts";

const NOW = 1_786_363_200_000;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test.each([
  { ms: 0, text: "less than a minute ago" },
  { ms: 29_999, text: "less than a minute ago" },
  { ms: 30_000, text: "1 minute ago" },
  { ms: 44 * MINUTE, text: "44 minutes ago" },
  { ms: 45 * MINUTE, text: "about 1 hour ago" },
  { ms: 1_439 * MINUTE, text: "about 24 hours ago" },
  { ms: DAY, text: "1 day ago" },
  { ms: 29 * DAY, text: "29 days ago" },
  { ms: 30 * DAY, text: "1 month ago" },
  { ms: 364 * DAY, text: "12 months ago" },
  { ms: 365 * DAY, text: "about 1 year ago" },
  { ms: 3_650 * DAY, text: "about 10 years ago" },
])("$ms ms are $text, before and after now", ({ ms, text }) => {
  expect(timeAgo(NOW - ms, NOW)).toBe(text);
  expect(timeAgo(NOW + ms, NOW)).toBe(text);
});
