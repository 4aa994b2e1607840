import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { dayAt, daysIn } from "../../src/domain/calendar.ts";
import { secondsOf, textOf } from "../../src/domain/format.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";
import { type Reference, type ReferenceFilter, reference } from "../support/reference.ts";
import { errorShape, play } from "../support/scenario.ts";
import { Color, DateText, DigitalSeconds, expectShape, Time, Uuid, Whole, Words } from "../support/shapes.ts";
import { noonZone, PROJECTS, week } from "../support/week.ts";

const HACKATIME = { timeoutMs: 120_000, idleMs: 120_000 };
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };
const T = 1_789_100_000;

type Entry = { readonly name: string; readonly total_seconds: number; readonly percent: number };
type Stats = {
  readonly user: string;
  readonly total_seconds: number;
  readonly languages: readonly (Entry & { seconds: number })[];
  readonly projects: readonly (Entry & { seconds: number })[];
  readonly data: Readonly<Record<string, unknown>> & { readonly total_seconds: number };
};

const LISTS = {
  languages: "language",
  projects: "project",
  editors: "editor",
  operating_systems: "operating_system",
  machines: "machine",
  categories: "category",
} as const;

const Name = Type.String({ minLength: 1 });
const Percent = Type.Number({ minimum: 0, maximum: 100 });
const Item = Type.Object({
  name: Name,
  total_seconds: Whole,
  percent: Percent,
  text: Words,
  digital: DigitalSeconds,
  hours: Whole,
  minutes: Whole,
});

/** Seed 1's flat form, and seed 2's `data` with what Hackatime and WakaTime have in it. */
const STATS = Type.Object({
  user: Name,
  total_seconds: Whole,
  languages: Type.Array(Type.Object({ name: Name, seconds: Whole, total_seconds: Whole })),
  projects: Type.Array(Type.Object({ name: Name, seconds: Whole, total_seconds: Whole })),
  data: Type.Object({
    ...{ username: Name, user_id: Type.String({ pattern: "^\\d+$" }), id: Uuid, start: Time, end: Time, range: Name },
    ...{ total_seconds: Whole, human_readable_total: Words, daily_average: Whole, human_readable_daily_average: Words },
    ...{ total_seconds_including_other_language: Whole, daily_average_including_other_language: Whole },
    ...{ human_readable_total_including_other_language: Words, human_readable_range: Name, timezone: Name },
    ...{ holidays: Whole, days_including_holidays: Whole, days_minus_holidays: Whole, timeout: Whole, streak: Whole },
    ...{ status: Type.Literal("ok"), is_up_to_date: Type.Literal(true), percent_calculated: Type.Literal(100) },
    ...{ is_coding_activity_visible: Type.Literal(true), is_other_usage_visible: Type.Literal(true) },
    ...{ languages: Type.Array(Type.Intersect([Item, Type.Object({ color: Color })])), projects: Type.Array(Item) },
    ...{ editors: Type.Array(Item), operating_systems: Type.Array(Item), machines: Type.Array(Item) },
    ...{ categories: Type.Array(Item), dependencies: Type.Array(Item), created_at: Time, modified_at: Time },
    best_day: Type.Union([Type.Null(), Type.Object({ date: DateText, total_seconds: Whole, text: Words })]),
  }),
  trust_factor: Type.Object({ trust_level: Type.Literal("blue"), trust_value: Type.Literal(0) }),
});

type Case = { readonly person: Person; readonly reference: Reference; readonly now: number; readonly zone: string };
const cases = new WeakMap<Side, Promise<Case>>();

/** A person who has worked all week, made once a side, and the plain recount of their heartbeats. */
function caseOf(side: Side): Promise<Case> {
  const found = cases.get(side) ?? worked(side);
  cases.set(side, found);
  return found;
}

async function worked(side: Side): Promise<Case> {
  const now = side.now();
  const zone = noonZone(now);
  const person = side.person({ timeZone: zone });
  const sent = week(now);
  await sendAll(side, person, sent);
  return { person, reference: reference(sent, HACKATIME), now, zone };
}

matrix((side) => {
  const statsOf = async (query = "") => {
    const { person } = await caseOf(side());
    return asked<Stats>(side(), person, `/api/v1/users/my/stats${query}`, "read");
  };

  /** What must be told of an interval and a filter, item by item. */
  const expectFigures = async (stats: Stats, interval = EVER, filter: ReferenceFilter = {}) => {
    const { reference: plain } = await caseOf(side());
    const total = secondsOf(plain.totalMs(interval, filter));
    expect(stats.total_seconds).toBe(total);
    expect(stats.data).toMatchObject({ total_seconds: total, human_readable_total: textOf(total) });
    for (const [list, dimension] of Object.entries(LISTS)) {
      const items = plain.items(dimension, interval, filter);
      const sumMs = items.reduce((sum, { ms }) => sum + ms, 0);
      expect(stats.data[list]).toMatchObject(
        items.map(({ name, ms }) => ({
          ...{ name, total_seconds: secondsOf(ms), percent: Math.round((ms * 10_000) / sumMs) / 100 },
          text: textOf(secondsOf(ms)),
        })),
      );
      expect(stats.data[list]).toHaveLength(items.length);
    }
    const flat = ({ name, ms }: { name: string; ms: number }) => ({ name, seconds: secondsOf(ms) });
    expect(stats.languages).toMatchObject(plain.items("language", interval, filter).map(flat));
    expect(stats.projects).toMatchObject(plain.items("project", interval, filter).map(flat));
    const tags = plain.dependencies(interval, filter);
    expect(stats.data["dependencies"]).toMatchObject(
      tags.map(({ name, ms }) => ({ name, total_seconds: secondsOf(ms) })),
    );
  };

  test("the answer has both seed documents' shapes", async () => {
    const stats = await statsOf();
    expectShape(STATS, stats);
    expect(stats.user).toBe((await caseOf(side())).person.user.name);
    const text = JSON.stringify(stats);
    expect(text).not.toMatch(/\[null|null\]|"name":null/);
    const percents = [...text.matchAll(/"percent":([^,}]+)/g)].map(([, percent]) => percent);
    expect(percents.filter((percent) => !/^\d+(?:\.\d{1,2})?$/.test(percent ?? ""))).toEqual([]);
  });

  test("without a range it is all time, from the first heartbeat", async () => {
    const { reference: plain, now, zone } = await caseOf(side());
    for (const query of [
      "",
      "?limit=1000&features=",
      "?is_including_today=true&cache=false&branches=",
      "?start=&end=%20&range=",
    ]) {
      const stats = await statsOf(query);
      await expectFigures(stats);
      const first = Math.min(...plain.credits.map(({ startMs }) => startMs));
      expect(stats.data).toMatchObject({
        range: "all_time",
        start: rfc3339(first),
        end: rfc3339(dayAt(now, zone).endMs - 1000),
      });
    }
  });

  test("averages are over days with time; the best day is the longest", async () => {
    const { reference: plain, zone } = await caseOf(side());
    const { data } = await statsOf();
    const first = Math.min(...plain.credits.map(({ startMs }) => startMs));
    const days = plain.days(zone, { startMs: first, endMs: dayAt((await caseOf(side())).now, zone).endMs });
    const active = days.filter(({ ms }) => ms > 0);
    const best = active.reduce((longest, day) => (day.ms > longest.ms ? day : longest));
    const average = secondsOf(plain.totalMs(EVER) / active.length);
    expect(data).toMatchObject({
      ...{ days_including_holidays: days.length, days_minus_holidays: active.length },
      ...{
        holidays: days.length - active.length,
        daily_average: average,
        human_readable_daily_average: textOf(average),
      },
      best_day: { date: best.date, total_seconds: secondsOf(best.ms), text: textOf(secondsOf(best.ms)) },
    });
  });

  describe("a range", () => {
    test.each([
      { name: "named", query: () => "?range=today", from: 0, days: 1 },
      { name: "named in another spelling", query: () => "?range=Last%207-Days", from: 6, days: 7 },
      { name: "named as interval", query: () => "?interval=yesterday", from: 1, days: 1 },
      { name: "of dates", query: (date: DateOf) => `?start=${date(4)}&end=${date(2)}`, from: 4, days: 3 },
      {
        name: "of dates in Hackatime's words",
        query: (date: DateOf) => `?start_date=${date(4)}&end_date=${date(2)}`,
        from: 4,
        days: 3,
      },
      { name: "from a date to now", query: (date: DateOf) => `?since=${date(2)}`, from: 2, days: 3 },
      { name: "of words", query: () => "?start=yesterday&end=today", from: 1, days: 2 },
      {
        name: "of dates, whatever name stands beside",
        query: (date: DateOf) => `?range=nonsense&start=${date(0)}&end=${date(0)}`,
        from: 0,
        days: 1,
      },
      { name: "of a single date", query: (date: DateOf) => `?range=${date(1)}`, from: 1, days: 1 },
    ])("$name", async ({ query, from, days }) => {
      const { now, zone } = await caseOf(side());
      const list = daysIn(zone, { startMs: now - 8 * 86_400_000, endMs: now }).toReversed();
      const dateOf: DateOf = (ago) => list[ago]?.date ?? "";
      const stats = await statsOf(query(dateOf));
      await expectFigures(stats, { startMs: list[from]?.startMs ?? 0, endMs: list[from - days + 1]?.endMs ?? 0 });
      expect(stats.data["start"]).toBe(rfc3339(list[from]?.startMs ?? 0));
    });

    test("of instants, half open, but the last second of an hour is in it", async () => {
      const { now } = await caseOf(side());
      const hour = Math.floor(now / 3_600_000) * 3_600_000 - 4 * 86_400_000;
      const iso = (ms: number) => new Date(ms).toISOString();
      await expectFigures(await statsOf(`?start=${iso(hour)}&end=${iso(hour + 10_000_000)}`), {
        startMs: hour,
        endMs: hour + 10_000_000,
      });
      await expectFigures(await statsOf(`?start=${hour / 1000}&end=${hour + 86_400_123}`), {
        startMs: hour,
        endMs: hour + 86_400_123,
      });
      const ending = iso(hour + 86_399_000);
      await expectFigures(await statsOf(`?from=${iso(hour)}&to=${ending}`), {
        startMs: hour,
        endMs: hour + 86_400_000,
      });
    });

    test("in another zone has that zone's days", async () => {
      const { now } = await caseOf(side());
      const stats = await statsOf("?range=last_7_days&timezone=Asia/Kathmandu");
      const days = daysIn("Asia/Kathmandu", { startMs: now - 7 * 86_400_000, endMs: now }).slice(-7);
      await expectFigures(stats, { startMs: days[0]?.startMs ?? 0, endMs: days.at(-1)?.endMs ?? 0 });
      expect(stats.data["timezone"]).toBe("Asia/Kathmandu");
    });

    test.each([
      { query: "range=fortnight", parameter: "range" },
      { query: "interval=ever", parameter: "interval" },
      { query: "start=soon", parameter: "start" },
      { query: "start_date=2025-02-30", parameter: "start_date" },
      { query: "end=x", parameter: "end" },
      { query: "start=2025-01-02&end=2025-01-01", parameter: "end" },
      { query: "since=2025-01-02T00:00:00Z&until=2025-01-01T00:00:00Z", parameter: "until" },
      { query: "timezone=Mars/Olympus", parameter: "timezone" },
      { query: "limit=0", parameter: "limit" },
      { query: "limit=-1", parameter: "limit" },
      { query: "limit=ten", parameter: "limit" },
      { query: "limit=1.5", parameter: "limit" },
    ])("?$query is 422 and names $parameter", async ({ query, parameter }) => {
      const { person } = await caseOf(side());
      const value = query.split("=").at(-1) ?? "";
      await play(side(), {
        ...{ name: query, path: `/api/v1/users/my/stats?${query}`, key: person.keys.read, status: 422 },
        json: { ...errorShape(422, { type: "InvalidParameter" }), message: expect.stringContaining(parameter) },
        hasNot: value.length > 3 && !/^\d/.test(value) ? [value] : [],
      });
    });
  });

  describe("a filter selects credits and changes none", () => {
    const filters: readonly ({ readonly query: Readonly<Record<string, string>> } & ReferenceFilter)[] = [
      ...PROJECTS.map((project) => ({ query: { filter_by_project: project }, only: { project: [project] } })),
      { query: { filter_by_project: "tidepool, 100%,nothing" }, only: { project: ["tidepool", "100%", "nothing"] } },
      { query: { project: "tidepool" }, only: { project: ["tidepool"] } },
      { query: { filter_by_project: "-" }, only: { project: ["-"] } },
      { query: { filter_by_project: "nothing" }, only: { project: ["nothing"] } },
      { query: { filter_by_language: "RUST" }, only: { language: ["Rust"] } },
      { query: { filter_by_language: "unknown" }, only: { language: ["Unknown"] } },
      { query: { filter_by_editor: "VS Code" }, only: { editor: ["vscode"] } },
      { query: { filter_by_editor: "NEOVIM,claude-code" }, only: { editor: ["neovim", "claude-code"] } },
      { query: { filter_by_operating_system: "MACOS" }, only: { operating_system: ["macos"] } },
      { query: { filter_by_machine: "studio" }, only: { machine: ["studio"] } },
      { query: { filter_by_branch: "main" }, only: { branch: ["main"] } },
      { query: { filter_by_category: "DEBUGGING" }, only: { category: ["debugging"] } },
      {
        query: { filter_by_project: "tidepool,-", filter_by_category: "coding", filter_by_machine: "laptop" },
        only: { project: ["tidepool", "-"], category: ["coding"], machine: ["laptop"] },
      },
      { query: { no_ai_coding: "true" }, without: { category: ["ai coding"] } },
      { query: { boundary_aware: "true" }, without: { category: ["browsing", "meeting", "communicating"] } },
      {
        query: { no_ai_coding: "true", boundary_aware: "true", filter_by_editor: "vscode" },
        only: { editor: ["vscode"] },
        without: { category: ["ai coding", "browsing", "meeting", "communicating"] },
      },
    ];
    const titled = filters.map((filter) => ({ ...filter, title: JSON.stringify(filter.query).slice(0, 80) }));
    test.each(titled)("$title", async ({ query, title: _, ...filter }) => {
      const text = new URLSearchParams(Object.entries(query)).toString();
      const { person, reference: plain } = await caseOf(side());
      await expectFigures(await statsOf(`?${text}`), EVER, filter);
      const bare = await asked(side(), person, `/api/v1/users/my/stats?${text}&total_seconds=true`);
      expect(bare).toEqual({ total_seconds: secondsOf(plain.totalMs(EVER, filter)) });
    });
  });

  test("features narrow the lists in data and nothing else", async () => {
    const all = await statsOf();
    const some = await statsOf("?features=%20editors%20,projects,,nonsense");
    expect(Object.keys(LISTS).filter((list) => list in some.data)).toEqual(["projects", "editors"]);
    for (const field of ["editors", "projects"]) expect(some.data[field]).toEqual(all.data[field]);
    expect({ languages: some.languages, projects: some.projects }).toEqual({
      languages: all.languages,
      projects: all.projects,
    });
    expect("dependencies" in (await statsOf("?features=dependencies")).data).toBe(true);
  });

  test.each(["1000001", "2000000", "99999999999", "1".padEnd(400, "0")])("limit=%s is no limit", async (limit) => {
    // Each says when it was asked for.
    const timeless = async (query: string) => {
      const { data, ...flat } = await statsOf(query);
      return { ...flat, data: { ...data, modified_at: undefined } };
    };
    expect(await timeless(`?limit=${limit}`)).toEqual(await timeless(""));
  });

  test("limit cuts every list, after the percent", async () => {
    const all = await statsOf();
    const some = await statsOf("?limit=2");
    expect(some.projects).toEqual(all.projects.slice(0, 2));
    expect(some.languages).toEqual(all.languages.slice(0, 2));
    for (const list of Object.keys(LISTS)) expect(some.data[list]).toEqual((all.data[list] as unknown[]).slice(0, 2));
    expect(some.total_seconds).toBe(all.total_seconds);
  });

  test("unique seconds are coding without gaps over the timeout, asked for by project", async () => {
    const { reference: plain } = await caseOf(side());
    const { data } = await statsOf("?features=projects&filter_by_project=tidepool,100%25");
    const filter = { only: { project: ["tidepool", "100%"], category: ["coding"] } };
    const unique = secondsOf(plain.totalMs(EVER, filter) - plain.idleMs(EVER, filter));
    expect(data["unique_total_seconds"]).toBe(unique);
    expect(unique).toBeGreaterThan(0);
    for (const query of [
      "",
      "?features=projects",
      "?filter_by_project=tidepool",
      "?features=languages&filter_by_project=tidepool",
    ])
      expect((await statsOf(query)).data).not.toHaveProperty("unique_total_seconds");
  });

  test("an empty history is zeros and empty lists", async () => {
    const person = side().person();
    for (const query of ["", "?range=last_30_days", "?start=2020-01-01", "?end=2020-01-01", "?filter_by_project=x"]) {
      const stats = await asked<Stats>(side(), person, `/api/v1/users/my/stats${query}`);
      expectShape(STATS, stats);
      expect(stats).toMatchObject({ total_seconds: 0, languages: [], projects: [] });
      expect(stats.data).toMatchObject({ daily_average: 0, best_day: null, streak: 0, human_readable_total: "0 secs" });
    }
  });

  test("one heartbeat has earned nothing yet", async () => {
    const person = side().person();
    await sendAll(side(), person, [{ time: T, project: "p" }]);
    const stats = await asked<Stats>(side(), person, "/api/v1/users/my/stats");
    expectShape(STATS, stats);
    expect(stats).toMatchObject({
      total_seconds: 0,
      projects: [],
      data: { start: rfc3339(T * 1000), days_minus_holidays: 0 },
    });
  });
});

type DateOf = (daysAgo: number) => string;

function rfc3339(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
