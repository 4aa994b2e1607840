import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ImportsAnswer, UploadAnswer } from "../../../src/http/dashboard/imports-answer.ts";
import { asked, beat } from "../../support/asking.ts";
import { inProcess, matrix, type Opened, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const PATH = "/-/imports";
const BEATS = [0, 60, 120].map((after) => ({ ...beat("2025-03-09T10:00:00Z"), time: 1_741_514_400 + after }));
const DUMP = JSON.stringify({ days: [{ date: "2025-03-09", heartbeats: [...BEATS, { entity: "no time" }] }] });

/** Uploads a file and returns its import once it is over. */
async function uploaded(side: Side, { keys }: Person, file: string, body: string | Uint8Array): Promise<UploadAnswer> {
  const response = await side.send({ path: `${PATH}?file=${encodeURIComponent(file)}`, key: keys.full, body });
  expect(response.status).toBe(202);
  const { id } = (await response.json()) as UploadAnswer;
  for (;;) {
    // In process the import needs its turn.
    await new Promise((resume) => setImmediate(resume));
    const answer = await side.send({ path: PATH, key: keys.read });
    const { uploads } = (await answer.json()) as ImportsAnswer;
    const found = uploads.find((one) => one.id === id);
    if (found === undefined) throw new Error("an upload is not listed");
    if (found.state === "done" || found.state === "failed") return found;
  }
}

async function total(side: Side, person: Person): Promise<number> {
  return (await asked<{ total_ms: number }>(side, person, "/-/overview?range=all_time")).total_ms;
}

const scenarios = (side: () => Side, folder: () => string) => {
  test.each([
    { name: "plain", body: DUMP },
    { name: "packed", body: gzipSync(DUMP) },
  ])("a dump is taken, $name, and again without adding anything", async ({ name, body }) => {
    const person = side().person();
    const first = await uploaded(side(), person, `my ${name}.json`, body);
    expect(first).toMatchObject({ file: `my ${name}.json`, state: "done", progress: 1, read: 4, added: 3, known: 0 });
    expect(first.refused).toEqual([{ reason: "time is required", count: 1 }]);
    expect(await total(side(), person)).toBe(120_000);
    const again = await uploaded(side(), person, "again.json", body);
    expect(again).toMatchObject({ state: "done", added: 0, known: 3 });
    expect(await total(side(), person)).toBe(120_000);
    const { history } = await asked<ImportsAnswer>(side(), person, PATH, "read");
    expect(history.map(({ file, finished_ms }) => [file, finished_ms !== null])).toEqual([
      ["again.json", true],
      [`my ${name}.json`, true],
    ]);
    expect(existsSync(join(folder(), "uploads")) ? readdirSync(join(folder(), "uploads")) : []).toEqual([]);
  });

  test.each([
    { name: "no heartbeats", body: "{}", fault: "no heartbeats" },
    { name: "no JSON", body: "hello", fault: "No heartbeats" },
    { name: "an archive", body: "PK\u0003\u0004 and so on", fault: "ZIP" },
  ])("$name: says so", async ({ body, fault }) => {
    const person = side().person();
    const upload = await uploaded(side(), person, "x.json", body);
    expect(upload.state).toBe("failed");
    expect(upload.fault).toContain(fault);
  });

  test("a file that breaks off keeps what came before", async () => {
    const person = side().person();
    const upload = await uploaded(side(), person, "x.json", DUMP.slice(0, -15));
    expect(upload).toMatchObject({ state: "done", added: 3, broken: { reason: expect.stringMatching(/\S/) } });
  });

  test("a name is never a path", async () => {
    const person = side().person();
    for (const [file, kept] of [
      ["../../etc/passwd", "passwd"],
      ["C:\\dumps\\a b.json", "a b.json"],
      ["..", "history.json"],
      ["<b>.json", "_b_.json"],
      // File systems count bytes, and some take only 143 of them.
      [`${"漢".repeat(120)}.json`, `${"漢".repeat(45)}.json`],
      [`${"𠀀".repeat(60)}.json.gz`, `${"𠀀".repeat(33)}.json.gz`],
    ] as const)
      expect((await uploaded(side(), person, file, DUMP)).file).toBe(kept);
  });

  test("a key that only reads imports nothing, and no body is no file", async () => {
    const { keys } = side().person();
    await play(side(), { name: "read", path: PATH, key: keys.read, body: DUMP, status: 403, json: errorShape(403) });
    await play(side(), { name: "no body", path: PATH, method: "POST", key: keys.full, status: 400, has: ["file"] });
  });
};

describe("imports", () => {
  describe("in process, beside a file", () => {
    const folder = temporaryFolder();
    let side: Opened | undefined;
    beforeAll(async () => {
      side = await inProcess({ path: join(folder.path, "hearth.db") });
    });
    afterAll(async () => {
      await side?.close();
      folder[Symbol.dispose]();
    });
    scenarios(
      () => side as Opened,
      () => folder.path,
    );
  });

  matrix((side, place) => {
    if (place === "in process") {
      test("a server without files says so", async () => {
        const { keys } = side().person();
        const sending = { name: "memory", path: PATH, key: keys.full, body: DUMP };
        await play(side(), { ...sending, status: 503, json: errorShape(503) });
      });
      return;
    }
    const folder = () => side().program?.directory ?? "";
    scenarios(side, folder);

    test("an upload that breaks off leaves nothing, and stands in nobody's way", async () => {
      const person = side().person();
      const socket = connect(side().program?.port ?? 0, "127.0.0.1");
      socket.write(`POST ${PATH}?file=x.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n`);
      socket.write(`Authorization: Bearer ${person.keys.full}\r\n\r\n${DUMP}`);
      const newest = async () => (await asked<ImportsAnswer>(side(), person, PATH)).uploads[0];
      while ((await newest())?.state !== "uploading");
      const another = { name: "another at once", path: PATH, key: person.keys.full, body: DUMP };
      await play(side(), { ...another, status: 409, json: errorShape(409) });
      socket.destroy();
      while ((await newest())?.state === "uploading");
      expect(await newest()).toMatchObject({ state: "failed", read: 0, fault: expect.stringContaining("too early") });
      expect(readdirSync(join(folder(), "uploads"))).toEqual([]);
      expect(await uploaded(side(), person, "whole.json", DUMP)).toMatchObject({ state: "done", added: 3 });
    });
  });
});
