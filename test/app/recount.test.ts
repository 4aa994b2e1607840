// Recounts by another rule; those of several slices are in recount-slices.test.ts, what is counted is proved in counting.test.ts.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { rebuild, recount, resumeRecount } from "../../src/app/recount.ts";
import { beginRecount } from "../../src/app/stream.ts";
import { write } from "../../src/db/store.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { EVER, liveRows } from "../support/answers.ts";
import { memory } from "../support/memory.ts";
import { at, bothAnswers, close, PATIENCE_MS, RUNS, send, totalBySql, totalOf, truthOf } from "../support/proving.ts";
import { type SentHeartbeat, streamKey } from "../support/reference.ts";
import { batched, batchesArb, ruleArb, streamArb } from "../support/streams.ts";

describe("the presets", () => {
  test.each([
    { name: "hackatime", total: 60 + 120 + 120 + 120 + 120 },
    { name: "wakapi", total: 60 + 300 + 600 },
    { name: "wakatime", total: 60 + 300 + 600 + 700 },
  ] as const)("$name counts $total seconds of the same history", async ({ name, total }) => {
    const server = memory();
    const user = server.addUser(PRESETS.wakapi);
    await send(server, user.id, at(0, 60, 360, 960, 1660, 3000));
    await recount(server.store, user.id, PRESETS[name]);
    expect(totalOf(server, user.id)).toBe(total * 1000);
    // What comes later is counted by the new rule as well.
    await send(server, user.id, at(3060));
    expect(totalOf(server, user.id)).toBe(totalBySql(server.store, user.id, PRESETS[name]));
  });

  test("a user without heartbeats has nothing to recount", async () => {
    const server = memory();
    const user = server.addUser();
    await recount(server.store, user.id, PRESETS.wakatime);
    await rebuild(server.store, user.id, PRESETS.wakatime);
    expect(totalOf(server, user.id)).toBe(0);
    await send(server, user.id, at(0, 600));
    expect(totalOf(server, user.id)).toBe(600_000);
  });

  test("of two recounts at once the later one counts", async () => {
    const server = memory();
    const user = server.addUser();
    await send(server, user.id, at(0, 300, 3000));
    await Promise.all([
      recount(server.store, user.id, PRESETS.hackatime),
      recount(server.store, user.id, PRESETS.wakatime),
    ]);
    expect(server.store.rollup.recount(user.id)).toBeUndefined();
    expect(totalOf(server, user.id)).toBe(300_000);
  });

  test("a recount begun twice is done once", async () => {
    const server = memory();
    const user = server.addUser();
    await send(server, user.id, at(0, 60));
    write(server.store, () => beginRecount(server.store, user.id, PRESETS.wakapi));
    write(server.store, () => beginRecount(server.store, user.id, PRESETS.wakatime));
    await resumeRecount(server.store, user.id);
    expect(server.store.rollup.state(user.id)).toMatchObject(PRESETS.wakatime);
    expect(totalOf(server, user.id)).toBe(60_000);
  });
});

test(
  "heartbeats that come before and after the frontier of a recount are counted once, by both rules",
  async () => {
    const caseArb = fc.record({ stream: streamArb(), other: ruleArb, sizes: batchesArb, place: fc.nat() });
    await fc.assert(
      fc.asyncProperty(caseArb, async ({ stream: { rule, zone, sent }, other, sizes, place }) => {
        const server = memory();
        const user = server.addUser(rule);
        const { rollup } = server.store;
        // Half way through a stream that is still empty: all that comes is on one side of the frontier or the other.
        const frontier = streamKey(sent[place % sent.length] as SentHeartbeat);
        write(server.store, () => {
          rollup.setState(user.id, { generation: 1, version: 0, ...rule });
          rollup.setRecount(user.id, {
            generation: 2,
            ...other,
            frontier: { time: frontier.timeUs, identity: frontier.identity },
          });
        });
        for (const [i, batch] of batched(sent, sizes).entries()) {
          await send(server, user.id, batch);
          const arrived = batched(sent, sizes)
            .slice(0, i + 1)
            .flat();
          const now = bothAnswers(server, user.id, truthOf(arrived, rule), { zone, interval: EVER });
          expect(now.told).toEqual(now.expected);
        }
        await resumeRecount(server.store, user.id);
        const then = bothAnswers(server, user.id, truthOf(sent, other), { zone, interval: EVER });
        expect(then.told).toEqual(then.expected);
        const rows = liveRows(server.store, user.id);
        await recount(server.store, user.id, other);
        expect(liveRows(server.store, user.id)).toEqual(rows);
        close(server);
      }),
      { numRuns: 20 * RUNS },
    );
  },
  PATIENCE_MS,
);
