import { describe, expect, test } from "bun:test";
import type { Scope } from "../../src/app/keys.ts";
import { inProcess, matrix, type Person, type Sending } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Every way in which clients send a key K. Source: contract §4, clients.md C3.7. */
const FORMS: readonly {
  readonly name: string;
  readonly header?: (key: string) => string;
  readonly query?: (key: string) => string;
}[] = [
  { name: "Bearer K", header: (key) => `Bearer ${key}` },
  { name: "bearer waka_K", header: (key) => `bearer waka_${key}` },
  { name: "BEARER K in capitals", header: (key) => `BEARER ${key.toUpperCase()}` },
  { name: "Bearer base64(K)", header: (key) => `Bearer ${base64(key)}` },
  { name: "Bearer base64(K and a line end)", header: (key) => `Bearer ${base64(`${key}\n`)}` },
  { name: "Basic base64(K)", header: (key) => `Basic ${base64(key)}` },
  { name: "basic base64(WAKA_K)", header: (key) => `basic ${base64(`WAKA_${key}`)}` },
  { name: "Basic base64(K:)", header: (key) => `Basic ${base64(`${key}:`)}` },
  { name: "Basic base64(:K)", header: (key) => `Basic ${base64(`:${key}`)}` },
  { name: "Basic base64(name:K)", header: (key) => `Basic ${base64(`mira:${key}`)}` },
  { name: "Basic K", header: (key) => `Basic ${key}` },
  { name: "?api_key=K", query: (key) => `api_key=${key}` },
  { name: "?api_key=waka_K", query: (key) => `api_key=waka_${key}` },
  { name: "?api_key=base64(K)", query: (key) => `api_key=${encodeURIComponent(base64(key))}` },
  { name: "?access_token=K", query: (key) => `access_token=${key}` },
];

/** One route of each need, and the scopes that may ask it. */
const ROUTES: readonly (Sending & { readonly ok: number; readonly may: readonly Scope[] })[] = [
  { path: "/api/v1/users/current/heartbeats.bulk", body: "[]", ok: 201, may: ["full", "write"] },
  { path: "/users/current/heartbeats", body: "[]", ok: 201, may: ["full", "write"] },
  { path: "/compat/wakatime/v1/plugins/errors", body: "{}", ok: 201, may: ["full", "write"] },
  { path: "/api/hackatime/v1/users/current/statusbar/today", ok: 200, may: ["full", "read", "write"] },
  { path: "/api/v1/users/me/file_experts", body: "{}", ok: 200, may: ["full", "read", "write"] },
  { path: "/api/v1/users/my/stats", ok: 200, may: ["full", "read"] },
  { path: "/api/v1/users/current/heartbeats/spans", ok: 200, may: ["full", "read"] },
  { path: "/api/v1/my/heartbeats", ok: 200, may: ["full", "read"] },
  { path: "/api/my/heartbeats/most_recent", ok: 200, may: ["full", "read"] },
  { path: "/api/compat/wakatime/v1/stats", ok: 200, may: ["full", "read"] },
  { path: "/-/overview", ok: 200, may: ["full", "read"] },
];

/** A well-formed key that nobody has. */
const STRANGER = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";
const READ = "/api/v1/users/my/stats";
const INVALID = errorShape(401, { error: "Invalid API key" });

/** Nothing that opens a password box or keeps a session. */
const NO_BOX = { "www-authenticate": null, "set-cookie": null, "cache-control": "no-store" };

matrix((side, place) => {
  describe.each(FORMS)("$name", ({ header, query }) => {
    test.each(["full", "read", "write"] as const)("with a %s key", async (scope) => {
      const key = side().owner.keys[scope];
      for (const { ok, may, ...sending } of ROUTES) {
        const response = await side().send({
          ...sending,
          path: query === undefined ? sending.path : `${sending.path}?${query(key)}`,
          headers: header === undefined ? {} : { authorization: header(key) },
        });
        const status = may.includes(scope) ? ok : 403;
        expect({ path: sending.path, status: response.status }).toEqual({ path: sending.path, status });
        expect(response.headers.has("www-authenticate") || response.headers.has("set-cookie")).toBe(false);
        if (status === 403) expect(await response.json()).toEqual(errorShape(403, { type: "Forbidden" }));
      }
    });
  });

  // What the pages' own data needs without a key is in hosts.test.ts.
  test.each(ROUTES.filter(({ path }) => !path.startsWith("/-/")))("no key at $path", async ({ path, body }) => {
    await play(side(), {
      name: path,
      path,
      body,
      status: 401,
      json: errorShape(401, { error: "Missing API key", type: "Unauthorized" }),
      answers: NO_BOX,
    });
  });

  test.each([
    { name: "a key nobody has", headers: { authorization: `Bearer ${STRANGER}` } },
    { name: "no UUID", headers: { authorization: "Bearer nonsense" } },
    { name: "an empty scheme", headers: { authorization: "Bearer" } },
    { name: "an unknown scheme", headers: { authorization: `Digest ${STRANGER}` } },
    { name: "base64 of no key", headers: { authorization: `Basic ${base64("mira:secret")}` } },
    { name: "a stranger's key in base64", headers: { authorization: `Basic ${base64(STRANGER)}` } },
    { name: "a key in the query that nobody has", query: `?api_key=${STRANGER}` },
    { name: "a token in the query that nobody has", query: "?access_token=abc" },
    { name: "a key glued to the path that nobody has", path: `/api/heartbeat${STRANGER}`, body: "[]" },
  ])("$name is 401 and not told apart", async ({ name, headers = {}, query = "", path = READ, body }) => {
    await play(side(), {
      name,
      path: `${path}${query}`,
      headers,
      body,
      status: 401,
      json: { ...INVALID, message: "The provided API key is invalid or expired" },
      hasNot: [STRANGER, "secret", "nonsense"],
      answers: { ...NO_BOX, "access-control-allow-origin": "*" },
    });
  });

  test("a header beats the query, bad or good", async () => {
    const { owner } = side();
    const other = side().person();
    await play(side(), {
      name: "bad header, good query",
      path: `${READ}?api_key=${owner.keys.full}`,
      headers: { authorization: `Bearer ${STRANGER}` },
      status: 401,
      json: INVALID,
      hasNot: [owner.keys.full],
    });
    await play(side(), {
      name: "good header, another's query",
      path: `${READ}?api_key=${other.keys.full}`,
      key: owner.keys.full,
      status: 200,
      has: [`"user":"${owner.user.name}"`],
    });
    await play(side(), {
      name: "good header, bad query",
      path: `${READ}?api_key=${STRANGER}`,
      key: owner.keys.full,
      status: 200,
      has: [`"user":"${owner.user.name}"`],
    });
  });

  test("a key is not asked for where none is needed, but a wrong one is refused", async () => {
    await play(side(), { name: "none", path: "/api/health", status: 200, has: ['"status":"ok"'] });
    await play(side(), { name: "bad", path: "/api/health", key: STRANGER, status: 401, json: INVALID });
  });

  test("cookies are neither needed nor believed", async () => {
    const cookie = `api_key=${side().owner.keys.full}; session=1`;
    await play(side(), {
      name: "a cookie is no key",
      path: READ,
      headers: { cookie },
      status: 401,
      json: errorShape(401, { error: "Missing API key" }),
      hasNot: [side().owner.keys.full],
    });
    await play(side(), {
      name: "a cookie does no harm",
      path: "/api/v1/users/current/heartbeats.bulk",
      headers: { cookie },
      key: side().owner.keys.full,
      body: "[]",
      status: 201,
      json: { responses: [] },
      answers: NO_BOX,
    });
  });

  if (place === "over a socket")
    test("a key made or revoked by a command beside the server counts at once", async () => {
      const { program } = side();
      const key = await program!.command("key", "create", "passing");
      const ask = () => side().send({ path: READ, key });
      expect((await ask()).status).toBe(200);
      await program!.command("key", "revoke", "passing");
      expect((await ask()).status).toBe(401);
      expect((await side().send({ path: READ, key: side().owner.keys.full })).status).toBe(200);
    });

  test("thirty wrong keys a minute are enough, and a good key is never told to wait", async () => {
    const own = place === "in process" ? await inProcess() : side();
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await own.send({ path: READ, key: STRANGER })).status);
    const allowed = statuses.filter((status) => status === 401).length;
    if (place === "in process") expect(allowed).toBe(30);
    expect(statuses).toEqual(statuses.map((_, i) => (i < allowed ? 401 : 429)));
    const refused = await own.send({ path: READ, key: STRANGER });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 61);
    expect(await refused.json()).toEqual(errorShape(429, { type: "RateLimited" }));
    expect((await own.send({ path: READ, key: own.owner.keys.full })).status).toBe(200);
    expect((await own.send({ path: "/api/health" })).status).toBe(200);
  });

  if (place === "over a socket")
    test("no key, and no query, is in the log of everything above", () => {
      const log = side().program!.log();
      expect(log).toMatch(/DEBUG request method=GET path=\/api\/v1\/users\/my\/stats status=401/);
      for (const secret of secretsOf(side().owner)) expect(log).not.toContain(secret);
      expect(log).not.toContain(STRANGER);
      expect(log).not.toMatch(/[?=](?:api_key|access_token)/);
    });
});

function secretsOf({ keys }: Person): string[] {
  return Object.values(keys).flatMap((key) => [
    key,
    key.toUpperCase(),
    base64(key),
    base64(`${key}:`),
    base64(`:${key}`),
  ]);
}
