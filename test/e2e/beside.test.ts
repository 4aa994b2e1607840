// Other processes on the data directory of a running server: commands, writers and readers.
import { Database } from "bun:sqlite";
import { describe, expect } from "bun:test";
import { join } from "node:path";
import { ask, hearthOut, newKey, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const POST = "/api/v1/users/current/heartbeats";
const BAR = "/api/v1/users/current/statusbar/today";

async function status(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.arrayBuffer();
  return response.status;
}

describe("keys", () => {
  testBinary("made and revoked beside the server count at once", async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const { base } = server;
    for (let round = 0; round < 5; round++) {
      const key = await newKey(folder.path, `laptop-${round}`);
      expect(await status(ask(base, key, BAR))).toBe(200);
      expect(await status(ask(base, key, POST, { entity: "a.ts", time: 1_750_000_000 + round }))).toBe(201);
      await hearthOut(["key", "revoke", `laptop-${round}`, "--data-dir", folder.path]);
      expect(await status(ask(base, key, BAR))).toBe(401);
      expect(await status(ask(base, key, POST, { entity: "a.ts", time: 1_750_001_000 + round }))).toBe(401);
    }
  });
});

describe("another process that", () => {
  testBinary("writes makes posts wait, and nothing else", async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    await using server = await serving(folder.path);
    using other = new Database(join(folder.path, "hearth.db"), { readwrite: true });
    other.run("BEGIN IMMEDIATE");
    let answered = 0;
    const posts = Array.from({ length: 5 }, async (_, i) => {
      expect(await status(ask(server.base, key, POST, { entity: "a.ts", time: 1_750_000_000 + i }))).toBe(201);
      answered++;
    });
    const until = performance.now() + 300;
    while (performance.now() < until) {
      const askedMs = performance.now();
      expect(await status(ask(server.base, key, BAR))).toBe(200);
      expect(performance.now() - askedMs).toBeLessThan(1_000);
    }
    expect(answered).toBe(0);
    other.run("COMMIT");
    await Promise.all(posts);
    const listed = await ask(server.base, key, "/api/v1/my/heartbeats");
    expect(await listed.json()).toMatchObject({ total_count: 5, total_seconds: 4 });
  });

  testBinary("reads for long holds up no command, no post and no stop", async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    await using server = await serving(folder.path);
    expect(await status(ask(server.base, key, POST, { entity: "a.ts", time: 1_750_000_000 }))).toBe(201);
    using other = new Database(join(folder.path, "hearth.db"), { readonly: true });
    other.run("BEGIN");
    other.query("SELECT count(*) FROM heartbeats").get();
    const startMs = performance.now();
    let isListed = false;
    const list = hearthOut(["key", "list", "--data-dir", folder.path]).then(() => {
      isListed = true;
    });
    for (let i = 1; !isListed; i++) {
      const askedMs = performance.now();
      expect(await status(ask(server.base, key, POST, { entity: "a.ts", time: 1_750_000_000 + i }))).toBe(201);
      expect(performance.now() - askedMs).toBeLessThan(500);
    }
    await list;
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(3_000);
  });
});
