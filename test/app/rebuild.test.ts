// Rebuilds: whatever is derived may be lost or damaged, and comes back from the heartbeats.
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseExternal, tell } from "../../src/app/externals.ts";
import { rebuild, recount, resumeRecount } from "../../src/app/recount.ts";
import { reading } from "../../src/app/summary.ts";
import { forgetInterned } from "../../src/db/store.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { EVER, told } from "../support/answers.ts";
import { memory, NOON } from "../support/memory.ts";
import { at, bothAnswers, close, NINE, PATIENCE_MS, RUNS, send, totalOf, truthOf } from "../support/proving.ts";
import { batched, batchesArb, edgeArb, intervalOf, streamArb } from "../support/streams.ts";

const WHOLE = { zone: "Europe/Berlin", interval: EVER };

describe("whatever is lost of what is derived", () => {
  const DERIVED = ["rollup", "streams", "groups", "placeholders", "recounts"].map((table) => `DELETE FROM ${table}`);
  const LOSSES = [
    ...DERIVED,
    "UPDATE names SET canonical_id = NULL, language_id = NULL",
    "UPDATE sources SET editor_id = NULL, operating_system_id = NULL, machine_id = NULL, ai_model_id = NULL",
    "UPDATE placeholders SET project_id = NULL, language_id = NULL, branch_id = NULL",
  ];

  test(
    "a rebuild brings it back, and what arrives meanwhile is counted",
    async () => {
      const caseArb = fc.record({
        stream: streamArb(),
        losses: fc.subarray(LOSSES, { minLength: 1 }),
        sizes: batchesArb,
        early: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(caseArb, async ({ stream: { rule, sent }, losses, sizes, early }) => {
          const server = memory();
          const user = server.addUser(rule);
          const before = Math.ceil(sent.length * early);
          for (const batch of batched(sent.slice(0, before), sizes)) await send(server, user.id, batch);
          told(server.store, server.histories, user.id, WHOLE);
          for (const loss of losses) server.store.connection.client.run(loss);
          forgetInterned(server.store);
          const rebuilt = rebuild(server.store, user.id, rule);
          for (const batch of batched(sent.slice(before), sizes)) await send(server, user.id, batch);
          await rebuilt;
          // Arrivals may have found a gap where rows were lost, and asked for a recount.
          await resumeRecount(server.store, user.id);
          const answers = bothAnswers(server, user.id, truthOf(sent, rule), WHOLE);
          expect(answers.told).toEqual(answers.expected);
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("a reader does not take a history that was rebuilt from nothing for the one it remembers", async () => {
    const server = memory();
    const user = server.addUser();
    for (const second of [0, 10, 20, 30]) await send(server, user.id, at(second));
    expect(totalOf(server, user.id)).toBe(30_000);
    for (const loss of DERIVED) server.store.connection.client.run(loss);
    forgetInterned(server.store);
    await rebuild(server.store, user.id, PRESETS.hackatime);
    await send(server, user.id, at(40));
    expect(totalOf(server, user.id)).toBe(40_000);
  });

  test("a reader does not take groups that were numbered anew for those it remembers, though the last is the same", async () => {
    const server = memory();
    const user = server.addUser();
    // Numbered as they arrive, and anew in the order of time: the first two change places.
    for (const [second, project] of [
      [60, "later"],
      [0, "earlier"],
      [90, "last"],
      [120, "last"],
    ] as const)
      await send(
        server,
        user.id,
        at(second).map((heartbeat) => ({ ...heartbeat, project })),
      );
    const projects = () =>
      reading(server.store, server.histories, user.id, (reader) => reader.summary(EVER).items("project"));
    const before = projects();
    expect(before).toEqual([
      { name: "earlier", ms: 60_000 },
      { name: "last", ms: 30_000 },
      { name: "later", ms: 30_000 },
    ]);
    server.store.connection.client.run("DELETE FROM groups");
    forgetInterned(server.store);
    await rebuild(server.store, user.id, PRESETS.hackatime);
    expect(projects()).toEqual(before);
  });

  test.each([
    { name: "lost cells", sql: "UPDATE rollup SET cells = x''" },
    { name: "lost days", sql: "DELETE FROM rollup" },
    { name: "half a row", sql: "UPDATE rollup SET cells = substr(cells, 1, 17)" },
    { name: "lost sums", sql: "UPDATE rollup SET sums = NULL" },
    { name: "lost tags", sql: "UPDATE rollup SET tags = NULL" },
    { name: "half of the tags", sql: "UPDATE rollup SET tags = substr(tags, 1, 11)" },
    { name: "cells with too little", sql: "UPDATE rollup SET cells = zeroblob(length(cells))" },
    { name: "a lost stream", sql: "DELETE FROM streams" },
  ])("$name: heartbeats are accepted all the same, and counted right once recounted", async ({ sql }) => {
    const server = memory();
    const user = server.addUser();
    const first = at(0, 60, 120, 180).map((one) => ({ ...one, human_line_changes: 3, dependencies: ["bun"] }));
    await send(server, user.id, first);
    server.store.connection.client.run(sql);
    const second = at(30, 90, 150, 240).map((one) => ({ ...one, project: "harbor" }));
    const outcomes = await send(server, user.id, second);
    expect(outcomes.map(({ isCopy }) => isCopy)).toEqual([false, false, false, false]);
    expect(await send(server, user.id, first)).toHaveLength(4);
    await resumeRecount(server.store, user.id);
    await rebuild(server.store, user.id, PRESETS.hackatime);
    const answers = bothAnswers(server, user.id, truthOf([...first, ...second], PRESETS.hackatime), WHOLE);
    expect(answers.told).toEqual(answers.expected);
  });

  test("a heartbeat that finds its day's cells gone asks for a recount by itself", async () => {
    const server = memory();
    const user = server.addUser();
    await send(server, user.id, at(0, 60, 120));
    server.store.connection.client.run("UPDATE rollup SET cells = x''");
    expect(server.store.rollup.recounting()).toEqual([]);
    await send(server, user.id, [{ time: NINE + 30, project: "harbor" }]);
    expect(server.store.rollup.recounting()).toEqual([user.id]);
    await resumeRecount(server.store, user.id);
    expect(totalOf(server, user.id)).toBe(120_000);
  });

  test("external durations are truth: they count again once the rest is rebuilt", async () => {
    const server = memory();
    const user = server.addUser();
    await send(server, user.id, at(0, 60));
    const meeting = { external_id: "m", entity: "Stand-up", type: "app", start_time: NINE + 30, end_time: NINE + 600 };
    tell(server.context, user, [parseExternal(meeting, "calendar", NOON)]);
    expect(totalOf(server, user.id)).toBe(600_000);
    for (const loss of DERIVED) server.store.connection.client.run(loss);
    forgetInterned(server.store);
    await rebuild(server.store, user.id, PRESETS.hackatime);
    expect(totalOf(server, user.id)).toBe(600_000);
  });
});

test(
  "while names are derived by newer rules, whoever reads gets all of the time",
  async () => {
    const caseArb = fc.record({ stream: streamArb(), edges: fc.tuple(edgeArb, edgeArb) });
    await fc.assert(
      fc.asyncProperty(caseArb, async ({ stream: { rule, sent }, edges }) => {
        const server = memory();
        const { store, histories } = server;
        const user = server.addUser(rule);
        await send(server, user.id, sent);
        // As it was counted by rules that knew no editor, and no language by another name.
        store.connection.client.run("UPDATE names SET canonical_id = NULL, language_id = NULL");
        store.connection.client.run("UPDATE sources SET editor_id = NULL, operating_system_id = NULL");
        forgetInterned(store);
        await recount(store, user.id, rule);

        const interval = intervalOf(sent, edges);
        const truth = truthOf(sent, rule);
        const check = () =>
          reading(store, histories, user.id, (reader) => {
            const summary = reader.summary(interval);
            expect(summary.totalMs).toBe(truth.totalMs(interval));
            expect(summary.heartbeats).toBe(truth.heartbeats(interval));
            for (const dimension of ["language", "editor"] as const)
              expect(summary.items(dimension).reduce((sum, { ms }) => sum + ms, 0)).toBe(summary.totalMs);
          });
        let isDone = false;
        const rebuilt = rebuild(store, user.id, rule).then(() => {
          isDone = true;
        });
        while (!isDone) {
          check();
          await new Promise((turn) => setImmediate(turn));
        }
        await rebuilt;
        check();
        close(server);
      }),
      { numRuns: 20 * RUNS },
    );
  },
  PATIENCE_MS,
);
