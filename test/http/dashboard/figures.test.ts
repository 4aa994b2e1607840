// What the pages draw is what a recount in the plainest way gives: bars, year, ribbon, lanes, spans, and the addition behind a figure.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dayAt, localDate } from "../../../src/domain/calendar.ts";
import { PRESETS } from "../../../src/domain/credit.ts";
import type { ColumnsAnswer, OverviewAnswer } from "../../../src/http/dashboard/overview-answer.ts";
import type { TimelineAnswer, WhyAnswer } from "../../../src/http/dashboard/timeline-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { reference } from "../../support/reference.ts";
import { type Stream, streamArb } from "../../support/streams.ts";

const LONGEST_MS = 60_000;
const RUNS = { "in process": 30, "over a socket": 8 } as const;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const lengths = (pieces: readonly { readonly start_ms: number; readonly end_ms: number }[]) =>
  sum(pieces.map(({ start_ms: from, end_ms: until }) => until - from));

function personOf(side: Side, { rule, zone }: Stream): Person {
  return side.person({ timeZone: zone, timeoutMs: rule.timeoutMs, idleMs: rule.idleMs });
}

matrix((side, place) => {
  const runs = { numRuns: RUNS[place] };
  const get = <T>(person: Person, path: string) => asked<T>(side(), person, path, "read");

  test(
    "a day of any history is the same in ribbon, lanes, spans and addition",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(30), fc.nat(), async (stream, pick) => {
          const person = personOf(side(), stream);
          await sendAll(side(), person, stream.sent);
          const plain = reference(stream.sent, stream.rule);
          const credit = plain.credits[pick % plain.credits.length];
          const day = dayAt(credit?.startMs ?? 0, stream.zone);
          const total = plain.totalMs(day);
          const dates = `start=${day.date}&end=${day.date}`;

          const columns = await get<ColumnsAnswer>(person, `/-/columns?${dates}`);
          expect(lengths(columns.ribbon?.pieces ?? [])).toBe(total);
          expect(columns.buckets.at(-1)).toMatchObject({ start_date: day.date, total_ms: total });

          const timeline = await get<TimelineAnswer>(person, `/-/timeline?date=${day.date}`);
          expect(timeline.total_ms).toBe(total);
          expect(sum(timeline.lanes.map(({ total_ms: ms }) => ms))).toBe(total);
          const projects = timeline.lanes.map(({ project: name, total_ms: ms }) => ({ name, ms }));
          expect(projects).toEqual(plain.items("project", day).filter(({ ms }) => ms > 0));
          expect(timeline.spans.map((span) => ({ startMs: span.start_ms, endMs: span.end_ms }))).toEqual(
            plain.spans(day).map(({ startMs, endMs }) => ({ startMs, endMs })),
          );
          for (const span of timeline.spans)
            for (const list of [span.projects, span.languages, span.branches])
              expect(sum(list.map(({ ms }) => ms))).toBe(span.end_ms - span.start_ms);

          const why = await get<WhyAnswer>(person, `/-/why?${dates}`);
          expect(why.total_ms).toBe(total);
          expect(lengths(why.credits ?? [])).toBe(total);
          expect(why.heartbeats).toBe(plain.heartbeats(day));
        }),
        runs,
      );
    },
    LONGEST_MS,
  );

  test(
    "bars of any history add up to its total, each of them and each project",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(30), async (stream) => {
          const person = personOf(side(), stream);
          await sendAll(side(), person, stream.sent);
          const plain = reference(stream.sent, stream.rule);
          for (const range of ["all_time", "2025", "last_12_months"]) {
            const overview = await get<OverviewAnswer>(person, `/-/overview?range=${range}`);
            const columns = await get<ColumnsAnswer>(person, `/-/columns?range=${range}`);
            const interval = { startMs: overview.start_ms, endMs: overview.end_ms };
            expect(overview.total_ms).toBe(plain.totalMs(interval));
            expect(sum(columns.buckets.map(({ total_ms: ms }) => ms))).toBe(
              // Bars are of whole days: the first heartbeat of all time may stand amid one.
              plain.totalMs({ ...interval, startMs: dayAt(interval.startMs, stream.zone).startMs }),
            );
            for (const { total_ms: ms, ms: parts } of columns.buckets) expect(sum(parts)).toBe(ms);
            for (const [i, { name, ms }] of columns.series.entries())
              expect({ name, ms: sum(columns.buckets.map((bucket) => bucket.ms[i] ?? 0)) }).toEqual({ name, ms });
          }
        }),
        runs,
      );
    },
    LONGEST_MS,
  );

  test(
    "a figure is told under every preset as a recount under it",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(30), fc.nat(), async (stream, pick) => {
          const person = personOf(side(), stream);
          await sendAll(side(), person, stream.sent);
          const { credits } = reference(stream.sent, stream.rule);
          const day = dayAt(credits[pick % credits.length]?.startMs ?? 0, stream.zone);
          const why = await get<WhyAnswer>(person, `/-/why?start=${day.date}&end=${day.date}`);
          expect(why.presets?.map(({ name, total_ms: ms }) => [name, ms])).toEqual(
            Object.entries(PRESETS).map(([name, rule]) => [name, reference(stream.sent, rule).totalMs(day)]),
          );
        }),
        runs,
      );
    },
    LONGEST_MS,
  );

  describe("of a small day", () => {
    const opened = async (changes: object = {}) => {
      const person = side().person({ timeoutMs: 120_000, idleMs: 120_000, ...changes });
      const at = (seconds: number, fields: object) => ({
        ...beat("00:00:00", { ...fields }),
        time: start / 1000 + seconds,
      });
      const start = dayAt(side().now(), "UTC").startMs - 86_400_000;
      await sendAll(side(), person, [
        at(0, { project: "a", entity: "/a/x.rs" }),
        at(50, { project: "b", entity: "/b/y.ts", category: "ai coding" }),
        at(100, { project: "a", entity: "/a/x.rs" }),
        at(900, { project: "a", entity: "/a/x.rs" }),
      ]);
      return { person, start, date: localDate(start, "UTC") };
    };

    test("the addition says of each heartbeat what it earned and why", async () => {
      const { person, start, date } = await opened();
      const why = await get<WhyAnswer>(person, `/-/why?start=${date}&end=${date}&project=a`);
      const rows = why.credits?.map((credit) => [
        ...[(credit.start_ms - start) / 1000, credit.gap_ms, credit.end_ms - credit.start_ms],
        ...[credit.is_idle, credit.is_selected, credit.project],
      ]);
      expect(rows).toEqual([
        [0, 50_000, 50_000, false, true, "a"],
        [50, 50_000, 50_000, false, false, "b"],
        [100, 800_000, 120_000, true, true, "a"],
        [900, null, 0, false, true, "a"],
      ]);
      expect([why.total_ms, why.timeout_ms, why.idle_ms]).toEqual([170_000, 120_000, 120_000]);
    });

    test("without AI time, what agents did is in no figure", async () => {
      const { person, date } = await opened();
      const dates = `start=${date}&end=${date}`;
      expect(await get(person, `/-/overview?${dates}`)).toMatchObject({ total_ms: 220_000, ai_ms: 50_000 });
      const without = `${dates}&no_ai_coding=true`;
      expect(await get(person, `/-/overview?${without}`)).toMatchObject({ total_ms: 170_000, ai_ms: 0 });
      const columns = await get<ColumnsAnswer>(person, `/-/columns?${without}`);
      expect(columns.series.map(({ name, ms }) => [name, ms])).toEqual([["a", 170_000]]);
    });

    test("it is compared with nothing, because there was nothing before; today with yesterday's weekday neither", async () => {
      const { person, date } = await opened();
      const overview = await get<OverviewAnswer>(person, `/-/overview?start=${date}&end=${date}`);
      expect([overview.usual, overview.previous, overview.next?.query]).toEqual([null, null, ""]);
    });

    test("a longer range is added up by day", async () => {
      const { person, date } = await opened();
      const why = await get<WhyAnswer>(person, "/-/why?range=last_7_days");
      expect(why.credits).toBeNull();
      expect(why.days?.filter(({ ms }) => ms > 0)).toEqual([{ date, ms: 220_000 }]);
    });

    test("an empty history is empty everywhere", async () => {
      const nobody = side().person();
      expect(await get(nobody, "/-/overview")).toMatchObject({ total_ms: 0, usual: null, now: null, best_day: null });
      expect(await get(nobody, "/-/columns")).toMatchObject({ series: [], ribbon: { pieces: [] } });
      expect(await get(nobody, "/-/timeline")).toMatchObject({ total_ms: 0, lanes: [], spans: [], previous: null });
      expect(await get(nobody, "/-/why")).toMatchObject({ total_ms: 0, credits: [] });
    });

    test("a range of centuries has no bars and breaks nothing", async () => {
      const { person } = await opened();
      const dates = "start=0001-01-01&end=9999-12-31";
      expect(await get(person, `/-/overview?${dates}`)).toMatchObject({ total_ms: 220_000, days_with_time: 1 });
      expect(await get(person, `/-/columns?${dates}`)).toMatchObject({ buckets: [], year: [] });
      expect(await get(person, `/-/why?${dates}`)).toMatchObject({ total_ms: 220_000, days: null, credits: null });
    });

    test("a project keeps its colour whatever else is shown", async () => {
      const { person, date } = await opened();
      const colours = async (query: string) => {
        const { series } = await get<ColumnsAnswer>(person, `/-/columns?${query}`);
        return Object.fromEntries(series.map(({ name, colour }) => [name, colour]));
      };
      const both = await colours(`start=${date}&end=${date}`);
      expect(Object.keys(both).sort()).toEqual(["a", "b"]);
      expect(await colours(`start=${date}&end=${date}&project=b`)).toEqual({ b: both["b"] ?? -1 });
    });
  });

  // Over a socket it may be just after midnight.
  if (place === "in process")
    test("a usual weekday is the median of those before, until this time of the clock", async () => {
      const person = side().person({ timeoutMs: 120_000, idleMs: 120_000 });
      const now = side().now();
      const week = 7 * 86_400_000;
      // One minute, three minutes and five of work, one, two and three weeks ago; and some later than now on those days.
      for (const [i, minutes] of [1, 5, 3].entries()) {
        const from = now - (i + 1) * week - 10 * 60_000;
        const beats = Array.from({ length: minutes + 1 }, (_, k) => ({
          time: (from + k * 60_000) / 1000,
          entity: "/a",
        }));
        await sendAll(side(), person, beats);
      }
      const { usual } = await get<OverviewAnswer>(person, "/-/overview");
      // Each stretch ends with a heartbeat that is long before the next: two minutes more.
      expect(usual).toMatchObject({ kind: "weekday", of: 3, ms: 5 * 60_000 });
    });

  test.each(["/-/overview", "/-/columns", "/-/why"])("%s refuses what is no range", async (path) => {
    const { keys } = side().person();
    for (const query of ["range=nonsense", "start=2026-02-02&end=2026-01-01", "start=x"])
      expect((await side().send({ path: `${path}?${query}`, key: keys.read })).status).toBe(422);
    expect((await side().send({ path, key: keys.write })).status).toBe(403);
  });

  test("a timeline refuses what is no date, and is empty on one that the zone skips", async () => {
    const { keys } = side().person({ timeZone: "Pacific/Apia" });
    const get = (date: string) => side().send({ path: `/-/timeline?date=${date}`, key: keys.read });
    expect((await get("nonsense")).status).toBe(422);
    const skipped = await get("2011-12-30");
    expect(skipped.status).toBe(200);
    expect(await skipped.json()).toMatchObject({ total_ms: 0, hours: [] });
  });
});
