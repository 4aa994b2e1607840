import { describe, expect, test } from "bun:test";
import type { TimesheetAnswer } from "../../../src/http/dashboard/timesheet-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { matrix } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { noonZone, week } from "../../support/week.ts";

const plus = (a: number, b: number) => a + b;

describe("the timesheet", () => {
  matrix((side, place) => {
    test("sums by row and by column, for every dimension", async () => {
      const person = side().person({ timeZone: noonZone(side().now()) });
      await sendAll(side(), person, week(side().now()));
      const overview = await asked<{ total_ms: number; dimensions: Record<string, { name: string; ms: number }[]> }>(
        side(),
        person,
        "/-/overview?range=last_7_days",
      );
      for (const by of ["project", "language", "editor", "operating_system", "machine", "category", "branch"]) {
        const sheet = await asked<TimesheetAnswer>(side(), person, `/-/timesheet?range=last_7_days&by=${by}`, "read");
        expect(sheet).toMatchObject({ by, unit: "day", total_ms: overview.total_ms });
        expect(sheet.columns).toHaveLength(7);
        expect(sheet.rows.map(({ name, total_ms }) => ({ name, ms: total_ms }))).toEqual(overview.dimensions[by] ?? []);
        for (const { ms, total_ms } of sheet.rows) expect(ms.reduce(plus)).toBe(total_ms);
        sheet.columns.forEach(({ total_ms }, i) => {
          expect(sheet.rows.map(({ ms }) => ms[i] ?? 0).reduce(plus, 0)).toBe(total_ms);
        });
      }
    });

    if (place === "in process")
      test("puts time where it belongs, filters, and goes by week when it is long", async () => {
        const person = side().person();
        await sendAll(side(), person, [
          beat("2026-11-17T10:00:00Z", { project: "a" }),
          beat("2026-11-17T10:01:40Z", { project: "b" }),
          beat("2026-11-18T09:00:00Z", { project: "a", category: "ai coding" }),
          beat("2026-11-18T09:00:30Z", { project: "a" }),
        ]);
        const sheet = await asked<TimesheetAnswer>(side(), person, "/-/timesheet");
        expect(sheet).toMatchObject({ range: "this_week", start_date: "2026-11-16", end_date: "2026-11-21" });
        expect(sheet.rows).toEqual([
          { name: "a", total_ms: 130_000, ms: [0, 100_000, 30_000, 0, 0, 0] },
          { name: "b", total_ms: 120_000, ms: [0, 120_000, 0, 0, 0, 0] },
        ]);
        const noAi = await asked<TimesheetAnswer>(side(), person, "/-/timesheet?no_ai_coding=true&project=a");
        expect(noAi.rows).toEqual([{ name: "a", total_ms: 100_000, ms: [0, 100_000, 0, 0, 0, 0] }]);
        const year = await asked<TimesheetAnswer>(side(), person, "/-/timesheet?range=2026");
        expect(year).toMatchObject({ unit: "week", total_ms: 250_000 });
      });

    test("refuses what it cannot be by", async () => {
      const { keys } = side().person();
      const path = "/-/timesheet?by=weather";
      await play(side(), { name: "weather", path, key: keys.read, status: 422, json: errorShape(422) });
    });
  });
});
