import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { countAnew } from "../../src/app/counted-anew.ts";
import { parseExternal, tell, untell } from "../../src/app/externals.ts";
import { rebuild, recount } from "../../src/app/recount.ts";
import { spansOf } from "../../src/app/spans.ts";
import { reading } from "../../src/app/summary.ts";
import { credits, type Rule } from "../../src/domain/credit.ts";
import type { Interval } from "../../src/domain/interval.ts";
import { memory, NOON } from "../support/memory.ts";

const BASE = 1_786_000_000;
const EVER: Interval = { startMs: 0, endMs: 4e12 };
const AGENT = { userAgent: undefined, machine: undefined, timeZone: undefined };

const told = (id: number, start: number, end: number, project = `meeting${id % 3}`) =>
  parseExternal(
    {
      external_id: `e${id}`,
      entity: "Stand-up",
      type: "app",
      category: "Meeting",
      start_time: BASE + start,
      end_time: BASE + end,
      project,
    },
    "api",
    NOON,
  );

/** Counts instant by instant, in whole seconds: a credit holds it, else the first block by start and id. */
function reference(
  beats: readonly number[],
  blocks: readonly { id: number; start: number; end: number }[],
  rule: Rule,
  interval: readonly [number, number],
) {
  const earned = credits(
    [...beats].sort((a, b) => a - b).map((time) => time * 1000),
    rule,
  );
  const inOrder = [...blocks].sort((a, b) => a.start - b.start || a.id - b.id);
  let total = 0;
  const meetings: Record<string, number> = {};
  for (let second = interval[0]; second < interval[1]; second++) {
    const ms = second * 1000;
    const block = inOrder.find(({ start, end }) => start <= second && second < end);
    if (earned.some(({ startMs, creditMs }) => startMs <= ms && ms < startMs + creditMs)) total += 1000;
    else if (block !== undefined) {
      total += 1000;
      meetings[`meeting${block.id % 3}`] = (meetings[`meeting${block.id % 3}`] ?? 0) + 1000;
    }
  }
  return { total, meetings };
}

describe("external durations", () => {
  test("count where no credit lies, under their own names", async () => {
    const { addUser, ingest, store, histories, context } = memory();
    const user = addUser();
    await ingest.submit(
      user.id,
      [0, 60, 120].map((t) => ({ time: BASE + 600 + t, project: "hearth" })),
      AGENT,
    );
    tell(context, user, [told(1, 0, 1800, "talks")]);
    const summary = reading(store, histories, user.id, (reader) => {
      const found = reader.summary(EVER);
      return {
        total: found.totalMs,
        projects: found.items("project"),
        categories: found.items("category"),
        editors: found.items("editor"),
      };
    });
    expect(summary.total).toBe(1_800_000);
    expect(summary.projects).toEqual([
      { name: "talks", ms: 1_680_000 },
      { name: "hearth", ms: 120_000 },
    ]);
    expect(summary.categories).toEqual([
      { name: "meeting", ms: 1_680_000 },
      { name: "coding", ms: 120_000 },
    ]);
    expect(summary.editors).toEqual([{ name: "Unknown", ms: 1_800_000 }]);
  });

  test("count for a user who never sent a heartbeat", () => {
    const { addUser, store, histories, context } = memory();
    const user = addUser();
    tell(context, user, [told(1, 0, 90)]);
    expect(reading(store, histories, user.id, (reader) => reader.summary(EVER).totalMs)).toBe(90_000);
  });

  test.each([
    { name: "on a quarter-hour", atMs: Math.ceil(BASE / 900) * 900_000 },
    { name: "beside one", atMs: BASE * 1000 + 1_000_001 },
  ])("are nothing in an interval without length $name inside of one", ({ atMs }) => {
    const { addUser, store, histories, context } = memory();
    const user = addUser();
    tell(context, user, [told(1, 0, 1800)]);
    const at = { startMs: atMs, endMs: atMs };
    const found = reading(store, histories, user.id, (reader) => ({
      total: reader.summary(at).totalMs,
      totals: reader.totals([at]),
      items: reader.itemsOfEach("project", [at]),
      each: [...reader.summaries([at])].map(({ totalMs }) => totalMs),
    }));
    expect(found).toEqual({ total: 0, totals: [0], items: [[]], each: [0] });
  });

  test("told again replace, and go when untold", () => {
    const { addUser, store, histories, context } = memory();
    const user = addUser();
    const total = () => reading(store, histories, user.id, (reader) => reader.summary(EVER).totalMs);
    tell(context, user, [told(1, 0, 90)]);
    const [again] = tell(context, user, [told(1, 0, 60)]);
    expect(total()).toBe(60_000);
    expect(untell(context, user, ["00000000-0000-4000-8000-999999999999"], EVER)).toBe(0);
    expect(untell(context, user, [again?.uuid ?? ""], EVER)).toBe(1);
    expect(total()).toBe(0);
  });

  test("agree with an instant-by-instant count after every step, under any rule", async () => {
    const block = fc.record({ id: fc.nat(9), start: fc.nat(3000), length: fc.integer({ min: 1, max: 1500 }) });
    const step = fc.oneof(
      fc.record({ beats: fc.array(fc.nat(4000), { minLength: 1, maxLength: 5 }) }),
      fc.record({ block }),
      fc.record({ timeout: fc.integer({ min: 30, max: 900 }), idle: fc.nat(30) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.nat(4500),
        fc.nat(4500),
        async (steps, a, b) => {
          const { addUser, ingest, store, histories, context } = memory();
          const user = addUser();
          let rule: Rule = { timeoutMs: 120_000, idleMs: 120_000 };
          const beats = new Set<number>();
          const blocks = new Map<number, { id: number; start: number; end: number }>();
          const rowIds = new Map<number, number>();
          for (const one of steps) {
            if ("beats" in one) {
              await ingest.submit(
                user.id,
                one.beats.map((t) => ({ time: BASE + t, project: "p" })),
                AGENT,
              );
              for (const t of one.beats) beats.add(t);
            } else if ("block" in one) {
              const { id, start, length } = one.block;
              const [row] = tell(context, user, [told(id, start, start + length)]);
              rowIds.set(id, row?.id ?? 0);
              blocks.set(id, { id, start, end: start + length });
            } else {
              rule = { timeoutMs: one.timeout * 1000, idleMs: one.idle * 1000 };
              await recount(store, user.id, rule);
            }
            const interval = [Math.min(a, b), Math.max(a, b)] as const;
            const asked = { startMs: (BASE + interval[0]) * 1000, endMs: (BASE + interval[1]) * 1000 };
            // Stored ids order blocks of one start, whatever they were told as.
            const ordered = [...blocks.values()].map((told) => ({ ...told, order: rowIds.get(told.id) ?? 0 }));
            ordered.sort((x, y) => x.start - y.start || x.order - y.order);
            const live = store.rollup.state(user.id) ?? rule;
            const expected = reference(
              [...beats],
              ordered.map(({ id, start, end }, i) => ({ id: id + 3 * 10 * i, start, end })),
              live,
              interval,
            );
            const found = reading(store, histories, user.id, (reader) => {
              const summary = reader.summary(asked);
              return { total: summary.totalMs, projects: summary.items("project") };
            });
            expect(found.total).toBe(expected.total);
            for (const { name, ms } of found.projects) if (name !== "p") expect(ms).toBe(expected.meetings[name] ?? 0);
            const spans = spansOf(store, histories, { userId: user.id, interval: asked, filter: {} });
            expect(spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(expected.total);
            const other = { timeoutMs: 60_000, idleMs: 0 };
            const days = countAnew(store, histories, { userId: user.id, interval: asked, rule: other });
            const anew = reading(store, histories, user.id, (reader) => reader.summary(asked).totalMs, {
              rule: other,
              interval: asked,
              days,
            });
            expect(anew).toBe(
              reference(
                [...beats],
                ordered.map(({ id, start, end }, i) => ({ id: id + 30 * i, start, end })),
                other,
                interval,
              ).total,
            );
          }
          const before = reading(store, histories, user.id, (reader) => reader.summary(EVER).items("project"));
          if (store.rollup.state(user.id) !== undefined)
            await rebuild(store, user.id, store.rollup.state(user.id) ?? rule);
          expect(reading(store, histories, user.id, (reader) => reader.summary(EVER).items("project"))).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
  });
});
