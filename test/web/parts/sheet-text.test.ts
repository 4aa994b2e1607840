import { expect, test } from "bun:test";
import { clock, csvOf, markdownOf } from "../../../web/parts/sheet-text.ts";

const HOUR = 3_600_000;
const column = (date: string, total: number) => ({ start_date: date, end_date: date, total_ms: total });

const SHEET = {
  by: "project",
  columns: [column("2026-11-20", 1.5 * HOUR), column("2026-11-21", 0)],
  rows: [
    { name: "hearth", total_ms: HOUR, ms: [HOUR, 0] },
    { name: 'a "b", c', total_ms: 0.5 * HOUR, ms: [0.5 * HOUR, 0] },
  ],
  total_ms: 1.5 * HOUR,
};

test.each([
  { ms: 0, text: "" },
  { ms: 59_999, text: "0:00" },
  { ms: 60_000, text: "0:01" },
  { ms: HOUR - 1, text: "0:59" },
  { ms: 27.5 * HOUR, text: "27:30" },
])("$ms ms are $text", ({ ms, text }) => {
  expect(clock(ms)).toBe(text);
});

test("CSV is in hours with totals, fields quoted where they must be", () => {
  expect(csvOf(SHEET)).toBe(
    ["project,2026-11-20,2026-11-21,total", "hearth,1.00,,1.00", '"a ""b"", c",0.50,,0.50', "total,1.50,,1.50"].join(
      "\r\n",
    ),
  );
});

test.each(["=1+1", "+1", "-1", "@a", "\tb"])("the name %p is no formula", (name) => {
  const rows = [{ name, total_ms: HOUR, ms: [HOUR, 0] }];
  expect(csvOf({ ...SHEET, rows }).split("\r\n")[1]).toBe(`'${name},1.00,,1.00`);
});

test("Markdown is a table that shows names as they are", () => {
  const rows = [{ name: "a|b\n<c> *d*", total_ms: HOUR, ms: [HOUR, 0] }];
  expect(markdownOf({ ...SHEET, rows })).toBe(
    [
      "| project | 2026-11-20 | 2026-11-21 | total |",
      "| --- | ---: | ---: | ---: |",
      "| a\\|b \\<c\\> \\*d\\* | 1:00 |  | 1:00 |",
      "| total | 1:30 |  | 1:30 |",
    ].join("\n"),
  );
});
