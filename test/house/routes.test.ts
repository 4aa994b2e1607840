// Every route of the product at every address it has: who is let in, and how everybody else is refused.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Scope } from "../../src/app/keys.ts";
import { ROUTES } from "../../src/http/app.ts";
import type { Need } from "../../src/http/call.ts";
import { BASES, isApiPath, pathsOf } from "../../src/http/paths.ts";
import { inProcess, type Opened, type Person, type Sending } from "../support/matrix.ts";
import { errorShape } from "../support/scenario.ts";

let side: Opened;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  side = await inProcess({ wrongKeys: 1_000_000 });
  [ann, bob] = [side.person({ name: "ann" }), side.person({ name: "bob" })];
});
afterAll(() => side.close());

/** A well-formed key that nobody has. */
const STRANGER = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";

const SCOPES_FOR: Readonly<Record<Exclude<Need, "none">, readonly Scope[]>> = {
  full: ["full"],
  write: ["full", "write"],
  read: ["full", "read"],
  any: ["full", "read", "write"],
  public: ["full", "read"],
  open: ["full", "read", "write"],
};

const addresses = ROUTES.flatMap((route) => pathsOf(route).map((path) => ({ ...route, address: path })));
const api = addresses.filter(({ need, address }) => need !== "none" && isApiPath(address, "POST"));
const ofUsers = api.filter(({ path }) => path.includes(":user"));

/** Fills in the parameters of a path. */
function filled(address: string, user: string): string {
  return address.replace(":user", user).replaceAll(/:\w+|\*/g, "nothing");
}

async function refused(sending: Sending, status: number, parts: Parameters<typeof errorShape>[1] = {}): Promise<void> {
  const response = await side.send({ ...(sending.method !== "GET" && { body: "{}" }), ...sending });
  const { headers } = response;
  const json = await response.json();
  expect({ at: sending, status: response.status, json }).toEqual({
    at: sending,
    status,
    json: errorShape(status, parts),
  });
  expect(headers.get("content-type")).toStartWith("application/json");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.has("www-authenticate") || headers.has("set-cookie")).toBe(false);
  if (isApiPath(sending.path.split("?")[0] ?? "", sending.method))
    expect(headers.get("access-control-allow-origin")).toBe("*");
}

test("every route says in one line what it is for, and stands once", () => {
  for (const { summary, path, bases } of ROUTES) {
    expect(summary).toMatch(/^\S.{8,140}[^.\s]$/);
    expect(path).toMatch(bases === "absolute" ? /^\// : /^(?:\/|$)/);
  }
  const all = addresses.map(({ method, address }) => `${method} ${address.replaceAll(/:\w+/g, ":")}`);
  expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([]);
});

/** The pages' own, which ask for a key or a session by themselves; where users let programs in; facts about the program or about who made them public; addresses that only point elsewhere; and one refusal. */
const OPEN =
  /^(?:[A-Z]+ \/(?:-|oauth)\/|GET \/(?:api\/health|api\/openapi\.json$|api\/docs(?:\/style\.css)?$|api\/hackatime\/v1|api\/v1|api\/(?:v1\/)?badge\/:user|api\/compat\/shields\/v1\/:user|api\/activity\/chart\/:user$|api\/avatar\/:hash$|hackatime\/v1|my\/wakatime_setup|editors$|program_languages$|meta$|banned_users\/counts$|leaderboard|currently_hacking$|ysws_programs$)|POST \/users\/:user\/get_api_key$)/;

test("what needs no key is little", () => {
  const open = ROUTES.filter(({ need }) => need === "none").map(({ method, path }) => `${method} ${path}`);
  expect(open.filter((route) => !OPEN.test(route))).toEqual([]);
});

describe.each(api)("$method $address", ({ method, address, need, path }) => {
  const own = filled(address, "current");

  test("without a key is 401, where statistics may be public too", async () => {
    await refused({ method, path: own }, 401, { error: "Missing API key" });
    if (need === "public" || need === "open") {
      const names = path.includes(":user") ? ["bob", "nobody"] : [];
      for (const name of names) await refused({ method, path: filled(address, name) }, 404);
    }
  });

  test("with a wrong key is 401", async () => {
    await refused({ method, path: own, key: STRANGER }, 401, { error: "Invalid API key" });
    await refused({ method, path: `${own}?api_key=${STRANGER}` }, 401, { error: "Invalid API key" });
  });

  test("with a key of the wrong scope is 403, with one of the right is not", async () => {
    for (const scope of ["full", "read", "write"] as const) {
      const sending = { method, path: own, key: ann.keys[scope] };
      if (!SCOPES_FOR[need as Exclude<Need, "none">].includes(scope))
        await refused(sending, 403, { type: "Forbidden" });
      else {
        const response = await side.send({ ...sending, ...(method !== "GET" && { body: "{}" }) });
        expect({ scope, status: response.status }).not.toEqual({ scope, status: 403 });
        expect(response.status).toBeLessThan(500);
        expect([401, 429]).not.toContain(response.status);
      }
    }
  });
});

// Heartbeats go to the owner of the key, whoever the path names (privacy.test.ts).
describe.each(ofUsers.filter(({ method, path }) => !(method === "POST" && /\/heartbeats(?:\.bulk)?$/.test(path))))(
  "$method $address of somebody else",
  ({ method, address }) => {
    test("is as absent as nobody's", async () => {
      for (const name of ["bob", "@bob", String(bob.user.id), bob.user.uuid, "nobody"])
        await refused({ method, path: filled(address, name), key: ann.keys.full }, 404);
    });
  },
);

test("what is nowhere is 404 in the one shape, below every base, with a key or without", async () => {
  for (const base of BASES.filter((prefix) => prefix !== ""))
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
      for (const key of [undefined, ann.keys.full])
        for (const path of ["/nothing", "/users/current/nothing", "/users", "/users/current/stats/x/y/z"])
          await refused({ method, path: `${base}${path}`, ...(key !== undefined && { key }) }, 404, {
            type: "NotFound",
          });
});

test("a method that a route does not have is 404 in the one shape", async () => {
  const known = new Set(addresses.map(({ method, address }) => `${method} ${address.replaceAll(/:\w+/g, ":")}`));
  for (const { address } of api)
    for (const method of ["PUT", "PATCH", "DELETE"])
      if (!known.has(`${method} ${address.replaceAll(/:\w+/g, ":")}`))
        await refused({ method, path: filled(address, "current"), key: ann.keys.full }, 404, { type: "NotFound" });
});
