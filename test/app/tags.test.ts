// Dependency lists and AI sessions of intervals, against the stored heartbeats added up by plain means.
import { expect, test } from "bun:test";
import fc from "fast-check";
import { eachStretch, listOf } from "../../src/app/credits.ts";
import { maskOf } from "../../src/app/filter.ts";
import { sumsOfHeartbeat } from "../../src/app/share.ts";
import { reading } from "../../src/app/summary.ts";
import { memory } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import { edgeArb, filterArb, intervalOf, streamArb } from "../support/streams.ts";

const extraArb = fc.record(
  {
    ai_session: fc.constantFrom("a", "b", "c"),
    ai_prompt_length: fc.constantFrom(0, 1, 40, 2 ** 33),
    ai_line_changes: fc.constantFrom(0, 5, -5),
    dependencies: fc.constantFrom(["bun"], ["bun", "elysia"], ["elysia", "bun"]),
  },
  { requiredKeys: [] },
);

test(
  "sessions and dependencies of an interval are those of its heartbeats, under every filter",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        streamArb(30),
        fc.array(extraArb, { minLength: 30, maxLength: 30 }),
        fc.tuple(edgeArb, edgeArb),
        filterArb,
        async ({ rule, sent }, extras, edges, filter) => {
          const server = memory();
          const user = server.addUser(rule);
          await send(
            server,
            user.id,
            sent.map((one, i) => ({ ...one, ...extras[i] })),
          );
          const { store, histories } = server;
          const history = histories.of(user.id);
          if (history === undefined) throw new Error("nothing was counted");
          const mask = maskOf(store, history, filter);
          const isIn = (groupId: number) => mask === undefined || mask[groupId] === 1;
          for (const interval of [intervalOf(sent, edges), { startMs: 0, endMs: 4e12 }]) {
            const prompts = new Map<number, number>();
            const lengths = new Map<number, number>();
            const lists = new Map<string, number>();
            for (const { row, groupId, isStart, startMs, endMs } of listOf(eachStretch, store, history, interval)) {
              if (!isIn(groupId) || !("ai_session_id" in row)) continue;
              if (row.dependencies_id !== null)
                for (const name of store.names.listById(row.dependencies_id))
                  if (endMs > startMs) lists.set(name, (lists.get(name) ?? 0) + endMs - startMs);
              const isHere = isStart && Math.floor(row.time / 1000) < interval.endMs;
              const sent = isHere ? store.heartbeats.at(user.id, row) : undefined;
              if (sent === undefined || row.ai_session_id === null || sumsOfHeartbeat(sent) === undefined) continue;
              const length = sent.ai_prompt_length ?? 0;
              prompts.set(row.ai_session_id, (prompts.get(row.ai_session_id) ?? 0) + (length > 0 ? 1 : 0));
              lengths.set(row.ai_session_id, (lengths.get(row.ai_session_id) ?? 0) + length);
            }
            const ascending = (all: Map<number, number>) => [...all.values()].sort((a, b) => a - b);
            const told = reading(store, histories, user.id, (reader) => {
              const summary = reader.summary(interval, filter);
              const { sessions, promptsBySession, promptLengthBySession } = summary.ai();
              const parts = summary
                .items("project")
                .map(({ name }) => [...summary.ai("project", name).promptsBySession]);
              return {
                ...{
                  sessions,
                  promptsBySession: [...promptsBySession],
                  promptLengthBySession: [...promptLengthBySession],
                },
                dependencies: new Map(summary.dependencies().map(({ name, ms }) => [name, ms])),
                prompts: parts.flat().reduce((sum, one) => sum + one, 0),
              };
            });
            expect(told).toMatchObject({
              sessions: prompts.size,
              promptsBySession: ascending(prompts),
              promptLengthBySession: ascending(lengths),
              dependencies: lists,
            });
            expect(told.prompts).toBeLessThanOrEqual(ascending(prompts).reduce((sum, one) => sum + one, 0));
          }
          close(server);
        },
      ),
      { numRuns: 80 * RUNS },
    );
  },
  PATIENCE_MS,
);
