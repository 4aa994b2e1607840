// The laws of counting, proved on a real store against the plain count of test/support/reference.ts.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { countAnew } from "../../src/app/counted-anew.ts";
import { rebuild, recount } from "../../src/app/recount.ts";
import { reading } from "../../src/app/summary.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { DIMENSIONS } from "../../src/domain/dimension.ts";
import { byHour, EVER, liveRows, type Question, told } from "../support/answers.ts";
import { memory } from "../support/memory.ts";
import { bothAnswers, close, PATIENCE_MS, RUNS, send, stretches, truthOf, wholeQuestions } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import {
  batched,
  batchesArb,
  edgeArb,
  filterArb,
  guessesArb,
  intervalOf,
  ruleArb,
  streamArb,
} from "../support/streams.ts";

describe("what the core says is what a plain count says", () => {
  const caseArb = fc.record({
    stream: streamArb(30),
    sizes: batchesArb,
    edges: fc.array(fc.tuple(edgeArb, edgeArb), { minLength: 1, maxLength: 3 }),
    filters: fc.array(filterArb, { minLength: 1, maxLength: 3 }),
    copies: fc.array(fc.nat(), { maxLength: 4 }),
  });

  test(
    "after every step, whatever is sent, in any order and any batches",
    async () => {
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, sizes, edges, filters, copies }) => {
          const server = memory();
          const user = server.addUser(rule);
          const arrived: SentHeartbeat[] = [];
          const batches = batched(sent, sizes);
          for (const [step, batch] of batches.entries()) {
            const again = copies.map((i) => arrived[i % arrived.length]).filter((one) => one !== undefined);
            await send(server, user.id, [...batch, ...again]);
            arrived.push(...batch);
            const whole = wholeQuestions(zone, arrived);
            const parts = edges.flatMap((pair): Question[] => {
              const interval = intervalOf(arrived, pair);
              return [{ zone, interval }, ...filters.map((filter) => ({ zone, interval, filter }))];
            });
            const questions = [...whole, ...parts, ...filters.map((filter) => ({ zone, interval: EVER, filter }))];
            const isLast = step === batches.length - 1;
            const truth = truthOf(arrived, rule);
            // The whole after each step and one question more; everything at the end.
            for (const question of isLast ? questions : [...whole, questions[step % questions.length] as Question]) {
              const answers = bothAnswers(server, user.id, truth, question);
              expect(answers.told).toEqual(answers.expected);
            }
          }
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "of what sentinels stand for, at every limit of their reach, whenever what they look for arrives",
    async () => {
      await fc.assert(
        fc.asyncProperty(guessesArb(), batchesArb, async (sent, sizes) => {
          const server = memory();
          const user = server.addUser();
          const arrived: SentHeartbeat[] = [];
          for (const batch of batched(sent, sizes)) {
            await send(server, user.id, batch);
            arrived.push(...batch);
            const truth = truthOf(arrived, PRESETS.hackatime);
            const summary = reading(server.store, server.histories, user.id, (reader) => reader.summary(EVER));
            for (const dimension of ["project", "language", "branch"] as const)
              expect(summary.items(dimension)).toEqual(truth.items(dimension, EVER));
          }
          close(server);
        }),
        { numRuns: 60 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "under another rule for one answer, of all heartbeats or of writes alone",
    async () => {
      const caseArb = fc.record({
        stream: streamArb(),
        other: ruleArb,
        edges: fc.tuple(edgeArb, edgeArb),
        filter: filterArb,
        isOfWrites: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, other, edges, filter, isOfWrites }) => {
          const server = memory();
          const { store, histories } = server;
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          const inStream = isOfWrites ? sent.filter((one) => one["is_write"] === true) : sent;
          const truth = truthOf(inStream, other);
          const once = { ...other, ...(isOfWrites && { only: "writes" as const }) };
          for (const interval of [intervalOf(sent, edges), ...stretches(sent)]) {
            const days = countAnew(store, histories, { userId: user.id, interval, rule: once });
            reading(
              store,
              histories,
              user.id,
              (reader) => {
                const { totalMs, idleMs, heartbeats } = reader.summary(interval);
                expect({ totalMs, idleMs, heartbeats }).toEqual({
                  totalMs: truth.totalMs(interval),
                  idleMs: truth.idleMs(interval),
                  heartbeats: truth.heartbeats(interval),
                });
                expect(byHour(reader.hoursOfWeek(interval, zone))).toEqual(byHour(truth.hoursOfWeek(zone, interval)));
                // What a sentinel stands for is found in the whole stream, also for an answer about writes alone.
                if (isOfWrites) return;
                expect(reader.summary(interval, filter).totalMs).toBe(truth.totalMs(interval, filter));
                expect(reader.summary(interval).items("project")).toEqual(truth.items("project", interval));
              },
              { rule: once, interval, days },
            );
          }
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "for each of several users whose requests share a transaction",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(20), streamArb(20), batchesArb, async (mine, yours, sizes) => {
          const server = memory();
          const streams = [mine, yours].map((stream) => ({ ...stream, userId: server.addUser(stream.rule).id }));
          await Promise.all(
            streams.flatMap(({ userId, sent }) => batched(sent, sizes).map((batch) => send(server, userId, batch))),
          );
          for (const { userId, sent, rule, zone } of streams) {
            const answers = bothAnswers(server, userId, truthOf(sent, rule), { zone, interval: EVER });
            expect(answers.told).toEqual(answers.expected);
          }
          close(server);
        }),
        { numRuns: 15 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});

describe("laws of counting", () => {
  test(
    "every dimension, all days, all hours and adjacent intervals sum to the total",
    async () => {
      const caseArb = fc.tuple(streamArb(), fc.array(edgeArb, { maxLength: 5 }), fc.option(filterArb, { nil: {} }));
      await fc.assert(
        fc.asyncProperty(caseArb, async ([{ rule, zone, sent }, edges, filter]) => {
          const server = memory();
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          for (const interval of stretches(sent)) {
            const { totalMs, items, days, hoursOfWeek, spans } = told(server.store, server.histories, user.id, {
              zone,
              interval,
              filter,
            });
            for (const dimension of DIMENSIONS) expect(sum(items[dimension] ?? [])).toBe(totalMs);
            expect(sum(days)).toBe(totalMs);
            expect(sum(Object.values(hoursOfWeek).map((ms) => ({ ms })))).toBe(totalMs);
            expect(sum(spans.map(({ startMs, endMs }) => ({ ms: endMs - startMs })))).toBe(totalMs);
            for (const [i, { startMs, endMs }] of spans.entries()) {
              expect(startMs).toBeLessThan(endMs);
              expect(startMs).toBeGreaterThan(spans[i - 1]?.endMs ?? Number.NEGATIVE_INFINITY);
            }
            const cuts = edges
              .map((edge) => intervalOf(sent, [edge, edge]).startMs)
              .filter((ms) => ms > interval.startMs && ms < interval.endMs)
              .sort((a, b) => a - b);
            const bounds = [interval.startMs, ...cuts, interval.endMs];
            const parts = reading(server.store, server.histories, user.id, (reader) =>
              reader.totals(
                cuts.concat(interval.endMs).map((endMs, i) => ({ startMs: bounds[i] ?? 0, endMs })),
                filter,
              ),
            );
            expect(sum(parts.map((ms) => ({ ms })))).toBe(totalMs);
          }
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "a filter selects credits: with it and its opposite, every credit is counted once and none is changed",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(), filterArb, async ({ rule, zone, sent }, { only = {} }) => {
          const server = memory();
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          const [dimension, values] = Object.entries(only)[0] ?? ["project", ["tide"]];
          const ask = (filter: Question["filter"] = {}) =>
            told(server.store, server.histories, user.id, { zone, interval: EVER, filter });
          const [all, inside, outside] = [
            ask(),
            ask({ only: { [dimension]: values } }),
            ask({ without: { [dimension]: values } }),
          ];
          expect(inside.totalMs + outside.totalMs).toBe(all.totalMs);
          expect(inside.heartbeats + outside.heartbeats).toBe(all.heartbeats);
          // Half-open and cut only where a credit begins or ends, the two lists of spans cover the one and share nothing.
          const edges = (spans: typeof all.spans) => sum(spans.map(({ startMs, endMs }) => ({ ms: endMs - startMs })));
          expect(edges(inside.spans) + edges(outside.spans)).toBe(edges(all.spans));
          for (const span of [...inside.spans, ...outside.spans])
            expect(all.spans.some((one) => one.startMs <= span.startMs && span.endMs <= one.endMs)).toBe(true);
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "the order of arrival does not matter",
    async () => {
      const caseArb = streamArb().chain(({ rule, zone, sent }) =>
        fc.tuple(
          fc.constant({ rule, zone, sent }),
          fc.shuffledSubarray([...sent], { minLength: sent.length, maxLength: sent.length }),
          batchesArb,
          batchesArb,
        ),
      );
      await fc.assert(
        fc.asyncProperty(caseArb, async ([{ rule, zone, sent }, otherwise, sizes, otherSizes]) => {
          const answers = [];
          for (const batches of [batched(sent, sizes), batched(otherwise, otherSizes)]) {
            const server = memory();
            const user = server.addUser(rule);
            for (const batch of batches) await send(server, user.id, batch);
            answers.push(
              wholeQuestions(zone, sent).map((question) => told(server.store, server.histories, user.id, question)),
            );
            close(server);
          }
          expect(answers[0]).toEqual(answers[1]);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "sending copies again changes nothing and is answered with the same ids",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(), batchesArb, async ({ rule, zone, sent }, sizes) => {
          const server = memory();
          const user = server.addUser(rule);
          const first = (await send(server, user.id, sent)).map(({ id }) => id);
          const before = told(server.store, server.histories, user.id, { zone, interval: EVER });
          const state = server.store.rollup.state(user.id);
          const rows = liveRows(server.store, user.id);
          const again = [...sent].reverse().map((one) => ({ ...one, machine: "another", lineno: 7, language: "Go" }));
          const ids: number[] = [];
          for (const batch of batched(again, sizes)) {
            const outcomes = await send(server, user.id, batch);
            expect(outcomes.every(({ isCopy }) => isCopy)).toBe(true);
            ids.push(...outcomes.map(({ id }) => id));
          }
          expect(ids).toEqual([...first].reverse());
          expect(server.store.rollup.state(user.id)).toEqual(state);
          expect(liveRows(server.store, user.id)).toEqual(rows);
          expect(told(server.store, server.histories, user.id, { zone, interval: EVER })).toEqual(before);
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "derived step by step = rebuilt from nothing; recounted = counted by the other rule from the start",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(), ruleArb, batchesArb, async ({ rule, zone, sent }, otherRule, sizes) => {
          const server = memory();
          const user = server.addUser(rule);
          for (const batch of batched(sent, sizes)) await send(server, user.id, batch);
          const rows = liveRows(server.store, user.id);
          const answers = () =>
            wholeQuestions(zone, sent).map((question) => told(server.store, server.histories, user.id, question));
          const before = answers();
          await rebuild(server.store, user.id, rule);
          expect(liveRows(server.store, user.id)).toEqual(rows);
          expect(answers()).toEqual(before);
          await recount(server.store, user.id, otherRule);
          const other = bothAnswers(server, user.id, truthOf(sent, otherRule), { zone, interval: EVER });
          expect(other.told).toEqual(other.expected);
          await recount(server.store, user.id, rule);
          expect(liveRows(server.store, user.id)).toEqual(rows);
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});

function sum(items: readonly { readonly ms: number }[]): number {
  return items.reduce((total, { ms }) => total + ms, 0);
}
