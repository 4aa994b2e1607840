import { describe, expect, test } from "bun:test";
import { corsHeaders, preflight, securityHeaders } from "../../src/http/cors.ts";

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
