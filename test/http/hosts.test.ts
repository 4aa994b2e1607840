import { describe, expect, test } from "bun:test";
import { inProcess, matrix, type Opened } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

const STATS = "/api/v1/users/my/stats";
const BULK = "/api/v1/users/current/heartbeats.bulk";

const HOST_NOT_ALLOWED = {
  ...errorShape(403, { error: "Host not allowed", type: "HostNotAllowed" }),
  message: expect.stringContaining("--allow-host"),
};
const MISSING_KEY = errorShape(401, { error: "Missing API key" });
const FORBIDDEN = errorShape(403, { error: "Forbidden", type: "Forbidden" });
const CLOSED = errorShape(403, { error: "Dashboard closed", type: "Forbidden" });

/** Names that a page of somebody else may have made point at this computer, and what is no name of this one. */
const FOREIGN = [
  ...["evil.example", "evil.example:4784", "localhost.evil.example", "evil.example.", "127.0.0.1.nip.io", "hearth.lan"],
  ...["192.168.1.5:4784", "0.0.0.0", "[::2]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "user@localhost"],
];

const OURS = ["localhost", "LOCALHOST:9", "hearth.localhost", "127.0.0.1", "127.8.9.1:80", "[::1]:4784", "localhost."];

matrix((side, place) => {
  describe.each(FOREIGN)("asked as %s", (host) => {
    test("nothing is answered without a key, and a wrong key is not even told so", async () => {
      const stranger = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";
      for (const path of [STATS, "/api/v1/users/bob/stats", "/-/overview", "/", "/assets/app.js", "/nothing"])
        await play(side(), { name: path, path, headers: { host }, status: 403, json: HOST_NOT_ALLOWED });
      for (const body of ["[]", "x"])
        await play(side(), { name: "post", path: BULK, body, headers: { host }, status: 403, json: HOST_NOT_ALLOWED });
      if (place === "in process") {
        const sending = { name: "bad key", path: STATS, key: stranger, headers: { host } };
        const response = await side().send(sending);
        // Beyond thirty wrong keys a minute it is 429 for everybody else; the host comes first.
        expect({ status: response.status, json: await response.json() }).toEqual({
          status: 403,
          json: HOST_NOT_ALLOWED,
        });
      }
    });

    test("a valid key, a preflight and the question of health are served", async () => {
      const { full: key } = side().owner.keys;
      await play(side(), { name: "read", path: STATS, key, headers: { host }, status: 200, has: ['"total_seconds"'] });
      await play(side(), {
        name: "page",
        path: "/-/overview",
        key,
        headers: { host },
        status: 200,
        has: ['"total_ms"'],
      });
      await play(side(), {
        ...{ name: "send", path: BULK, key, headers: { host }, body: "[]" },
        ...{ status: 201, json: { responses: [] } },
      });
      await play(side(), {
        name: "query",
        path: `${STATS}?api_key=${key}`,
        headers: { host },
        status: 200,
        has: ['"data"'],
      });
      await play(side(), { name: "preflight", path: BULK, method: "OPTIONS", headers: { host }, status: 204 });
      await play(side(), { name: "health", path: "/api/health", headers: { host }, status: 200, has: ['"ok"'] });
      await play(side(), { name: "health", path: "/api/health", method: "HEAD", headers: { host }, status: 200 });
    });
  });

  test.each(["pi", "nas", "a", "home", "router"])("a key is served as %s, however short the name is", async (host) => {
    const { full: key } = side().owner.keys;
    await play(side(), { name: "read", path: STATS, key, headers: { host }, status: 200, has: ['"total_seconds"'] });
    await play(side(), {
      ...{ name: "send", path: BULK, key, headers: { host }, body: "[]" },
      ...{ status: 201, json: { responses: [] } },
    });
    await play(side(), { name: "health", path: "/api/health", headers: { host }, status: 200, has: ['"ok"'] });
  });

  test.each(OURS)("asked as %s it is this computer", async (host) => {
    await play(side(), { name: host, path: STATS, headers: { host }, status: 401, json: MISSING_KEY });
  });

  describe("what changes something without a key must come from our own pages", () => {
    const foreign = [
      { name: "another site", headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" } },
      { name: "the same site, another port", headers: { "sec-fetch-site": "same-site" } },
      { name: "an origin alone", headers: { origin: "https://evil.example" } },
      { name: "an origin of another port", headers: { origin: "http://localhost:1" } },
      { name: "a hidden origin", headers: { origin: "null" } },
    ];
    test.each(foreign)("$name is refused", async ({ name, headers }) => {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"])
        for (const path of ["/-/overview", "/nothing", ...(method === "POST" ? [] : ["/"])])
          await play(side(), { name, method, path, headers, body: "[]", status: 403, json: FORBIDDEN });
    });

    test.each(foreign)("$name is asked for a key by the API, which changes nothing without one", async (from) => {
      for (const path of [BULK, "/api/v1/users/current/goals", "/", "/api/v1/users/my/external_durations"])
        await play(side(), { ...from, method: "POST", path, body: "[]", status: 401, json: MISSING_KEY });
    });

    test.each(foreign)("$name with a key is served", async ({ name, headers }) => {
      const { write: key } = side().owner.keys;
      await play(side(), { name, path: BULK, headers, key, body: "[]", status: 201, json: { responses: [] } });
      const query = `${BULK}?api_key=${key}`;
      await play(side(), { name, path: query, headers, body: "[]", status: 201, json: { responses: [] } });
    });

    test.each([
      { name: "our own page", headers: { "sec-fetch-site": "same-origin" } },
      { name: "the address bar", headers: { "sec-fetch-site": "none" } },
      { name: "our own origin", headers: { host: "localhost:4784", origin: "http://localhost:4784" } },
      { name: "no browser", headers: {} },
    ])("$name is asked for a key", async ({ name, headers }) => {
      await play(side(), { name, path: BULK, headers, body: "[]", status: 401, json: MISSING_KEY });
    });

    test.each(foreign)("$name may read", async ({ name, headers }) => {
      await play(side(), { name, path: "/api/health", headers, status: 200, has: ['"ok"'] });
    });
  });

  test.each([
    { site: "cross-site", status: 403, has: '"Forbidden"' },
    { site: "same-site", status: 403, has: '"Forbidden"' },
    { site: "same-origin", status: 200, has: '"total_ms":' },
    { site: "none", status: 200, has: '"total_ms":' },
  ])("the dashboard's own JSON answers a $site page with $status", async ({ site, status, has }) => {
    const headers = { "sec-fetch-site": site };
    for (const sending of [{}, { key: side().owner.keys.read }])
      await play(side(), { name: site, path: "/-/overview", headers, ...sending, status, has: [has] });
  });

  test("the dashboard is open to the one user of this computer, and closed to everybody else", async () => {
    const open = { name: "open", path: "/-/overview", status: 200, has: ['"total_ms":'] };
    const closed = { ...open, status: 403, has: ["hearth password"], json: CLOSED };
    await play(side(), open);
    await play(side(), { ...open, path: "/", has: ["<title>Hearth</title>"] });
    for (const header of [
      "forwarded",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-forwarded-user",
    ]) {
      await play(side(), { ...closed, name: header, headers: { [header]: "for=127.0.0.1" } });
      const { json: _, ...page } = closed;
      await play(side(), { ...page, path: "/", headers: { [header]: "127.0.0.1" }, hasNot: ["<title>"] });
    }
    const { client } = side().store.connection;
    client.run("UPDATE users SET password_hash = 'x' WHERE id = ?", [side().owner.user.id]);
    const asks = errorShape(401, { type: "SignInNeeded" });
    await play(side(), { ...open, name: "behind a password", status: 401, has: ["Sign in"], json: asks });
    await play(side(), { ...open, name: "its page", path: "/", has: ["<title>Hearth</title>"] });
    client.run("UPDATE users SET password_hash = NULL");
    await play(side(), open);
    const second = side().person();
    await play(side(), closed);
    await play(side(), { ...open, name: "with a key", key: side().owner.keys.read });
    await play(side(), {
      ...{ name: "with a write key", path: "/-/overview", key: second.keys.write },
      ...{ status: 403, json: FORBIDDEN },
    });
  });
});

describe("the dashboard without a password", () => {
  test.each([
    { name: "bound to the network", hosting: { boundToLoopback: false }, host: "localhost" },
    { name: "with an allowed name, asked by it", hosting: { allowHosts: ["hearth.lan"] }, host: "hearth.lan:4784" },
    { name: "with an allowed name, asked as localhost", hosting: { allowHosts: ["hearth.lan"] }, host: "localhost" },
  ])("$name is closed", async ({ name, hosting, host }) => {
    const side: Opened = await inProcess(hosting);
    const sending = { name, headers: { host } };
    await play(side, { ...sending, path: "/-/overview", status: 403, json: CLOSED, has: ["hearth password"] });
    await play(side, { ...sending, path: "/", status: 403, has: ["hearth password"], hasNot: ["<title>"] });
    await play(side, { ...sending, path: STATS, status: 401, json: MISSING_KEY });
    await side.close();
  });
});
