import type { Route } from "../call.ts";

/**
 * Addresses that clients and people know for pages, and where these stand here. Source: the seed documents; clients.md A3
 * (VS Code makes `/hackatime/v1` of its API address).
 */
const PAGES = {
  "/api/hackatime/v1": "/",
  "/hackatime/v1": "/",
  "/api/v1": "/",
  "/my/wakatime_setup": "/setup",
};

/** Pages that stand at another address here; only ever for GET, a POST is never redirected. */
export const redirects: readonly Route[] = Object.entries(PAGES).map(([path, page]) => ({
  method: "GET",
  path,
  bases: "absolute",
  need: "none",
  summary: "to the dashboard",
  answer: () => new Response(null, { status: 302, headers: { Location: page } }),
}));
