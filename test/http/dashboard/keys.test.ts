import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { KeysAnswer, NewKeyAnswer } from "../../../src/http/dashboard/keys-answer.ts";
import { asked } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

describe("keys", () => {
  let side: Opened;
  let [ann, bob]: Person[] = [];
  beforeAll(async () => {
    side = await inProcess();
    [ann, bob] = [side.person({ name: "ann" }), side.person({ name: "bob" })];
  });
  afterAll(() => side.close());
  const keysOf = async (person: Person | undefined) =>
    (await asked<KeysAnswer>(side, person as Person, "/-/keys")).keys;

  test("are made with a scope, shown once, listed without their text, and revoked", async () => {
    const key = ann?.keys.full ?? "";
    const made = await side.send({ path: "/-/keys", key, body: { name: " lap\n\u0007top ", scope: "write" } });
    expect(made.status).toBe(201);
    const answer = (await made.json()) as NewKeyAnswer;
    expect(answer).toMatchObject({ name: "laptop", scope: "write", last_used_at: null, revoked_at: null });
    expect(answer).toMatchObject({ created_at: "2026-11-21T12:00:00Z", hint: answer.key.slice(-4) });
    const bulk = { path: "/api/v1/users/current/heartbeats.bulk", key: answer.key, body: "[]" };
    expect((await side.send(bulk)).status).toBe(201);
    const { key: _, ...row } = { ...answer, last_used_at: "2026-11-21T12:00:00Z" };
    expect(await keysOf(ann)).toContainEqual(row);
    expect(JSON.stringify(await keysOf(ann))).not.toContain(answer.key);
    const gone = { path: `/-/keys/${answer.id}`, method: "DELETE", key };
    expect((await side.send(gone)).status).toBe(204);
    expect((await side.send(bulk)).status).toBe(401);
    await play(side, { name: "again", ...gone, status: 404, json: errorShape(404) });
    expect(await keysOf(ann)).toContainEqual({ ...row, revoked_at: "2026-11-21T12:00:00Z" });
  });

  test.each([
    { name: "no name", body: { scope: "write" }, has: "name" },
    { name: "a blank name", body: { name: " ", scope: "write" }, has: "name" },
    { name: "a name of control characters", body: { name: "\u0000\u001b\n", scope: "write" }, has: "name" },
    { name: "too long a name", body: { name: "a".repeat(101), scope: "write" }, has: "name" },
    { name: "no scope", body: { name: "laptop" }, has: "scope" },
    { name: "an unknown scope", body: { name: "laptop", scope: "admin" }, has: "scope" },
  ])("are not made with $name", async ({ name, body, has }) => {
    const sending = { name, path: "/-/keys", key: ann?.keys.full ?? "", body };
    await play(side, { ...sending, status: 422, has: [has], json: errorShape(422) });
  });

  test("of somebody else are as absent, and no name or last character stands for a number", async () => {
    const [theirs] = await keysOf(bob);
    const hint = (await keysOf(ann)).map((key) => key.hint);
    for (const id of [theirs?.id, "full", hint[0], "1e1", "-1", "999999999999999999"]) {
      const sending = { name: String(id), path: `/-/keys/${id}`, method: "DELETE", key: ann?.keys.full ?? "" };
      await play(side, { ...sending, status: 404, json: errorShape(404) });
    }
    expect(await keysOf(bob)).toContainEqual(expect.objectContaining({ id: theirs?.id, revoked_at: null }));
  });

  test("a read key makes and revokes none", async () => {
    const key = ann?.keys.read ?? "";
    const [first] = await keysOf(ann);
    for (const sending of [
      { path: "/-/keys", body: { name: "x", scope: "full" } },
      { path: `/-/keys/${first?.id}`, method: "DELETE" },
    ])
      await play(side, { name: sending.path, ...sending, key, status: 403, json: errorShape(403) });
  });
});
