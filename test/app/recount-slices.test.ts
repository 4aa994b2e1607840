// Recounts of more than one slice: beside arrivals and other programs, cut off, on damaged rows.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { recount, resumeRecount } from "../../src/app/recount.ts";
import { type Store, tryWrite } from "../../src/db/store.ts";
import { insertUser } from "../../src/db/users.ts";
import { PRESETS, type Rule } from "../../src/domain/credit.ts";
import { random } from "../../src/domain/random.ts";
import { liveRows } from "../support/answers.ts";
import { beside, close, NINE, PATIENCE_MS, RUNS, send, storeNow, totalBySql, totalOf } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import { batched, ruleArb } from "../support/streams.ts";

describe("a history of several slices", () => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-recount-"));
  const template = join(folder, "template.db");
  const OLD: Rule = { timeoutMs: 120_000, idleMs: 120_000 };
  const SLICES = 3;
  let userId = 0;
  let copies = 0;

  beforeAll(() => {
    const server = beside(template);
    userId = insertUser(server.store.connection.orm, { uuid: "u", name: "ada", createdAt: 0, ...OLD }).id;
    const dice = random(7);
    let time = 1_200_000_000;
    const history = Array.from({ length: 40_500 }, (_, i): SentHeartbeat => {
      time += dice.pick([0.25, 5, 30, 119.999, 120, 120.001, 400, 900.5, 4000]);
      const project = dice.pick(["tide", "harbor", undefined, "tide"]);
      const isGuess = dice.chance(0.02);
      return {
        time,
        entity: `${i % 50}.ts`,
        is_write: dice.chance(0.3),
        ...(isGuess ? { project: "<<LAST_PROJECT>>", language: "<<LAST_LANGUAGE>>" } : { language: "Rust" }),
        ...(!isGuess && project !== undefined && { project }),
        ...(dice.chance(0.1) && { human_line_changes: dice.whole(-5, 9) }),
      };
    });
    for (const batch of batched(history, [5000])) storeNow(server.store, userId, batch);
    server.store.connection.client.run("PRAGMA wal_checkpoint(TRUNCATE)");
    close(server);
  }, PATIENCE_MS);

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Returns the path of a fresh copy of the history. */
  function freshCopy(): string {
    const path = join(folder, `${++copies}.db`);
    copyFileSync(template, path);
    return path;
  }

  /** Returns what a recount that nobody disturbs makes of the same heartbeats. */
  async function undisturbed(store: Store, rule: Rule): Promise<ReturnType<typeof liveRows>> {
    await recount(store, userId, rule);
    return liveRows(store, userId);
  }

  test(
    "takes in heartbeats on both sides of its frontier between any two slices",
    async () => {
      const offsetArb = fc.oneof(
        fc.constantFrom(-120_000_000, -1000, -1, 0, 1, 999, 120_000_000),
        fc.integer({ min: -400_000_000, max: 400_000_000 }),
      );
      const arrivalArb = fc.record({
        offsetUs: offsetArb,
        entity: fc.constantFrom("x.ts", "y.rs", "z"),
        project: fc.constantFrom("tide", "quay", "<<LAST_PROJECT>>"),
        language: fc.constantFrom("Go", "<<LAST_LANGUAGE>>"),
        ai_line_changes: fc.constantFrom(0, 4, -2),
      });
      const roundsArb = fc.array(fc.array(arrivalArb, { minLength: 1, maxLength: 8 }), {
        minLength: SLICES,
        maxLength: SLICES,
      });
      await fc.assert(
        fc.asyncProperty(ruleArb, roundsArb, async (rule, rounds) => {
          const server = beside(freshCopy());
          const { store } = server;
          let slices = 0;
          await recount(store, userId, rule, () => {
            const frontier = store.rollup.recount(userId)?.frontier;
            const arrivals = rounds[slices++];
            if (arrivals === undefined || frontier === undefined) return;
            const sent = arrivals.map(({ offsetUs, ...one }) => ({
              ...one,
              time: (frontier.time + offsetUs) / 1e6,
            }));
            storeNow(store, userId, sent);
            // Until it ends, everybody reads by the old rule, new heartbeats included.
            expect(store.rollup.state(userId)).toMatchObject(OLD);
            expect(totalOf(server, userId)).toBe(totalBySql(store, userId, OLD));
          });
          expect(slices).toBe(SLICES);
          expect(store.rollup.state(userId)).toMatchObject(rule);
          expect(totalOf(server, userId)).toBe(totalBySql(store, userId, rule));
          const rows = liveRows(store, userId);
          expect(rows).toEqual(await undisturbed(store, rule));
          close(server);
        }),
        { numRuns: 4 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("goes on while requests are answered between its slices", async () => {
    const server = beside(freshCopy());
    const { store } = server;
    let isDone = false;
    const done = recount(store, userId, PRESETS.wakatime).then(() => {
      isDone = true;
    });
    let answered = 0;
    let seconds = 0;
    while (!isDone) {
      await send(server, userId, [
        { time: 1_200_000_500 + ++seconds, entity: "early.ts", project: "early" },
        { time: NINE + seconds, entity: "late.ts", project: "late" },
      ]);
      answered++;
      const rule = store.rollup.recount(userId) === undefined ? PRESETS.wakatime : OLD;
      expect(totalOf(server, userId)).toBe(totalBySql(store, userId, rule));
    }
    await done;
    expect(answered).toBeGreaterThan(1);
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakatime));
    close(server);
  });

  test("is finished by another program when the first one dies half way", async () => {
    const path = freshCopy();
    const first = beside(path);
    const death = new Error("killed");
    const dying = recount(first.store, userId, PRESETS.wakatime, () => {
      throw death;
    });
    expect(dying).rejects.toBe(death);
    await dying.catch(() => {});
    close(first);

    const second = beside(path);
    expect(second.store.rollup.recounting()).toEqual([userId]);
    const frontier = second.store.rollup.recount(userId)?.frontier;
    expect(frontier?.time).toBeGreaterThan(1_200_000_000_000_000);
    storeNow(second.store, userId, [{ time: 1_200_000_001, entity: "between.ts" }]);
    expect(totalOf(second, userId)).toBe(totalBySql(second.store, userId, OLD));
    let slices = 0;
    await resumeRecount(second.store, userId, () => {
      slices++;
    });
    expect(slices).toBe(SLICES - 1);
    expect(second.store.rollup.recounting()).toEqual([]);
    const rows = liveRows(second.store, userId);
    expect(rows).toEqual(await undisturbed(second.store, PRESETS.wakatime));
    close(second);
  });

  test("reads a slice again, a smaller one, when another program stored heartbeats meanwhile", async () => {
    const path = freshCopy();
    const [counting, storing] = [beside(path), beside(path)];
    const sizes: number[] = [];
    const { store } = counting;
    let interruptions = 2;
    // The other program commits right after a page was read: the one moment that makes a slice worthless.
    const interrupted: Store = {
      ...store,
      heartbeats: {
        ...store.heartbeats,
        counted(user, from, limit) {
          const rows = store.heartbeats.counted(user, from, limit);
          sizes.push(limit - 1);
          if (interruptions-- > 0)
            storeNow(storing.store, user, [{ time: 1_200_000_010 + interruptions, entity: "b" }]);
          return rows;
        },
      },
    };
    await recount(interrupted, userId, PRESETS.wakapi);
    expect(sizes.slice(0, 3)).toEqual([20_000, 5000, 2000]);
    expect(totalOf(counting, userId)).toBe(totalBySql(store, userId, PRESETS.wakapi));
    expect(totalOf(storing, userId)).toBe(totalBySql(store, userId, PRESETS.wakapi));
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakapi));
    close(counting);
    close(storing);
  });

  test("is not held up in years ago by heartbeats of today", async () => {
    const path = freshCopy();
    const [counting, storing] = [beside(path), beside(path)];
    const { store } = counting;
    const sizes: number[] = [];
    const busy: Store = {
      ...store,
      heartbeats: {
        ...store.heartbeats,
        counted(user, from, limit) {
          const rows = store.heartbeats.counted(user, from, limit);
          sizes.push(limit - 1);
          // The smallest one is read under the lock.
          if (limit > 2_001) storeNow(storing.store, user, [{ time: NINE + sizes.length, entity: "b.ts" }]);
          return rows;
        },
      },
    };
    await recount(busy, userId, PRESETS.wakapi);
    expect(sizes.slice(0, SLICES)).toEqual(new Array(SLICES).fill(20_000));
    expect(totalOf(counting, userId)).toBe(totalBySql(store, userId, PRESETS.wakapi));
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakapi));
    close(counting);
    close(storing);
  });

  test("counts a heartbeat that came into a slice whose live rows are lost", async () => {
    const path = freshCopy();
    const [counting, storing] = [beside(path), beside(path)];
    const { store } = counting;
    store.connection.client.run("UPDATE rollup SET cells = x''");
    let arrivals = 0;
    const interrupted: Store = {
      ...store,
      heartbeats: {
        ...store.heartbeats,
        counted(user, from, limit) {
          const rows = store.heartbeats.counted(user, from, limit);
          const middle = rows[rows.length >>> 1];
          if (middle !== undefined && arrivals++ < 2)
            storeNow(storing.store, user, [{ time: middle.time / 1e6 + 0.25, entity: `b${arrivals}.ts` }]);
          return rows;
        },
      },
    };
    await recount(interrupted, userId, PRESETS.wakapi);
    expect(arrivals).toBeGreaterThan(2);
    expect(totalOf(counting, userId)).toBe(totalBySql(store, userId, PRESETS.wakapi));
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakapi));
    close(counting);
    close(storing);
  });

  test("gets on while another program stores heartbeats whenever it can", async () => {
    const path = freshCopy();
    const [counting, storing] = [beside(path), beside(path)];
    const { store } = counting;
    let stored = 0;
    const crowded: Store = {
      ...store,
      heartbeats: {
        ...store.heartbeats,
        counted(user, from, limit) {
          const rows = store.heartbeats.counted(user, from, limit);
          const isFree = tryWrite(storing.store, () => {}) !== undefined;
          if (isFree) storeNow(storing.store, user, [{ time: NINE + ++stored, entity: "b.ts" }]);
          return rows;
        },
      },
    };
    await recount(crowded, userId, PRESETS.wakapi);
    expect(stored).toBeGreaterThan(SLICES);
    expect(totalOf(counting, userId)).toBe(totalBySql(store, userId, PRESETS.wakapi));
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakapi));
    close(counting);
    close(storing);
  });

  test("may be done by two programs at once: each slice is counted by one of them", async () => {
    const path = freshCopy();
    const [one, other] = [beside(path), beside(path)];
    let slices = 0;
    const countSlice = () => {
      slices++;
    };
    await Promise.all([
      recount(one.store, userId, PRESETS.wakapi, countSlice),
      resumeRecount(other.store, userId, countSlice),
    ]);
    expect(slices).toBe(SLICES);
    for (const server of [one, other])
      expect(totalOf(server, userId)).toBe(totalBySql(server.store, userId, PRESETS.wakapi));
    const rows = liveRows(one.store, userId);
    expect(rows).toEqual(await undisturbed(one.store, PRESETS.wakapi));
    close(one);
    close(other);
  });

  test.each([
    { name: "nothing", loss: "UPDATE placeholders SET language_id = NULL, project_id = NULL" },
    {
      name: "something else",
      loss: "UPDATE placeholders SET project_id = coalesce(language_id, 1), language_id = NULL",
    },
    { name: "what is not stored", loss: "DELETE FROM placeholders WHERE time % 3 > 0" },
  ])("counts sentinels under what they stand for, when $name was stored", async ({ loss }) => {
    const server = beside(freshCopy());
    const { store } = server;
    const { client } = store.connection;
    const placeholders = () => client.query("SELECT * FROM placeholders").values();
    const rows = await undisturbed(store, PRESETS.wakapi);
    const [resolved, total] = [placeholders(), totalOf(server, userId)];
    client.run(loss);
    const lost = resolved.length - client.query("SELECT * FROM placeholders").values().filter(isIn(resolved)).length;
    expect(lost).toBeGreaterThan(400);
    let slices = 0;
    const settled = await recount(store, userId, PRESETS.wakapi, () => {
      slices++;
      expect(totalOf(server, userId)).toBe(total);
    });
    expect(slices).toBeGreaterThanOrEqual(SLICES);
    expect(settled).toBe(lost);
    expect(placeholders()).toEqual(resolved);
    expect(liveRows(store, userId)).toEqual(rows);
    expect(await recount(store, userId, PRESETS.wakapi)).toBe(0);
    close(server);
  });

  test("leaves no row of an older generation behind", async () => {
    const server = beside(freshCopy());
    const { store } = server;
    await recount(store, userId, PRESETS.wakatime);
    await recount(store, userId, PRESETS.wakapi);
    const generations = store.connection.client
      .query<{ generation: number }, []>("SELECT DISTINCT generation FROM rollup")
      .all();
    expect(generations).toEqual([{ generation: store.rollup.state(userId)?.generation ?? 0 }]);
    close(server);
  });

  test("keeps what it has counted when live rows turn out damaged meanwhile", async () => {
    const server = beside(freshCopy());
    const { store } = server;
    store.connection.client.run("UPDATE rollup SET cells = x'', sums = NULL");
    const generations = new Set<number | undefined>();
    let slices = 0;
    const first = store.heartbeats.first(userId)?.time ?? 0;
    await recount(store, userId, PRESETS.wakatime, () => {
      generations.add(store.rollup.recount(userId)?.generation);
      // Each takes away from the heartbeat before it what the damaged rows do not hold.
      if (slices++ < 6) storeNow(store, userId, [{ time: (first + 7 - slices) / 1e6, project: "late" }]);
    });
    expect(slices).toBe(SLICES);
    expect(generations.size).toBe(2); // the recount's, then none
    const rows = liveRows(store, userId);
    expect(rows).toEqual(await undisturbed(store, PRESETS.wakatime));
    close(server);
  });
});

/** Returns a function that tells whether a row is among some. */
function isIn(rows: readonly unknown[][]): (row: readonly unknown[]) => boolean {
  const known = new Set(rows.map((row) => row.join()));
  return (row) => known.has(row.join());
}
