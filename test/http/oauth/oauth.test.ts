import { beforeAll, describe, expect, test } from "bun:test";
import { openCodes } from "../../../src/app/codes.ts";
import { updateUser } from "../../../src/db/users.ts";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix } from "../../support/matrix.ts";
import { memory } from "../../support/memory.ts";
import { decision, exchange, form, letIn, REQUEST, sentBack, VERIFIER } from "../../support/oauth.ts";
import { errorShape, play } from "../../support/scenario.ts";

const asking = (changes: Readonly<Record<string, string | undefined>> = {}) => {
  const fields = Object.entries({ ...REQUEST, ...changes }).filter(([, value]) => value !== undefined);
  return `/oauth/authorize?${new URLSearchParams(fields as [string, string][])}`;
};
const oauthError = (error: string) => ({
  ...errorShape(400, { error }),
  error_description: expect.stringMatching(/^\S.{8,}/),
});

matrix((side) => {
  const allowed = async (fields = REQUEST) => (await sentBack(side(), decision(fields))).get("code") ?? "";

  describe("the page", () => {
    test("says who asks, for what and where the answer goes; everything as text", async () => {
      const hostile = `<img src=x onerror=alert(1)>"'&`;
      const shown = "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;";
      const html = await play(side(), {
        ...{ name: "page", path: asking({ client_id: hostile, state: hostile }), status: 200 },
        has: [shown, "127.0.0.1:8787", "read everything else", "Let it in"],
        hasNot: ["<img", "<script"],
        answers: {
          "content-security-policy": expect.stringContaining("form-action 'self' http://127.0.0.1:8787;"),
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "x-frame-options": "DENY",
        },
      });
      expect(html).toContain(`<input type="hidden" name="state" value="${shown}">`);
    });

    test("of a program that asks for little says so", async () => {
      const path = asking({ scope: undefined, redirect_uri: "hackatime://auth/callback", client_id: "BPr5" });
      await play(side(), {
        name: "desktop",
        path,
        status: 200,
        has: ["hackatime:", "BPr5"],
        hasNot: ["read everything"],
      });
    });

    test.each([
      { name: "no client", changes: { client_id: undefined } },
      { name: "a client of controls", changes: { client_id: "a\u0007b" } },
      { name: "a client that is read backwards", changes: { client_id: "a\u202eb" } },
      { name: "a very long client", changes: { client_id: "x".repeat(201) } },
      { name: "no redirect", changes: { redirect_uri: undefined } },
      { name: "a redirect elsewhere", changes: { redirect_uri: "https://evil.example/cb" } },
      { name: "a script as redirect", changes: { redirect_uri: "javascript:alert(1)" } },
    ])("sends nobody anywhere for $name", async ({ name, changes }) => {
      const answers = { location: null, "content-type": "text/html; charset=utf-8" };
      await play(side(), {
        name,
        path: asking(changes),
        status: 400,
        has: ["cannot be answered"],
        hasNot: ["evil"],
        answers,
      });
    });

    test.each([
      { name: "another response type", changes: { response_type: "token" }, error: "unsupported_response_type" },
      { name: "no response type", changes: { response_type: undefined }, error: "unsupported_response_type" },
      { name: "no challenge", changes: { code_challenge: undefined }, error: "invalid_request" },
      { name: "a plain challenge", changes: { code_challenge_method: "plain" }, error: "invalid_request" },
      { name: "no method, which means plain", changes: { code_challenge_method: undefined }, error: "invalid_request" },
      { name: "a short challenge", changes: { code_challenge: "x" }, error: "invalid_request" },
      { name: "an unknown scope", changes: { scope: "profile admin" }, error: "invalid_scope" },
    ])("tells the program of $name", async ({ changes, error }) => {
      for (const sending of [{ path: asking(changes) }, decision(definedOf({ ...REQUEST, ...changes }))]) {
        const back = await sentBack(side(), sending);
        expect([back.get("error"), back.get("state"), back.get("code")]).toEqual([error, "st&te", null]);
      }
    });

    test("decides nothing for a page of another origin", async () => {
      for (const headers of [
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "", origin: "http://evil.example" },
        { "sec-fetch-site": "", origin: "null" },
      ])
        await play(side(), { name: "other", ...decision(REQUEST, headers), status: 403, json: errorShape(403) });
    });

    test("has a style sheet", async () => {
      await play(side(), { name: "style", path: "/oauth/style.css", status: 200, has: ["prefers-color-scheme: dark"] });
    });
  });

  test("a no is told to the program", async () => {
    const back = await sentBack(side(), decision(REQUEST, {}, false));
    expect([back.get("error"), back.get("state")]).toEqual(["access_denied", "st&te"]);
  });

  describe("a code", () => {
    test("becomes a token, once; coming again it takes the token back", async () => {
      const code = await allowed();
      const response = await side().send(exchange(code));
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.get("cache-control")).toBe("no-store");
      const token = (await response.json()) as { access_token: string; scope: string };
      const answer: object = token;
      expect(answer).toEqual({
        access_token: expect.stringMatching(/^hearth_[0-9a-f]{64}$/),
        token_type: "Bearer",
        scope: "profile read",
        created_at: expect.any(Number),
      });
      const asked = { path: "/api/v1/authenticated/me", key: token.access_token };
      expect((await side().send(asked)).status).toBe(200);
      await play(side(), { name: "again", ...exchange(code), status: 400, json: oauthError("invalid_grant") });
      expect((await side().send(asked)).status).toBe(401);
    });

    test("is taken as JSON, and with the program's name as a Basic authorization", async () => {
      const json = Object.fromEntries(new URLSearchParams(String(exchange(await allowed()).body)));
      await play(side(), { name: "json", path: "/oauth/token", body: json, status: 200, has: ["access_token"] });
      const basic = { authorization: `Basic ${Buffer.from("hackatime-cli:secret").toString("base64")}` };
      const { client_id: _, ...rest }: Record<string, string> = { ...json, code: await allowed() };
      const sending = {
        name: "basic",
        path: "/oauth/token",
        headers: basic,
        body: form(rest),
      };
      await play(side(), { ...sending, status: 200, has: ["access_token"] });
    });

    test.each([
      { name: "another program", changes: { client_id: "other" }, error: "invalid_grant" },
      { name: "another redirect", changes: { redirect_uri: "http://127.0.0.1:8788/callback" }, error: "invalid_grant" },
      { name: "another verifier", changes: { code_verifier: VERIFIER.replace("d", "e") }, error: "invalid_grant" },
      { name: "a short verifier", changes: { code_verifier: "x" }, error: "invalid_grant" },
      { name: "another code", changes: { code: "0".repeat(64) }, error: "invalid_grant" },
      { name: "no verifier", changes: { code_verifier: "" }, error: "invalid_request" },
      { name: "no program", changes: { client_id: "" }, error: "invalid_request" },
      { name: "a refresh token", changes: { grant_type: "refresh_token" }, error: "unsupported_grant_type" },
      { name: "no grant type", changes: { grant_type: "" }, error: "unsupported_grant_type" },
    ])("is worth nothing with $name, and keeps its worth", async ({ name, changes, error }) => {
      const code = await allowed();
      await play(side(), { name, ...exchange(code, changes), status: 400, json: oauthError(error) });
      expect((await side().send(exchange(code))).status).toBe(200);
    });

    test.each(["{", "", "[1]", "\u0000"])("nor a body of %p", async (body) => {
      const response = await side().send({ path: "/oauth/token", method: "POST", body });
      expect([response.status, (await response.json()).error]).toEqual([
        400,
        expect.stringMatching(/^(?:invalid|unsupp)/),
      ]);
    });

    test("may be asked about from any page", async () => {
      const preflight = { method: "OPTIONS", path: "/oauth/token", headers: { origin: "http://localhost:3000" } };
      expect((await side().send(preflight)).status).toBe(204);
      const headers = { origin: "http://localhost:3000", "sec-fetch-site": "cross-site" };
      expect((await side().send({ ...exchange(await allowed()), headers })).status).toBe(200);
    });
  });

  describe("a token", () => {
    let profile = "";
    let read = "";
    beforeAll(async () => {
      [profile, read] = [await letIn(side(), "profile"), await letIn(side(), "read")];
    });

    const READ = [
      "users/my/stats",
      "users/current/summaries?range=today",
      "my/heartbeats",
      "users/me/heartbeats/spans",
    ];
    const OWN = ["me", "hours", "streak", "projects", "heartbeats/latest"].map((path) => `authenticated/${path}`);

    test("of profile opens what hackatime-desktop asks for, one of read what is read", async () => {
      for (const base of ["/api/v1", "/api", ""])
        for (const path of OWN)
          for (const key of [profile, read])
            expect((await side().send({ path: `${base}/${path}`, key })).status).toBe(200);
      for (const path of READ) {
        const sending = { name: path, path: `/api/v1/${path}` };
        expect((await side().send({ ...sending, key: read })).status).toBe(200);
        await play(side(), {
          ...sending,
          key: profile,
          status: 403,
          json: errorShape(403, { error: "Insufficient scope" }),
        });
      }
    });

    test.each([
      { path: "/api/v1/users/current/heartbeats.bulk", body: "[]" },
      { path: "/api/v1/users/current/statusbar/today" },
      { path: "/api/hackatime/v1/users/current/status_bar/today" },
      { path: "/api/v1/users/current/goals", body: { delta: "day", seconds: 60 } },
      { path: "/api/v1/users/current/data_dumps", body: { type: "daily" } },
      { path: "/api/v1/plugins/errors", body: "{}" },
      { path: "/api/v1/users/current/external_durations", body: "{}" },
      { path: "/api/internal/revoke", body: "{}" },
      { path: "/-/overview" },
      { path: "/-/keys", body: { name: "x", scope: "full" } },
      { path: "/-/settings", method: "PATCH", body: {} },
    ])("opens nothing else: $path", async (sending) => {
      for (const key of [profile, read])
        await play(side(), { name: sending.path, ...sending, key, status: 403, json: errorShape(403) });
    });

    test("comes in the header alone", async () => {
      const path = `/api/v1/authenticated/me?access_token=${read}`;
      await play(side(), { name: "query", path, status: 401, json: errorShape(401, { error: "Invalid API key" }) });
    });

    test("gets one write key of its own, the same each time, until that is revoked", async () => {
      const token = await letIn(side(), "profile");
      const asked = { path: "/api/v1/authenticated/api_keys", key: token };
      const keys = new Set<string>();
      for (let i = 0; i < 3; i++) keys.add(((await (await side().send(asked)).json()) as { token: string }).token);
      const [key = ""] = keys;
      expect(keys.size).toBe(1);
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      await sendAll(side(), { ...side().owner, keys: { ...side().owner.keys, write: key } }, [
        beat("2026-11-20T08:00:00"),
      ]);
      expect((await side().send({ path: "/api/v1/users/my/stats", key })).status).toBe(403);
      const { client } = side().store.connection;
      const rows = client.query("SELECT k.name, k.scope FROM api_keys k JOIN grants g ON g.api_key_id = k.id").all();
      expect(rows).toContainEqual({ name: "hackatime-cli", scope: "write" });
      client.run("UPDATE api_keys SET revoked_at = 1 WHERE hint = ?", [key.slice(-4)]);
      await play(side(), { name: "revoked", ...asked, status: 403, has: ["revoked"], json: errorShape(403) });
    });

    test("is taken back by its program, its user, or a command beside the server", async () => {
      const status = async (key: string) => (await side().send({ path: "/api/v1/authenticated/me", key })).status;
      const listed = async () => (await (await side().send({ path: "/-/grants" })).json()).grants as { id: number }[];
      const revoke = (body: unknown) => side().send({ path: "/oauth/revoke", method: "POST", body });
      const [byForm, byJson, byUser, byCommand] = [
        await letIn(side(), "read"),
        await letIn(side(), "read"),
        await letIn(side(), "read"),
        await letIn(side(), "read"),
      ];
      for (const body of [
        form({ token: byForm }),
        { token: byJson },
        form({ token: "nobody's" }),
        "",
        "{",
        form({ token: byForm }),
      ])
        expect((await revoke(body)).status).toBe(200);
      expect([await status(byForm), await status(byJson), await status(byUser)]).toEqual([401, 401, 200]);
      const grants = await listed();
      const id = grants.at(-2)?.id;
      expect((await side().send({ path: `/-/grants/${id}`, method: "DELETE" })).status).toBe(204);
      expect(await status(byUser)).toBe(401);
      expect((await side().send({ path: `/-/grants/${id}`, method: "DELETE" })).status).toBe(404);
      expect(await status(byCommand)).toBe(200);
      side().store.connection.client.run("UPDATE grants SET revoked_at = 1 WHERE id = ?", [grants.at(-1)?.id ?? 0]);
      expect(await status(byCommand)).toBe(401);
    });

    test("is nowhere stored", () => {
      const { client } = side().store.connection;
      const rows = JSON.stringify(client.query("SELECT *, hex(hash) AS hex FROM grants").all()).toLowerCase();
      for (const token of [profile, read]) expect(rows).not.toContain(token.slice(7));
    });
  });
});

describe("behind a password", () => {
  test("the page asks for a sign-in first, and comes back; a token of one user is none of another", async () => {
    const side = await inProcess();
    const grace = side.person({ name: "grace" });
    updateUser(side.store.connection.orm, grace.user.id, {
      passwordHash: await Bun.password.hash("battery staple", { algorithm: "argon2id", memoryCost: 64, timeCost: 1 }),
    });
    for (const sending of [{ path: asking() }, decision()]) {
      const next = (await sentBack(side, sending)).get("next") ?? "";
      expect(next.startsWith("/oauth/authorize?")).toBe(true);
      expect(Object.fromEntries(new URLSearchParams(next.slice(next.indexOf("?"))))).toEqual(REQUEST);
    }
    const body = { name: "grace", password: "battery staple" };
    const signedIn = await side.send({ path: "/-/session", body });
    const headers = { cookie: signedIn.headers.get("set-cookie")?.split(";")[0] ?? "" };
    await play(side, { name: "page", path: asking(), headers, status: 200, has: ["<b>grace</b>"] });
    const key = await letIn(side, "read", headers);
    await play(side, {
      name: "me",
      path: "/api/v1/authenticated/me",
      key,
      status: 200,
      has: [`"id":${grace.user.id}`],
    });
    await play(side, { name: "else", path: "/api/v1/users/owner/stats", key, status: 404, json: errorShape(404) });
    await side.close();
  });

  test("and a page that is closed says why, whatever key is sent along", async () => {
    const side = await inProcess({ boundToLoopback: false });
    const key = side.owner.keys.full;
    for (const sending of [{ path: asking() }, decision()])
      for (const keyed of [{}, { key }])
        await play(side, { name: "closed", ...sending, ...keyed, status: 403, has: ["hearth password"] });
    await side.close();
  });
});

test("a code is good for ten minutes", () => {
  let nowMs = 0;
  const { context, addUser } = memory();
  const user = addUser();
  const codes = openCodes({ ...context, now: () => nowMs });
  const about = { clientId: "c", redirectUri: "app://x" };
  const challenge = REQUEST["code_challenge"] ?? "";
  const issue = () => codes.issue({ ...about, userId: user.id, scope: "profile", challenge });
  const [early, late] = [issue(), issue()];
  nowMs = 599_999;
  expect(codes.exchange({ ...about, code: early, verifier: VERIFIER })?.token).toBeString();
  nowMs = 600_000;
  expect(codes.exchange({ ...about, code: late, verifier: VERIFIER })).toBeUndefined();
});

function definedOf(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
