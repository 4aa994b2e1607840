import { describe, expect, test } from "bun:test";
import { corsHeaders, preflight, securityHeaders } from "../../src/http/cors.ts";
import { BASES } from "../../src/http/paths.ts";
import { matrix } from "../support/matrix.ts";

function request(method: string, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/api/v1/heartbeats", { method, headers });
}

const PREFLIGHT = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
  "access-control-allow-headers": "authorization, content-type, x-machine-name, timezone, user-agent, accept",
  "access-control-max-age": "86400",
};

const entries = (headers: Headers) => Object.fromEntries([...headers]);

describe("preflight", () => {
  test("spells out what any origin may ask", () => {
    const response = preflight(request("OPTIONS", { origin: "https://vscode.dev" }));
    expect(response.status).toBe(204);
    expect(entries(response.headers)).toEqual(PREFLIGHT);
  });

  test("allows the private network when asked", () => {
    const response = preflight(request("OPTIONS", { "Access-Control-Request-Private-Network": "true" }));
    expect(entries(response.headers)).toEqual({ ...PREFLIGHT, "access-control-allow-private-network": "true" });
  });

  test("does not when the question is another", () => {
    const response = preflight(request("OPTIONS", { "Access-Control-Request-Private-Network": "false" }));
    expect(entries(response.headers)).toEqual(PREFLIGHT);
  });
});

test.each(["GET", "POST", "DELETE"])("an answer to %s may be read by any origin, without credentials", (method) => {
  const headers = new Headers(corsHeaders(request(method, { origin: "https://discord.com", cookie: "a=b" })));
  expect(entries(headers)).toEqual({ "access-control-allow-origin": "*" });
});

describe("securityHeaders", () => {
  const headers = new Headers(securityHeaders);
  const policy = (headers.get("content-security-policy") ?? "").split("; ");

  test.each([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])("the policy has %s", (directive) => {
    expect(policy).toContain(directive);
  });

  test("the policy allows nothing inline and nobody else", () => {
    expect(policy.join(" ")).not.toMatch(/unsafe|http|\*|nonce|sha256/);
  });

  test.each([
    { name: "x-content-type-options", value: "nosniff" },
    { name: "referrer-policy", value: "no-referrer" },
  ])("$name is $value", ({ name, value }) => {
    expect(headers.get(name)).toBe(value);
  });
});

/** Headers of an answer that say what other origins may do. */
const crossOrigin = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

/** What Chromium 156 asks before it sends. Source: clients.md C3.29, measured. */
const ASKED = [
  {
    client: "VS Code for the web, bulk",
    origin: "https://github.dev",
    method: "POST",
    headers: "content-type,x-machine-name",
  },
  { client: "VS Code for the web, status bar", origin: "https://vscode.dev", method: "GET", headers: "content-type" },
  { client: "a Figma plugin", origin: "null", method: "POST", headers: "authorization,content-type" },
  { client: "a page that deletes", origin: "https://example.org", method: "DELETE", headers: "authorization" },
];

matrix((side) => {
  const preflightOf = ({ origin, method, headers }: (typeof ASKED)[number]) => ({
    ...{ origin, "access-control-request-method": method, "access-control-request-headers": headers },
    ...{ "sec-fetch-mode": "cors", "sec-fetch-site": "cross-site", "sec-fetch-dest": "empty" },
  });

  test.each(ASKED)("$client may send what it asks for, on every base, without a key", async (asked) => {
    for (const base of BASES)
      for (const path of [
        "/users/current/heartbeats.bulk",
        "/users/current/statusbar/today",
        "/users/nobody/unknown",
      ]) {
        const headers = preflightOf(asked);
        const response = await side().send({ method: "OPTIONS", path: `${base}${path}?api_key=x`, headers });
        expect(response.status).toBe(204);
        expect(await response.text()).toBe("");
        expect(crossOrigin(response.headers)).toEqual(PREFLIGHT);
        const allowed = response.headers.get("access-control-allow-headers")?.split(", ") ?? [];
        for (const header of asked.headers.split(",")) expect(allowed).toContain(header);
        expect(response.headers.get("access-control-allow-methods")?.split(", ")).toContain(asked.method);
      }
  });

  test("the private network is allowed to whoever asks for it", async () => {
    const headers = {
      ...preflightOf(ASKED[0] as (typeof ASKED)[number]),
      "access-control-request-private-network": "true",
    };
    const response = await side().send({ method: "OPTIONS", path: "/api/v1/users/current/heartbeats.bulk", headers });
    expect(crossOrigin(response.headers)).toEqual({ ...PREFLIGHT, "access-control-allow-private-network": "true" });
  });

  test.each([
    { path: "/api/v1/my/heartbeats", status: 200 },
    { path: "/api/v1/my/heartbeats?limit=0", status: 422 },
    { path: "/api/v1/users/nobody/stats", status: 404 },
    { path: "/api/nothing/at/all", status: 404 },
    { path: "/users/nothing", status: 404 },
    { path: "/compat/wakatime/v1", status: 404 },
    { path: "/api/v1/users/current/heartbeats", body: "[", status: 400 },
    { path: "/api/v1/users/current/heartbeats.bulk", body: "[]", status: 201 },
    { path: "/", body: "[]", status: 201 },
    { path: "/api/v1/my/heartbeats", noKey: true, status: 401 },
    { path: "/api/v1/users/current/heartbeats.bulk", body: " ".repeat(5_000_001), status: 413 },
    { path: "/api/hackatime/v1", status: 302 },
    { path: "/api/health", noKey: true, status: 200 },
    { path: "/api/v1/stats", noKey: true, host: "evil.example", status: 403 },
  ])("any origin may read the $status of $path", async ({ path, body, noKey = false, host, status }) => {
    const headers = { origin: "https://example.org", cookie: "a=b", ...(host !== undefined && { host }) };
    const key = noKey ? {} : { key: side().owner.keys.full };
    const response = await side().send({ path, headers, body, ...key });
    expect(response.status).toBe(status);
    expect(crossOrigin(response.headers)).toEqual({ "access-control-allow-origin": "*" });
  });

  test.each(["/-/overview", "/-/nothing", "/", "/nothing", "/assets/nothing.js", "/hackatime/v1"])(
    "no other origin may read %s",
    async (path) => {
      const { full: key } = side().owner.keys;
      for (const method of ["GET", "OPTIONS"]) {
        if (path === "/" && method === "OPTIONS") continue;
        const headers = preflightOf(ASKED[1] as (typeof ASKED)[number]);
        const response = await side().send({ method, path, headers, key });
        await response.text();
        expect(crossOrigin(response.headers)).toEqual({});
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        if (method === "OPTIONS") expect(response.status).toBe(path.startsWith("/-/") ? 403 : 404);
      }
    },
  );
});
