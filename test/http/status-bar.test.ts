import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { dayAt } from "../../src/domain/calendar.ts";
import { secondsOf, textOf } from "../../src/domain/format.ts";
import { BASES } from "../../src/http/paths.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix, type Person } from "../support/matrix.ts";
import { reference } from "../support/reference.ts";
import { DateText, Decimal, Digital, DigitalSeconds, expectShape, Time, Whole, Words } from "../support/shapes.ts";
import { noonZone, week } from "../support/week.ts";

const RULES = [
  { name: "Hackatime", timeoutMs: 120_000, idleMs: 120_000 },
  { name: "WakaTime", timeoutMs: 900_000, idleMs: 0 },
  { name: "Wakapi", timeoutMs: 600_000, idleMs: 0 },
];

const Name = Type.String({ minLength: 1 });
const Clock = { hours: Whole, minutes: Whole, seconds: Whole, text: Words, decimal: Decimal, total_seconds: Whole };
const List = Type.Array(Type.Object({ ...Clock, name: Name, digital: DigitalSeconds, percent: Type.Number() }));

/** What wakatime-cli decodes strictly, and VS Code for the web reads. Source: clients.md A1.8, A3. */
const STATUS_BAR = Type.Object({
  cached_at: Time,
  has_team_features: Type.Literal(false),
  data: Type.Object({
    grand_total: Type.Object({ ...Clock, digital: Digital }),
    ...{ categories: List, dependencies: List, editors: List, languages: List, machines: List },
    ...{ operating_systems: List, projects: List, has_team_features: Type.Literal(false) },
    range: Type.Object({ date: DateText, start: Time, end: Time, text: Type.Literal("Today"), timezone: Name }),
  }),
});

type StatusBar = {
  readonly data: {
    readonly grand_total: { readonly total_seconds: number; readonly text: string };
    readonly range: object;
  } & Readonly<Record<string, readonly { readonly name: string; readonly total_seconds: number }[]>>;
};
type Overview = {
  readonly total_ms: number;
  readonly dimensions: Readonly<Record<string, { name: string; ms: number }[]>>;
};

const PATH = "/api/hackatime/v1/users/current/statusbar/today";

matrix((side) => {
  describe.each(RULES)("under the rule of $name", ({ timeoutMs, idleMs }) => {
    test("status bar, statistics, spans, overview and recount agree about today", async () => {
      const now = side().now();
      const zone = noonZone(now);
      const person = side().person({ timeZone: zone, timeoutMs, idleMs });
      const sent = week(now, timeoutMs, 60);
      await sendAll(side(), person, sent);
      const today = dayAt(now, zone);
      const plain = reference(sent, { timeoutMs, idleMs });
      const totalMs = plain.totalMs(today);
      expect(totalMs).toBeGreaterThan(1_000_000);

      const bar = await asked<StatusBar>(side(), person, PATH, "write");
      expectShape(STATUS_BAR, bar);
      const total = secondsOf(totalMs);
      expect(bar.data.grand_total).toMatchObject({ total_seconds: total, text: textOf(total) });
      expect(bar.data.range).toMatchObject({ date: today.date, timezone: zone });
      const overview = await asked<Overview>(side(), person, "/-/overview?range=today", "read");
      expect(overview.total_ms).toBe(totalMs);
      const stats = await asked<{ total_seconds: number }>(side(), person, "/api/v1/users/my/stats?range=today");
      expect(stats.total_seconds).toBe(total);
      const { spans } = await asked<{ spans: { duration: number }[] }>(
        side(),
        person,
        "/api/v1/users/my/heartbeats/spans?range=today",
      );
      expect(spans.reduce((sum, { duration }) => sum + duration, 0)).toBe(total);

      const same = { languages: "language", projects: "project", editors: "editor", machines: "machine" } as const;
      for (const [list, dimension] of Object.entries({ ...same, operating_systems: "operating_system" as const })) {
        const items = plain.items(dimension, today);
        expect(overview.dimensions[dimension]).toEqual(items);
        expect(bar.data[list]).toMatchObject(items.map(({ name, ms }) => ({ name, total_seconds: secondsOf(ms) })));
      }
      const categories = plain.items("category", today).map(({ name, ms }) => [name, secondsOf(ms)]);
      const shown = (bar.data["categories"] ?? []).map(({ name, total_seconds }) => [
        name.toLowerCase(),
        total_seconds,
      ]);
      expect(shown).toEqual(categories);
      expect(bar.data["categories"]?.map(({ name }) => name)).toContain("AI Coding");
    });
  });

  test("both spellings answer on every base, and whoever names themselves", async () => {
    const { owner } = side();
    const paths = BASES.flatMap((base) => [
      `${base}/users/current/statusbar/today`,
      `${base}/users/my/status_bar/today/`,
    ]);
    for (const path of [
      ...paths,
      `/api/v1/users/${owner.user.name}/statusbar/today`,
      `//api/users/@${owner.user.name}/statusbar//today`,
    ])
      expectShape(STATUS_BAR, await asked(side(), owner, path, "write"));
  });

  test("what was sent a moment ago is in it", async () => {
    const now = Math.floor(side().now() / 1000);
    const person = side().person({ timeZone: noonZone(side().now()) });
    const totals: number[] = [];
    for (const ago of [100, 70, 0, 85]) {
      await sendAll(side(), person, [{ time: now - ago, entity: "/a" }]);
      totals.push(await totalOf(person));
    }
    expect(totals).toEqual([0, 30, 100, 100]);
  });

  const totalOf = async (person: Person) =>
    (await asked<StatusBar>(side(), person, PATH)).data.grand_total.total_seconds;

  test("a day without work is zeros and empty lists, and yesterday is not in it", async () => {
    const now = side().now();
    const person = side().person({ timeZone: noonZone(now) });
    const yesterday = Math.floor(now / 1000) - 86_400;
    await sendAll(
      side(),
      person,
      [0, 60, 90].map((second) => ({ time: yesterday + second, entity: "/a" })),
    );
    const bar = await asked<StatusBar>(side(), person, PATH);
    expectShape(STATUS_BAR, bar);
    expect(bar.data).toMatchObject({ grand_total: { total_seconds: 0, text: "0 secs" }, categories: [], projects: [] });
  });

  test("names of every kind come back as they were sent", async () => {
    const now = side().now();
    const person = side().person({ timeZone: noonZone(now) });
    const names = ["a/b//c", `"q" 'r' \\`, "<img src=x>&amp;", "👩‍💻 проект", "x".repeat(300), "e\u0301", "..", "null"];
    const start = Math.floor(now / 1000) - 3_000;
    await sendAll(
      side(),
      person,
      [...names, "end"].map((project, i) => ({
        time: start + i * (i + 60),
        project,
        entity: `/${i}`,
        machine: project,
      })),
    );
    const { data } = await asked<StatusBar>(side(), person, PATH);
    expect((data["projects"] ?? []).map(({ name }) => name).sort()).toEqual(names.toSorted());
    expect((data["machines"] ?? []).map(({ name }) => name).sort()).toEqual(names.toSorted());
  });
});
