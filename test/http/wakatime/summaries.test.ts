import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TSchema, Type } from "@sinclair/typebox";
import fc from "fast-check";
import { localDate } from "../../../src/domain/calendar.ts";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS, stretches } from "../../support/proving.ts";
import { type Reference, type ReferenceDimension, type ReferenceFilter, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DayFields, Decimal, Digital, expectShape, RangeFields, Time, Whole, Words } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";
import { titled, wholeSeconds, words, writtenItems, writtenTotal } from "../../support/written.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;

const envelope = (more: Record<string, TSchema> = {}) =>
  Type.Object(
    {
      data: Type.Array(Type.Object({ ...DayFields, range: Type.Object(RangeFields, strict) }, strict)),
      cumulative_total: Type.Object(
        { seconds: Whole, text: Words, decimal: Decimal, digital: Digital, hours: Whole, minutes: Whole },
        strict,
      ),
      daily_average: Type.Object(
        {
          holidays: Whole,
          days_including_holidays: Whole,
          days_minus_holidays: Whole,
          seconds: Whole,
          text: Words,
          seconds_including_other_language: Whole,
          text_including_other_language: Words,
        },
        strict,
      ),
      start: Time,
      end: Time,
      ...more,
    },
    strict,
  );

const SUMMARIES = envelope();
const OF_PROJECT = envelope({ available_branches: Type.Array(Type.String()), branches: Type.Array(Type.String()) });

type Named = { readonly name: string; readonly total_seconds: number };
type Day = {
  readonly grand_total: Named & Record<string, unknown>;
  readonly range: { readonly date: string; readonly text: string; readonly start: string; readonly end: string };
} & Record<string, readonly Named[]>;
type Summaries = {
  readonly data: readonly Day[];
  readonly cumulative_total: object;
  readonly daily_average: object;
  readonly start: string;
  readonly end: string;
};

const LISTS: Readonly<Record<string, ReferenceDimension>> = {
  categories: "category",
  projects: "project",
  languages: "language",
  editors: "editor",
  operating_systems: "operating_system",
  machines: "machine",
};

/** Fails unless a day says what the reference says of it. */
function expectDay(day: Day, truth: Reference, filter: ReferenceFilter): void {
  const [startMs, lastMs] = [Date.parse(day.range.start), Date.parse(day.range.end)];
  const interval = { startMs, endMs: lastMs + 1000 };
  expect(day.grand_total).toMatchObject(writtenTotal(truth.totalMs(interval, filter)));
  for (const [list, dimension] of Object.entries(LISTS)) {
    const items = truth.items(dimension, interval, filter);
    expect(day[list]).toMatchObject(writtenItems(dimension === "category" ? titled(items) : items));
    expect(day[list]).toHaveLength(items.length);
  }
  expect(day["dependencies"]).toEqual(writtenItems(truth.dependencies(interval, filter)));
}

/** Returns the dates that a stretch of a history touches in a zone, as a query. */
function datesOf({ startMs, endMs }: { startMs: number; endMs: number }, zone: string): string {
  return `start=${localDate(startMs, zone)}&end=${localDate(endMs, zone)}`;
}

describe("GET users/:user/summaries", () => {
  test(
    "says of every day what a plain count says, over random histories, zones, rules and projects",
    async () => {
      const caseArb = fc.record({
        stream: streamArb(30),
        project: fc.constantFrom(undefined, "tide", "Tide", "Unknown", "nowhere"),
        timeout: fc.constantFrom(undefined, 1, 15, 60),
      });
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, project, timeout }) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          const stretch = stretches(sent)[0] as { startMs: number; endMs: number };
          const query = [
            datesOf(stretch, zone),
            ...(project === undefined ? [] : [`project=${project}`]),
            ...(timeout === undefined ? [] : [`timeout=${timeout}`]),
          ].join("&");
          const answer = await asked<Summaries>(side, person, `/api/v1/users/current/summaries?${query}`);
          const timeoutMs = timeout === undefined ? rule.timeoutMs : timeout * 60_000;
          const truth = reference(sent, { timeoutMs, idleMs: Math.min(rule.idleMs, timeoutMs) });
          const filter: ReferenceFilter = project === undefined ? {} : { only: { project: [project] } };
          expectShape(project === undefined ? SUMMARIES : OF_PROJECT, answer);
          const whole = { startMs: Date.parse(answer.start), endMs: Date.parse(answer.end) + 1000 };
          const days = truth.days(zone, whole, filter);
          expect(answer.data.map(({ range, grand_total }) => [range.date, grand_total.total_seconds])).toEqual(
            days.map(({ date, ms }) => [date, wholeSeconds(ms)]),
          );
          const totalMs = truth.totalMs(whole, filter);
          expect(answer.cumulative_total).toMatchObject({
            seconds: wholeSeconds(totalMs),
            text: words(wholeSeconds(totalMs)),
          });
          const withTime = days.filter(({ ms }) => ms > 0).length;
          const average = withTime === 0 ? 0 : wholeSeconds(totalMs / withTime);
          expect(answer.daily_average).toMatchObject({ seconds: average, days_minus_holidays: withTime });
          for (const day of answer.data) {
            expectDay(day, truth, filter);
            const sumOf = (list: string) => (day[list] ?? []).reduce((sum, item) => sum + item.total_seconds, 0);
            for (const list of project === undefined ? [] : ["branches", "entities"]) {
              const items = (day[list]?.length ?? 0) + 1;
              expect(Math.abs(sumOf(list) - day.grand_total.total_seconds)).toBeLessThanOrEqual(items / 2);
            }
          }
        }),
        { numRuns: 25 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("counts only what is written with writes_only", async () => {
    await fc.assert(
      fc.asyncProperty(streamArb(20), async ({ rule, zone, sent }) => {
        const person = side.person({ ...rule, timeZone: zone });
        await sendAll(side, person, sent);
        const stretch = stretches(sent)[0] as { startMs: number; endMs: number };
        const answer = await asked<Summaries>(
          side,
          person,
          `/api/v1/users/current/summaries?${datesOf(stretch, zone)}&writes_only=true`,
        );
        const truth = reference(
          sent.filter((one) => one["is_write"] === true),
          rule,
        );
        const totalMs = truth.totalMs({ startMs: Date.parse(answer.start), endMs: Date.parse(answer.end) + 1000 });
        expect(answer.cumulative_total).toMatchObject({ seconds: wholeSeconds(totalMs) });
      }),
      { numRuns: 15 * RUNS },
    );
  });

  test.each(BASES.map((base) => ({ base: base || "" })))("answers on the base '$base'", async ({ base }) => {
    const answer = await asked<Summaries>(side, side.owner, `${base}/users/current/summaries?range=Last 7 Days`);
    expectShape(SUMMARIES, answer);
    expect(answer.data.map(({ range }) => range.date)).toEqual(
      [15, 16, 17, 18, 19, 20, 21].map((day) => `2026-11-${day}`),
    );
    expect(answer.data.map(({ range }) => range.text).slice(-3)).toEqual(["Thu Nov 19th 2026", "Yesterday", "Today"]);
    expect(answer).toMatchObject({ start: "2026-11-15T00:00:00Z", end: "2026-11-21T23:59:59Z" });
  });

  test("lists branches and entities with a project only, and of the branches that are asked for", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:00:00", { project: "tide", branch: "main", entity: "/tide/a.ts", project_root_count: 3 }),
      beat("09:01:00", { project: "tide", branch: "fix/b", entity: "/tide/b.ts", type: "app", ai_line_changes: 7 }),
      beat("09:01:30", { project: "other", branch: "x", entity: "/other/c.ts" }),
      beat("09:02:00", { project: "tide", entity: "/tide/a.ts" }),
      beat("09:02:10", { project: "other" }),
    ]);
    const ask = async (query: string) =>
      asked<Summaries & Record<string, unknown>>(side, person, `/api/v1/users/current/summaries?range=today&${query}`);
    const plain = await ask("");
    expectShape(SUMMARIES, plain);
    expect(plain.data[0]).toMatchObject({ branches: [], entities: [] });

    const tide = await ask("project=tide");
    expectShape(OF_PROJECT, tide);
    expect(tide.data[0]).toMatchObject({
      grand_total: { total_seconds: 100, ai_additions: 7 },
      branches: [
        { name: "main", total_seconds: 60, percent: 60 },
        { name: "fix/b", total_seconds: 30, percent: 30 },
        { name: "Unknown", total_seconds: 10, percent: 10 },
      ],
      entities: [
        { name: "/tide/a.ts", total_seconds: 70, type: "file", project_root_count: 3, ai_additions: 0 },
        { name: "/tide/b.ts", total_seconds: 30, type: "app", project_root_count: null, ai_additions: 7 },
      ],
    });
    expect(tide).toMatchObject({ available_branches: ["fix/b", "main"], branches: [] });

    const fix = await ask("project=tide&branches=fix/b");
    expect(fix.data[0]).toMatchObject({ grand_total: { total_seconds: 30 }, entities: [{ name: "/tide/b.ts" }] });
    expect(fix).toMatchObject({ available_branches: ["fix/b", "main"], branches: ["fix/b"] });

    // wakatime-client always sends an empty `branches=`.
    expect(await ask("project=tide&branches=")).toEqual(tide);
  });

  test("cuts an entity's credit at midnight like every other list", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("2026-11-20T23:59:30Z", { project: "tide" }),
      beat("00:01:00", { project: "tide", entity: "/b" }),
    ]);
    const { data } = await asked<Summaries>(
      side,
      person,
      "/api/v1/users/current/summaries?start=2026-11-19&end=today&project=tide",
    );
    expect(data.map((day) => day["entities"]?.map(({ name, total_seconds }) => [name, total_seconds]))).toEqual([
      [],
      [["/tide/src/app.ts", 30]],
      [["/tide/src/app.ts", 60]],
    ]);
  });

  test("lists an external duration as what it is about", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("09:00:00", { project: "tide" }), beat("09:01:00", { project: "tide" })]);
    const start = Date.parse("2026-11-21T08:59:00Z") / 1000;
    const body = {
      ...{ external_id: "m1", entity: "Stand-up", type: "app", category: "meeting", project: "tide" },
      ...{ start_time: start, end_time: start + 300 },
    };
    const path = "/api/v1/users/current/external_durations";
    expect((await side.send({ path, key: person.keys.full, body })).status).toBe(201);
    for (const timeout of ["", "&timeout=15"]) {
      const { data } = await asked<Summaries>(
        side,
        person,
        `/api/v1/users/current/summaries?range=today&project=tide${timeout}`,
      );
      expect(data[0]).toMatchObject({
        grand_total: { total_seconds: 300 },
        entities: [
          { name: "Stand-up", type: "app", total_seconds: 240 },
          { name: "/tide/src/app.ts", type: "file", total_seconds: 60 },
        ],
      });
    }
  });

  test.each([
    {
      name: "a day of 23 h",
      zone: "America/New_York",
      day: "2025-03-09",
      start: "05:00:00",
      end: "2025-03-10T03:59:59Z",
    },
    { name: "a day of 25 h", zone: "Europe/Berlin", day: "2025-10-26", start: null, end: "2025-10-26T22:59:59Z" },
    {
      name: "a day without midnight",
      zone: "America/Havana",
      day: "2025-03-09",
      start: "05:00:00",
      end: "2025-03-10T03:59:59Z",
    },
  ])("cuts $name where the clocks do", async ({ zone, day, start, end }) => {
    const person = side.person({ timeZone: zone });
    const { data, ...rest } = await asked<Summaries>(
      side,
      person,
      `/api/v1/users/current/summaries?start=${day}&end=${day}`,
    );
    expect(data).toHaveLength(1);
    expect(data[0]?.range).toMatchObject({ date: day, end, timezone: zone });
    if (start !== null) expect(data[0]?.range.start).toBe(`${day}T${start}Z`);
    expect(rest.end).toBe(end);
  });

  test("leaves out a date that the zone skips", async () => {
    const { data } = await asked<Summaries>(
      side,
      side.owner,
      "/api/v1/users/current/summaries?start=2011-12-29&end=2011-12-31&timezone=Pacific/Apia",
    );
    expect(data.map(({ range }) => range.date)).toEqual(["2011-12-29", "2011-12-31"]);
  });

  test("is well formed for an empty history and for a single heartbeat", async () => {
    const person = side.person();
    const path = "/api/v1/users/current/summaries?range=today&project=tide";
    const empty = await asked<Summaries>(side, person, path);
    expectShape(OF_PROJECT, empty);
    expect(empty.daily_average).toMatchObject({ holidays: 0, days_including_holidays: 0, seconds: 0, text: "0 secs" });
    await sendAll(side, person, [beat("09:00:00", { project: "tide", human_line_changes: 4 })]);
    const single = await asked<Summaries>(side, person, path);
    expectShape(OF_PROJECT, single);
    expect(single.data[0]).toMatchObject({
      grand_total: { total_seconds: 0, text: "0 secs", human_additions: 4 },
      projects: [],
      entities: [],
    });
    expect(single.daily_average).toMatchObject({ holidays: 1, days_including_holidays: 1, days_minus_holidays: 0 });
  });

  test.each(["<script>\"&'", "a/b/../c", "🦀 cargo", "n".repeat(300), "päth\\to", "100%"])(
    "finds the project named %p and writes the name as it is",
    async (project) => {
      const person = side.person();
      await sendAll(side, person, [beat("09:00:00", { project, entity: project }), beat("09:01:00", { project: "z" })]);
      const { data } = await asked<Summaries>(
        side,
        person,
        `/api/v1/users/current/summaries?range=today&project=${encodeURIComponent(project)}`,
      );
      expect(data[0]).toMatchObject({
        grand_total: { total_seconds: 60 },
        projects: [{ name: project, total_seconds: 60 }],
        entities: [{ name: project, total_seconds: 60 }],
      });
    },
  );

  test.each([
    { query: "start=2026-11-01&end=2026-10-01", parameter: "end" },
    { query: "start=yesteryear&end=2026-10-01", parameter: "start" },
    { query: "range=fortnight", parameter: "range" },
    { query: "range=2025-13", parameter: "range" },
    { query: "range=today&timezone=Mars/Olympus", parameter: "timezone" },
    { query: "range=today&timeout=0", parameter: "timeout" },
    { query: "range=today&timeout=soon", parameter: "timeout" },
    { query: "start=0001-01-01&end=9999-12-31", parameter: "range" },
  ])("refuses $query naming $parameter", async ({ query, parameter }) => {
    await play(side, {
      name: query,
      path: `/api/v1/users/current/summaries?${query}`,
      key: side.owner.keys.full,
      status: 422,
      has: [parameter],
      json: errorShape(422),
    });
  });

  test.each(["", "start=&end=&range=&project=&branches=&timezone=&timeout=&writes_only=", "cache=false&frob=1"])(
    "takes the query '%s' for today",
    async (query) => {
      const { data } = await asked<Summaries>(side, side.owner, `/api/v1/users/current/summaries?${query}`);
      expect(data.map(({ range }) => range.text)).toEqual(["Today"]);
    },
  );

  test("shows today to a write key, and nothing before", async () => {
    const { write } = side.owner.keys;
    const path = "/api/v1/users/current/summaries";
    for (const query of ["range=today", "start=2026-11-21&end=2026-11-21", "start=today&end=today"])
      await asked(side, side.owner, `${path}?${query}`, "write");
    for (const query of ["range=yesterday", "range=last_7_days", "start=2026-11-20&end=2026-11-21", "range=24_hours"])
      await play(side, { name: query, path: `${path}?${query}`, key: write, status: 403, json: errorShape(403) });
  });

  test("is nobody else's", async () => {
    const open = side.person({ isPublic: true });
    const path = `/api/v1/users/${open.user.name}/summaries?range=today`;
    await play(side, { name: "other", path, key: side.owner.keys.full, status: 404, json: errorShape(404) });
    await play(side, { name: "no key", path, status: 401, json: errorShape(401) });
  });
});
