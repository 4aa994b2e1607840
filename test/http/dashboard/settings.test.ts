import { expect, test } from "bun:test";
import { resumeRecount } from "../../../src/app/recount.ts";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix } from "../../support/matrix.ts";
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
