// A process that dies at any moment loses nothing it said 201 to, and keeps no half of what it did not.
import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { join } from "node:path";
import { type Random, random } from "../../src/domain/random.ts";
import { ask, expectHealthy, newKey, type Running, startServing, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ROUNDS = 200;
const CONNECTIONS = 8;
const BULK = 5;
/** 2025-06-01T00:00:00Z */
const START_US = 1_748_736_000_000_000;

type Sent = { readonly timeUs: number; readonly body: object };
type Bulk = readonly Sent[];

/** One editor: sends one bulk after the other, and the same one again until it is told that it was stored. */
type Editor = { readonly next: () => Bulk; unanswered: Bulk | undefined };

/** A heartbeat every 40 s or so of its own, some hours late, some with a sentinel, all with a time of their own. */
function editor(place: number): Editor {
  const chance: Random = random(place, 7);
  let made = 0;
  const heartbeat = (): Sent => {
    const lateUs = chance.chance(0.05) ? chance.whole(0, 20) * 3_600_000_000 : 0;
    const timeUs = START_US + ++made * 40_000_000 - lateUs + chance.whole(0, 30_000) * 1_000 + place * 10 + made;
    const project = chance.chance(0.1) ? "<<LAST_PROJECT>>" : `project-${chance.whole(0, 6)}`;
    const body = {
      entity: `/home/ada/${chance.whole(0, 50)}.${chance.pick(["ts", "rs", "md", "go"])}`,
      time: (timeUs / 1e6).toFixed(6),
      project,
      branch: chance.pick(["main", "next"]),
      is_write: chance.chance(0.3),
      line_additions: chance.whole(0, 9),
    };
    return { timeUs, body };
  };
  return { next: () => Array.from({ length: BULK }, heartbeat), unanswered: undefined };
}

/** Sends until the server is gone; every bulk answered with 201 goes to `stored` with its ids. */
async function post(base: string, key: string, from: Editor, stored: (bulk: Bulk, ids: number[]) => void) {
  for (;;) {
    const bulk = from.unanswered ?? from.next();
    from.unanswered = bulk;
    let answer: { responses: [{ data?: { id: string } }, number][] };
    try {
      const path = "/api/hackatime/v1/users/current/heartbeats.bulk";
      const response = await ask(
        base,
        key,
        path,
        bulk.map(({ body }) => body),
      );
      if (response.status !== 201) throw new Error(`answered ${response.status}: ${await response.text()}`);
      answer = (await response.json()) as typeof answer;
    } catch (fault) {
      if (fault instanceof Error && /answered/.test(fault.message)) throw fault;
      return;
    }
    expect(answer.responses.map(([, status]) => status)).toEqual(bulk.map(() => 201));
    stored(
      bulk,
      answer.responses.map(([body]) => Number(body.data?.id)),
    );
    from.unanswered = undefined;
  }
}

/** A few lines of contract §2 over the bare times: every gap up to two minutes counts, a longer one counts two minutes. */
function totalMs(timesUs: readonly number[]): number {
  const ms = timesUs.map((time) => Math.floor(time / 1000)).sort((a, b) => a - b);
  return ms.slice(1).reduce((sum, time, i) => sum + Math.min(120_000, time - (ms[i] ?? 0)), 0);
}

function query<T>(path: string, work: (database: Database) => T): T {
  const database = new Database(path, { readonly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

testBinary(
  `what was answered with 201 survives ${ROUNDS} kills at random moments, and the server comes back by itself`,
  async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    const key = await newKey(folder.path);
    const moments = random(20_261_121);
    const editors = Array.from({ length: CONNECTIONS }, (_, place) => editor(place));
    /** Everything answered with 201: time in µs and the id it was answered with. */
    const acknowledged = new Map<number, number>();
    let fresh: [bulk: Bulk, ids: number[]][] = [];
    let partly = 0;
    let wholeUnanswered = 0;
    let killedWhileStarting = 0;

    const check = (database: Database) => {
      const idAt = database.prepare<{ id: number }, [number]>(
        "SELECT id FROM heartbeats WHERE user_id = 1 AND time = ?",
      );
      for (const [bulk, ids] of fresh)
        bulk.forEach(({ timeUs }, i) => {
          expect(idAt.all(timeUs)).toEqual([{ id: ids[i] ?? 0 }]);
          acknowledged.set(timeUs, ids[i] ?? 0);
        });
      for (const { unanswered = [] } of editors) {
        const kept = unanswered.filter(({ timeUs }) => idAt.get(timeUs) !== null).length;
        if (kept > 0 && kept < unanswered.length) partly++;
        if (kept > 0 && kept === unanswered.length) wholeUnanswered++;
      }
      fresh = [];
    };

    let server: Running | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      await using running = startServing(folder.path);
      server = running;
      if (moments.chance(0.15)) {
        await Bun.sleep(moments.next() * 40);
        killedWhileStarting++;
        await running.kill();
        continue;
      }
      const base = await running.url;
      query(path, check);
      const posts = editors.map((from) => post(base, key, from, (bulk, ids) => fresh.push([bulk, ids])));
      await Bun.sleep(5 + moments.next() * 90);
      await running.kill();
      await Promise.all(posts);
      if (round % 40 === 39) await expectHealthy(folder.path);
    }
    expect(server?.child.signalCode).toBe("SIGKILL");

    // At last every editor gets through what it still keeps.
    await using last = startServing(folder.path);
    const base = await last.url;
    query(path, check);
    for (const { unanswered } of editors) {
      if (unanswered === undefined) continue;
      const response = await ask(
        base,
        key,
        "/api/hackatime/v1/users/current/heartbeats.bulk",
        unanswered.map(({ body }) => body),
      );
      expect(response.status).toBe(201);
      const { responses } = (await response.json()) as { responses: [{ data: { id: string } }, number][] };
      unanswered.forEach(({ timeUs }, i) => {
        acknowledged.set(timeUs, Number(responses[i]?.[0].data.id));
      });
    }

    const stored = query(path, (database) =>
      database.query<{ time: number; id: number }, []>("SELECT time, id FROM heartbeats ORDER BY time").all(),
    );
    expect(new Map(stored.map(({ time, id }) => [time, id]))).toEqual(acknowledged);
    expect(new Set(stored.map(({ id }) => id)).size).toBe(stored.length);
    expect(partly).toBe(0);
    query(path, (database) => {
      expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
      expect(database.query("PRAGMA foreign_key_check").values()).toEqual([]);
    });
    await expectHealthy(folder.path);

    const listed = (await (await ask(base, key, "/api/hackatime/v1/my/heartbeats?limit=10000")).json()) as {
      total_count: number;
      total_seconds: number;
      heartbeats: { id: number; time: number }[];
    };
    expect(listed.total_count).toBe(acknowledged.size);
    expect(Math.abs(listed.total_seconds * 1000 - totalMs([...acknowledged.keys()]))).toBeLessThanOrEqual(500);
    for (const { id, time } of listed.heartbeats) expect(acknowledged.get(Math.round(time * 1e6))).toBe(id);

    console.log(
      `${ROUNDS} kills, ${killedWhileStarting} of them while starting: ${acknowledged.size} heartbeats acknowledged, ${wholeUnanswered} bulks stored whose answer was lost`,
    );
  },
  120_000,
);
