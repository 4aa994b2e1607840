import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TSchema, Type } from "@sinclair/typebox";
import fc from "fast-check";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { type ReferenceDimension, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import {
  AiFields,
  DateText,
  expectShape,
  ItemShape,
  LanguageShape,
  MachineShape,
  Time,
  Uuid,
  Whole,
  Words,
} from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";
import { titled, wholeSeconds, words, writtenItems } from "../../support/written.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const named = (names: readonly string[], shape: TSchema) => Object.fromEntries(names.map((name) => [name, shape]));
const Text = Type.String({ minLength: 1 });

/** As the strictest readers declare it: every number an integer, every flag a boolean. */
const STATS = Type.Object(
  {
    data: Type.Object(
      {
        id: Uuid,
        user_id: Type.String({ pattern: "^\\d+$" }),
        ...named(["username", "display_name", "range", "human_readable_range", "timezone"], Text),
        ...named(["start", "end", "created_at", "modified_at"], Time),
        timeout: Type.Integer({ minimum: 1 }),
        status: Type.Literal("ok"),
        percent_calculated: Type.Literal(100),
        is_up_to_date: Type.Literal(true),
        ...named(
          [
            ...["writes_only", "is_up_to_date_pending_future", "is_already_updating", "is_stuck", "is_cached"],
            "is_including_today",
          ],
          Type.Boolean(),
        ),
        ...named(
          [
            ...["is_coding_activity_visible", "is_other_usage_visible", "is_language_usage_visible"],
            ...["is_editor_usage_visible", "is_category_usage_visible", "is_os_usage_visible"],
          ],
          Type.Literal(true),
        ),
        ...named(
          [
            ...["total_seconds", "total_seconds_including_other_language", "daily_average"],
            ...["daily_average_including_other_language", "holidays", "days_including_holidays", "days_minus_holidays"],
            ...["streak", "longest_streak", "ai_line_changes_total"],
          ],
          Whole,
        ),
        ...named(
          [
            ...["human_readable_total", "human_readable_total_including_other_language"],
            ...["human_readable_daily_average", "human_readable_daily_average_including_other_language"],
          ],
          Words,
        ),
        best_day: Type.Union([Type.Null(), Type.Object({ date: DateText, total_seconds: Whole, text: Words }, strict)]),
        languages: Type.Array(LanguageShape),
        projects: Type.Array(Type.Composite([ItemShape, Type.Object({ color: Type.Null() })], strict)),
        machines: Type.Array(MachineShape),
        ...named(["editors", "operating_systems", "categories", "dependencies"], Type.Array(ItemShape)),
        ...AiFields,
      },
      strict,
    ),
  },
  strict,
);

const LISTS: Readonly<Record<string, ReferenceDimension>> = {
  categories: "category",
  projects: "project",
  languages: "language",
  editors: "editor",
  operating_systems: "operating_system",
  machines: "machine",
};

type Stats = { readonly data: Readonly<Record<string, unknown>> };
type Best = { readonly date: string; readonly total_seconds: number; readonly text: string } | null;

describe("GET users/:user/stats/:range", () => {
  test(
    "says what a plain count says, over random histories, zones and rules",
    async () => {
      const caseArb = fc.record({
        stream: streamArb(30),
        range: fc.constantFrom("all_time", "2025", "2026-08", "last_6_months", "last_12_months"),
        timeout: fc.constantFrom(undefined, 5),
      });
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, range, timeout }) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          const path = `/api/v1/users/current/stats/${range}${timeout === undefined ? "" : `?timeout=${timeout}`}`;
          const answer = await asked<Stats>(side, person, path);
          expectShape(STATS, answer);
          const { data } = answer;
          const timeoutMs = timeout === undefined ? rule.timeoutMs : timeout * 60_000;
          const truth = reference(sent, { timeoutMs, idleMs: Math.min(rule.idleMs, timeoutMs) });
          const interval = {
            startMs: Date.parse(String(data["start"])),
            endMs: Date.parse(String(data["end"])) + 1000,
          };
          // All time starts within a second, at the first heartbeat.
          if (range === "all_time") interval.startMs = Math.floor(Number(interval.startMs) / 1000) * 1000;
          const totalMs = truth.totalMs(interval);
          expect(data["total_seconds"]).toBe(wholeSeconds(totalMs));
          expect(data["human_readable_total"]).toBe(words(wholeSeconds(totalMs)));
          for (const [list, dimension] of Object.entries(LISTS)) {
            const items = truth.items(dimension, interval);
            expect(data[list]).toMatchObject(writtenItems(dimension === "category" ? titled(items) : items));
          }
          expect(data["dependencies"]).toEqual(writtenItems(truth.dependencies(interval)));
          const days = truth.days(zone, interval).filter(({ ms }) => ms > 0);
          expect(data["days_minus_holidays"]).toBe(days.length);
          expect(data["daily_average"]).toBe(days.length === 0 ? 0 : wholeSeconds(totalMs / days.length));
          const best = data["best_day"] as Best;
          const longest = Math.max(0, ...days.map(({ ms }) => ms));
          expect(best?.total_seconds ?? 0).toBe(wholeSeconds(longest));
          expect(best === null || days.some(({ date, ms }) => date === best.date && ms === longest)).toBe(true);
        }),
        { numRuns: 25 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test.each(BASES.map((base) => ({ base: base || "" })))("answers on the base '$base'", async ({ base }) => {
    expectShape(STATS, await asked(side, side.owner, `${base}/users/current/stats/last_7_days`));
  });

  test.each([
    { range: "last_7_days", name: "last_7_days", text: "Last 7 Days", start: "2026-11-15T00:00:00Z" },
    { range: "7_days", name: "last_7_days", text: "Last 7 Days", start: "2026-11-15T00:00:00Z" },
    { range: "Last%207%20Days", name: "last_7_days", text: "Last 7 Days", start: "2026-11-15T00:00:00Z" },
    { range: "30_days", name: "last_30_days", text: "Last 30 Days", start: "2026-10-23T00:00:00Z" },
    { range: "last_6_months", name: "last_6_months", text: "Last 6 Months", start: "2026-05-22T00:00:00Z" },
    { range: "last_year", name: "last_12_months", text: "Last 12 Months", start: "2025-11-22T00:00:00Z" },
    { range: "12_months", name: "last_12_months", text: "Last 12 Months", start: "2025-11-22T00:00:00Z" },
    { range: "month", name: "this_month", text: "This Month", start: "2026-11-01T00:00:00Z" },
    { range: "week", name: "this_week", text: "This Week", start: "2026-11-16T00:00:00Z" },
    { range: "year", name: "this_year", text: "This Year", start: "2026-01-01T00:00:00Z" },
    { range: "today", name: "today", text: "Today", start: "2026-11-21T00:00:00Z" },
    { range: "any", name: "all_time", text: "All Time", start: "2026-11-21T00:00:00Z" },
    { range: "2026", name: "2026", text: "2026", start: "2026-01-01T00:00:00Z" },
    { range: "2026-11", name: "2026-11", text: "November 2026", start: "2026-11-01T00:00:00Z" },
  ])("knows the range $range, which ends today", async ({ range, name, text, start }) => {
    const { data } = await asked<Stats>(
      side,
      side.person(),
      `/api/v1/users/current/stats/${range}?is_including_today=true`,
    );
    const until = "2026-11-21T23:59:59Z";
    expect(data).toMatchObject({
      range: name,
      human_readable_range: text,
      start,
      end: until,
      is_including_today: true,
    });
  });

  test.each([
    { range: "last_7_days", start: "2026-11-15T00:00:00Z", end: "2026-11-20T23:59:59Z", seconds: 60 },
    { range: "today", start: "2026-11-21T00:00:00Z", end: "2026-11-21T00:00:00Z", seconds: 0 },
    { range: "yesterday", start: "2026-11-20T00:00:00Z", end: "2026-11-20T23:59:59Z", seconds: 60 },
    { range: "2025", start: "2025-01-01T00:00:00Z", end: "2025-12-31T23:59:59Z", seconds: 0 },
  ])("ends $range before today when is_including_today=false asks for it", async ({ range, start, end, seconds }) => {
    const person = side.person();
    const days = ["2026-11-20", "2026-11-21"];
    await sendAll(
      side,
      person,
      days.flatMap((day) =>
        [0, 1].map((minute) => ({ entity: "a.ts", time: Date.parse(`${day}T09:0${minute}:00Z`) / 1000 })),
      ),
    );
    // The idle credit of the first day's last heartbeat.
    const total_seconds = seconds === 0 ? 0 : seconds + 120;
    for (const path of [`stats/${range}?`, `stats?range=${range}&`]) {
      const { data } = await asked<Stats>(side, person, `/api/v1/users/current/${path}is_including_today=false`);
      expect(data).toMatchObject({ start, end, total_seconds, is_including_today: false });
    }
  });

  test("says when a range does not reach today", async () => {
    for (const range of ["yesterday", "last_month", "2025", "last_7_days_from_yesterday"])
      expect((await asked<Stats>(side, side.owner, `/api/users/me/stats/${range}`)).data["is_including_today"]).toBe(
        false,
      );
  });

  test("counts with the timeout and the writes that are asked for, and says so", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:00:00", { is_write: true }),
      beat("09:04:00"),
      beat("09:08:00", { is_write: true }),
    ]);
    const path = "/api/v1/users/current/stats/today";
    const ask = async (query: string) => (await asked<Stats>(side, person, path + query)).data;
    expect(await ask("")).toMatchObject({ total_seconds: 240, timeout: 2, writes_only: false });
    expect(await ask("?timeout=15")).toMatchObject({ total_seconds: 480, timeout: 15, writes_only: false });
    expect(await ask("?timeout=15&writes_only=true")).toMatchObject({ total_seconds: 480, writes_only: true });
    expect(await ask("?timeout=5&writes_only=true")).toMatchObject({ total_seconds: 120, timeout: 5 });
  });

  test("filters, narrows its lists and cuts them, percentages unchanged", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:00:00", { project: "tide", language: "Rust" }),
      beat("09:01:30", { project: "harbor", language: "Go" }),
      beat("09:02:00", { project: "tide", language: "Rust" }),
    ]);
    const path = "/api/v1/users/current/stats/today";
    const one = await asked<Stats>(side, person, `${path}?project=tide`);
    expect(one.data).toMatchObject({ total_seconds: 90, languages: [{ name: "Rust", total_seconds: 90 }] });
    const cut = await asked<Stats>(side, person, `${path}?limit=1&features=languages`);
    expect(cut.data).toMatchObject({ languages: [{ name: "Rust", percent: 75 }] });
    expect(cut.data).not.toHaveProperty("projects");
  });

  test("is well formed for an empty history and for a single heartbeat", async () => {
    const person = side.person();
    const empty = await asked<Stats>(side, person, "/api/v1/users/current/stats/all_time");
    expectShape(STATS, empty);
    expect(empty.data).toMatchObject({
      total_seconds: 0,
      best_day: null,
      languages: [],
      human_readable_total: "0 secs",
    });
    await sendAll(side, person, [beat("09:00:00")]);
    const single = await asked<Stats>(side, person, "/api/v1/users/current/stats/all_time");
    expectShape(STATS, single);
    expect(single.data).toMatchObject({ start: "2026-11-21T09:00:00Z", total_seconds: 0, days_including_holidays: 1 });
  });

  test.each(["fortnight", "2026-13", "0000", "last_0_days", "%00", "..%2f..", "💥"])(
    "refuses the range %p",
    async (range) => {
      const response = await side.send({
        path: `/api/v1/users/current/stats/${encodeURI(range)}`,
        key: side.owner.keys.full,
      });
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual(errorShape(422));
    },
  );

  test("shows a public user's to anybody, nobody else's", async () => {
    const open = side.person({ isPublic: true });
    const closed = side.person();
    const path = ({ name }: { name: string }) => `/api/v1/users/${name}/stats/last_7_days`;
    const response = await side.send({ path: path(open.user) });
    expectShape(STATS, await response.json());
    await play(side, { name: "closed", path: path(closed.user), status: 404, json: errorShape(404) });
    await play(side, { name: "key", path: path(closed.user), key: open.keys.full, status: 404, json: errorShape(404) });
    await play(side, { name: "me", path: path({ name: "current" }), status: 401, json: errorShape(401) });
    await play(side, {
      name: "write key",
      path: path({ name: "current" }),
      key: open.keys.write,
      status: 403,
      json: errorShape(403),
    });
  });
});

describe("what client programs need of statistics", () => {
  const card = Type.Object({
    data: Type.Object({
      languages: Type.Array(
        Type.Object({
          name: Text,
          text: Words,
          percent: Type.Number(),
          hours: Type.Integer(),
          minutes: Type.Integer(),
        }),
        { minItems: 1 },
      ),
      range: Text,
      is_coding_activity_visible: Type.Literal(true),
      is_other_usage_visible: Type.Literal(true),
    }),
  });
  const lists = named(
    ["languages", "editors", "projects", "operating_systems"],
    Type.Array(Type.Object({ name: Text, text: Words, percent: Type.Number() })),
  );

  test.each<{ client: string; path: string; need: TSchema; key?: "basic" | "query" }>([
    { client: "github-readme-stats", path: "stats?is_including_today=true", need: card },
    {
      client: "waka-readme-stats",
      path: "stats/last_7_days",
      key: "query",
      need: Type.Object({ data: Type.Object({ timezone: Text, ...lists }) }),
    },
    {
      client: "waka-readme",
      path: "stats/last_6_months",
      key: "basic",
      need: Type.Object({
        data: Type.Object({
          start: Time,
          end: Time,
          human_readable_total: Words,
          human_readable_total_including_other_language: Words,
          ...lists,
        }),
      }),
    },
    {
      client: "wakapi-leaderboard",
      path: "stats/month",
      need: Type.Object({ data: Type.Object({ total_seconds: Whole }) }),
    },
    {
      client: "wakapi-stats",
      path: "stats/30_days",
      key: "basic",
      need: Type.Object({ data: Type.Object({ total_seconds: Whole, start: Time, end: Time }) }),
    },
    { client: "mcp-wakapi", path: "stats/last_7_days", key: "basic", need: STATS },
    { client: "Wakatime-Leaderboards", path: "stats/last_7_days", key: "basic", need: STATS },
  ])("$client: $path", async ({ path, need, key }) => {
    const person = side.person({ isPublic: true });
    await sendAll(side, person, [beat("09:00:00", { language: "Rust" }), beat("10:00:00")]);
    const name = key === undefined ? person.user.name : "current";
    const mark = path.includes("?") ? "&" : "?";
    const response = await side.send({
      path: `/api/v1/users/${name}/${path}${key === "query" ? `${mark}api_key=${person.keys.read}` : ""}`,
      ...(key === "basic" && { headers: { authorization: `Basic ${btoa(person.keys.read)}` } }),
    });
    expect(response.status).toBe(200);
    expectShape(need, await response.json());
  });
});
