import type { Route } from "../call.ts";

/**
 * Addresses that clients and people know for the dashboard. Source: the seed documents; clients.md A3 (VS Code makes
 * `/hackatime/v1` of its API address).
 */
const TO_HOME = ["/api/hackatime/v1", "/hackatime/v1", "/api/v1", "/my/wakatime_setup"];

/** Pages that stand at another address here; only ever for GET, a POST is never redirected. */
export const redirects: readonly Route[] = TO_HOME.map((path) => ({
  method: "GET",
  path,
  bases: "absolute",
  need: "none",
  summary: "to the dashboard",
  answer: () => new Response(null, { status: 302, headers: { Location: "/" } }),
}));
