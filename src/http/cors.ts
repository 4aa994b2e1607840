// What browsers may do with our answers: everything with the API, which a key guards; nothing with the pages.

const ANY_ORIGIN = { "Access-Control-Allow-Origin": "*" } as const;

/** Answers to a preflight. The names are spelled out because `*` never stands for `authorization`. */
const PREFLIGHT = {
  ...ANY_ORIGIN,
  "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
  "Access-Control-Allow-Headers": "authorization, content-type, x-machine-name, timezone, user-agent, accept",
  "Access-Control-Max-Age": "86400",
} as const;

/**
 * The headers that every answer of a page carries: only our own files, nothing inline, no guessing of types, no
 * referrer, never inside a frame.
 */
export const securityHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/**
 * The CORS headers of an answer on an API path, errors included: any origin, without credentials. On `OPTIONS` also
 * methods, header names and how long to remember them (seconds), and the private network when the browser asks for it.
 *
 * **Source:** Fetch standard, "CORS protocol"; Private Network Access draft for the last one.
 */
export function corsHeaders(request: Request): Readonly<Record<string, string>> {
  if (request.method !== "OPTIONS") return ANY_ORIGIN;
  return request.headers.get("access-control-request-private-network") === "true"
    ? { ...PREFLIGHT, "Access-Control-Allow-Private-Network": "true" }
    : PREFLIGHT;
}

/** The answer to a preflight on an API path: 204, for everybody, without asking for a key or a host name. */
export function preflight(request: Request): Response {
  return new Response(null, { status: 204, headers: corsHeaders(request) });
}
