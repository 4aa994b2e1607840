import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { expectShape, Time, Uuid } from "../../support/shapes.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;

const PublicFields = {
  id: Uuid,
  user_id: Type.String({ pattern: "^\\d+$" }),
  ...Object.fromEntries(
    [
      ...["username", "display_name", "full_name", "photo", "profile_url", "profile_url_escaped", "timezone", "plan"],
      ...["bio", "location", "website", "human_readable_website", "public_email"],
      ...["github_username", "twitter_username", "linkedin_username", "wonderfuldev_username"],
    ].map((name) => [name, Type.String()]),
  ),
  city: Type.Null(),
  ...Object.fromEntries(
    [
      ...["is_hireable", "is_email_public", "is_email_confirmed", "photo_public", "logged_time_public"],
      ...["languages_used_public", "editors_used_public", "categories_used_public", "os_used_public"],
      "has_premium_features",
    ].map((name) => [name, Type.Boolean()]),
  ),
  last_heartbeat_at: Type.Union([Type.Null(), Time]),
  created_at: Time,
  modified_at: Time,
};

const OwnFields = {
  ...Object.fromEntries(
    [
      ...["last_plugin", "last_plugin_name", "last_project", "last_branch", "last_language"],
      ...["date_format", "time_format_display", "color_scheme", "default_dashboard_range"],
      ...["public_profile_time_range", "durations_slice_by", "invoice_id_format"],
    ].map((name) => [name, Type.String()]),
  ),
  timeout: Type.Integer({ minimum: 1 }),
  weekday_start: Type.Integer({ minimum: 0, maximum: 6 }),
  ...Object.fromEntries(
    [
      ...["writes_only", "time_format_24hr", "share_all_time_badge", "share_last_year_days", "show_machine_name_ip"],
      ...["meetings_over_coding", "needs_payment_method", "is_onboarding_finished"],
    ].map((name) => [name, Type.Boolean()]),
  ),
};

const PUBLIC = Type.Object({ data: Type.Object(PublicFields, strict) }, strict);
const WITHOUT_EMAIL = Type.Object({ data: Type.Object({ ...PublicFields, ...OwnFields }, strict) }, strict);
const OWN = Type.Object({ data: Type.Object({ ...PublicFields, ...OwnFields, email: Type.String() }, strict) }, strict);

describe("GET users/:user", () => {
  test.each(BASES.map((base) => ({ base: base || "" })))("is one object on the base '$base'", async ({ base }) => {
    const person = side.person({ email: `${crypto.randomUUID()}@example.org` });
    for (const name of ["current", "my", "me", person.user.name, `@${person.user.name}`, String(person.user.id)]) {
      const answer = await asked<{ data: object }>(side, person, `${base}/users/${name}`);
      expectShape(OWN, answer);
      expect(answer.data).toMatchObject({
        id: person.user.uuid,
        user_id: String(person.user.id),
        username: person.user.name,
        email: person.user.email,
        timezone: "UTC",
        last_heartbeat_at: null,
        timeout: 2,
        weekday_start: 1,
        logged_time_public: false,
      });
    }
  });

  test("says what the newest heartbeat was about", async () => {
    const person = side.person();
    const user_agent =
      "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2";
    await sendAll(side, person, [
      beat("10:00:00.750", { project: "tide", branch: "main", language: "ts", user_agent }),
      beat("09:00:00", { project: "older", branch: "old" }),
    ]);
    const { data } = await asked<{ data: object }>(side, person, "/api/v1/users/current");
    expect(data).toMatchObject({
      last_heartbeat_at: "2026-11-21T10:00:00Z",
      last_plugin: user_agent,
      last_plugin_name: "VS Code",
      last_project: "tide",
      last_branch: "main",
      last_language: "TypeScript",
    });
  });

  test("keeps the e-mail address from a key that editors hold", async () => {
    const person = side.person({ email: "editor@example.org" });
    expectShape(WITHOUT_EMAIL, await asked(side, person, "/api/v1/users/current", "write"));
    expectShape(OWN, await asked(side, person, "/api/v1/users/current", "read"));
  });

  test("shows others the public part of a public user, and nothing of a private one", async () => {
    const asker = side.person();
    const open = side.person({ isPublic: true, email: "open@example.org", displayName: "Öpen <b>" });
    const closed = side.person({ email: "closed@example.org" });
    await sendAll(side, open, [beat("10:00:00", { project: "secret" })]);
    const answer = await asked<{ data: object }>(side, asker, `/api/v1/users/${open.user.name}`);
    expectShape(PUBLIC, answer);
    expect(answer.data).toMatchObject({ display_name: "Öpen <b>", logged_time_public: true });
    expect(JSON.stringify(answer)).not.toMatch(/secret|open@example/);
    for (const path of [closed.user.name, "nobody", closed.user.uuid, String(closed.user.id)])
      await play(side, {
        name: path,
        path: `/api/v1/users/${path}`,
        key: asker.keys.full,
        status: 404,
        json: errorShape(404, { error: "User not found" }),
      });
  });

  test("needs a key", async () => {
    await play(side, { name: "no key", path: "/api/v1/users/current", status: 401, json: errorShape(401) });
  });

  test.each([
    { host: "localhost:4784", path: "/api/v1/users/current", start: "http://localhost:4784/api/avatar/" },
    { host: "time.example.org", path: "/api/v1//users/current/", start: "http://time.example.org/api/avatar/" },
    { host: "[::1]:4784", path: "/api/v1/users/current", start: "http://[::1]:4784/api/avatar/" },
    { host: "a b<c>", path: "/api/v1/users/current", start: "/api/avatar/" },
  ])("links to a picture under the host $host", async ({ host, path, start }) => {
    const person: Person = side.owner;
    const response = await side.send({ path, key: person.keys.full, headers: { host } });
    const { data } = (await response.json()) as { data: { photo: string } };
    expect(data.photo).toBe(`${start}${person.user.uuid}.svg`);
  });
});
