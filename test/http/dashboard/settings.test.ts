import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { resumeRecount } from "../../../src/app/recount.ts";
import type { KeysAnswer, NewKeyAnswer } from "../../../src/http/dashboard/keys-answer.ts";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Opened, type Person } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const PATH = "/-/settings";

matrix((side) => {
  test("a change comes back, holds, and leaves the rest", async () => {
    const person = side().person();
    const { full: key } = person.keys;
    const before = await asked<SettingsAnswer>(side(), person, PATH);
    expect(before).toMatchObject({ timezone: "UTC", week_start: 1, timeout_ms: 120_000, idle_ms: 120_000 });
    expect(before).toMatchObject({ is_public: false, public_days: null, public_dimensions: null, has_password: false });
    expect(before.presets).toContainEqual({ name: "wakatime", timeout_ms: 900_000, idle_ms: 0 });
    const changes = {
      ...{ display_name: "Grace H.", timezone: "america/new_york", week_start: 7 },
      ...{ is_public: true, public_days: 30, public_dimensions: ["project", "language"] },
    };
    const changed = { ...before, ...changes, timezone: "America/New_York", timezone_in_effect: "America/New_York" };
    const sending = { name: "change", path: PATH, method: "PATCH", key, body: changes };
    await play(side(), { ...sending, status: 200, json: changed });
    expect(await asked<object>(side(), person, PATH)).toEqual(changed);
    const cleared = { display_name: null, timezone: " ", public_days: null, public_dimensions: null, is_public: false };
    await play(side(), {
      ...sending,
      body: cleared,
      status: 200,
      has: ['"timezone":null', '"public_dimensions":null'],
    });
  });

  test("public statistics are switched on at once", async () => {
    const person = side().person();
    const path = `/api/v1/users/${person.user.name}/stats`;
    await play(side(), { name: "private", path, status: 404, json: errorShape(404) });
    const key = person.keys.full;
    await play(side(), {
      name: "on",
      path: PATH,
      method: "PATCH",
      key,
      body: { is_public: true },
      status: 200,
      has: ["true"],
    });
    await play(side(), { name: "public", path, status: 200, has: ['"total_seconds":0'] });
  });

  test.each([
    { parameter: "name", value: "with space" },
    { parameter: "name", value: 7 },
    { parameter: "name", value: "current" },
    { parameter: "display_name", value: "x".repeat(101) },
    { parameter: "email", value: "nobody" },
    { parameter: "timezone", value: "Mars/Olympus" },
    { parameter: "week_start", value: 8 },
    { parameter: "week_start", value: "monday" },
    { parameter: "timeout", value: 29_000, field: "timeout_ms" },
    { parameter: "timeout", value: 120_001, field: "idle_ms" },
    { parameter: "timeout_ms", value: "120000" },
    { parameter: "is_public", value: 1 },
    { parameter: "public_days", value: 0 },
    { parameter: "public_days", value: 1.5 },
    { parameter: "public_dimensions", value: "project" },
    { parameter: "public_dimensions", value: ["project", "mood"] },
  ])("$parameter $value is refused by name, and nothing is changed", async ({ parameter, value, field }) => {
    const person = side().person();
    const before = await asked(side(), person, PATH);
    const body = { week_start: 3, [field ?? parameter]: value };
    const sending = { name: parameter, path: PATH, method: "PATCH", key: person.keys.full, body };
    await play(side(), { ...sending, status: 422, has: [parameter], json: errorShape(422) });
    expect(await asked(side(), person, PATH)).toEqual(before);
  });

  test("a read key reads them, and changes nothing", async () => {
    const { keys } = side().person();
    const change = { name: "change", path: PATH, method: "PATCH", body: { week_start: 2 } };
    await play(side(), { name: "read", path: PATH, key: keys.read, status: 200, has: ['"week_start":1'] });
    for (const key of [keys.read, keys.write])
      await play(side(), { ...change, key, status: 403, json: errorShape(403) });
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "http://evil.example" }])
      expect((await side().send({ ...change, headers })).status).toBe(403);
  });
});

test("another counting rule counts all history anew", async () => {
  const side = await inProcess();
  const { owner } = side;
  await sendAll(side, owner, [beat("10:00:00"), beat("10:10:00"), beat("10:11:00")]);
  const path = "/-/overview";
  expect((await asked(side, owner, path))["total_ms"]).toBe(180_000);
  const rule = { timeout_ms: 900_000, idle_ms: 0 };
  const answer = await side.send({ path: PATH, method: "PATCH", body: rule });
  expect(await answer.json()).toMatchObject(rule);
  await resumeRecount(side.store, owner.user.id);
  expect(await asked<SettingsAnswer>(side, owner, PATH)).toMatchObject({ ...rule, is_recounting: false });
  expect((await asked(side, owner, path))["total_ms"]).toBe(660_000);
  await side.close();
});

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
    const made = await side.send({ path: "/-/keys", key, body: { name: " laptop ", scope: "write" } });
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

describe("the password", () => {
  const PUT = { name: "put", path: "/-/password", method: "PUT" };
  const status = async (side: Opened, cookie: string) =>
    (await side.send({ path: "/-/session", headers: { cookie } })).status;
  const cookieIn = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";

  test("is set from the open page, which stays in; changed, which signs out the others; and taken away", async () => {
    const side = await inProcess();
    const set = await side.send({ ...PUT, body: { password: "correct horse" } });
    expect(set.status).toBe(204);
    const here = cookieIn(set);
    expect([await status(side, here), await status(side, "")]).toEqual([200, 401]);
    const there = cookieIn(await side.send({ path: "/-/session", body: { password: "correct horse" } }));
    expect(await status(side, there)).toBe(200);
    const headers = { cookie: here };
    const wrong = { ...PUT, headers, status: 403, json: errorShape(403, { type: "WrongPassword" }) };
    await play(side, { ...wrong, body: { password: "battery staple" } });
    await play(side, { ...wrong, body: { current: "correct house", password: null } });
    const body = { current: "correct horse", password: "battery staple" };
    expect((await side.send({ ...PUT, headers, body })).status).toBe(204);
    expect([await status(side, here), await status(side, there)]).toEqual([200, 401]);
    expect((await side.send({ ...PUT, headers, body: { current: "battery staple", password: null } })).status).toBe(
      204,
    );
    expect(side.store.connection.client.query("SELECT count(*) AS n FROM sessions").get()).toEqual({ n: 0 });
    await play(side, { name: "open", path: "/-/session", status: 200, has: ['"way":"open"'] });
    await side.close();
  });

  test.each([
    { name: "too short", body: { password: "seven 7" } },
    { name: "none", body: {} },
    { name: "a number", body: { password: 12345678 } },
  ])("is refused when it is $name", async ({ body }) => {
    const side = await inProcess();
    await play(side, { ...PUT, body, status: 422, has: ["password"], json: errorShape(422) });
    await play(side, { name: "still open", path: "/-/session", status: 200, has: ["open"] });
    await side.close();
  });

  test("is not taken away from where the pages would close", async () => {
    const side = await inProcess({ boundToLoopback: false });
    const key = side.owner.keys.full;
    expect((await side.send({ ...PUT, key, body: { password: "correct horse" } })).status).toBe(204);
    const cookie = cookieIn(await side.send({ path: "/-/session", body: { password: "correct horse" } }));
    const body = { current: "correct horse", password: null };
    await play(side, {
      ...PUT,
      headers: { cookie },
      body,
      status: 409,
      has: ["hearth password"],
      json: errorShape(409),
    });
    expect(await status(side, cookie)).toBe(200);
    await side.close();
  });

  test("is guessed through a page no faster than through the sign-in", async () => {
    const side = await inProcess({ wrongKeys: 2 });
    const cookie = cookieIn(await side.send({ ...PUT, body: { password: "correct horse" } }));
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await side.send({ ...PUT, headers: { cookie }, body: { current: "x", password: null } })).status);
    expect(statuses).toEqual([403, 403, 429]);
    await side.close();
  });
});
