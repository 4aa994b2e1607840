import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { openBackground } from "../../src/app/background.ts";
import { entitySummary } from "../../src/app/entity-summary.ts";
import { entityTotals } from "../../src/app/entity-totals.ts";
import { openLongReads } from "../../src/app/long-reads.ts";
import { createUser } from "../../src/app/users.ts";
import { startWorker } from "../../src/start-worker.ts";
import { version } from "../../src/version.ts";
import { memory, NOON } from "../support/memory.ts";
import { beside, send } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const START = Date.UTC(2026, 7, 1) / 1000;
const DAY = { startMs: START * 1000, endMs: (START + 86_400) * 1000 };

/** One heartbeat every 10 s, each about the next of `files` files. */
function busy(count: number, files: number): SentHeartbeat[] {
  return Array.from({ length: count }, (_, i) => ({
    time: START + 10 * i,
    entity: `/tide/${String(i % files).padStart(5, "0")}.ts`,
    project: "tide",
  }));
}

describe("time by entity", () => {
  test("is a list of a thousand at most, those with the most time first", async () => {
    const server = memory();
    const user = server.addUser();
    await send(server, user.id, busy(1_500, 1_200));
    const [list = []] = entityTotals(server.store, server.histories, {
      ...{ userId: user.id, interval: DAY, parts: [DAY], filter: {}, rule: undefined },
    });
    expect(list).toHaveLength(1_000);
    expect(list[0]).toMatchObject({ name: "/tide/00000.ts", ms: 20_000, type: "file", projectRootCount: null });
    // The last heartbeat of all is that of file 299, and has earned nothing yet.
    expect(list[298]).toMatchObject({ name: "/tide/00298.ts", ms: 20_000 });
    expect(list[299]).toMatchObject({ name: "/tide/00299.ts", ms: 10_000 });
    server.store.connection.client.close();
  });

  test("has a list for every part, empty where nothing was done", () => {
    const server = memory();
    const user = server.addUser();
    const question = { userId: user.id, interval: DAY, parts: [DAY, DAY], filter: {}, rule: undefined };
    expect(entityTotals(server.store, server.histories, question)).toEqual([[], []]);
    server.store.connection.client.close();
  });

  test("is the same from the worker, where many heartbeats are read", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "hearth.db");
    const server = beside(path);
    const context = {
      store: server.store,
      now: () => NOON,
      uuid: () => crypto.randomUUID(),
      log: () => {},
      serverZone: "UTC",
    };
    const user = createUser(context, "mira");
    await send(server, user.id, busy(6_000, 7));
    const asked: string[] = [];
    const long = openLongReads(() => {
      asked.push(path);
      return startWorker(path, version, 0);
    });
    const background = openBackground(context, server.histories, long);
    const parts = [0, 6, 12, 18].map((hour) => ({
      startMs: DAY.startMs + hour * 3_600_000,
      endMs: DAY.startMs + (hour + 6) * 3_600_000,
    }));
    const filter = { only: { project: ["tide"] } };
    for (const rule of [undefined, { timeoutMs: 60_000, idleMs: 0 }]) {
      const question = { userId: user.id, interval: DAY, parts, filter, rule };
      expect(await background.entityTotals(question)).toEqual(entityTotals(server.store, server.histories, question));
      const one = { userId: user.id, interval: DAY, filter, entities: ["/tide/00003.ts"], rule };
      const summary = await background.entitySummary(one);
      expect(summary).toEqual(entitySummary(server.store, server.histories, one));
      // Each of the 6,000 earns 10 s under both rules, and every seventh is of this file.
      expect(summary.items.project).toEqual([{ name: "tide", ms: 8_570_000 }]);
    }
    expect(asked).toEqual([path]);
    background.stop();
    server.store.connection.client.close();
  });
});
