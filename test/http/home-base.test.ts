import { describe, expect, test } from "bun:test";
import { ROUTES } from "../../src/http/app.ts";
import { leadingHome, registeredPaths } from "../../src/http/home-base.ts";
import { pathsOf } from "../../src/http/paths.ts";

const routedPath = leadingHome(ROUTES);

/** Returns whether a path with its parameters filled in is one of a pattern. */
function isOf(path: string, pattern: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return (
    (given.length === parts.length || parts.at(-1) === "*") &&
    parts.every((part, i) => part === "*" || (part.startsWith(":") ? given[i] !== "" : part === given[i]))
  );
}

describe("leadingHome", () => {
  test.each(ROUTES.flatMap((route) => pathsOf(route).map((address) => ({ ...route, address }))))(
    "$method $address is led to where its route is registered",
    (route) => {
      const path = route.address.replaceAll(/:\w+/g, "a.b-c").replace("*", "d/e");
      const routed = routedPath(path, route.method);
      expect(registeredPaths(route).filter((pattern) => isOf(routed, pattern))).toHaveLength(1);
    },
  );

  test.each([
    { method: "POST", path: "/api/hackatime/v1/users/current/heartbeats.bulk" },
    { method: "POST", path: "/users/current/heartbeats" },
    { method: "POST", path: "/" },
    { method: "GET", path: "/" },
    { method: "GET", path: "/projects" },
    { method: "GET", path: "/-/overview" },
    { method: "GET", path: "/api/hackatime/v1" },
    { method: "GET", path: "/api/health" },
    { method: "GET", path: "/api/badge/current/interval:today" },
    { method: "GET", path: "/api/compat/shields/v1/current/interval:today" },
    { method: "GET", path: "/api/v1/users/current/stats" },
  ])("$method $path stays", ({ method, path }) => {
    expect(routedPath(path, method)).toBe(path);
  });

  test.each([
    { method: "GET", path: "/api/hackatime/v1/users/current/heartbeats", to: "/api/v1/users/current/heartbeats" },
    { method: "DELETE", path: "/users/current/heartbeats.bulk", to: "/api/v1/users/current/heartbeats.bulk" },
    { method: "GET", path: "/api/compat/wakatime/v1/users/a/stats", to: "/api/v1/users/a/stats" },
    { method: "GET", path: "/compat/wakatime/v1/users/a/projects/b/c", to: "/api/v1/users/a/projects/b/c" },
    { method: "GET", path: "/api/nothing", to: "/api/v1/nothing" },
  ])("$method $path is led to $to", ({ method, path, to }) => {
    expect(routedPath(path, method)).toBe(to);
  });
});
