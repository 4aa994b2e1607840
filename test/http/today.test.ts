// Whoever is asked about today says the same, at every moment of it.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dayAt } from "../../src/domain/calendar.ts";
import { textOf } from "../../src/domain/format.ts";
import { asked, sendAll } from "../support/asking.ts";
import { inProcess, type Opened, type Person } from "../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../support/proving.ts";
import { reference, type SentHeartbeat } from "../support/reference.ts";
import { ruleArb } from "../support/streams.ts";
import { wholeSeconds } from "../support/written.ts";

type Block = { readonly startMs: number; readonly endMs: number };
type Named = readonly { readonly name: string; readonly total_seconds: number }[];
type Keyed = readonly { readonly key: string; readonly total: number }[];
type Bar = {
  readonly data: {
    readonly grand_total: { readonly total_seconds: number; readonly text: string };
    readonly goal: { readonly tracked_seconds: number };
    readonly projects: Named;
    readonly languages: Named;
  };
};

/** Days with an hour less, an hour more, one that begins at 01:00, and plain ones on both sides of the date line. */
const DAYS = [
  { zone: "America/New_York", noon: "2026-03-08T12:00:00" },
  { zone: "America/New_York", noon: "2026-11-01T12:00:00" },
  { zone: "America/Havana", noon: "2026-03-08T12:00:00" },
  { zone: "Australia/Lord_Howe", noon: "2026-04-05T12:00:00" },
  { zone: "Asia/Kathmandu", noon: "2026-11-21T12:00:00" },
  { zone: "Pacific/Kiritimati", noon: "2026-06-15T12:00:00" },
  { zone: "UTC", noon: "2026-02-28T12:00:00" },
];

/** What happens before a moment: heartbeats so many ms before it, and blocks that begin and end so. */
const stepArb = fc.record({
  place: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  heartbeats: fc.array(
    fc.record({
      agoMs: fc.oneof(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 30 * 3_600_000 })),
      project: fc.constantFrom("tide", "pool", undefined),
      language: fc.constantFrom("Go", "Rust", undefined),
    }),
    { maxLength: 8 },
  ),
  blocks: fc.array(
    fc.record({
      agoMs: fc.integer({ min: -3_600_000, max: 26 * 3_600_000 }),
      lengthMs: fc.integer({ min: 1, max: 3 * 3_600_000 }),
    }),
    { maxLength: 2 },
  ),
});

describe("today", () => {
  let nowMs = 0;
  let side: Opened;
  beforeAll(async () => {
    side = await inProcess({ now: () => nowMs });
  });
  afterAll(() => side.close());

  test(
    "is the same for the status bar, summaries, statistics, durations, spans, goals, badges and metrics, at any moment",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...DAYS),
          ruleArb,
          fc.array(stepArb, { minLength: 1, maxLength: 4 }),
          async ({ zone, noon }, rule, steps) => {
            const day = dayAt(Temporal.PlainDateTime.from(noon).toZonedDateTime(zone).epochMilliseconds, zone);
            nowMs = day.startMs;
            const person = side.person({ ...rule, timeZone: zone });
            const goal = { path: "/users/me/goals", key: person.keys.full, body: { seconds: 3600 } };
            expect((await side.send(goal)).status).toBe(201);
            const sent: SentHeartbeat[] = [];
            const blocks: Block[] = [];
            for (const { place, heartbeats, ...step } of steps.toSorted((a, b) => a.place - b.place)) {
              nowMs = Math.floor(day.startMs + place * (day.endMs - day.startMs));
              const fresh = heartbeats.map(({ agoMs, ...fields }, i) => ({
                ...fields,
                time: (nowMs - agoMs) / 1000,
                entity: `/${sent.length + i}`,
              }));
              if (fresh.length > 0) await sendAll(side, person, fresh);
              sent.push(...fresh);
              for (const { agoMs, lengthMs } of step.blocks)
                blocks.push(await told(side, person, nowMs - agoMs, lengthMs, blocks.length));
              await agree(side, person, covered(reference(sent, rule).credits, blocks, day), day.date);
            }
          },
        ),
        { numRuns: 25 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});

/** Tells an external duration and returns it. */
async function told(side: Opened, { keys }: Person, startMs: number, lengthMs: number, i: number): Promise<Block> {
  const endMs = startMs + lengthMs;
  const body = {
    external_id: `${i}`,
    entity: "talk",
    type: "event",
    start_time: startMs / 1000,
    end_time: endMs / 1000,
  };
  const response = await side.send({ path: "/users/me/external_durations", key: keys.full, body });
  expect(response.status).toBe(201);
  return { startMs, endMs };
}

/** Returns how much of a day is covered by any of the intervals, ms: what is covered twice counts once. */
function covered(credits: readonly Block[], blocks: readonly Block[], day: Block): number {
  let reachedMs = day.startMs;
  let totalMs = 0;
  for (const { startMs, endMs } of [...credits, ...blocks].toSorted((a, b) => a.startMs - b.startMs)) {
    const end = Math.min(endMs, day.endMs);
    totalMs += Math.max(0, end - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, end);
  }
  return totalMs;
}

/** Asks everybody and fails with every answer that is another one. */
async function agree(side: Opened, person: Person, totalMs: number, date: string): Promise<void> {
  const ask = <T>(path: string) => asked<T>(side, person, path, "read");
  const total = wholeSeconds(totalMs);
  const bar = await ask<Bar>("/api/hackatime/v1/users/current/statusbar/today");
  const summaries = await ask<{
    data: readonly { grand_total: { total_seconds: number } }[];
    cumulative_total: { seconds: number };
  }>("/api/v1/users/current/summaries?range=today");
  const stats = await ask<{ total_seconds: number; data: { total_seconds: number; projects: Named } }>(
    `/api/v1/users/current/stats?start_date=${date}&end_date=${date}`,
  );
  const ranged = await ask<{ data: { total_seconds: number } }>("/api/compat/wakatime/v1/users/current/stats/today");
  const durations = await ask<{ data: readonly { duration: number }[] }>("/users/current/durations?date=today");
  const sliced = await ask<typeof durations>("/users/current/durations?date=today&slice_by=language");
  const { spans } = await ask<{ spans: readonly { duration: number }[] }>(
    "/api/v1/users/my/heartbeats/spans?range=today",
  );
  const wakapi = await ask<Record<string, Keyed>>("/api/summary?interval=today");
  const hours = await ask<{ total_seconds: number }>(`/api/v1/authenticated/hours?start_date=${date}&end_date=${date}`);
  const goals = await ask<{ data: readonly { chart_data: readonly { actual_seconds: number }[] }[] }>(
    "/users/current/goals",
  );
  const days = await ask<{ data: { days: readonly { total: number }[] } }>("/users/current/insights/days/today");
  const shields = await ask<{ message: string }>("/api/compat/shields/v1/current/interval:today");
  const overview = await ask<{ total_ms: number }>("/-/overview?range=today");
  const metrics = await side.send({ path: "/api/metrics", key: person.keys.read });
  const milliseconds = (pieces: readonly { duration: number }[]) =>
    pieces.reduce((sum, { duration }) => sum + Math.round(duration * 1000), 0);
  expect({
    bar: bar.data.grand_total.total_seconds,
    words: bar.data.grand_total.text,
    goal: bar.data.goal.tracked_seconds,
    summaries: summaries.data.map(({ grand_total }) => grand_total.total_seconds),
    cumulative: summaries.cumulative_total.seconds,
    stats: stats.total_seconds,
    data: stats.data.total_seconds,
    ranged: ranged.data.total_seconds,
    durationsMs: milliseconds(durations.data),
    slicedMs: milliseconds(sliced.data),
    spans: spans.reduce((sum, { duration }) => sum + duration, 0),
    hours: hours.total_seconds,
    goals: goals.data.map(({ chart_data }) => chart_data.at(-1)?.actual_seconds),
    days: days.data.days.map((one) => one.total),
    shields: shields.message,
    overviewMs: overview.total_ms,
    metrics: Number(/^wakatime_seconds_total (\d+)$/m.exec(await metrics.text())?.[1]),
  }).toEqual({
    ...{
      bar: total,
      words: textOf(total),
      goal: total,
      summaries: [total],
      cumulative: total,
      stats: total,
      data: total,
    },
    ...{ ranged: total, durationsMs: totalMs, slicedMs: totalMs, spans: total, hours: total, goals: [total] },
    ...{ days: [total], shields: textOf(total), overviewMs: totalMs, metrics: total },
  });
  const keyed = (list: Named) => list.map(({ name, total_seconds }) => ({ key: name, total: total_seconds }));
  expect(wakapi["projects"]).toEqual(keyed(bar.data.projects));
  expect(wakapi["projects"]).toEqual(keyed(stats.data.projects));
  expect(wakapi["languages"]).toEqual(keyed(bar.data.languages));
  for (const name of ["projects", "languages", "editors", "operating_systems", "machines", "categories"]) {
    const list = wakapi[name] ?? [];
    const sum = list.reduce((seconds, item) => seconds + item.total, 0);
    // Each is rounded by itself, so the list may be off by half a second an entry, and the total by half of one.
    expect(Math.abs(sum - totalMs / 1000)).toBeLessThanOrEqual(list.length / 2);
  }
}
