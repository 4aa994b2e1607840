import { expect, test } from "bun:test";
import { ROUTES } from "../../src/http/app.ts";
import { documentedPath } from "../../src/http/openapi/document.ts";
import { BASES, pathsOf } from "../../src/http/paths.ts";
import { DOCUMENT } from "../support/described.ts";

const KNOWN = ROUTES.map((route) => ({ route, name: `${route.method} ${documentedPath(route)}` }));

test.each(KNOWN)("the description tells of $name what the route says", ({ route }) => {
  const operation = DOCUMENT.paths[documentedPath(route)]?.[route.method.toLowerCase()];
  expect(operation?.summary).toBe(route.summary);
  expect(operation?.["x-key"]).toBe(route.path.startsWith("/-/") ? "page" : route.need);
  // Somebody has written down what it answers.
  expect(operation?.tags).not.toContain("Others");
  const servers = operation?.servers ?? DOCUMENT.servers;
  const bases = servers.map(({ url }) => (url === "/" ? "" : url));
  expect(bases.map((base) => `${base}${route.path}` || "/").sort()).toEqual(pathsOf(route).sort());
});

test("the description tells of no route that there is not", () => {
  const told = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(told.filter((name) => !KNOWN.some((known) => known.name === name))).toEqual([]);
  expect(told).toHaveLength(ROUTES.length);
});

test("the description lists every base", () => {
  expect(DOCUMENT.servers.map(({ url }) => (url === "/" ? "" : url))).toEqual([...BASES]);
});
