import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { SLICES } from "../../../src/app/durations.ts";
import { categoryTitle } from "../../../src/domain/category.ts";
import { editorName, operatingSystemName } from "../../../src/domain/client-name.ts";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, NOW, type Opened, type Person } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { type ReferenceCredit, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { Color, expectShape, Time, Whole } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });

const Item = (slice: (typeof SLICES)[number]) =>
  Type.Object(
    {
      project: Text,
      time: Type.Number({ minimum: 1_000_000_000 }),
      duration: Type.Number({ minimum: 0 }),
      color: slice === "language" ? Color : Type.Null(),
      ...(slice !== "project" && { [slice]: Text }),
      ...(slice === "entity" && { type: Text }),
      ...Object.fromEntries(
        [
          ...["human_additions", "human_deletions", "ai_additions", "ai_deletions", "ai_input_tokens"],
          ...["ai_cached_input_tokens", "ai_output_tokens", "ai_prompt_events_total", "ai_prompt_length_sum"],
        ].map((name) => [name, Whole]),
      ),
    },
    strict,
  );

const Answer = (slice: (typeof SLICES)[number]) =>
  Type.Object(
    {
      data: slice === "dependencies" ? Type.Record(Text, Type.Array(Item(slice))) : Type.Array(Item(slice)),
      branches: Type.Array(Text),
      available_branches: Type.Array(Text),
      start: Time,
      end: Time,
      timezone: Text,
    },
    strict,
  );

type Block = Readonly<Record<string, unknown>> & {
  readonly project: string;
  readonly time: number;
  readonly duration: number;
};
type Told<Data = readonly Block[]> = { readonly data: Data; readonly start: string; readonly end: string };

const DAY = "/api/v1/users/current/durations?date=2026-11-21";

describe("GET users/:user/durations", () => {
  test.each(BASES.map((base) => ({ base })))("answers on the base '$base'", async ({ base }) => {
    const person = side.person();
    await sendAll(side, person, [beat("10:00:00"), beat("10:01:00.250")]);
    const answer = await asked<Told>(side, person, `${base}/users/current/durations?date=2026-11-21&branches=`);
    expectShape(Answer("project"), answer);
    expect(answer).toMatchObject({
      data: [{ project: "Unknown", time: 1_795_255_200, duration: 60.25 }],
      start: "2026-11-21T00:00:00Z",
      end: "2026-11-21T23:59:59Z",
    });
  });

  test.each(SLICES.map((slice) => ({ slice })))("has the written shape sliced by $slice", async ({ slice }) => {
    const person = side.person();
    const fields = { project: "a/b", branch: "main", language: "ts", dependencies: ["bun", "<b>"], machine: "studio" };
    await sendAll(side, person, [
      beat("10:00:00", { ...fields, human_line_changes: -3, ai_line_changes: 7, ai_input_tokens: 12 }),
      beat("10:00:30", { entity: "/tide/lib.rs", category: "ai coding" }),
      beat("10:01:00", { ...fields, project: 'naïve "q" 🌊' }),
      beat("11:00:00", fields),
    ]);
    const answer = await asked(side, person, `${DAY}&slice_by=${slice}`);
    expectShape(Answer(slice), answer);
    expect(JSON.stringify(answer)).toContain(
      '"human_deletions":3,"ai_additions":7,"ai_deletions":0,"ai_input_tokens":12',
    );
  });

  test("is empty for an empty history, and 0 long for a single heartbeat", async () => {
    const person = side.person();
    expect(await asked(side, person, DAY)).toEqual({
      data: [],
      branches: [],
      available_branches: [],
      start: "2026-11-21T00:00:00Z",
      end: "2026-11-21T23:59:59Z",
      timezone: "UTC",
    });
    expect((await asked(side, person, `${DAY}&slice_by=dependencies`)).data).toEqual({});
    await sendAll(side, person, [beat("10:00:00", { project: "tide" })]);
    expect((await asked<Told>(side, person, DAY)).data).toMatchObject([{ project: "tide", duration: 0 }]);
  });

  test("is about entities when it is about one project, and never bridges what the filter leaves out", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("10:00:00", { project: "tide", branch: "main", entity: "/a.ts" }),
      beat("10:00:20", { project: "tide", branch: "main", entity: "/b.ts" }),
      beat("10:00:40", { project: "other", branch: "wild", entity: "/b.ts" }),
      beat("10:01:00", { project: "tide", branch: "next", entity: "/b.ts" }),
      beat("10:01:30", { project: "tide", branch: "next", entity: "/b.ts" }),
    ]);
    const whole = await asked<Told & { available_branches: unknown }>(side, person, `${DAY}&project=tide`);
    expect(whole.data.map(({ entity, type, duration }) => [entity, type, duration])).toEqual([
      ["/a.ts", "file", 20],
      ["/b.ts", "file", 20],
      ["/b.ts", "file", 30],
    ]);
    expect(whole.available_branches).toEqual(["main", "next"]);
    const next = await asked<Told>(side, person, `${DAY}&project=tide&branches=next,nowhere`);
    expect(next).toMatchObject({ branches: ["next", "nowhere"], available_branches: ["main", "next"] });
    expect(next.data.map(({ duration }) => duration)).toEqual([30]);
  });

  test("cuts what crosses midnight, so that both days have their part", async () => {
    const person = side.person({ timeZone: "Asia/Kathmandu" });
    // Midnight there is 18:15 UTC.
    await sendAll(side, person, [beat("18:14:30", { project: "tide" }), beat("18:15:40.500", { project: "tide" })]);
    const [before, after] = await Promise.all(
      ["2026-11-21", "2026-11-22"].map((date) =>
        asked<Told>(side, person, `/api/v1/users/current/durations?date=${date}`),
      ),
    );
    expect(before?.data).toMatchObject([{ time: Date.parse("2026-11-21T18:14:30Z") / 1000, duration: 30 }]);
    expect(after?.data).toMatchObject([{ time: Date.parse("2026-11-21T18:15:00Z") / 1000, duration: 40.5 }]);
    expect(before?.end).toBe("2026-11-21T18:14:59Z");
    expect(after?.start).toBe("2026-11-21T18:15:00Z");
  });

  test("recounts with timeout and writes_only", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("10:00:00", { is_write: true }),
      beat("10:05:00"),
      beat("10:10:00", { is_write: true }),
      beat("10:30:00", { is_write: true }),
    ]);
    const lengths = async (query: string) =>
      (await asked<Told>(side, person, DAY + query)).data.map((one) => one.duration);
    expect(await lengths("")).toEqual([120, 120, 120, 0]);
    expect(await lengths("&timeout=6")).toEqual([720, 0]);
    expect(await lengths("&writes_only=true&timeout=10")).toEqual([720, 0]);
    expect(await lengths("&writes_only=true&timeout=9")).toEqual([120, 120, 0]);
  });

  test("counts external durations where no credit lies", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("10:00:00", { project: "tide" }), beat("10:01:00", { project: "tide" })]);
    const at = (time: string) => Date.parse(`2026-11-21T${time}Z`) / 1000;
    const body = {
      external_id: "1",
      entity: "standup",
      type: "event",
      category: "meeting",
      start_time: at("09:59:00"),
      end_time: at("10:02:00"),
    };
    const told = await side.send({ path: "/api/v1/users/current/external_durations", key: person.keys.full, body });
    expect(told.status).toBe(201);
    const { data } = await asked<Told>(side, person, `${DAY}&slice_by=category`);
    expect(data.map(({ category, time, duration }) => [category, time, duration])).toEqual([
      ["Meeting", at("09:59:00"), 60],
      ["Coding", at("10:00:00"), 60],
      ["Meeting", at("10:01:00"), 60],
    ]);
  });

  test.each([
    { name: "no date", query: "", parameter: "date" },
    { name: "a blank date", query: "?date=", parameter: "date" },
    { name: "a date there is not", query: "?date=2026-02-30", parameter: "date" },
    { name: "markup for a date", query: "?date=<b>", parameter: "date" },
    { name: "an unknown slice", query: "?date=2026-11-21&slice_by=mood", parameter: "slice_by" },
    { name: "an unknown zone", query: "?date=2026-11-21&timezone=Mars/Base", parameter: "timezone" },
    { name: "a timeout in words", query: "?date=2026-11-21&timeout=long", parameter: "timeout" },
  ])("refuses $name and names the parameter", async ({ name, query, parameter }) => {
    await play(side, {
      name,
      path: `/api/v1/users/current/durations${query}`,
      key: side.owner.keys.read,
      status: 422,
      json: errorShape(422),
      has: [parameter],
      hasNot: ["<b>", "Mars", "mood"],
    });
  });

  test.each([{ date: "today" }, { date: "TODAY" }, { date: "2026-11-21T23:10:00" }, { date: "1795255200" }])(
    "takes $date for the day it means",
    async ({ date }) => {
      const answer = await asked<Told>(side, side.owner, `/api/v1/users/current/durations?date=${date}`);
      expect(answer.start).toBe("2026-11-21T00:00:00Z");
    },
  );

  test("a day that the zone skips is empty, one with a clock change is 23 hours long", async () => {
    const of = (date: string, zone: string) =>
      asked<Told>(side, side.owner, `/api/v1/users/current/durations?date=${date}&timezone=${zone}`);
    expect(await of("2011-12-30", "Pacific/Apia")).toMatchObject({ data: [], start: "2011-12-30T10:00:00Z" });
    expect(await of("2025-03-30", "Europe/Berlin")).toMatchObject({
      start: "2025-03-29T23:00:00Z",
      end: "2025-03-30T21:59:59Z",
    });
  });

  test("is the user's own: not for others, not for a write key", async () => {
    const open = side.person({ isPublic: true });
    const other = side.person();
    const path = `/api/v1/users/${open.user.name}/durations?date=today`;
    await play(side, { name: "another", path, key: other.keys.full, status: 404, json: errorShape(404) });
    await play(side, { name: "write", path: DAY, key: open.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "no key", path: DAY, status: 401, json: errorShape(401) });
  });
});

/** What a slice calls the value of a credit; undefined = it has none. */
const VALUE: Readonly<Record<Exclude<(typeof SLICES)[number], "dependencies">, (credit: ReferenceCredit) => string>> = {
  project: ({ names }) => names.project ?? "Unknown",
  entity: ({ sent }) => String(sent["entity"] ?? "Unknown"),
  language: ({ names }) => names.language ?? "Unknown",
  os: ({ names }) => (names.operating_system === undefined ? "Unknown" : operatingSystemName(names.operating_system)),
  editor: ({ names }) => (names.editor === undefined ? "Unknown" : editorName(names.editor)),
  category: ({ names }) => categoryTitle(names.category ?? "Unknown"),
  machine: ({ names }) => names.machine ?? "Unknown",
};

test(
  "on random histories blocks are what a plain count says, and sum to the day",
  async () => {
    const slicesArb = fc.constantFrom(...(Object.keys(VALUE) as (keyof typeof VALUE)[]));
    await fc.assert(
      fc.asyncProperty(streamArb(30), slicesArb, fc.nat(), async ({ rule, zone, sent }, slice, place) => {
        const person: Person = side.person({ timeZone: zone, ...rule });
        await sendAll(
          side,
          person,
          sent.filter(({ time }) => Number(time) * 1000 < NOW),
        );
        const kept = sent.filter(({ time }) => Number(time) * 1000 < NOW);
        const one = kept[place % Math.max(1, kept.length)];
        if (one === undefined) return;
        const path = `/api/v1/users/current/durations?date=${Number(one.time).toFixed(3)}&slice_by=${slice}`;
        const { data, start, end } = await asked<Told>(side, person, path);
        const day = { startMs: Date.parse(start), endMs: Date.parse(end) + 1000 };
        const truth = reference(kept, rule);
        const blocks: { name: string; project: string; startMs: number; endMs: number }[] = [];
        for (const credit of truth.credits) {
          const startMs = Math.max(credit.startMs, day.startMs);
          const endMs = Math.min(credit.endMs, day.endMs);
          const stands = credit.startMs >= day.startMs && credit.startMs < day.endMs;
          if (!stands && endMs <= startMs) continue;
          const block = { name: VALUE[slice](credit), project: VALUE.project(credit), startMs, endMs };
          const last = blocks.at(-1);
          const isEntity = slice === "entity";
          const type = isEntity ? String(credit.sent["type"] ?? "file") : "";
          const named = { ...block, name: isEntity ? `${block.name} ${type}` : block.name };
          if (last?.endMs === startMs && last.name === named.name && last.project === named.project) last.endMs = endMs;
          else blocks.push(named);
        }
        const told = data.map((block) => ({
          name: slice === "entity" ? `${block["entity"]} ${block["type"]}` : String(block[slice]),
          project: block.project,
          startMs: Math.round(block.time * 1000),
          endMs: Math.round((block.time + block.duration) * 1000),
        }));
        expect(told).toEqual(blocks);
        expect(Math.round(data.reduce((sum, { duration }) => sum + duration * 1000, 0))).toBe(truth.totalMs(day));
      }),
      { numRuns: 60 * RUNS },
    );
  },
  PATIENCE_MS,
);
