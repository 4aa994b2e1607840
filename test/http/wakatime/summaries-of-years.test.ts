import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";

type Summaries = {
  readonly data: readonly object[];
  readonly cumulative_total: { readonly seconds: number };
  readonly daily_average: { readonly days_including_holidays: number };
  readonly available_branches?: readonly string[];
};

describe("GET users/:user/summaries of years", () => {
  let side: Opened;
  beforeAll(async () => {
    side = await inProcess();
  });
  afterAll(() => side.close());

  test("serves ten years by day", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("2016-11-22T10:00:00Z"), beat("2026-11-21T10:00:00Z")]);
    const { data } = await asked<Summaries>(
      side,
      person,
      "/api/v1/users/current/summaries?start=2016-11-22&end=2026-11-21",
    );
    expect(data).toHaveLength(3652);
    expect(data[0]).toMatchObject({ grand_total: { total_seconds: 120 }, range: { date: "2016-11-22" } });
  });

  test("says of many years what it says of each year", async () => {
    const person = side.person({ timeZone: "Europe/Berlin" });
    const years = [2023, 2024, 2025];
    const sent = years.flatMap((year) =>
      ["03-26T00:30:00Z", "06-01T23:59:30Z", "06-02T10:00:00Z", "12-31T22:59:00Z"].flatMap((time, i) =>
        [0, 1, 2].map((step) => {
          const at = beat(`${year}-${time}`, { project: i === 2 ? "pool" : "tide", branch: `b${i}`, entity: `/${i}` });
          return { ...at, time: Number(at.time) + step * 50.5 };
        }),
      ),
    );
    await sendAll(side, person, sent);
    for (const query of [
      "",
      "&project=tide",
      "&timeout=1",
      "&project=tide&writes_only=false&timeout=2",
      "&writes_only=true",
    ]) {
      const ask = (start: number, end: number) =>
        asked<Summaries>(side, person, `/api/v1/users/current/summaries?start=${start}-01-01&end=${end}-12-31${query}`);
      const all = await ask(2023, 2025);
      const each: Awaited<ReturnType<typeof ask>>[] = [];
      for (const year of years) each.push(await ask(year, year));
      expect(all.data).toHaveLength(365 + 366 + 365);
      expect(all.data).toEqual(each.flatMap(({ data }) => data));
      const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
      const seconds = each.map(({ cumulative_total }) => cumulative_total.seconds);
      expect(Math.abs(all.cumulative_total.seconds - sum(seconds))).toBeLessThanOrEqual(2);
      const days = each.map(({ daily_average }) => daily_average.days_including_holidays);
      expect(all.daily_average.days_including_holidays).toBe(sum(days));
      if (query.includes("project")) expect(all.available_branches).toEqual(["b0", "b1", "b3"]);
      expect(all).toMatchObject({ start: "2022-12-31T23:00:00Z", end: "2025-12-31T22:59:59Z" });
    }
  });

  test("lets others have their turn", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("2016-11-22T10:00:00Z"), beat("2026-11-21T10:00:00Z")]);
    const path = "/api/v1/users/current/summaries?start=2016-11-22&end=2026-11-21";
    const order: string[] = [];
    const long = asked(side, person, path).then(() => order.push("ten years"));
    const short = asked(side, person, "/api/v1/users/current/statusbar/today").then(() => order.push("today"));
    await Promise.all([long, short]);
    expect(order).toEqual(["today", "ten years"]);
  });
});
