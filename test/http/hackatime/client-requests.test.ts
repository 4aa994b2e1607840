// The requests of profile cards, phone and terminal apps, browser extensions and editors in a browser, unchanged, and
// what each breaks without. Source: clients.md A3, A4, B1 to B5; those of WakaTime's libraries are beside their routes.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { expectShape } from "../../support/shapes.ts";
import { CLIENTS } from "./client-table.ts";

let side: Opened;
let open: Person;
let hidden: Person;

beforeAll(async () => {
  side = await inProcess();
  open = side.person({ name: "open", email: "open@example.org", isPublic: true });
  hidden = side.person({ name: "hidden" });
  for (const person of [open, hidden]) {
    await sendAll(side, person, [
      beat("2026-11-20T09:00:00Z", { project: "a b/c", language: "Go", branch: "main", machine: "studio" }),
      beat("2026-11-20T09:01:00Z", { project: "a b/c", language: "Go", branch: "main", machine: "studio" }),
      beat("09:00:00", { project: "tide", language: "Rust", editor: "Zed", operating_system: "linux" }),
      beat("09:01:30", { project: "tide", language: "Rust", category: "debugging", dependencies: ["serde"] }),
      beat("09:02:00", { project: "tide", language: "Rust", category: "coding" }),
    ]);
    const made = { path: "/users/me/goals", key: person.keys.full, body: { seconds: 7200, languages: ["Rust"] } };
    expect((await side.send(made)).status).toBe(201);
  }
});
afterAll(() => side.close());

describe.each(CLIENTS)("$name", ({ base, authorization, inQuery, requests }) => {
  test.each(requests.map((request) => ({ ...request })))("$path", async ({ path, need, sent = {} }) => {
    const { read, full } = open.keys;
    const key = sent.method === "POST" ? full : read;
    const mark = path.includes("?") ? "&" : "?";
    // A `../` of the table is resolved as the program's own URL library does it.
    const { pathname, search } = new URL(base + path, "http://localhost");
    const response = await side.send({
      ...sent,
      path: pathname + search + (inQuery === true ? `${mark}api_key=${key}` : ""),
      headers: { ...sent.headers, ...(authorization !== undefined && { authorization: authorization(key) }) },
    });
    const text = await response.text();
    expect({ path, status: response.status, text }).toEqual({ path, status: 200, text: expect.anything() });
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expectShape(need, JSON.parse(text));
  });
});

describe("what programs ask of somebody private without a key", () => {
  test.each([
    { path: "/api/v1/users/hidden/stats?is_including_today=true" },
    { path: "/api/v1/users/hidden/stats/last_7_days" },
    { path: "/api/v1/users/hidden/heartbeats/spans" },
    { path: "/api/v1/users/hidden/projects/details" },
    { path: "/api/v1/users/hidden/trust_factor" },
    { path: "/api/summary?user=hidden" },
  ])("$path is 404 with an error for people", async ({ path }) => {
    for (const address of [path, path.replace("hidden", "nobody")]) {
      const response = await side.send({ path: address });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: "User not found", message: expect.any(String) });
    }
  });
});

describe("what a browser asks before a program in it may", () => {
  test.each([
    {
      method: "POST",
      path: "/api/hackatime/v1/users/current/heartbeats.bulk?api_key=x",
      headers: "content-type,x-machine-name",
    },
    { method: "GET", path: "/api/hackatime/v1/users/current/statusbar/today?api_key=x", headers: "content-type" },
    { method: "POST", path: "/api/v1/users/current/heartbeats.bulk?api_key=x", headers: "x-machine-name" },
    { method: "GET", path: "/api/v1/authenticated/hours", headers: "authorization" },
    { method: "GET", path: "/api/compat/wakatime/v1/users/current", headers: "authorization" },
  ])("$method $path is let through", async ({ method, path, headers }) => {
    const response = await side.send({
      method: "OPTIONS",
      path,
      headers: {
        origin: "https://vscode.dev",
        "access-control-request-method": method,
        "access-control-request-headers": headers,
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const allowed = response.headers.get("access-control-allow-headers")?.split(", ") ?? [];
    expect(allowed).toEqual(expect.arrayContaining(headers.split(",")));
    expect(response.headers.get("access-control-allow-methods")).toContain(method);
  });

  test("the links that VS Code makes of its address lead to the page", async () => {
    for (const path of ["/hackatime/v1", "/api/hackatime/v1", "/api/v1"]) {
      const response = await side.send({ path });
      expect([response.status, response.headers.get("location")]).toEqual([302, "/"]);
    }
  });
});
