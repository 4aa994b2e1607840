import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Agent } from "../../src/app/ingest.ts";
import { liveRows } from "../support/answers.ts";
import { type Memory, memory } from "../support/memory.ts";
import { close, PATIENCE_MS, RUNS, send, storeNow, totalOf } from "../support/proving.ts";
import { type SentHeartbeat, streamKey } from "../support/reference.ts";
import { streamArb } from "../support/streams.ts";

/** 2025-07-01T00:00:00Z */
const T = 1_751_328_000;

const BASE = { time: T, entity: "/a.ts", category: "coding", project: "tide", branch: "main", is_write: true };

/** Notes an import as under way and returns its id. */
function addImport({ store }: Memory, userId: number): number {
  const row = store.connection.client
    .query<{ id: number }, [number]>(
      "INSERT INTO imports (user_id, file, started_at) VALUES (?, 'dump.json', 0) RETURNING id",
    )
    .get(userId);
  return row?.id ?? 0;
}

function countOf({ store }: Memory, userId: number): number {
  const row = store.connection.client
    .query<{ n: number }, [number]>("SELECT count(*) AS n FROM heartbeats WHERE user_id = ?")
    .get(userId);
  return row?.n ?? 0;
}

describe("two heartbeats at one µs", () => {
  test.each<{ name: string; other: Readonly<Record<string, unknown>>; isCopy: boolean }>([
    { name: "the same again", other: {}, isCopy: true },
    { name: "from another machine", other: { machine: "attic" }, isCopy: true },
    { name: "from another editor", other: { editor: "zed", user_agent: "zed/1 zed-wakatime/2" }, isCopy: true },
    { name: "with other lines", other: { lines: 12, lineno: 3, language: "Go" }, isCopy: true },
    { name: "with the time in text", other: { time: "1751328000.000000" }, isCopy: true },
    { name: "with the type named", other: { type: "file" }, isCopy: true },
    { name: "about another file", other: { entity: "/b.ts" }, isCopy: false },
    { name: "of another type", other: { type: "app" }, isCopy: false },
    { name: "of another category", other: { category: "debugging" }, isCopy: false },
    { name: "of the same category, otherwise written", other: { category: "Coding" }, isCopy: false },
    { name: "of another project", other: { project: "harbor" }, isCopy: false },
    { name: "of a project to be found", other: { project: "<<LAST_PROJECT>>" }, isCopy: false },
    { name: "without a branch", other: { branch: null }, isCopy: false },
    { name: "no write", other: { is_write: false }, isCopy: false },
    { name: "with tokens", other: { ai_input_tokens: 0 }, isCopy: false },
    { name: "of an AI session", other: { ai_session: "s" }, isCopy: false },
    { name: "a µs later", other: { time: T + 0.000_001 }, isCopy: false },
  ])("$name: a copy? $isCopy", async ({ other, isCopy }) => {
    for (const inOneRequest of [true, false]) {
      const server = memory();
      const user = server.addUser();
      const second = { ...BASE, ...other } as SentHeartbeat;
      const outcomes = inOneRequest
        ? await send(server, user.id, [BASE, second])
        : [...(await send(server, user.id, [BASE])), ...(await send(server, user.id, [second]))];
      expect(outcomes.map((outcome) => outcome.isCopy)).toEqual([false, isCopy]);
      expect(outcomes.map(({ id }) => id)).toEqual([1, isCopy ? 1 : 2]);
      expect(countOf(server, user.id)).toBe(isCopy ? 1 : 2);
    }
  });

  test("is_write absent is false, null and blank are absent", async () => {
    const server = memory();
    const user = server.addUser();
    const outcomes = await send(server, user.id, [
      { time: T, entity: "/a.ts" },
      { time: T, entity: "/a.ts", is_write: false, project: null, branch: "", category: " " },
      { time: T, entity: "/a.ts", is_write: "0", alternate_project: "" },
    ]);
    expect(outcomes.map(({ id }) => id)).toEqual([1, 1, 1]);
  });
});

test("the place of a heartbeat is its time and a hash that anyone can compute", async () => {
  await fc.assert(
    fc.asyncProperty(streamArb(10), async ({ sent }) => {
      const server = memory();
      const user = server.addUser();
      const outcomes = await send(server, user.id, sent);
      const places = sent.map((one) => streamKey(one)).map(({ timeUs, identity }) => ({ time: timeUs, identity }));
      expect(outcomes.map(({ key }) => key)).toEqual(places);
      close(server);
    }),
    { numRuns: 15 * RUNS },
  );
});

describe("copies in one request", () => {
  test("are answered in their places, each with the id of the first", async () => {
    const server = memory();
    const user = server.addUser();
    const other = { ...BASE, entity: "/b.ts" };
    const earlier = { ...BASE, time: T - 60 };
    const first = await send(server, user.id, [BASE, other, BASE, earlier, other, BASE]);
    expect(first.map(({ id, isCopy }) => [id, isCopy])).toEqual([
      [1, false],
      [2, false],
      [1, true],
      [3, false],
      [2, true],
      [1, true],
    ]);
    const again = await send(server, user.id, [earlier, { ...BASE, entity: "/c.ts" }, BASE]);
    expect(again.map(({ id, isCopy }) => [id, isCopy])).toEqual([
      [3, true],
      [4, false],
      [1, true],
    ]);
  });

  test("are one heartbeat: that of the first to arrive stays, whatever comes later", async () => {
    const server = memory();
    const user = server.addUser();
    const later = { ...BASE, time: T + 60 };
    await send(server, user.id, [{ ...BASE, language: "Go" }, { ...BASE, language: "Rust" }, later]);
    await send(server, user.id, [{ ...BASE, language: "Zig" }]);
    const stored = server.store.heartbeats.first(user.id);
    expect(server.store.names.byId(stored?.language_id ?? 0).value).toBe("Go");
  });

  test("and in two requests that share a transaction", async () => {
    const server = memory();
    const user = server.addUser();
    const [one, two] = await Promise.all([send(server, user.id, [BASE]), send(server, user.id, [BASE])]);
    expect([one, two].flat().map(({ id, isCopy }) => [id, isCopy])).toEqual([
      [1, false],
      [1, true],
    ]);
  });

  test("beside bad elements keep their places", async () => {
    const server = memory();
    const user = server.addUser();
    const agent: Agent = { userAgent: undefined, machine: undefined, timeZone: undefined };
    const outcomes = await server.ingest.submit(user.id, [null, BASE, { time: "soon" }, BASE, 7], agent);
    expect(outcomes.map((outcome) => ("error" in outcome ? outcome.type : outcome.id))).toEqual([
      "InvalidHeartbeat",
      1,
      "InvalidHeartbeatTime",
      1,
      "InvalidHeartbeat",
    ]);
  });

  test("of another user are none", async () => {
    const server = memory();
    const [ada, ben] = [server.addUser(), server.addUser()];
    await send(server, ada.id, [BASE]);
    expect(await send(server, ben.id, [BASE])).toMatchObject([{ id: 2, isCopy: false }]);
  });
});

describe("across sources", () => {
  test.each([
    { name: "the same µs", live: T + 0.123_456, imported: T + 0.123_456, isCopy: true },
    { name: "another µs", live: T + 0.123_456, imported: T + 0.123_457, isCopy: false },
    { name: "µs beside the ms they lie in", live: T + 0.123_456, imported: T * 1000 + 123, isCopy: true },
    { name: "µs beside the next ms", live: T + 0.123_456, imported: T * 1000 + 124, isCopy: false },
    { name: "µs beside seconds with three decimals", live: T + 0.123_456, imported: T + 0.123, isCopy: true },
    { name: "µs beside the second they lie in", live: T + 0.123_456, imported: T, isCopy: true },
    { name: "the last µs of a second beside it", live: T + 0.999_999, imported: T, isCopy: true },
    { name: "µs beside the next second", live: T + 0.999_999, imported: T + 1, isCopy: false },
    { name: "µs beside a second in ISO", live: T + 0.123_456, imported: "2025-07-01T00:00:00Z", isCopy: true },
    { name: "µs beside ms in ISO", live: T + 0.123_456, imported: "2025-07-01T00:00:00.123Z", isCopy: true },
    { name: "µs beside other ms in ISO", live: T + 0.123_456, imported: "2025-07-01T00:00:00.120Z", isCopy: false },
    { name: "a second beside µs in it", live: T, imported: T + 0.700_001, isCopy: true },
    { name: "ms beside a second", live: T * 1000 + 250, imported: T, isCopy: true },
    { name: "ms beside other ms", live: T * 1000 + 250, imported: T * 1000 + 251, isCopy: false },
    { name: "a whole second beside whole ms of it", live: T, imported: T * 1000 + 999, isCopy: true },
  ])("$name: a copy? $isCopy, whichever comes first", ({ live, imported, isCopy }) => {
    for (const isLiveFirst of [true, false]) {
      const server = memory();
      const user = server.addUser();
      const importId = addImport(server, user.id);
      const arrivals = [
        { time: live, importId: 0 },
        { time: imported, importId },
      ];
      const outcomes = (isLiveFirst ? arrivals : arrivals.reverse()).flatMap((one) =>
        storeNow(server.store, user.id, [{ ...BASE, time: one.time }], one.importId),
      );
      expect(outcomes.map((outcome) => outcome.isCopy)).toEqual([false, isCopy]);
      expect(outcomes[1]?.id).toBe(isCopy ? 1 : 2);
    }
  });

  test.each<{ name: string; other: Readonly<Record<string, unknown>>; isCopy: boolean }>([
    { name: "what another server derived", other: { category: "Coding", project: "Tide", branch: null }, isCopy: true },
    { name: "is_write that is absent, not false", other: { is_write: true }, isCopy: true },
    { name: "another file", other: { entity: "/b.ts" }, isCopy: false },
    { name: "another type", other: { type: "app" }, isCopy: false },
    { name: "no write", other: { is_write: false }, isCopy: false },
    { name: "no word of writing", other: { is_write: null }, isCopy: false },
  ])("beside the time, file, type and write count: $name", ({ other, isCopy }) => {
    const server = memory();
    const user = server.addUser();
    const importId = addImport(server, user.id);
    storeNow(server.store, user.id, [BASE]);
    expect(storeNow(server.store, user.id, [{ ...BASE, ...other }], importId)).toMatchObject([{ isCopy }]);
  });

  test("is_write absent is false here too", () => {
    const server = memory();
    const user = server.addUser();
    const importId = addImport(server, user.id);
    storeNow(server.store, user.id, [{ time: T, entity: "/a.ts", category: "coding" }]);
    const imported = { time: T, entity: "/a.ts", is_write: false };
    expect(storeNow(server.store, user.id, [imported], importId)).toMatchObject([{ isCopy: true }]);
  });

  test("within one source only the identity decides, imported or live", () => {
    for (const isImport of [true, false]) {
      const server = memory();
      const user = server.addUser();
      addImport(server, user.id);
      const importId = isImport ? addImport(server, user.id) : 0;
      const sent = [BASE, { ...BASE, time: T + 0.5 }, { ...BASE, project: "harbor" }];
      const outcomes = [
        ...storeNow(server.store, user.id, sent.slice(0, 2), importId),
        ...storeNow(server.store, user.id, sent.slice(2), importId),
      ];
      expect(outcomes.map(({ isCopy }) => isCopy)).toEqual([false, false, false]);
    }
  });

  test("a second import of the same file brings nothing new", () => {
    const server = memory();
    const user = server.addUser();
    const sent = [BASE, { ...BASE, time: T + 0.5 }, { ...BASE, time: T + 30, project: "harbor" }];
    const ids = storeNow(server.store, user.id, sent, addImport(server, user.id)).map(({ id }) => id);
    const again = storeNow(server.store, user.id, sent, addImport(server, user.id));
    expect(again.map(({ id, isCopy }) => [id, isCopy])).toEqual(ids.map((id) => [id, true]));
  });

  test(
    "a history that comes twice, once cut to ms or seconds, counts once",
    () => {
      const caseArb = fc.record({
        stream: streamArb(25),
        unit: fc.constantFrom("us", "ms", "s"),
        isLiveFirst: fc.boolean(),
      });
      fc.assert(
        fc.property(caseArb, ({ stream: { rule, sent }, unit, isLiveFirst }) => {
          const server = memory();
          const user = server.addUser(rule);
          const importId = addImport(server, user.id);
          const cut = sent.map((one): SentHeartbeat => {
            const timeUs = Math.round(Number(one.time) * 1e6);
            const unitUs = { us: 1, ms: 1000, s: 1_000_000 }[unit];
            return { ...one, category: "coding", time: (Math.floor(timeUs / unitUs) * unitUs) / 1e6 };
          });
          const [first, second] = isLiveFirst ? [sent, cut] : [cut, sent];
          storeNow(server.store, user.id, first, isLiveFirst ? 0 : importId);
          const before = { total: totalOf(server, user.id), rows: liveRows(server.store, user.id) };
          const outcomes = storeNow(server.store, user.id, second, isLiveFirst ? importId : 0);
          expect(outcomes.filter(({ isCopy }) => !isCopy)).toEqual([]);
          expect({ total: totalOf(server, user.id), rows: liveRows(server.store, user.id) }).toEqual(before);
          close(server);
        }),
        { numRuns: 20 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});
