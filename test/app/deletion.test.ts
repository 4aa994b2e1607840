// Deletion proved like insertion: what is left counts as if the rest had never been.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { deleteHeartbeats } from "../../src/app/deletion.ts";
import { rebuild, resumeRecount } from "../../src/app/recount.ts";
import { beginRecount } from "../../src/app/stream.ts";
import { keyAt } from "../../src/db/heartbeats.ts";
import { write } from "../../src/db/store.ts";
import type { Rule } from "../../src/domain/credit.ts";
import { liveRows } from "../support/answers.ts";
import { type Memory, memory } from "../support/memory.ts";
import { bothAnswers, close, PATIENCE_MS, RUNS, send, truthOf, wholeQuestions } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import { batched, batchesArb, ruleArb, streamArb } from "../support/streams.ts";

/** Deletes heartbeats by what was sent, a batch per transaction. */
function remove(server: Memory, userId: number, rule: Rule, ids: readonly number[], sizes: readonly number[]): void {
  const all = server.store.heartbeats.page(userId, keyAt(0), Number.MAX_SAFE_INTEGER, 1000);
  for (const batch of batched(ids, sizes)) {
    const rows = all.filter(({ id }) => batch.includes(id));
    write(server.store, () => deleteHeartbeats(server.store, userId, rule, rows));
  }
}

function expectTruth(server: Memory, userId: number, zone: string, sent: readonly SentHeartbeat[], rule: Rule): void {
  const truth = truthOf(sent, rule);
  for (const question of wholeQuestions(zone, sent)) {
    const answers = bothAnswers(server, userId, truth, question);
    expect(answers.told).toEqual(answers.expected);
  }
}

const caseArb = fc.record({
  stream: streamArb(),
  doomed: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  sizes: batchesArb,
});

describe("a stream from which heartbeats were deleted", () => {
  test(
    "is what is left, counted; step by step = rebuilt from nothing; sent again it is whole",
    async () => {
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, doomed, sizes }) => {
          const server = memory();
          const user = server.addUser(rule);
          const stored = await send(server, user.id, sent);
          const whole = liveRows(server.store, user.id);
          const ids = stored.filter((_, i) => doomed[i]).map(({ id }) => id);
          const left = sent.filter((_, i) => !doomed[i]);
          remove(server, user.id, rule, ids, sizes);
          expectTruth(server, user.id, zone, left, rule);
          const rows = liveRows(server.store, user.id);
          await rebuild(server.store, user.id, rule);
          expect(liveRows(server.store, user.id)).toEqual(rows);
          await send(
            server,
            user.id,
            sent.filter((_, i) => doomed[i]),
          );
          expect(liveRows(server.store, user.id)).toEqual(whole);
          close(server);
        }),
        { numRuns: 40 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "while a recount is somewhere in it: the recount ends with what is left",
    async () => {
      const besideArb = fc.tuple(caseArb, ruleArb, fc.nat());
      await fc.assert(
        fc.asyncProperty(
          besideArb,
          async ([
            {
              stream: { rule, zone, sent },
              doomed,
              sizes,
            },
            other,
            place,
          ]) => {
            const server = memory();
            const user = server.addUser(rule);
            // A recount that has passed a part of the stream: so far nothing is stored there.
            write(server.store, () => {
              server.store.rollup.setState(user.id, { generation: 1, version: 0, ...rule });
              beginRecount(server.store, user.id, other);
            });
            const recounting = server.store.rollup.recount(user.id);
            const frontier = keyAt(Math.round(Number(sent[place % sent.length]?.time ?? 0) * 1e6));
            if (recounting !== undefined) server.store.rollup.setRecount(user.id, { ...recounting, frontier });
            const stored = await send(server, user.id, sent);
            const ids = stored.filter((_, i) => doomed[i]).map(({ id }) => id);
            remove(server, user.id, rule, ids, sizes);
            const left = sent.filter((_, i) => !doomed[i]);
            expectTruth(server, user.id, zone, left, rule);
            await resumeRecount(server.store, user.id);
            expectTruth(server, user.id, zone, left, other);
            close(server);
          },
        ),
        { numRuns: 40 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("gives a sentinel the project that is now the nearest, or none", async () => {
    const server = memory();
    const user = server.addUser();
    const at = (second: number, project: string): SentHeartbeat => ({
      time: 1_786_352_400 + second,
      entity: "a",
      project,
    });
    const sent = [at(0, "tide"), at(60, "harbor"), at(120, "<<LAST_PROJECT>>"), at(180, "reef")];
    const stored = await send(server, user.id, sent);
    const rule = { timeoutMs: 120_000, idleMs: 120_000 };
    for (const gone of [[1], [1, 0]]) {
      remove(
        server,
        user.id,
        rule,
        gone.map((i) => stored[i]?.id ?? 0),
        [9],
      );
      expectTruth(
        server,
        user.id,
        "UTC",
        sent.filter((_, i) => !gone.includes(i)),
        rule,
      );
    }
    expect(server.store.placeholders.between(user.id, 0, Number.MAX_SAFE_INTEGER)).toHaveLength(1);
    remove(server, user.id, rule, [stored[2]?.id ?? 0], [9]);
    expect(server.store.placeholders.between(user.id, 0, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  test("passes over what is not there any more", async () => {
    const server = memory();
    const user = server.addUser();
    const sent = [
      { time: 1_786_352_400, entity: "a" },
      { time: 1_786_352_430, entity: "b" },
    ];
    const [first] = await send(server, user.id, sent);
    const rows = server.store.heartbeats.page(user.id, keyAt(0), Number.MAX_SAFE_INTEGER, 10).slice(0, 1);
    const rule = { timeoutMs: 120_000, idleMs: 120_000 };
    for (let i = 0; i < 2; i++) write(server.store, () => deleteHeartbeats(server.store, user.id, rule, rows));
    expectTruth(server, user.id, "UTC", sent.slice(1), rule);
    // An id is never given twice.
    expect((await send(server, user.id, sent.slice(0, 1)))[0]?.id).toBeGreaterThan(first?.id ?? 0);
  });

  test("leaves nothing when all of it goes", async () => {
    const server = memory();
    const user = server.addUser();
    const sent = [0, 30, 4000].map((second) => ({ time: 1_786_352_400 + second, entity: "a" }));
    const stored = await send(server, user.id, sent);
    remove(
      server,
      user.id,
      { timeoutMs: 120_000, idleMs: 120_000 },
      stored.map(({ id }) => id),
      [2],
    );
    expect(liveRows(server.store, user.id)).toEqual([]);
  });
});
