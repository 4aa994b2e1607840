import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { BASES, foldPath, isApiPath, isDashboardPath } from "../../src/http/paths.ts";

const KEY = "6e1c9a52-0f3b-4d7e-8a41-2b5c7d9e0f13";

describe("foldPath", () => {
  test.each([
    { from: "/", to: "/" },
    { from: "", to: "/" },
    { from: "//", to: "/" },
    { from: "*", to: "*" },
    { from: "/api/hackatime/v1/", to: "/api/hackatime/v1" },
    { from: "/api/v1//users/current/heartbeats.bulk", to: "/api/v1/users/current/heartbeats.bulk" },
    { from: "//api///v1/users/me/stats//", to: "/api/v1/users/me/stats" },
    { from: "/api/heartbeats/", to: "/api/heartbeats" },
    // what wakatime-cli makes of odd addresses
    { from: "/api/v1/users/current/users/current/heartbeats.bulk", to: "/api/v1/users/current/heartbeats.bulk" },
    { from: "/users/current/users/current/heartbeats", to: "/api/v1/users/current/heartbeats" },
    { from: "/wakapi/api/users/current/heartbeats.bulk", to: "/api/v1/users/current/heartbeats.bulk" },
    { from: "/hackatime/v1/users/current/heartbeats", to: "/api/v1/users/current/heartbeats" },
    { from: "/x//users/current/heartbeats.bulk/", to: "/api/v1/users/current/heartbeats.bulk" },
    // other people's paths stay
    { from: "/x/users/me/heartbeats.bulk", to: "/x/users/me/heartbeats.bulk" },
    { from: "/api/v1/my/heartbeats", to: "/api/v1/my/heartbeats" },
    { from: "/api/v1/users/current/heartbeats.json", to: "/api/v1/users/current/heartbeats.json" },
    { from: "/xusers/current/heartbeats", to: "/xusers/current/heartbeats" },
    { from: "/-/users/current/heartbeats", to: "/-/users/current/heartbeats" },
    { from: "/api/v1/users/bob/project/a%2F%2Fb", to: "/api/v1/users/bob/project/a%2F%2Fb" },
    { from: "/api/heartbeats", to: "/api/heartbeats" },
    { from: "/api/heartbeatx", to: "/api/heartbeatx" },
  ])("$from -> $to", ({ from, to }) => {
    expect(foldPath(from)).toEqual({ path: to });
  });

  test.each(BASES.flatMap((base) => [`${base}/users/current/heartbeats`, `${base}/users/current/heartbeats.bulk`]))(
    "%s needs nothing",
    (path) => {
      expect(foldPath(path)).toEqual({ path });
    },
  );

  test.each([
    { from: `/api/heartbeat${KEY}`, to: "/api/heartbeat", key: KEY },
    { from: `/api/heartbeat/${KEY}`, to: "/api/heartbeat", key: KEY },
    { from: `/api//heartbeat${KEY}/`, to: "/api/heartbeat", key: KEY },
    { from: `/api/heartbeatwaka_${KEY}`, to: "/api/heartbeat", key: `waka_${KEY}` },
    { from: `/heartbeat${KEY.toUpperCase()}`, to: "/heartbeat", key: KEY.toUpperCase() },
    { from: `/api/v1/heartbeats${KEY}`, to: "/api/v1/heartbeats", key: KEY },
    { from: `/x/users/current/heartbeats.bulk${KEY}`, to: "/api/v1/users/current/heartbeats.bulk", key: KEY },
  ])("the key is taken off $from", ({ from, to, key }) => {
    expect(foldPath(from)).toEqual({ path: to, key });
  });

  test.each([
    { from: `/api/v1/users/current/goals/${KEY}` },
    { from: `/api/heartbeat${KEY.slice(0, 35)}` },
    { from: `/api/heartbeat${KEY}0` },
    { from: `/${KEY}` },
  ])("$from holds no key", ({ from }) => {
    expect(foldPath(from)).toEqual({ path: from });
  });

  test("folding twice changes nothing more", () => {
    const piece = fc.constantFrom(
      "/",
      "//",
      "api",
      "v1",
      "users",
      "current",
      "heartbeat",
      "heartbeats",
      "heartbeats.bulk",
      "/users/current/heartbeats",
      "-",
      KEY,
      `waka_${KEY}`,
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { path } = foldPath(`/${pieces.join("")}`);
        expect(foldPath(path).path).toBe(path);
        expect(path === "/" || !path.endsWith("/")).toBe(true);
        expect(path).not.toContain("//");
      }),
      { numRuns: 2000 },
    );
  });

  test("any prefix ends at a path we serve", () => {
    const segment = fc.stringMatching(/^[a-z0-9.]{1,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), fc.constantFrom("", ".bulk"), (prefix, bulk) => {
        const tail = `/users/current/heartbeats${bulk}`;
        const { path } = foldPath(`/${prefix.join("/")}${tail}`);
        expect(BASES.map((base) => base + tail)).toContain(path);
      }),
    );
  });
});

describe("isApiPath", () => {
  test.each([
    ...BASES.flatMap((base) => [
      `${base}/users/current/heartbeats.bulk`,
      `${base}/users/current/statusbar/today`,
      `${base}/heartbeats`,
      `${base}/heartbeats.bulk`,
      `${base}/heartbeat`,
      `${base}/plugins/errors`,
      `${base}/my/heartbeats/most_recent`,
      `${base}/stats`,
      `${base}/stats/last_7_days`,
      `${base}/leaders`,
      `${base}/editors`,
      `${base}/program_languages`,
      `${base}/meta`,
      `${base}/leaderboard`,
      `${base}/leaderboard/weekly`,
      `${base}/currently_hacking`,
      `${base}/authenticated/me`,
      `${base}/banned_users/counts`,
      `${base}/ysws_programs`,
    ]),
    "/api",
    "/api/v1",
    "/api/hackatime/v1",
    "/api/health",
    "/api/summary",
    "/api/nothing/here",
    "/compat/wakatime/v1",
    "/users",
  ])("%s is API", (path) => {
    expect(isApiPath(path)).toBe(true);
  });

  test.each([
    "/",
    "/apidocs",
    "/api-docs",
    "/compat",
    "/hackatime/v1",
    "/my/wakatime_setup",
    "/projects",
    "/plugins",
    "/heartbeatx",
    "/usersettings",
    "/assets/app.js",
    "/-/today",
    "/-/users/x",
  ])("%s is not", (path) => {
    expect(isApiPath(path)).toBe(false);
  });

  test.each([
    { method: "POST", api: true },
    { method: "OPTIONS", api: true },
    { method: "GET", api: false },
    { method: "HEAD", api: false },
  ])("$method / is API: $api", ({ method, api }) => {
    expect(isApiPath("/", method)).toBe(api);
  });
});

test.each([
  { path: "/-", dashboard: true },
  { path: "/-/today", dashboard: true },
  { path: "/-x", dashboard: false },
  { path: "/", dashboard: false },
  { path: "/api/-/today", dashboard: false },
])("$path is the dashboard's own: $dashboard", ({ path, dashboard }) => {
  expect(isDashboardPath(path)).toBe(dashboard);
});
