// A disk that is full: nothing half kept, everything kept by its sender is stored once there is room again.
import { afterAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "bun";
import { ask, expectHealthy, hasBinary, hearth, newKey, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const BULK_PATH = "/api/hackatime/v1/users/current/heartbeats.bulk";
const SIZE = 50;
/** 2025-06-01T00:00:00Z */
const START = 1_748_736_000;
const STEP_SECONDS = 60;

/** The nth bulk; one heartbeat a minute, long names so that it fills the disk soon. */
function bulk(n: number): object[] {
  return Array.from({ length: SIZE }, (_, i) => ({
    entity: `/home/ada/${"deep/".repeat(20)}${n}-${i}.ts`,
    project: `project-${n % 3}`,
    time: START + (n * SIZE + i) * STEP_SECONDS,
  }));
}

/** Sends new bulks until one is refused; returns how many were stored and the refusal. */
async function fill(base: string, key: string, from: number): Promise<{ stored: number; refusal: Response }> {
  for (let n = from; n < from + 2_000; n++) {
    const response = await ask(base, key, BULK_PATH, bulk(n));
    if (response.status !== 201) return { stored: n, refusal: response };
    await response.body?.cancel();
  }
  throw new Error("the disk never filled up");
}

/** The count and the seconds that the server tells for all time. */
async function told(base: string, key: string): Promise<{ count: number; seconds: number }> {
  const response = await ask(base, key, "/api/hackatime/v1/my/heartbeats?limit=1");
  expect(response.status).toBe(200);
  const { total_count: count, total_seconds: seconds } = (await response.json()) as Record<string, number>;
  return { count: count ?? 0, seconds: seconds ?? 0 };
}

/** What it must tell about the first `bulks` bulks: one credit of a step after each heartbeat but the last. */
function expected(bulks: number): { count: number; seconds: number } {
  return { count: bulks * SIZE, seconds: (bulks * SIZE - 1) * STEP_SECONDS };
}

async function expectRefusal(refusal: Response): Promise<void> {
  expect(refusal.status).toBe(503);
  expect(refusal.headers.get("content-type")).toStartWith("application/json");
  expect(await refusal.json()).toEqual({
    error: "Service unavailable",
    message: "The heartbeats could not be stored; keep them and send them again",
    type: "Unavailable",
    status: 503,
  });
}

async function expectReads(base: string, key: string): Promise<void> {
  const paths = ["/api/health", "/api/v1/users/current/statusbar/today", "/api/hackatime/v1/users/my/stats", "/"];
  for (const path of paths) expect([path, (await ask(base, key, path)).status]).toEqual([path, 200]);
}

/** A file system of a few MB of its own; whether there can be one shows only by trying. */
function mounted(path: string, megabytes: number): boolean {
  mkdirSync(path, { recursive: true });
  return spawnSync(["mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", path]).exitCode === 0;
}

describe("a file system without room", () => {
  const folder = temporaryFolder();
  const disk = join(folder.path, "disk");
  const canMount = hasBinary && mounted(disk, 6);
  const ballast = join(disk, "ballast");

  afterAll(() => {
    if (canMount) spawnSync(["umount", "-l", disk]);
    folder[Symbol.dispose]();
  });

  test.skipIf(!canMount)(
    "refuses with 503, keeps nothing by halves, answers reads, and goes on by itself once there is room",
    async () => {
      const directory = join(disk, "data");
      const key = await newKey(directory);
      await using server = await serving(directory);
      const { base } = server;
      writeFileSync(ballast, Buffer.alloc(3_000_000));
      const { stored, refusal } = await fill(base, key, 0);
      expect(stored).toBeGreaterThan(5);
      await expectRefusal(refusal);
      // Every client tries again and again, at once.
      const tries = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(base, key, BULK_PATH, bulk(stored + n))));
      const kept = tries.flatMap((answer, n) => (answer.status === 201 ? [] : [stored + n]));
      expect(kept.length).toBeGreaterThan(0);
      expect(await told(base, key)).toMatchObject({ count: (stored + tries.length - kept.length) * SIZE });
      await expectReads(base, key);

      rmSync(ballast);
      for (const n of kept) expect((await ask(base, key, BULK_PATH, bulk(n))).status).toBe(201);
      const all = stored + tries.length;
      expect(await told(base, key)).toEqual(expected(all));
      // A client whose answer was lost sends stored ones again, too.
      for (let n = 0; n < all; n++) expect((await ask(base, key, BULK_PATH, bulk(n))).status).toBe(201);
      expect(await told(base, key)).toEqual(expected(all));
      expect(await server.stop()).toBe(0);
      // Elsewhere, because the doctor minds how small this disk is.
      cpSync(directory, join(folder.path, "copy"), { recursive: true });
      await expectHealthy(join(folder.path, "copy"));
      // The operator finds what a client was refused for.
      expect(server.err()).toMatch(
        new RegExp(`requestId=${refusal.headers.get("x-request-id")} .*database or disk is full`),
      );
    },
  );

  test.skipIf(!canMount)("a server that is full stops in order", async () => {
    const directory = join(disk, "stopped");
    const key = await newKey(directory);
    await using server = await serving(directory);
    spawnSync(["sh", "-c", `cat /dev/zero > ${ballast}`]);
    await expectRefusal((await fill(server.base, key, 0)).refusal);
    await expectReads(server.base, key);
    expect(await server.stop()).toBe(0);
    expect(server.err()).not.toContain("bug");
  });

  test.skipIf(!canMount).each([{ name: "new" }, { name: "stopped" }])(
    "no server starts on it, in a folder that is $name",
    async ({ name }) => {
      const directory = join(disk, name);
      // Also the room that the last server gave back when it closed.
      const rest = join(disk, "rest");
      spawnSync(["sh", "-c", `cat /dev/zero > ${rest}`]);
      const { code, out, err } = await hearth(["serve", "--port", "0", "--data-dir", directory]);
      expect({ code, out }).toEqual({ code: 8, out: "" });
      expect(err).toMatch(/^hearth: the disk is full[^\n]*\n$/);
      rmSync(rest);
      rmSync(ballast, { force: true });
      await using server = await serving(directory);
      expect(await server.stop()).toBe(0);
    },
  );
});

testBinary("the size limit of the database refuses with 503, and a higher one takes what was kept", async () => {
  using folder = temporaryFolder();
  const directory = folder.path;
  const key = await newKey(directory);
  let stored = 0;
  {
    await using server = await serving(directory, ["--max-database-mb", "1"]);
    const { base } = server;
    const filled = await fill(base, key, 0);
    stored = filled.stored;
    expect(stored).toBeGreaterThan(5);
    await expectRefusal(filled.refusal);
    expect(await told(base, key)).toEqual(expected(stored));
    await expectReads(base, key);
    expect(await server.stop()).toBe(0);
  }
  await using server = await serving(directory, ["--max-database-mb", "2"]);
  for (const n of [stored, stored - 1, stored + 1])
    expect((await ask(server.base, key, BULK_PATH, bulk(n))).status).toBe(201);
  expect(await told(server.base, key)).toEqual(expected(stored + 2));
  await expectHealthy(directory);
});
