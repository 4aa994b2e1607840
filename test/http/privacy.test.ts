import { describe, expect, test } from "bun:test";
import { matrix, type Person, type Side } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

/** Epoch seconds, in the past of both sides. */
const T = 1_789_100_000;

/** Three minutes of work, whose every name says whose it is. */
function workOf(owner: string): object[] {
  return [0, 60, 120, 180].map((second) => ({
    ...{ time: T + second, entity: `/${owner}/secret.x`, project: `${owner}-project`, language: `${owner}-language` },
    ...{ branch: `${owner}-branch`, machine: `${owner}-machine`, editor: `${owner}-editor`, category: "coding" },
    ...{ operating_system: `${owner}-system`, dependencies: [`${owner}-library`] },
  }));
}

type Cast = { readonly admin: Person; readonly ann: Person; readonly bob: Person };

const casts = new WeakMap<Side, Promise<Cast>>();

/** The admin; ann, whose statistics are private; bob, whose statistics are public. All have worked. */
function castOf(side: Side): Promise<Cast> {
  const cast = casts.get(side) ?? made(side);
  casts.set(side, cast);
  return cast;
}

async function made(side: Side): Promise<Cast> {
  const ann = side.person({ name: "ann", email: "ann@example.org", slackId: "U0ANN" });
  const bob = side.person({ name: "bob", email: "bob@example.org", slackId: "U0BOB", isPublic: true });
  const cast = { admin: side.owner, ann, bob };
  for (const [name, person] of Object.entries(cast)) {
    const path = "/api/v1/users/current/heartbeats.bulk";
    const response = await side.send({ path, key: person.keys.write, body: workOf(name) });
    expect(response.status).toBe(201);
  }
  return cast;
}

const ABOUT_A_USER = [
  { path: "stats", method: "GET" },
  { path: "stats?total_seconds=true", method: "GET" },
  { path: "stats?features=projects&filter_by_project=ann-project", method: "GET" },
  { path: "heartbeats/spans", method: "GET" },
  { path: "statusbar/today", method: "GET" },
  { path: "status_bar/today", method: "GET" },
  { path: "file_experts", method: "POST" },
];

const NOT_FOUND = errorShape(404, { error: "User not found", type: "NotFound" });

matrix((side) => {
  describe("somebody's private data is as absent as nobody's", () => {
    test.each(ABOUT_A_USER)("$method users/:user/$path", async ({ path, method }) => {
      const { ann, bob } = await castOf(side());
      const { user } = ann;
      const names = [user.name, `@${user.name}`, "ANN", String(user.id), user.uuid, user.uuid.toUpperCase()];
      const answers = new Set<string>();
      for (const name of [...names, "nobody", "@nobody", "4294967295", "99999999999999999999", "ann%00", "%C3%A4"])
        for (const key of [bob.keys.full, bob.keys.read]) {
          const body = method === "POST" ? { entity: "/ann/secret.x" } : undefined;
          const sending = { name, path: `/api/v1/users/${name}/${path}`, method, key, body };
          answers.add(await play(side(), { ...sending, status: 404, json: NOT_FOUND }));
        }
      expect([...answers]).toHaveLength(1);
    });

    test.each(ABOUT_A_USER.filter(({ path }) => /^stats|^heartbeats/.test(path)))(
      "without a key: users/:user/$path",
      async ({ path }) => {
        await castOf(side());
        const answers = new Set<string>();
        for (const name of ["ann", "@ann", "nobody"])
          answers.add(
            await play(side(), { name, path: `/api/v1/users/${name}/${path}`, status: 404, json: NOT_FOUND }),
          );
        expect([...answers]).toHaveLength(1);
        const missing = errorShape(401, { error: "Missing API key" });
        for (const name of ["current", "my", "me", "MY"])
          await play(side(), { name, path: `/api/v1/users/${name}/${path}`, status: 401, json: missing });
      },
    );

    test("an admin does not see it either", async () => {
      const { admin } = await castOf(side());
      for (const { path, method } of ABOUT_A_USER.filter((route) => route.method === "GET"))
        await play(side(), {
          ...{ name: path, path: `/api/v1/users/ann/${path}`, method, key: admin.keys.full },
          ...{ status: 404, json: NOT_FOUND },
        });
    });

    test("a key of its own sees it, under every name", async () => {
      const { ann } = await castOf(side());
      const { user, keys } = ann;
      for (const name of ["current", "my", "me", "Me", user.name, `@${user.name}`, "Ann", String(user.id), user.uuid])
        await play(side(), {
          ...{ name, path: `/api/v1/users/${name}/stats`, key: keys.read, status: 200 },
          ...{ has: ['"user":"ann"', '"total_seconds":180', "ann-project"], hasNot: ["bob-", "admin-"] },
        });
    });
  });

  describe("public statistics", () => {
    test.each(["stats", "heartbeats/spans", "stats?total_seconds=true"])("%s answer everybody", async (path) => {
      const { admin, ann } = await castOf(side());
      for (const key of [undefined, ann.keys.full, admin.keys.read])
        await play(side(), {
          ...{ name: path, path: `/api/v1/users/bob/${path}`, ...(key !== undefined && { key }) },
          ...{ status: 200, has: ["180"], hasNot: ["ann-", "admin-", "@example.org", "U0BOB"] },
        });
    });

    test.each(["statusbar/today", "status_bar/today"])("do not make %s public", async (path) => {
      const { ann } = await castOf(side());
      const missing = errorShape(401, { error: "Missing API key" });
      await play(side(), { name: path, path: `/api/v1/users/bob/${path}`, status: 401, json: missing });
      const sending = { name: path, path: `/api/v1/users/bob/${path}`, key: ann.keys.full };
      await play(side(), { ...sending, status: 404, json: NOT_FOUND });
    });

    test("are switched on and off at once", async () => {
      const carl = side().person();
      const sending = { name: "carl", path: `/api/v1/users/${carl.user.name}/stats` };
      await play(side(), { ...sending, status: 404, json: NOT_FOUND });
      side().change(carl, { isPublic: true });
      await play(side(), { ...sending, status: 200, has: [`"user":"${carl.user.name}"`] });
      side().change(carl, { isPublic: false });
      await play(side(), { ...sending, status: 404, json: NOT_FOUND });
    });
  });

  test("one's own lists hold nobody else's", async () => {
    const { ann, bob } = await castOf(side());
    for (const [person, own, other] of [
      [ann, "ann-", "bob-"],
      [bob, "bob-", "ann-"],
    ] as const)
      for (const path of [
        "/api/v1/my/heartbeats",
        "/api/v1/my/heartbeats?limit=10000&start=2001-09-09",
        "/api/v1/my/heartbeats/most_recent",
        "/-/overview?range=all_time",
        "/api/v1/users/me/stats?filter_by_project=ann-project,bob-project",
      ])
        await play(side(), {
          ...{ name: path, path, key: person.keys.read, status: 200 },
          ...{ has: [own], hasNot: [other, "admin-", "/ann/".replace("ann", other.slice(0, 3))] },
        });
  });

  describe("server-wide totals", () => {
    const statsOf = async (person: Person) => {
      const response = await side().send({ path: "/api/v1/stats", key: person.keys.read });
      return (await response.json()) as {
        users: number;
        heartbeats: number;
        total_seconds: number;
        projects: { name: string; total_seconds: number }[];
        languages: { name: string }[];
      };
    };
    const named = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();

    test("cover the asker and public users", async () => {
      const { ann, bob } = await castOf(side());
      const seen = await statsOf(ann);
      expect(seen).toMatchObject({ users: 2, heartbeats: 8, total_seconds: 360 });
      expect(named(seen.projects)).toEqual(["ann-project", "bob-project"]);
      expect(named(seen.languages)).toEqual(["ann-language", "bob-language"]);
      const public_ = await statsOf(bob);
      expect(public_).toMatchObject({ users: 1, heartbeats: 4, total_seconds: 180 });
      expect(named(public_.projects)).toEqual(["bob-project"]);
    });

    test("cover everybody for an admin, private names apart", async () => {
      const { admin } = await castOf(side());
      const everybody = side().store.connection.client.query("SELECT count(*) AS n FROM users").get();
      const seen = await statsOf(admin);
      expect(seen).toMatchObject({ users: (everybody as { n: number }).n, heartbeats: 12, total_seconds: 540 });
      expect(named(seen.projects)).toEqual(["admin-project", "bob-project"]);
      expect(named(seen.languages)).toEqual(["admin-language", "bob-language"]);
    });
  });

  describe("look-ups", () => {
    test.each([
      { path: "lookup_email/ann@example.org", field: { email: "ann@example.org" } },
      { path: "lookup_email/ANN@Example.org", field: { email: "ann@example.org" } },
      { path: "lookup_email/ann%40example.org", field: { email: "ann@example.org" } },
      { path: "lookup_slack_uid/U0ANN", field: { slack_uid: "U0ANN" } },
    ])("$path: oneself and admins find it", async ({ path, field }) => {
      const { admin, ann, bob } = await castOf(side());
      for (const { keys } of [admin, ann])
        await play(side(), {
          ...{ name: path, path: `/api/v1/users/${path}`, key: keys.read, status: 200 },
          json: { user_id: ann.user.id, ...field },
        });
      const absent = path.replace(/ann/i, "nobody");
      const hidden = { name: path, path: `/api/v1/users/${path}`, key: bob.keys.read, status: 404, json: NOT_FOUND };
      const unknown = { ...hidden, path: `/api/v1/users/${absent}` };
      expect(await play(side(), hidden)).toBe(await play(side(), unknown));
      await play(side(), { ...unknown, key: admin.keys.full });
    });
  });

  test("what is sent for another goes to the owner of the key", async () => {
    const [one, other] = [side().person(), side().person()];
    const path = `/api/v1/users/${other.user.name}/heartbeats.bulk`;
    expect((await side().send({ path, key: one.keys.write, body: workOf("one") })).status).toBe(201);
    const countOf = async ({ keys }: Person) => {
      const response = await side().send({ path: "/api/v1/my/heartbeats", key: keys.read });
      return ((await response.json()) as { total_count: number }).total_count;
    };
    expect([await countOf(one), await countOf(other)]).toEqual([4, 0]);
  });
});
