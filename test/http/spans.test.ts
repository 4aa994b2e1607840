import { describe, expect, test } from "bun:test";
import { dayAt } from "../../src/domain/calendar.ts";
import { secondsOf } from "../../src/domain/format.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";
import { type ReferenceFilter, reference, type SentHeartbeat } from "../support/reference.ts";
import { errorShape, play } from "../support/scenario.ts";
import { noonZone, week } from "../support/week.ts";

const HACKATIME = { timeoutMs: 120_000, idleMs: 120_000 };
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };
const T = 1_789_100_000;

type Spans = { readonly spans: readonly { start_time: number; end_time: number; duration: number }[] };

const at = (seconds: readonly number[]): SentHeartbeat[] =>
  seconds.map((second, i) => ({ time: T + second, entity: `/${i}`, project: i % 2 === 0 ? "even" : "odd" }));

matrix((side) => {
  const spansOf = (person: Person, query = "") =>
    asked<Spans>(side(), person, `/api/v1/users/my/heartbeats/spans${query}`, "read");

  /** Sends heartbeats at these seconds after T and returns the spans as [start, end, duration], from T on. */
  const spansAt = async (seconds: readonly number[], query = "") => {
    const person = side().person();
    await sendAll(side(), person, at(seconds));
    const { spans } = await spansOf(person, query);
    return spans.map(({ start_time: start, end_time: end, duration }) => [
      ...[start - T, end - T].map((second) => Math.round(second * 1000) / 1000),
      duration,
    ]);
  };

  // Contract §2's table, and Hackatime's examples under its rule.
  const vectors: readonly { readonly times: readonly number[]; readonly spans: readonly number[][] }[] = [
    { times: [], spans: [] },
    { times: [42], spans: [] },
    { times: [0, 120], spans: [[0, 120, 120]] },
    { times: [0, 121], spans: [[0, 120, 120]] },
    {
      times: [0, 30, 90, 210, 331, 331, 400],
      spans: [
        [0, 330, 330],
        [331, 400, 69],
      ],
    },
    { times: [90, 0, 30], spans: [[0, 90, 90]] },
    { times: [0, 100_000], spans: [[0, 120, 120]] },
    {
      times: [0, 60, 180, 301, 330, 1000],
      spans: [
        [0, 300, 300],
        [301, 450, 149],
      ],
    },
    {
      times: [0, 60.5, 1000, 1030],
      spans: [
        [0, 180.5, 180],
        [1000, 1030, 30],
      ],
    },
  ];
  test.each(vectors.map((vector) => ({ ...vector, at: vector.times.join(", ") || "no time" })))(
    "heartbeats at $at",
    async ({ times, spans }) => {
      expect(await spansAt(times)).toEqual(spans as number[][]);
    },
  );

  test("a filter leaves holes", async () => {
    expect(await spansAt([0, 50, 100, 150, 200], "?project=even")).toEqual([
      [0, 50, 50],
      [100, 150, 50],
    ]);
    expect(await spansAt([0, 50, 100, 150, 200], "?filter_by_project=odd")).toEqual([
      [50, 100, 50],
      [150, 200, 50],
    ]);
    expect(await spansAt([0, 50, 100], "?project=nothing")).toEqual([]);
  });

  test("an interval cuts them", async () => {
    const query = `?start=${T + 30}&end=${T + 70}`;
    expect(await spansAt([0, 50, 100], query)).toEqual([[30, 70, 40]]);
    expect(await spansAt([0, 50, 100], `?start=${T + 1000}&end=${T + 2000}`)).toEqual([]);
  });

  test("durations are whole and keep the sum", async () => {
    const times = Array.from({ length: 20 }, (_, i) => [i * 300, i * 300 + 60.333]).flat();
    const spans = await spansAt(times);
    const durations = spans.map(([, , duration]) => duration ?? 0);
    expect(durations.every(Number.isInteger)).toBe(true);
    // Each pair earns 60.333 s and, all but the last, the idle credit.
    expect(durations.reduce((sum, duration) => sum + duration, 0)).toBe(Math.round(20 * 60.333 + 19 * 120));
    for (const [start = 0, end = 0, duration = 0] of spans)
      expect(Math.abs(end - start - duration)).toBeLessThanOrEqual(1);
  });

  describe("a week of work", () => {
    const people = new WeakMap<Side, Promise<{ person: Person; sent: SentHeartbeat[]; now: number; zone: string }>>();
    const worker = () => {
      const found = people.get(side()) ?? worked();
      people.set(side(), found);
      return found;
    };
    const worked = async () => {
      const now = side().now();
      const zone = noonZone(now);
      const person = side().person({ timeZone: zone });
      const sent = week(now, 2, 40);
      await sendAll(side(), person, sent);
      return { person, sent, now, zone };
    };

    test.each([
      { query: "", filter: {} },
      { query: "?filter_by_project=tidepool,100%25", filter: { only: { project: ["tidepool", "100%"] } } },
      { query: "?filter_by_language=rust", filter: { only: { language: ["Rust"] } } },
      {
        query: "?filter_by_editor=Neovim&no_ai_coding=true",
        filter: { only: { editor: ["neovim"] }, without: { category: ["ai coding"] } },
      },
    ] satisfies { query: string; filter: ReferenceFilter }[])(
      "with $query is the recount's",
      async ({ query, filter }) => {
        const { person, sent } = await worker();
        const { spans } = await spansOf(person, query);
        const plain = reference(sent, HACKATIME);
        const edges = spans.map(({ start_time, end_time }) => ({ startMs: ms(start_time), endMs: ms(end_time) }));
        expect(edges).toEqual(plain.spans(EVER, filter).map(({ startMs, endMs }) => ({ startMs, endMs })));
        const sum = spans.reduce((total, { duration }) => total + duration, 0);
        expect(sum).toBe(secondsOf(plain.totalMs(EVER, filter)));
      },
    );

    test("today's is today's part", async () => {
      const { person, sent, now, zone } = await worker();
      const today = dayAt(now, zone);
      const { spans } = await spansOf(person, "?range=today");
      const edges = spans.map(({ start_time, end_time }) => ({ startMs: ms(start_time), endMs: ms(end_time) }));
      expect(edges).toEqual(
        reference(sent, HACKATIME)
          .spans(today)
          .map(({ startMs, endMs }) => ({ startMs, endMs })),
      );
    });
  });

  test.each([
    { query: "start_date=soon", parameter: "start_date" },
    { query: "end_date=soon", parameter: "end_date" },
    { query: "start=2025-02-02&end=2025-02-01", parameter: "end" },
    { query: "range=ever", parameter: "range" },
  ])("?$query is 422 and names $parameter", async ({ query, parameter }) => {
    const { keys } = side().owner;
    await play(side(), {
      ...{ name: query, path: `/api/v1/users/my/heartbeats/spans?${query}`, key: keys.read, status: 422 },
      json: { ...errorShape(422), message: expect.stringContaining(parameter) },
    });
  });
});

/** Seconds as written, back in whole ms. */
function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
