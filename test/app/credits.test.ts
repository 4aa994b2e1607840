import { expect, test } from "bun:test";
import { eachCountedPiece, eachPiece, eachTime, groupsIn, listOf } from "../../src/app/credits.ts";
import type { Store } from "../../src/db/store.ts";
import { memory, NOON } from "../support/memory.ts";
import { storeNow } from "../support/proving.ts";

const AGENT = { userAgent: undefined, machine: undefined, timeZone: undefined };
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MIDNIGHT = NOON - 12 * HOUR_MS;

/** Returns the store with every look at the heartbeats before an instant counted. */
function counting(store: Store) {
  const looks = { count: 0 };
  const before: Store["heartbeats"]["before"] = (...where) => {
    looks.count++;
    return store.heartbeats.before(...where);
  };
  return { looks, counted: { ...store, heartbeats: { ...store.heartbeats, before } } };
}

test.each([
  { name: "long before the first heartbeat", startMs: MIDNIGHT - 2 * DAY_MS, endMs: MIDNIGHT, found: 0, looked: 0 },
  { name: "up to the first heartbeat's day", startMs: MIDNIGHT - 1, endMs: MIDNIGHT + 1, found: 0, looked: 1 },
  { name: "the heartbeat", startMs: NOON, endMs: NOON + 1, found: 1, looked: 1 },
  { name: "its credit in the next day", startMs: MIDNIGHT + DAY_MS, endMs: MIDNIGHT + DAY_MS + 1, found: 1, looked: 1 },
  {
    ...{ name: "a day beyond every credit", startMs: MIDNIGHT + 2 * DAY_MS + HOUR_MS, endMs: MIDNIGHT + 3 * DAY_MS },
    ...{ found: 0, looked: 0 },
  },
  {
    ...{ name: "between two days with time", startMs: MIDNIGHT + 3 * DAY_MS, endMs: MIDNIGHT + 4 * DAY_MS },
    ...{ found: 0, looked: 0 },
  },
  { name: "after everything", startMs: MIDNIGHT + 8 * DAY_MS, endMs: MIDNIGHT + 9 * DAY_MS, found: 0, looked: 0 },
])("$name: $found pieces", async ({ startMs, endMs, found, looked }) => {
  const { store, histories, ingest, addUser } = memory(NOON + 20 * DAY_MS);
  const user = addUser({ timeoutMs: HOUR_MS, idleMs: HOUR_MS });
  const times = [NOON, MIDNIGHT + DAY_MS - 60_000, MIDNIGHT + 6 * DAY_MS];
  await ingest.submit(
    user.id,
    times.map((ms) => ({ time: ms / 1000, entity: "a.ts" })),
    AGENT,
  );
  const history = histories.of(user.id);
  if (history === undefined) throw new Error("nothing was counted");
  const { looks, counted } = counting(store);
  expect(listOf(eachPiece, counted, history, { startMs, endMs })).toHaveLength(found);
  expect(looks.count).toBe(looked);
});

test("heartbeats at one instant are read to the last, however many pages they fill", () => {
  const { store, histories, addUser } = memory(NOON);
  const user = addUser();
  const beat = (ms: number, i: number) => ({ time: ms / 1000, entity: `${i}.ts`, language: `l${i % 1_500}` });
  const early = Array.from({ length: 1_990 }, (_, i) => beat(MIDNIGHT + i, i));
  const many = Array.from({ length: 4_500 }, (_, i) => beat(MIDNIGHT + HOUR_MS, i));
  storeNow(store, user.id, [...early, ...many, beat(MIDNIGHT + HOUR_MS + 60_000, 0)]);
  const history = histories.of(user.id);
  if (history === undefined) throw new Error("nothing was counted");
  const all = { startMs: MIDNIGHT, endMs: NOON };
  const found = listOf(eachPiece, store, history, all);
  expect(new Set(found.map(({ row: { time, identity } }) => `${time} ${identity}`)).size).toBe(found.length);
  expect(found.length).toBe(early.length + many.length + 1);
  expect(listOf(eachCountedPiece, store, history, all)).toEqual(found.map(({ row: _, ...piece }) => piece));
  const lengths = listOf(eachTime, store, history, all).map(({ startMs, endMs }) => endMs - startMs);
  expect(lengths.reduce((sum, ms) => sum + ms, 0)).toBe(1_989 + 120_000 + 60_000);
  for (const { groupId, row } of found.filter((_, i) => i % 50 === 0))
    expect(groupId).toBe(groupsIn(store, history)(row));
});
