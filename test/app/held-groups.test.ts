import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { reading, type Summary } from "../../src/app/summary.ts";
import { DIMENSIONS } from "../../src/domain/dimension.ts";
import { memory } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import { edgeArb, filterArb, intervalOf, streamArb } from "../support/streams.ts";

describe("summaries of many intervals", () => {
  test(
    "are what each is by itself, on and beside quarter-hours, overlapping or not, filtered or not",
    async () => {
      const caseArb = fc.record({
        stream: streamArb(30),
        edges: fc.array(fc.tuple(edgeArb, edgeArb), { minLength: 1, maxLength: 8 }),
        filter: fc.option(filterArb, { nil: undefined }),
      });
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, sent }, edges, filter }) => {
          const server = memory();
          const user = server.addUser(rule);
          await send(server, user.id, sent);
          const intervals = edges.map((pair) => intervalOf(sent, pair));
          reading(server.store, server.histories, user.id, (reader) => {
            const alone = intervals.map((interval) => written(reader.summary(interval, filter)));
            expect([...reader.summaries(intervals, filter)].map(written)).toEqual(alone);
            for (const dimension of DIMENSIONS)
              expect(reader.itemsOfEach(dimension, intervals, filter)).toEqual(
                intervals.map((interval) => reader.summary(interval, filter).items(dimension)),
              );
            for (const interval of intervals) {
              const { human_additions, human_deletions, ai_additions, ai_deletions } = reader
                .summary(interval, filter)
                .ai();
              const lines = { human_additions, human_deletions, ai_additions, ai_deletions };
              expect(reader.lines(interval, filter)).toMatchObject(lines);
            }
          });
          close(server);
        }),
        { numRuns: 40 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("of nothing are empty", () => {
    const server = memory();
    const user = server.addUser();
    const summaries = reading(server.store, server.histories, user.id, (reader) => [
      ...reader.summaries([{ startMs: 0, endMs: 900_000 }]),
    ]);
    expect(summaries.map(({ totalMs, heartbeats }) => [totalMs, heartbeats])).toEqual([[0, 0]]);
    close(server);
  });
});

function written(summary: Summary): object {
  const { totalMs, idleMs, heartbeats } = summary;
  return {
    ...{ totalMs, idleMs, heartbeats, dependencies: summary.dependencies(), ai: summary.ai() },
    lists: DIMENSIONS.map((dimension) => summary.items(dimension)),
    models: summary.ai("project", "tide"),
  };
}
