import { describe, expect, test } from "bun:test";
import { BASES } from "../../src/http/paths.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

const T = 1_789_100_000;

matrix((side, place) => {
  describe("file_experts", () => {
    test("is the asker, with the time earned in the file", async () => {
      const person = side().person({ displayName: "Mira Tide" });
      const entities = ["/a.py", "/b.py", "/a.py", "/a.py"];
      await sendAll(
        side(),
        person,
        entities.map((entity, i) => ({ time: T + i * 100, entity })),
      );
      const total = { decimal: "0.05", digital: "0:03", text: "3 mins", total_seconds: 200 };
      const user = { id: person.user.uuid, is_current_user: true, long_name: "Mira Tide", name: person.user.name };
      for (const name of ["current", "me", person.user.name]) {
        const path = `/api/v1/users/${name}/file_experts`;
        const body = { entity: "/a.py", plugin: "vscode/1 vscode-wakatime/1", project: "p", project_root_count: 2 };
        const sending = { name, path, key: person.keys.write, body, status: 200 };
        await play(side(), { ...sending, json: { data: [{ total, user }] } });
      }
    });

    test.each([
      { name: "a file nobody worked in", body: { entity: "/never.py" } },
      { name: "no entity", body: {} },
      { name: "an odd entity", body: { entity: { a: 1 } } },
      { name: "a list", body: [] },
    ])("$name has one entry without time", async ({ name, body }) => {
      const { keys } = side().person();
      await play(side(), {
        ...{ name, path: "/api/users/current/file_experts", key: keys.full, body, status: 200 },
        json: {
          data: [
            expect.objectContaining({ total: { decimal: "0.00", digital: "0:00", text: "0 secs", total_seconds: 0 } }),
          ],
        },
      });
    });

    test.each(["", "{", "nonsense"])("a body of %j is 400", async (body) => {
      const { full: key } = side().owner.keys;
      const path = "/api/v1/users/current/file_experts";
      await play(side(), { name: body, method: "POST", path, key, body, status: 400, json: errorShape(400) });
    });
  });

  describe("plugins/errors", () => {
    const path = "/api/v1/plugins/errors";

    test("is taken on every base, whatever is in it", async () => {
      const { write: key } = side().owner.keys;
      for (const base of BASES)
        await play(side(), {
          name: base,
          path: `${base}/plugins/errors`,
          key,
          body: { is_panic: true },
          status: 201,
          json: {},
        });
      for (const body of ["[]", "42", "null", '"{}"', JSON.stringify({ logs: "x".repeat(4_000_000) })])
        await play(side(), { name: "odd", path, key, body, status: 201, json: {} });
    });

    test("is bounded", async () => {
      const { write: key } = side().owner.keys;
      const body = { logs: "x".repeat(5_000_000) };
      await play(side(), { name: "large", path, key, body, status: 413, json: errorShape(413, { type: "TooLarge" }) });
    });

    if (place === "over a socket")
      test("puts no key, no file name and no log of the client into ours", async () => {
        const { write: key } = side().owner.keys;
        const secret = "5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";
        const body = {
          ...{
            error_message: `bad key ${secret}`,
            plugin: "vim/901\nERROR forged",
            platform: "linux",
            cli_version: "v1",
          },
          ...{ logs: "opened /home/mira/private.txt", stacktrace: "at /home/mira/private.txt", api_key: secret },
        };
        await play(side(), { name: "secret", path, key, body, status: 201, json: {} });
        const line = /WARN .*an editor plugin reports an error.*platform=linux/;
        const written = () => side().program?.log() ?? "";
        // What another process wrote is read a little later than its answer.
        for (let turn = 0; turn < 200 && !line.test(written()); turn++) await Bun.sleep(10);
        const log = written();
        expect(log).toMatch(line);
        for (const part of [secret, "private.txt", "\nERROR forged"]) expect(log).not.toContain(part);
      });
  });

  test("health is told to everybody", async () => {
    for (const headers of [{}, { "content-type": "application/json" }, { host: "evil.example" }])
      await play(side(), {
        ...{ name: "health", path: "/api/health", headers, status: 200 },
        json: expect.objectContaining({
          status: "ok",
          app: 1,
          db: 1,
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        }),
      });
  });

  test.each([
    { path: "/api/hackatime/v1", page: "/" },
    { path: "/api/hackatime/v1/", page: "/" },
    { path: "/hackatime/v1", page: "/" },
    { path: "/api/v1", page: "/" },
    { path: "//api/v1//", page: "/" },
    { path: "/my/wakatime_setup", page: "/setup" },
  ])("GET $path leads to $page", async ({ path, page }) => {
    for (const method of ["GET", "HEAD"])
      await play(side(), { name: path, method, path, status: 302, answers: { location: page } });
  });

  test("the page and its files are there, and nothing else of the disk", async () => {
    // Other tests have added users: without a key the page is closed.
    const page = await side().send({ path: "/", key: side().owner.keys.read });
    expect(page.headers.get("content-type")).toStartWith("text/html");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const files = [...(await page.text()).matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
    expect(files.length).toBeGreaterThan(0);
    for (const path of files) {
      const file = await side().send({ path });
      expect(file.status).toBe(200);
      expect(file.headers.get("cache-control")).toContain("immutable");
      expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    }
    for (const path of ["/assets/nothing.js", "/assets/%2e%2e/index.html", "/package.json", "/hearth.db", "/.env"])
      await play(side(), { name: path, path, status: 404, json: errorShape(404) });
  });

  test("what is asked on the page is the same figure as in the API", async () => {
    const { owner } = side();
    await sendAll(
      side(),
      owner,
      [0, 50, 400].map((second) => ({ time: T + second, entity: "/a" })),
    );
    const whole = `start=${T}&end=${T + 1000}`;
    expect(await asked(side(), owner, `/-/overview?${whole}`)).toMatchObject({
      total_ms: 170_000,
      total_text: "2 mins",
    });
    expect(await asked(side(), owner, `/api/v1/users/my/stats?${whole}`)).toMatchObject({ total_seconds: 170 });
  });
});
