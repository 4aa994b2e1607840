import { describe, expect, test } from "bun:test";
import { inProcess, type Opened } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

/** Real passwords are meant to take work. */
const PATIENCE_MS = 30_000;

describe("the password", () => {
  const PUT = { name: "put", path: "/-/password", method: "PUT" };
  const status = async (side: Opened, cookie: string) =>
    (await side.send({ path: "/-/session", headers: { cookie } })).status;
  const cookieIn = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";

  test(
    "is set from the open page, which stays in; changed, which signs out the others; and taken away",
    async () => {
      const side = await inProcess();
      const set = await side.send({ ...PUT, body: { password: "correct horse" } });
      expect(set.status).toBe(204);
      const here = cookieIn(set);
      expect([await status(side, here), await status(side, "")]).toEqual([200, 401]);
      const there = cookieIn(await side.send({ path: "/-/session", body: { password: "correct horse" } }));
      expect(await status(side, there)).toBe(200);
      const headers = { cookie: here };
      const wrong = { ...PUT, headers, status: 403, json: errorShape(403, { type: "WrongPassword" }) };
      await play(side, { ...wrong, body: { password: "battery staple" } });
      await play(side, { ...wrong, body: { current: "correct house", password: null } });
      const body = { current: "correct horse", password: "battery staple" };
      expect((await side.send({ ...PUT, headers, body })).status).toBe(204);
      expect([await status(side, here), await status(side, there)]).toEqual([200, 401]);
      expect((await side.send({ ...PUT, headers, body: { current: "battery staple", password: null } })).status).toBe(
        204,
      );
      expect(side.store.connection.client.query("SELECT count(*) AS n FROM sessions").get()).toEqual({ n: 0 });
      await play(side, { name: "open", path: "/-/session", status: 200, has: ['"way":"open"'] });
      await side.close();
    },
    PATIENCE_MS,
  );

  test.each([
    { name: "too short", body: { password: "seven 7" } },
    { name: "none", body: {} },
    { name: "a number", body: { password: 12345678 } },
  ])("is refused when it is $name", async ({ body }) => {
    const side = await inProcess();
    await play(side, { ...PUT, body, status: 422, has: ["password"], json: errorShape(422) });
    await play(side, { name: "still open", path: "/-/session", status: 200, has: ["open"] });
    await side.close();
  });

  test("is not taken away from where the pages would close", async () => {
    const side = await inProcess({ boundToLoopback: false });
    const key = side.owner.keys.full;
    expect((await side.send({ ...PUT, key, body: { password: "correct horse" } })).status).toBe(204);
    const cookie = cookieIn(await side.send({ path: "/-/session", body: { password: "correct horse" } }));
    const body = { current: "correct horse", password: null };
    await play(side, {
      ...PUT,
      headers: { cookie },
      body,
      status: 409,
      has: ["hearth password"],
      json: errorShape(409),
    });
    expect(await status(side, cookie)).toBe(200);
    await side.close();
  });

  test("is guessed through a page no faster than through the sign-in", async () => {
    const side = await inProcess({ wrongKeys: 2 });
    const cookie = cookieIn(await side.send({ ...PUT, body: { password: "correct horse" } }));
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await side.send({ ...PUT, headers: { cookie }, body: { current: "x", password: null } })).status);
    expect(statuses).toEqual([403, 403, 429]);
    await side.close();
  });
});
