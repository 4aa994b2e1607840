import { expect, test } from "bun:test";
import fc from "fast-check";
import { eachPiece, eachPieceAbout, listOf, type Piece } from "../../src/app/credits.ts";
import { memory } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send } from "../support/proving.ts";
import { edgeArb, intervalOf, streamArb } from "../support/streams.ts";

test(
  "credits about some entities are those of all that are, whatever stands between them",
  async () => {
    const caseArb = fc.record({
      stream: streamArb(30),
      edges: fc.tuple(edgeArb, edgeArb),
      picked: fc.array(fc.nat(), { maxLength: 3 }),
      withNone: fc.boolean(),
      only: fc.constantFrom(undefined, "writes" as const),
    });
    await fc.assert(
      fc.asyncProperty(caseArb, async ({ stream: { rule, sent }, edges, picked, withNone, only }) => {
        const server = memory();
        const user = server.addUser(rule);
        await send(server, user.id, sent);
        const live = server.histories.of(user.id);
        if (live === undefined) throw new Error("nothing was counted");
        const history = { ...live, ...(only !== undefined && { only }) };
        const entities = server.store.names.all(user.id, "entity").map(({ id }) => id);
        const ids = [...picked.map((place) => entities[place % entities.length] ?? 0), ...(withNone ? [0] : [])];
        for (const interval of [intervalOf(sent, edges), { startMs: 0, endMs: 4e12 }]) {
          const all = listOf(eachPiece, server.store, history, interval);
          const found: Piece[] = [];
          eachPieceAbout(server.store, history, interval, ids, (piece) => found.push(piece));
          expect(found.map(({ row: { time, identity }, ...piece }) => ({ ...piece, time, identity }))).toEqual(
            all
              .filter(({ row }) => ids.includes(row.entity_id ?? 0))
              .map(({ row: { time, identity }, ...piece }) => ({ ...piece, time, identity })),
          );
        }
        close(server);
      }),
      { numRuns: 80 * RUNS },
    );
  },
  PATIENCE_MS,
);
