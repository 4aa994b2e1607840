// What is remembered of a rollup in memory, against the same read afresh.
import { expect, test } from "bun:test";
import fc from "fast-check";
import { deleteHeartbeats } from "../../src/app/deletion.ts";
import { openHistories } from "../../src/app/history.ts";
import { recount } from "../../src/app/recount.ts";
import { reading } from "../../src/app/summary.ts";
import { keyAt } from "../../src/db/heartbeats.ts";
import type { RollupDay } from "../../src/db/rollup.ts";
import { type Store, write } from "../../src/db/store.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { DIMENSIONS } from "../../src/domain/dimension.ts";
import { EVER } from "../support/answers.ts";
import { type Memory, memory, NOON } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, storeNow, totalOf } from "../support/proving.ts";

const DAY_S = 86_400;
/** A slice of a recount touches at most two hundred days: these are three. */
const DAYS = 500;
const FIRST_S = NOON / 1000 - DAYS * DAY_S;

/** Two heartbeats a day; every third of them changes lines. */
const LONG = Array.from({ length: 2 * DAYS }, (_, i) => ({
  time: FIRST_S + (i >>> 1) * DAY_S + (i % 2) * 60,
  entity: `/src/${i % 7}.ts`,
  project: `p${i % 5}`,
  ...(i % 3 === 0 && { human_line_changes: i % 11 }),
}));

/** What happens between two slices of a recount, on one of its days. */
const stepArb = fc.record({
  what: fc.constantFrom("read", "send", "send and read", "delete", "nothing"),
  day: fc.nat({ max: DAYS - 1 }),
  second: fc.nat({ max: DAY_S - 1 }),
});

type Step = { readonly what: string; readonly day: number; readonly second: number };

function take({ store, histories }: Memory, userId: number, { what, day, second }: Step): void {
  const time = FIRST_S + day * DAY_S + second;
  if (what.startsWith("send"))
    storeNow(store, userId, [
      {
        ...{ time, entity: "/late.ts", project: `late${second % 3}`, ai_line_changes: 2, ai_session: `s${second % 2}` },
        ...{ ai_prompt_length: second % 5, dependencies: ["bun", `d${second % 3}`] },
      },
    ]);
  if (what === "delete") {
    const rows = store.heartbeats.page(userId, keyAt(time * 1e6), Number.MAX_SAFE_INTEGER, 2);
    write(store, () => deleteHeartbeats(store, userId, PRESETS.hackatime, rows));
  }
  // As often as it takes to know all that is counted so far.
  if (what.endsWith("read")) for (let i = 0; i < 5; i++) totalOf({ store, histories }, userId);
}

/** Returns everything an all-time answer tells, of two histories the same. */
function wordsOf(store: Store, histories: Memory["histories"], userId: number): object {
  return reading(store, histories, userId, (reader) => {
    const summary = reader.summary(EVER);
    return {
      ...{ totalMs: summary.totalMs, idleMs: summary.idleMs, heartbeats: summary.heartbeats, ai: summary.ai() },
      lists: DIMENSIONS.map((dimension) => summary.items(dimension)),
      dependencies: summary.dependencies(),
    };
  });
}

function plain(days: readonly RollupDay[] | undefined): object[] | undefined {
  return days
    ?.filter(({ cells }) => cells.length > 0)
    .map(({ day, cells, sums = [], tags = [] }) => ({ day, cells: [...cells], sums: [...sums], tags: [...tags] }));
}

test(
  "whoever reads while a recount goes on, heartbeats come and go, has at its end what a fresh look finds",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArb, { maxLength: 24 }), async (steps) => {
        const server = memory();
        const { store, histories } = server;
        const { id } = server.addUser();
        storeNow(store, id, LONG);
        totalOf(server, id);
        const waiting = [...steps];
        await recount(store, id, PRESETS.wakatime, () => {
          for (const step of waiting.splice(0, 5)) take(server, id, step);
        });
        for (const step of waiting) take(server, id, step);
        const fresh = openHistories(store);
        expect(plain(histories.of(id)?.days)).toEqual(plain(fresh.of(id)?.days));
        expect(wordsOf(store, histories, id)).toEqual(wordsOf(store, fresh, id));
        close(server);
      }),
      { numRuns: 25 * RUNS },
    );
  },
  PATIENCE_MS,
);

test("all time is what its days come to, day by day, after every change", () => {
  fc.assert(
    fc.property(fc.array(stepArb, { maxLength: 12 }), (steps) => {
      const server = memory();
      const { store, histories } = server;
      const { id } = server.addUser();
      storeNow(store, id, LONG.slice(0, 40));
      for (const step of steps) {
        take(server, id, { ...step, day: step.day % 20 });
        const days = Array.from({ length: 25 }, (_, i) => ({
          startMs: (FIRST_S + i * DAY_S) * 1000,
          endMs: (FIRST_S + (i + 1) * DAY_S) * 1000,
        }));
        reading(store, histories, id, (reader) => {
          const all = reader.summary(EVER);
          const each = days.map((day) => reader.summary(day));
          const sum = (of: (summary: typeof all) => number) => each.reduce((total, one) => total + of(one), 0);
          expect(sum(({ totalMs }) => totalMs)).toBe(all.totalMs);
          expect(sum(({ idleMs }) => idleMs)).toBe(all.idleMs);
          expect(sum(({ heartbeats }) => heartbeats)).toBe(all.heartbeats);
          expect(sum((one) => one.ai().ai_additions)).toBe(all.ai().ai_additions);
          const bun = (one: typeof all) => one.dependencies().find(({ name }) => name === "bun")?.ms ?? 0;
          expect(sum(bun)).toBe(bun(all));
          expect(sum((one) => one.ai().promptsBySession.reduce((a, b) => a + b, 0))).toBe(all.ai().ai_prompts);
          expect(all.ai().promptsBySession.reduce((a, b) => a + b, 0)).toBe(all.ai().ai_prompts);
          expect(reader.totals(days)).toEqual(each.map(({ totalMs }) => totalMs));
        });
      }
      close(server);
    }),
    { numRuns: 20 * RUNS },
  );
});
