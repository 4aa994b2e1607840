import { expect, test } from "bun:test";
import fc from "fast-check";
import { eachStretch, listOf, type Stretch } from "../../src/app/credits.ts";
import { parseExternal, tell } from "../../src/app/externals.ts";
import { maskOf } from "../../src/app/filter.ts";
import { eachSelected } from "../../src/app/selected.ts";
import { memory, NOON } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import { edgeArb, filterArb, intervalOf, streamArb } from "../support/streams.ts";

const DAY_S = 86_400;

test(
  "what is selected is what of all the time the filter leaves, whichever days are not read",
  async () => {
    const blockArb = fc.record({
      place: fc.nat(),
      afterS: fc.integer({ min: -DAY_S, max: 3 * DAY_S }),
      lengthS: fc.integer({ min: 1, max: 2 * DAY_S }),
    });
    await fc.assert(
      fc.asyncProperty(
        streamArb(25),
        fc.array(blockArb, { maxLength: 3 }),
        fc.tuple(edgeArb, edgeArb),
        filterArb,
        async ({ rule, sent }, blocks, edges, filter) => {
          const server = memory();
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          for (const [i, { place, afterS, lengthS }] of blocks.entries()) {
            const start_time = Math.max(1_000_000_001, Number(sent[place % sent.length]?.time ?? 0) + afterS);
            const told = {
              external_id: `${i}`,
              entity: "talk",
              type: "event",
              start_time,
              end_time: start_time + lengthS,
            };
            tell(server.context, user, [
              parseExternal({ ...told, project: i === 0 ? "tide" : undefined }, "api", NOON),
            ]);
          }
          const history = server.histories.of(user.id);
          if (history === undefined) throw new Error("nothing was counted");
          const mask = maskOf(server.store, history, filter);
          for (const interval of [intervalOf(sent, edges), { startMs: 0, endMs: 4e12 }]) {
            const left = listOf(eachStretch, server.store, history, interval).filter(
              ({ groupId }) => mask === undefined || mask[groupId] === 1,
            );
            const parts = (all: Iterable<{ startMs: number; endMs: number; groupId: number }>) =>
              [...all].map(({ startMs, endMs, groupId }) => ({ startMs, endMs, groupId }));
            const found: Stretch[] = [];
            eachSelected(eachStretch, server.store, history, interval, mask, (part) => found.push(part));
            expect(joined(parts(found))).toEqual(joined(parts(left)));
          }
          close(server);
        },
      ),
      { numRuns: 60 * RUNS },
    );
  },
  PATIENCE_MS,
);

type Part = { readonly startMs: number; readonly endMs: number; readonly groupId: number };

/** Joins an external duration that was read day by day; a credit is never cut. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last !== undefined && last.endMs === part.startMs && last.groupId === part.groupId && part.endMs > part.startMs)
      whole[whole.length - 1] = { ...last, endMs: part.endMs };
    else whole.push(part);
  }
  return whole;
}
