// The laws of counting once more, from outside: random histories in random order and batches, copies and sentinels included.
import { expect, test } from "bun:test";
import fc from "fast-check";
import { daysIn } from "../../src/domain/calendar.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";
import {
  type Reference,
  type ReferenceDimension,
  type ReferenceFilter,
  type ReferenceInterval,
  reference,
  type SentHeartbeat,
} from "../support/reference.ts";
import {
  batched,
  batchesArb,
  type Edge,
  edgeArb,
  filterArb,
  intervalOf,
  type Stream,
  streamArb,
} from "../support/streams.ts";

const RUNS = { "in process": 30, "over a socket": 25 } as const;

/** On a busy computer; a quiet one takes a tenth. */
const LONGEST_MS = 60_000;

type Overview = {
  readonly total_ms: number;
  readonly heartbeats: number;
  readonly dimensions: Readonly<Record<ReferenceDimension, readonly { name: string; ms: number }[]>>;
  readonly hours_of_week: readonly number[];
};

/** The dimensions that a request may filter by. */
const FILTERED = ["project", "language", "editor", "operating_system", "machine", "category", "branch"] as const;

/** What can be asked for: a selection alone, of the dimensions that have a parameter. */
const askableArb = filterArb.map(
  ({ only = {} }): ReferenceFilter => ({
    only: Object.fromEntries(FILTERED.flatMap((dimension) => (only[dimension] ? [[dimension, only[dimension]]] : []))),
  }),
);

const sum = (list: readonly { readonly ms: number }[]) => list.reduce((total, { ms }) => total + ms, 0);

matrix((side, place) => {
  const queryOf = ({ startMs, endMs }: ReferenceInterval, filter: ReferenceFilter) => {
    const query = new URLSearchParams({ start: String(startMs), end: String(endMs) });
    for (const [dimension, values] of Object.entries(filter.only ?? {}))
      query.set(`filter_by_${dimension}`, values.join(","));
    return query;
  };

  /** Returns the days of an interval; of one that is hardly longer than a day there are none. */
  const daysOf = async (interval: ReferenceInterval, person: Person, filter: ReferenceFilter = {}) => {
    type Why = { readonly days: readonly { readonly date: string; readonly ms: number }[] | null };
    return (await asked<Why>(side(), person, `/-/why?${queryOf(interval, filter)}`, "read")).days ?? undefined;
  };

  const overviewOf = async (interval: ReferenceInterval, person: Person, filter: ReferenceFilter = {}) => {
    const query = queryOf(interval, filter);
    // Over a socket time goes on between two questions.
    type Dated = Overview & { readonly now_ms: number };
    const { now_ms: _, ...overview } = await asked<Dated>(side(), person, `/-/overview?${query}`, "read");
    return overview as Overview;
  };

  test(
    "after every request the time is that of a recount",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(24), batchesArb, edgeArb, edgeArb, async (stream, sizes, a, b) => {
          const person = personOf(side(), stream);
          const sent: SentHeartbeat[] = [];
          for (const batch of batched(stream.sent, sizes)) {
            // Copies of what is there already, and of what comes with them.
            await sendAll(side(), person, [...sent.slice(-2), ...batch, ...batch.slice(0, 1)]);
            sent.push(...batch);
            const plain = reference(sent, stream.rule);
            const interval = intervalOf(sent, [a, b]);
            const { total_ms, heartbeats } = await overviewOf(interval, person);
            const expected = { total_ms: plain.totalMs(interval), heartbeats: plain.heartbeats(interval) };
            expect({ total_ms, heartbeats }).toEqual(expected);
          }
        }),
        { numRuns: RUNS[place] },
      );
    },
    LONGEST_MS,
  );

  test(
    "of any history, interval, zone and filter every figure is that of a recount, and the sums agree",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          streamArb(40),
          batchesArb,
          edgeArb,
          edgeArb,
          askableArb,
          async (stream, sizes, a, b, filter) => {
            const person = personOf(side(), stream);
            for (const batch of batched(stream.sent, sizes)) await sendAll(side(), person, batch);
            const plain = reference(stream.sent, stream.rule);
            const interval = intervalOf(stream.sent, [a, b]);
            for (const one of [{}, filter]) {
              const overview = await overviewOf(interval, person, one);
              expect(overview).toMatchObject(figuresOf(plain, stream.zone, interval, one));
              for (const list of Object.values(overview.dimensions)) expect(sum(list)).toBe(overview.total_ms);
              const days = await daysOf(interval, person, one);
              if (days !== undefined) expect(days).toEqual(plain.days(stream.zone, interval, one));
              if (days !== undefined) expect(sum(days)).toBe(overview.total_ms);
              expect(overview.hours_of_week.reduce((total, ms) => total + ms, 0)).toBe(overview.total_ms);
              expect(await spansOf(side(), person, interval, one)).toEqual(plain.spans(interval, one));
            }
          },
        ),
        { numRuns: RUNS[place] },
      );
    },
    LONGEST_MS,
  );

  test(
    "adjacent intervals add up, and every hour and day holds no more than its length",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(40), edgeArb, edgeArb, edgeArb, async (stream, a, b, c) => {
          const person = personOf(side(), stream);
          await sendAll(side(), person, stream.sent);
          const [from, middle, until] = edgesOf(stream.sent, [a, b, c]);
          const [left, right, whole] = await Promise.all([
            overviewOf({ startMs: from, endMs: middle }, person),
            overviewOf({ startMs: middle, endMs: until }, person),
            overviewOf({ startMs: from, endMs: until }, person),
          ]);
          expect(left.total_ms + right.total_ms).toBe(whole.total_ms);
          expect(left.heartbeats + right.heartbeats).toBe(whole.heartbeats);
          const lengths = daysIn(stream.zone, { startMs: from, endMs: until }).map(
            ({ startMs, endMs }) => endMs - startMs,
          );
          const days = (await daysOf({ startMs: from, endMs: until }, person)) ?? [];
          expect(days.filter(({ ms }, i) => ms > (lengths[i] ?? 0))).toEqual([]);
          const hour = Math.floor(from / 3_600_000) * 3_600_000;
          const { total_ms } = await overviewOf({ startMs: hour, endMs: hour + 3_600_000 }, person);
          expect(total_ms).toBeLessThanOrEqual(3_600_000);
        }),
        { numRuns: RUNS[place] },
      );
    },
    LONGEST_MS,
  );

  test(
    "the order of arrival and the batches change nothing, nor does sending everything again",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(40), batchesArb, batchesArb, async (stream, sizes, others) => {
          const [one, other] = [personOf(side(), stream), personOf(side(), stream)];
          for (const batch of batched(stream.sent, sizes)) await sendAll(side(), one, batch);
          for (const batch of batched(stream.sent.toReversed(), others)) await sendAll(side(), other, batch);
          const all = wholeOf(stream.sent);
          const told = await overviewOf(all, one);
          // A project's colour is its place among those that came before it.
          const { projects: _, ...figures } = (await overviewOf(all, other)) as Overview & { projects: unknown };
          expect(told).toMatchObject({ ...figures, user: one.user.name });
          for (const batch of batched(stream.sent, others)) await sendAll(side(), one, batch);
          expect(await overviewOf(all, one)).toEqual(told);
        }),
        { numRuns: RUNS[place] },
      );
    },
    LONGEST_MS,
  );

  if (place === "over a socket")
    test(
      "derived as it came = rebuilt beside the running server",
      async () => {
        const told: { person: Person; all: ReferenceInterval; before: Overview }[] = [];
        await fc.assert(
          fc.asyncProperty(streamArb(40), batchesArb, async (stream, sizes) => {
            const person = personOf(side(), stream);
            for (const batch of batched(stream.sent, sizes)) await sendAll(side(), person, batch);
            const all = wholeOf(stream.sent);
            told.push({ person, all, before: await overviewOf(all, person) });
          }),
          { numRuns: 20 },
        );
        await side().program?.command("rebuild");
        for (const { person, all, before } of told) expect(await overviewOf(all, person)).toEqual(before);
      },
      LONGEST_MS,
    );
});

function personOf(side: Side, { rule, zone }: Stream): Person {
  return side.person({ ...rule, timeZone: zone });
}

function figuresOf(plain: Reference, zone: string, interval: ReferenceInterval, filter: ReferenceFilter) {
  const dimensions = [...FILTERED, "ai_model"] as const;
  return {
    total_ms: plain.totalMs(interval, filter),
    heartbeats: plain.heartbeats(interval, filter),
    dimensions: Object.fromEntries(dimensions.map((name) => [name, plain.items(name, interval, filter)])),
    hours_of_week: plain.hoursOfWeek(zone, interval, filter),
  };
}

async function spansOf(
  side: Side,
  person: Person,
  { startMs, endMs }: ReferenceInterval,
  filter: ReferenceFilter,
): Promise<ReferenceInterval[]> {
  const query = new URLSearchParams({ start: String(startMs), end: String(endMs) });
  for (const [dimension, values] of Object.entries(filter.only ?? {}))
    query.set(`filter_by_${dimension}`, values.join(","));
  const path = `/api/v1/users/my/heartbeats/spans?${query}`;
  const { spans } = await asked<{ spans: { start_time: number; end_time: number }[] }>(side, person, path, "read");
  return spans.map(({ start_time, end_time }) => ({
    startMs: Math.round(start_time * 1000),
    endMs: Math.round(end_time * 1000),
  }));
}

/** Returns the three edges in a history, ascending. */
function edgesOf(sent: readonly SentHeartbeat[], [a, b, c]: readonly [Edge, Edge, Edge]): [number, number, number] {
  const edges = [intervalOf(sent, [a, b]), intervalOf(sent, [c, c])];
  return edges
    .flatMap(({ startMs, endMs }) => [startMs, endMs])
    .slice(0, 3)
    .sort((x, y) => x - y) as [number, number, number];
}

/** Returns an interval that holds a whole history. */
function wholeOf(sent: readonly SentHeartbeat[]): ReferenceInterval {
  const times = sent.map(({ time }) => Number(time) * 1000);
  return { startMs: Math.floor(Math.min(...times)), endMs: Math.ceil(Math.max(...times)) + 3_600_000 };
}
