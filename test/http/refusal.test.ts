// Storage that fails a read: 503, so that the asker comes back, and never "something went wrong".

import { expect, test } from "bun:test";
import { closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { inProcess } from "../support/matrix.ts";
import { errorShape } from "../support/scenario.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PAGE_BYTES = 4096;
const UNAVAILABLE = errorShape(503, { error: "Service unavailable", type: "Unavailable" });

/** Writes nonsense over everything behind the first `from` bytes of a file. */
function damage(path: string, from: number): void {
  const file = openSync(path, "r+");
  const bytes = new Uint8Array(Math.max(0, fstatSync(file).size - from)).fill(0xff);
  writeSync(file, bytes, 0, bytes.length, from);
  closeSync(file);
}

test("a damaged file is told by health and by every read", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "hearth.db");
  const side = await inProcess({ path });
  const key = side.owner.keys.full;
  const body = Array.from({ length: 3 }, (_, i) => ({ time: 1_789_100_000 + i, entity: "a.ts" }));
  expect((await side.send({ path: "/api/v1/heartbeats.bulk", key, body })).status).toBe(201);
  expect((await side.send({ path: "/api/health" })).status).toBe(200);
  side.store.connection.client.run("PRAGMA wal_checkpoint(TRUNCATE)");
  damage(path, PAGE_BYTES);
  for (const asked of ["/api/health", "/api/v1/my/heartbeats", "/api/v1/users/my/stats"]) {
    const response = await side.send({ path: asked, key });
    expect({ asked, status: response.status, json: await response.json() }).toEqual({
      asked,
      status: 503,
      json: UNAVAILABLE,
    });
  }
  await side.close();
});
