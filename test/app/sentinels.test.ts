// The cost of sentinels: what is read grows with their number, never with its square.
import { describe, expect, test } from "bun:test";
import { deleteHeartbeats } from "../../src/app/deletion.ts";
import { rebuild } from "../../src/app/recount.ts";
import { insertHeartbeats } from "../../src/app/stream.ts";
import { type HeartbeatRow, keyAt } from "../../src/db/heartbeats.ts";
import { type Store, write } from "../../src/db/store.ts";
import { memory, NOON } from "../support/memory.ts";
import { close, PATIENCE_MS } from "../support/proving.ts";

const RULE = { timeoutMs: 900_000, idleMs: 0 };
const DAY_S = 86_400;
const START_S = NOON / 1000 - 2 * DAY_S;
const AGENT = { userAgent: undefined, machine: undefined, timeZone: undefined };

/** Returns the store with its reads for sentinels counted: rows of walks, and look-backs that may each walk a day. */
function watched(store: Store): { readonly store: Store; readonly reads: { rows: number; looks: number } } {
  const reads = { rows: 0, looks: 0 };
  const { heartbeats, placeholders } = store;
  const seen = <Row>(rows: Row[]) => {
    reads.rows += rows.length;
    return rows;
  };
  return {
    reads,
    store: {
      ...store,
      heartbeats: {
        ...heartbeats,
        spoken: (...asked) => seen(heartbeats.spoken(...asked)),
        counted: (...asked) => seen(heartbeats.counted(...asked)),
      },
      placeholders: {
        ...placeholders,
        lookBack: (...asked) => {
          reads.looks++;
          return placeholders.lookBack(...asked);
        },
      },
    },
  };
}

/** Returns what is read for `count` sentinels in one day that find nothing, a late batch, its deletion and a rebuild. */
async function readsOf(count: number) {
  const server = memory();
  const { id: userId } = server.addUser(RULE);
  const made = async (elements: readonly object[]): Promise<HeartbeatRow[]> => {
    await server.ingest.submit(userId, elements, AGENT);
    return server.store.heartbeats.page(userId, keyAt(0), Number.MAX_SAFE_INTEGER, -1);
  };
  await made(
    Array.from({ length: count }, (_, i) => ({
      time: START_S + (i * DAY_S) / count,
      entity: `https://example.org/${i}`,
      type: "url",
      project: i % 3 === 0 ? "tide" : "<<LAST_PROJECT>>",
      branch: "<<LAST_BRANCH>>",
      language: "<<LAST_LANGUAGE>>",
    })),
  );
  const late = await made(
    Array.from({ length: 25 }, (_, i) => ({
      time: START_S - 60 + i,
      entity: "/a.rs",
      project: "late",
      branch: "main",
    })),
  );
  const seen = watched(server.store);
  const rows = late.filter(({ time }) => time < START_S * 1_000_000);
  write(seen.store, () => deleteHeartbeats(seen.store, userId, RULE, rows));
  const deletion = { ...seen.reads };
  write(seen.store, () => insertHeartbeats(seen.store, userId, RULE, rows));
  const insertion = { rows: seen.reads.rows - deletion.rows, looks: seen.reads.looks - deletion.looks };
  const rebuilt = watched(server.store);
  const found = await rebuild(rebuilt.store, userId, RULE);
  close(server);
  return { deletion, insertion, rebuild: rebuilt.reads, found };
}

describe("sentinels that find nothing", () => {
  test(
    "cost what their number is, at a late batch, its deletion and a rebuild",
    async () => {
      for (const count of [2_500, 5_000]) {
        const { deletion, insertion, rebuild: rebuilt, found } = await readsOf(count);
        for (const reads of [deletion, insertion, rebuilt]) {
          expect(reads.looks).toBe(0);
          expect(reads.rows).toBeGreaterThanOrEqual(count);
        }
        expect(deletion.rows).toBeLessThanOrEqual(count + 25);
        expect(insertion.rows).toBeLessThanOrEqual(count + 25);
        // Read once more when groups are missing; what stands before the first sentinel is read beside it.
        expect(rebuilt.rows).toBeLessThanOrEqual(2 * (count + 2 * 25));
        expect(found.placeholders).toBe(0);
      }
    },
    PATIENCE_MS,
  );

  test("look back one by one while they are few", async () => {
    const server = memory();
    const { id: userId } = server.addUser(RULE);
    const sentinel = (i: number) => ({ time: START_S + i, entity: "/a.go", project: "<<LAST_PROJECT>>" });
    await server.ingest.submit(userId, [{ ...sentinel(0), project: "tide" }, sentinel(1), sentinel(2)], AGENT);
    const rows = server.store.heartbeats.page(userId, keyAt(0), Number.MAX_SAFE_INTEGER, -1);
    const seen = watched(server.store);
    write(seen.store, () => deleteHeartbeats(seen.store, userId, RULE, rows.slice(0, 1)));
    expect(seen.reads).toEqual({ rows: 0, looks: 2 });
    close(server);
  });
});
