import { beforeAll, describe, expect, test } from "bun:test";
import { NOBODYS_HASH } from "../../../src/app/passwords.ts";
import { updateUser } from "../../../src/db/users.ts";
import { inProcess, matrix, type Opened, type Person, type Sending, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const PASSWORD = "correct horse";
let hash = "";
beforeAll(async () => {
  hash = await quickHash(PASSWORD);
});

/** Much less work than the program's own, which takes as long as it should. */
function quickHash(password: string): Promise<string> {
  return Bun.password.hash(password, { algorithm: "argon2id", memoryCost: 64, timeCost: 1 });
}

const SIGN_IN_NEEDED = { ...errorShape(401, { error: "Sign-in needed", type: "SignInNeeded" }), needs_name: false };
const WRONG = errorShape(401, { error: "Wrong password", type: "WrongPassword" });

/** A server of one user behind a password. */
async function behindPassword(hosting: Parameters<typeof inProcess>[0] = {}): Promise<Opened> {
  const side = await inProcess(hosting);
  givePassword(side, side.owner);
  return side;
}

function givePassword({ store }: Side, { user }: Person, passwordHash: string | null = hash): void {
  updateUser(store.connection.orm, user.id, { passwordHash });
}

function signIn(side: Side, body: object, headers: Sending["headers"] = {}): Promise<Response> {
  return side.send({ path: "/-/session", body, headers });
}

/** Signs in and returns the cookie as a browser sends it back. */
async function cookieOf(side: Side, body: object = { password: PASSWORD }): Promise<string> {
  const response = await signIn(side, body);
  expect(response.status).toBe(200);
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

describe("without a password", () => {
  test("the dashboard of this computer is open, and there is nothing to sign in with", async () => {
    const side = await inProcess();
    const answer = { user: "owner", display_name: "owner", is_admin: true, way: "open", needs_name: false };
    await play(side, { name: "open", path: "/-/session", status: 200, json: answer, answers: { "set-cookie": null } });
    await play(side, {
      ...{ name: "sign in", path: "/-/session", body: { password: "" } },
      ...{ status: 403, json: errorShape(403, { error: "No password set" }) },
    });
    await side.close();
  });

  test("one that strangers could reach is closed, its pages too", async () => {
    const side = await inProcess({ boundToLoopback: false });
    const closed = { status: 403, has: ["hearth password"] };
    for (const sending of [
      { path: "/-/session" },
      { path: "/-/session", body: { password: PASSWORD } },
      { path: "/-/sessions", method: "DELETE" },
      { path: "/" },
      { path: "/settings" },
    ])
      await play(side, { name: sending.path, ...sending, ...closed });
    await side.close();
  });
});

matrix((side) => {
  describe("behind a password", () => {
    beforeAll(() => givePassword(side(), side().owner));

    test("the pages come, their data asks for a sign-in", async () => {
      for (const path of ["/", "/login", "/projects/a/b", "/settings"])
        await play(side(), { name: path, path, status: 200, has: ["<title>Hearth</title>"] });
      await play(side(), { name: "session", path: "/-/session", status: 401, json: SIGN_IN_NEEDED });
      const { needs_name: _, ...refusal } = SIGN_IN_NEEDED;
      for (const sending of [{ path: "/-/overview" }, { path: "/-/sessions", method: "DELETE" }])
        await play(side(), { name: sending.path, ...sending, status: 401, json: refusal });
    });

    test("an address without a page answers the page too, as not found; programs get the error", async () => {
      const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
      await play(side(), {
        name: "lost",
        path: "/nowhere/x",
        headers: html,
        status: 404,
        has: ["<title>Hearth</title>"],
      });
      for (const path of ["/api/nowhere", "/-/nowhere", "/oauth/nowhere", "/assets/nowhere.js", "/users/x/y/z"])
        await play(side(), { name: path, path, headers: html, status: 404, json: errorShape(404) });
      await play(side(), { name: "program", path: "/nowhere", status: 404, json: errorShape(404) });
    });

    test("the password opens it, to this browser, until it signs out", async () => {
      const response = await signIn(side(), { password: PASSWORD });
      expect(await response.json()).toMatchObject({ way: "session", is_admin: true, needs_name: false });
      expect(response.headers.get("set-cookie")).toMatch(
        /^hearth_[0-9a-f]{8}=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/,
      );
      const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
      const headers = { cookie: `theme=dark; hearth_00000000=1; ${cookie}` };
      await play(side(), { name: "data", path: "/-/overview", headers, status: 200, has: ['"total_ms":'] });
      await play(side(), {
        ...{ name: "asking renews it", path: "/-/session", headers, status: 200, has: ['"way":"session"'] },
        answers: { "set-cookie": expect.stringContaining(`${cookie}; Path=/`) },
      });
      const gone = await side().send({ path: "/-/session", method: "DELETE", headers });
      expect(gone.status).toBe(204);
      expect(gone.headers.get("set-cookie")).toMatch(/^hearth_[0-9a-f]{8}=; .*Max-Age=0$/);
      await play(side(), { name: "signed out", path: "/-/session", headers, status: 401, json: SIGN_IN_NEEDED });
    });

    test("signing out everywhere ends every session of the user", async () => {
      const cookies = [await cookieOf(side()), await cookieOf(side())];
      const [first = ""] = cookies;
      const everywhere = { path: "/-/sessions", method: "DELETE", headers: { cookie: first } };
      expect((await side().send(everywhere)).status).toBe(204);
      for (const cookie of cookies)
        await play(side(), { name: "x", path: "/-/session", headers: { cookie }, status: 401, json: SIGN_IN_NEEDED });
    });

    test("over https the cookie goes nowhere else", async () => {
      const response = await signIn(side(), { password: PASSWORD }, { "x-forwarded-proto": "https" });
      expect(response.headers.get("set-cookie")).toEndWith("; Secure");
    });

    test("the API takes no notice of the cookie, and sets none", async () => {
      const cookie = await cookieOf(side());
      for (const path of ["/api/v1/users/current/stats", "/api/v1/my/heartbeats", "/stats"])
        await play(side(), {
          ...{
            name: path,
            path,
            headers: { cookie },
            status: 401,
            json: errorShape(401, { error: "Missing API key" }),
          },
          answers: { "set-cookie": null },
        });
    });

    test.each([
      { name: "another password", body: { password: "correct house" } },
      { name: "an empty one", body: { password: "" } },
      { name: "a very long one", body: { password: "x".repeat(100_000) } },
      { name: "another name", body: { name: "nobody", password: PASSWORD } },
    ])("$name is refused", async ({ name, body }) => {
      await play(side(), { name, path: "/-/session", body, status: 401, json: WRONG, answers: { "set-cookie": null } });
    });

    test.each([
      { name: "no password", body: {}, status: 422 },
      { name: "a number", body: { password: 12345678 }, status: 422 },
      { name: "a name that is none", body: { name: 1, password: PASSWORD }, status: 422 },
      { name: "a list", body: [PASSWORD], status: 400 },
      { name: "no JSON", body: `password=${PASSWORD}`, status: 400 },
    ])("$name is refused with $status", async ({ name, body, status }) => {
      await play(side(), { name, path: "/-/session", body, status, json: errorShape(status) });
    });

    test.each([
      { name: "nonsense", value: "x" },
      { name: "nothing", value: "" },
      { name: "a secret nobody has", value: "0".repeat(64) },
    ])("a cookie of $name is none", async ({ name, value }) => {
      const cookie = (await cookieOf(side())).replace(/=.*/, `=${value}`);
      await play(side(), { name, path: "/-/session", headers: { cookie }, status: 401, json: SIGN_IN_NEEDED });
    });

    test("a page of another origin signs nobody in", async () => {
      for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "http://evil.example" }])
        expect((await signIn(side(), { password: PASSWORD }, headers)).status).toBe(403);
    });

    test("keys see it too; what changes something takes a full one", async () => {
      const { keys } = side().owner;
      expect((await side().send({ path: "/-/sessions", method: "DELETE", key: keys.full })).status).toBe(204);
      for (const key of [keys.full, keys.read])
        await play(side(), { name: "key", path: "/-/session", key, status: 200, has: ['"way":"key"'] });
      await play(side(), { name: "write", path: "/-/session", key: keys.write, status: 403, json: errorShape(403) });
    });
  });
});

describe("several users", () => {
  test("sign in with name and password, each as themselves", async () => {
    const side = await behindPassword();
    const [grace, ada] = [side.person({ name: "grace" }), side.person({ name: "ada" })];
    givePassword(side, grace, await quickHash("battery staple"));
    const needed = { ...SIGN_IN_NEEDED, needs_name: true };
    await play(side, { name: "asked", path: "/-/session", status: 401, json: needed });
    const nameless = { name: "no name", path: "/-/session", body: { password: PASSWORD } };
    await play(side, { ...nameless, status: 422, has: ['"message":"A name'] });
    for (const [name, password, user] of [
      ["Grace", "battery staple", "grace"],
      ["owner", PASSWORD, "owner"],
    ]) {
      const cookie = await cookieOf(side, { name, password });
      await play(side, {
        name: user ?? "",
        path: "/-/session",
        headers: { cookie },
        status: 200,
        has: [`"user":"${user}"`],
      });
    }
    const answers = new Set<string>();
    for (const [name, password] of [
      ["grace", PASSWORD],
      ["ada", PASSWORD],
      ["ada", ""],
      ["nobody", PASSWORD],
    ])
      answers.add(
        await play(side, { name: "x", path: "/-/session", body: { name, password }, status: 401, json: WRONG }),
      );
    expect(answers.size).toBe(1);
    expect(ada.user.passwordHash).toBeNull();
    await side.close();
  });
});

describe("a session", () => {
  test("of which only the hash is stored, runs out when it was not used for thirty days", async () => {
    const side = await behindPassword();
    const cookie = await cookieOf(side);
    const { client } = side.store.connection;
    const stored = JSON.stringify(client.query("SELECT *, hex(hash) AS hex FROM sessions").all());
    expect(stored.toLowerCase()).not.toContain(cookie.split("=")[1] ?? "");
    const asked = { path: "/-/session", headers: { cookie } };
    const nowS = side.now() / 1000;
    for (const [ageS, status] of [
      [30 * 86_400 - 1, 200],
      [30 * 86_400, 401],
    ]) {
      client.run("UPDATE sessions SET last_used_at = ?", [nowS - (ageS ?? 0)]);
      expect((await side.send(asked)).status).toBe(status ?? 0);
    }
    await cookieOf(side);
    expect(client.query("SELECT count(*) AS n FROM sessions").get()).toEqual({ n: 1 });
    await side.close();
  });

  test("so many wrong passwords a minute from one address have to wait, the right one too, sent at once or not", async () => {
    const side = await behindPassword({ wrongKeys: 3 });
    const guesses = Array.from({ length: 9 }, () => signIn(side, { password: "wrong horse" }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(6);
    await play(side, {
      ...{ name: "right", path: "/-/session", body: { password: PASSWORD } },
      ...{ status: 429, json: errorShape(429, { type: "RateLimited" }), answers: { "retry-after": "60" } },
    });
    await side.close();
  });

  test("wrong keys, which a page of any site can send, keep nobody from signing in", async () => {
    const side = await behindPassword({ wrongKeys: 3 });
    const key = "00000000-0000-4000-8000-00000000beef";
    for (const status of [401, 401, 401, 429])
      await play(side, { name: "wrong", path: "/api/v1/stats", key, status, json: errorShape(status) });
    await cookieOf(side);
    await side.close();
  });

  test("right passwords do not count as wrong ones", async () => {
    const side = await behindPassword({ wrongKeys: 2 });
    for (let i = 0; i < 5; i++) await cookieOf(side);
    await side.close();
  });
});

test("checking nobody's password takes the work of checking somebody's", async () => {
  const side = await inProcess();
  const body = { password: PASSWORD };
  expect((await side.send({ path: "/-/password", method: "PUT", body })).status).toBe(204);
  const stored = side.store.userById(side.owner.user.id)?.passwordHash ?? "";
  const parameters = (text: string) => text.split("$").slice(0, 4).join("$");
  expect(parameters(stored)).toBe(parameters(NOBODYS_HASH));
  expect(stored).not.toBe(NOBODYS_HASH);
  await side.close();
});
