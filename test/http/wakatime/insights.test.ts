import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TSchema, Type } from "@sinclair/typebox";
import fc from "fast-check";
import { WEEKDAYS } from "../../../src/domain/weekday.ts";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { type ReferenceDimension, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DateText, expectShape, Percent, Time, Uuid, Whole, Words } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";
import { titled, wholeSeconds, words } from "../../support/written.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const object = (fields: Record<string, TSchema>) => Type.Object(fields, strict);
const Text = Type.String({ minLength: 1 });

const Figures = { total: Whole, human_readable_total: Words, average: Whole, human_readable_average: Words };
const Weekdays = Type.Array(
  object({
    name: Text,
    count: Whole,
    ...Figures,
    categories: Type.Array(object({ name: Text, ...Figures })),
  }),
  { minItems: 7, maxItems: 7 },
);
const Names = Type.Array(object({ name: Text, total_seconds: Whole }));
const Own = object({ seconds: Whole, text: Words });
const Spread = object({ average: Whole, text: Words, max: Whole, median: Whole });
const Lines = { ai_additions: Whole, ai_deletions: Whole, human_additions: Whole, human_deletions: Whole };

const PAYLOADS: Readonly<Record<string, TSchema>> = {
  weekdays: Weekdays,
  weekday: Weekdays,
  days: Type.Array(
    object({ date: DateText, total: Whole, categories: Type.Array(object({ name: Text, total: Whole })) }),
  ),
  ai_days: Type.Array(object({ date: DateText, ...Lines, ai_percent: Percent, human_percent: Percent })),
  best_day: Type.Union([Type.Null(), object({ date: DateText, total_seconds: Whole, text: Words })]),
  daily_average: object({
    current_user: object({ total: Own, daily_average: Own }),
    all_users: object({ total: Spread, daily_average: Spread }),
    holidays: Whole,
    days_including_holidays: Whole,
    days_minus_holidays: Whole,
  }),
  projects: Names,
  languages: Names,
  editors: Names,
  categories: Names,
  machines: Type.Array(object({ machine_name_id: Type.Union([Type.Null(), Uuid]), name: Text, total_seconds: Whole })),
  operating_systems: Names,
  stats: Type.Object({ total_seconds: Whole, languages: Type.Array(Type.Object({ name: Text })) }),
};

const shapeOf = (type: string) =>
  object({
    data: object({
      [type]: PAYLOADS[type] as TSchema,
      range: Text,
      human_readable_range: Text,
      status: Type.Literal("ok"),
      percent_calculated: Type.Literal(100),
      is_up_to_date: Type.Literal(true),
      is_up_to_date_pending_future: Type.Literal(false),
      is_already_updating: Type.Literal(false),
      is_stuck: Type.Literal(false),
      is_cached: Type.Literal(false),
      is_including_today: Type.Boolean(),
      writes_only: Type.Boolean(),
      start: Time,
      end: Time,
      timezone: Text,
      timeout: Type.Integer({ minimum: 1 }),
      user_id: Uuid,
      created_at: Time,
      modified_at: Time,
    }),
  });

type Insight = { readonly data: Readonly<Record<string, unknown>> };
type Row = { readonly name: string; readonly date: string; readonly total: number; readonly count: number };

const path = (type: string, range: string) => `/api/v1/users/current/insights/${type}/${range}`;

describe("GET users/:user/insights/:type/:range", () => {
  test.each(Object.keys(PAYLOADS).map((type) => ({ type })))(
    "answers $type in its shape, without heartbeats, with one and with many",
    async ({ type }) => {
      const person = side.person();
      for (const time of ["09:00:00", "09:01:00", "2026-11-18T10:00:00Z"]) {
        for (const range of ["last_7_days", "all_time", "2026", "2026-11"])
          expectShape(shapeOf(type), await asked(side, person, path(type, range)));
        await sendAll(side, person, [beat(time, { project: "tide", machine: "studio", ai_line_changes: 3 })]);
      }
    },
  );

  test(
    "says what a plain count says, over random histories",
    async () => {
      const dimensions: readonly [string, ReferenceDimension][] = [
        ["projects", "project"],
        ["languages", "language"],
        ["editors", "editor"],
        ["categories", "category"],
        ["machines", "machine"],
        ["operating_systems", "operating_system"],
      ];
      await fc.assert(
        fc.asyncProperty(streamArb(30), fc.constantFrom("2025", "2026-08"), async ({ rule, zone, sent }, range) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          const truth = reference(sent, rule);
          const { data } = await asked<Insight>(side, person, path("days", range));
          const interval = {
            startMs: Date.parse(String(data["start"])),
            endMs: Date.parse(String(data["end"])) + 1000,
          };
          const days = truth.days(zone, interval);
          expect((data["days"] as Row[]).map(({ date, total }) => [date, total])).toEqual(
            days.map(({ date, ms }) => [date, wholeSeconds(ms)]),
          );
          for (const [type, dimension] of dimensions) {
            const items = truth.items(dimension, interval);
            expect((await asked<Insight>(side, person, path(type, range))).data[type]).toMatchObject(
              (dimension === "category" ? titled(items) : items).map(({ name, ms }) => ({
                name,
                total_seconds: wholeSeconds(ms),
              })),
            );
          }
          const weekdays = (await asked<Insight>(side, person, path("weekdays", range))).data["weekdays"] as Row[];
          expect(weekdays.map(({ name, total, count }) => [name, total, count])).toEqual(
            WEEKDAYS.map((name, i) => {
              const own = days.filter(({ date, ms }) => ms > 0 && (new Date(date).getUTCDay() + 6) % 7 === i);
              return [name, wholeSeconds(own.reduce((sum, { ms }) => sum + ms, 0)), own.length];
            }),
          );
          const longest = Math.max(...days.map(({ ms }) => ms));
          const best = (await asked<Insight>(side, person, path("best_day", range))).data["best_day"];
          if (longest === 0) expect(best).toBeNull();
          else
            expect(best).toEqual({
              date: days.find(({ ms }) => ms === longest)?.date,
              total_seconds: wholeSeconds(longest),
              text: words(wholeSeconds(longest)),
            });
        }),
        { numRuns: 15 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test.each(BASES.map((base) => ({ base: base || "" })))("answers on the base '$base'", async ({ base }) => {
    expectShape(
      shapeOf("weekdays"),
      await asked(side, side.owner, `${base}/users/current/insights/weekdays/last_year`),
    );
  });

  test.each(["0", "monday", "MONDAY"])("gives the days of the weekday %p alone", async (weekday) => {
    const { data } = await asked<Insight>(side, side.owner, `${path("days", "last_14_days")}?weekday=${weekday}`);
    expect((data["days"] as Row[]).map(({ date }) => date)).toEqual(["2026-11-09", "2026-11-16"]);
  });

  test("shares lines between people and AI", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:00:00", { ai_line_changes: 30 }),
      beat("09:01:00", { human_line_changes: -10 }),
    ]);
    const { data } = await asked<Insight>(side, person, path("ai_days", "today"));
    expect(data["ai_days"]).toEqual([
      {
        date: "2026-11-21",
        ai_additions: 30,
        ai_deletions: 0,
        human_additions: 0,
        human_deletions: 10,
        ai_percent: 75,
        human_percent: 25,
      },
    ]);
  });

  test("averages over days with time, and over the users one may see", async () => {
    const fresh = await inProcess();
    try {
      const [self, open, closed] = [fresh.person(), fresh.person({ isPublic: true }), fresh.person()];
      await sendAll(fresh, self, [beat("2026-11-19T09:00:00Z"), beat("09:00:00"), beat("10:00:00")]);
      await sendAll(fresh, open, [beat("09:00:00"), beat("09:01:00")]);
      await sendAll(fresh, closed, [beat("09:00:00"), beat("10:00:00"), beat("11:00:00")]);
      const { data } = await asked<Insight>(fresh, self, path("daily_average", "last_7_days"));
      expect(data["daily_average"]).toEqual({
        current_user: {
          total: { seconds: 240, text: "4 mins" },
          daily_average: { seconds: 120, text: "2 mins" },
        },
        all_users: {
          total: { average: 150, text: "2 mins", max: 240, median: 150 },
          daily_average: { average: 90, text: "1 min", max: 120, median: 90 },
        },
        holidays: 1,
        days_including_holidays: 3,
        days_minus_holidays: 2,
      });
    } finally {
      await fresh.close();
    }
  });

  test.each([
    { type: "horoscope", range: "last_7_days", parameter: "type" },
    { type: "__proto__", range: "last_7_days", parameter: "type" },
    { type: "days", range: "fortnight", parameter: "range" },
    { type: "days", range: "today?weekday=7", parameter: "weekday" },
    { type: "days", range: "today?weekday=caturday", parameter: "weekday" },
  ])("refuses $type of $range naming $parameter", async ({ type, range, parameter }) => {
    const sending = { path: path(type, range), key: side.owner.keys.full };
    await play(side, { name: range, ...sending, status: 422, has: [parameter], json: errorShape(422) });
  });

  test("is a public user's for everybody, nobody else's, and no editor's", async () => {
    const open = side.person({ isPublic: true });
    const closed = side.person();
    const of = ({ user }: Person) => `/api/v1/users/${user.name}/insights/days/today`;
    await play(side, { name: "open", path: of(open), status: 200, has: ['"days":[{"date":"2026-11-21","total":0'] });
    // The heat map of a profile: a year of days.
    const map = `/api/v1/users/${open.user.name}/insights/days/public`;
    await play(side, { name: "map", path: map, status: 200, has: ['"range":"last_12_months"', '"date":"2025-11-22"'] });
    for (const key of [{}, { key: side.owner.keys.full }])
      await play(side, { name: "closed", path: of(closed), ...key, status: 404, json: errorShape(404) });
    const own = path("days", "today");
    await play(side, { name: "write", path: own, key: open.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "none", path: own, status: 401, json: errorShape(401) });
  });
});
