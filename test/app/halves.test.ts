// A history counted anew in two halves at the same time is the history counted anew at once.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type CountedAnew, countAnew } from "../../src/app/counted-anew.ts";
import { countInHalves } from "../../src/app/halves.ts";
import { recount } from "../../src/app/recount.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import type { Interval } from "../../src/domain/interval.ts";
import { type Memory, memory } from "../support/memory.ts";
import { close, NINE, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import { ruleArb } from "../support/streams.ts";

const DAY_SECONDS = 86_400;
const MIDNIGHT = (Math.floor(NINE / DAY_SECONDS) - 10) * DAY_SECONDS;
const DAYS = 6;
const ALL = { startMs: (MIDNIGHT - DAY_SECONDS) * 1000, endMs: (MIDNIGHT + DAYS * DAY_SECONDS) * 1000 };

/** Mostly about midnight, where the halves meet. */
const timeArb = fc
  .tuple(fc.nat(DAYS - 1), fc.oneof(fc.integer({ min: -3_900, max: 3_900 }), fc.nat(DAY_SECONDS)))
  .map(([day, second]) => MIDNIGHT + day * DAY_SECONDS + second);

const sentArb: fc.Arbitrary<readonly SentHeartbeat[]> = fc.array(
  fc.record({
    time: timeArb,
    entity: fc.constantFrom("a.ts", "b.rs"),
    project: fc.constantFrom("tide", "reef"),
    is_write: fc.boolean(),
    dependencies: fc.constantFrom([], ["preact"]),
  }),
  { maxLength: 40 },
);

/** Returns what was counted, as plain numbers; a day without anything is none. */
function told(days: ReturnType<typeof countAnew>) {
  return days.filter(({ cells }) => cells.length > 0).map(({ day, cells, tags }) => ({ day, cells: [...cells], tags }));
}

/** Two threads that notice what they are asked. */
function lanes({ store, histories }: Memory, meanwhile: () => Promise<unknown> = async () => {}) {
  const asked: Interval[] = [];
  const lane = async (question: CountedAnew) => {
    asked.push(question.interval);
    const days = countAnew(store, histories, question);
    await meanwhile();
    return days;
  };
  return { asked, both: [lane, lane] as const };
}

describe("a history counted anew in halves", () => {
  test(
    "is what it is when counted at once, whatever was done around the midnight between them",
    async () => {
      await fc.assert(
        fc.asyncProperty(sentArb, ruleArb, ruleArb, fc.boolean(), async (sent, rule, other, isOfWrites) => {
          const server = memory();
          const { store, histories } = server;
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          const once = { ...other, ...(isOfWrites && { only: "writes" as const }) };
          const question = { userId: user.id, interval: ALL, rule: once };
          const { asked, both } = lanes(server);
          const halves = await countInHalves(store, histories, both, question);
          expect(told(halves)).toEqual(told(countAnew(store, histories, question)));
          expect(asked[0]?.startMs).toBe(ALL.startMs);
          expect(asked.at(-1)?.endMs).toBe(ALL.endMs);
          close(server);
        }),
        { numRuns: 60 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("halves are about as large as each other, and meet at a midnight of UTC", async () => {
    const server = memory();
    const user = server.addUser();
    const daily = Array.from({ length: DAYS }, (_, day) => ({
      time: MIDNIGHT + day * DAY_SECONDS + 600,
      entity: "a.ts",
    }));
    await send(server, user.id, daily);
    const { asked, both } = lanes(server);
    const question = { userId: user.id, interval: ALL, rule: PRESETS.wakatime };
    await countInHalves(server.store, server.histories, both, question);
    const middleMs = (MIDNIGHT + (DAYS / 2) * DAY_SECONDS) * 1000;
    expect(asked).toEqual([
      { startMs: ALL.startMs, endMs: middleMs },
      { startMs: middleMs, endMs: ALL.endMs },
    ]);
    close(server);
  });

  test("is counted at once when the rule changes meanwhile", async () => {
    const server = memory();
    const { store, histories } = server;
    const user = server.addUser();
    await send(
      server,
      user.id,
      [0, 1, 2].map((day) => ({ time: MIDNIGHT + day * DAY_SECONDS, entity: "a.ts" })),
    );
    const { asked, both } = lanes(server, () => recount(store, user.id, PRESETS.wakapi));
    const question = { userId: user.id, interval: ALL, rule: PRESETS.wakatime };
    await countInHalves(store, histories, both, question);
    expect(asked).toHaveLength(3);
    expect(asked[2]).toEqual(ALL);
    close(server);
  });
});
