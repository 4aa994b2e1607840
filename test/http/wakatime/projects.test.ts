import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, NOW, type Opened, type Person } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { expectShape, Time, Uuid, Whole } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });

const PROJECT = Type.Object(
  {
    id: Uuid,
    name: Text,
    repository: Type.Null(),
    badge: Type.Null(),
    color: Type.Null(),
    clients: Type.Array(Type.Object({})),
    has_public_url: Type.Boolean(),
    first_heartbeat_at: Time,
    human_readable_first_heartbeat_at: Text,
    last_heartbeat_at: Time,
    human_readable_last_heartbeat_at: Text,
    url: Type.String({ pattern: "^/projects/" }),
    urlencoded_name: Text,
    created_at: Time,
  },
  strict,
);

const LIST = Type.Object(
  {
    data: Type.Array(PROJECT),
    projects: Type.Array(Text),
    page: Type.Integer({ minimum: 1 }),
    total: Whole,
    total_pages: Type.Integer({ minimum: 1 }),
    next_page: Type.Union([Type.Null(), Type.Integer()]),
    prev_page: Type.Union([Type.Null(), Type.Integer()]),
  },
  strict,
);

const ONE = Type.Object({ data: PROJECT }, strict);

type View = {
  readonly id: string;
  readonly name: string;
  readonly first_heartbeat_at: string;
  readonly last_heartbeat_at: string;
};
type List = { readonly data: readonly View[]; readonly projects: readonly string[]; readonly total: number };

const PATH = "/api/v1/users/current/projects";

const HOSTILE = [
  "a b/c",
  "tide.ts",
  "100%",
  "naïve ☃ 🌊",
  '<b>"quoted"</b>',
  "%2e%2e",
  "?x=1#y",
  "commits",
  "x".repeat(300),
  "Ünknown",
];

describe("GET users/:user/projects", () => {
  test.each(BASES.map((base) => ({ base })))("answers on the base '$base'", async ({ base }) => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:00:00.900", { project: "tide" }),
      beat("10:00:00", { project: "harbor" }),
      beat("11:30:00", { project: "tide" }),
      beat("11:31:00"),
    ]);
    const answer = await asked<List>(side, person, `${base}/users/current/projects`);
    expectShape(LIST, answer);
    expect(answer).toMatchObject({
      data: [
        {
          name: "tide",
          first_heartbeat_at: "2026-11-21T09:00:00Z",
          last_heartbeat_at: "2026-11-21T11:30:00Z",
          human_readable_last_heartbeat_at: "30 minutes ago",
        },
        { name: "harbor", created_at: "2026-11-21T10:00:00Z" },
      ],
      projects: ["tide", "harbor"],
      total: 2,
      total_pages: 1,
      next_page: null,
    });
  });

  test("is empty for an empty history", async () => {
    const answer = await asked<List>(side, side.person(), PATH);
    expectShape(LIST, answer);
    expect(answer).toMatchObject({ data: [], projects: [], total: 0 });
  });

  test("finds parts of names, names of a range, and pages in exact order within a quarter-hour", async () => {
    const person = side.person();
    const many = Array.from({ length: 230 }, (_, i) => beat("10:00:00", { project: `tide ${i}` }));
    await sendAll(
      side,
      person,
      many.map((one, i) => ({ ...one, time: Number(one.time) + i })),
    );
    await sendAll(side, person, [beat("2025-01-01T10:00:00Z", { project: "Old TIDE" }), beat("2025-01-01T10:01:00Z")]);
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => asked<List>(side, person, `${PATH}?page=${page}&q=tide`)),
    );
    const expected = [...many.map((_, i) => `tide ${229 - i}`), "Old TIDE"];
    expect(pages.flatMap(({ data }) => data.map(({ name }) => name))).toEqual(expected);
    expect(pages.map(({ data }) => data.length)).toEqual([100, 100, 31, 0]);
    expect(pages.map(({ total, projects }) => [total, projects.length])).toEqual(Array(4).fill([231, 231]));
    expect(await asked<List>(side, person, `${PATH}?q=e 22`)).toMatchObject({ total: 11 });
    expect(await asked<List>(side, person, `${PATH}?q=<b>`)).toMatchObject({ total: 0, data: [] });
    expect(await asked<List>(side, person, `${PATH}?start=2025-01-01&end=2025-01-02`)).toMatchObject({
      total: 231,
      projects: ["Old TIDE"],
    });
  });

  test("shows the names of a public user to anybody, of a private one to nobody else", async () => {
    const [open, closed] = [side.person({ isPublic: true }), side.person()];
    for (const person of [open, closed]) await sendAll(side, person, [beat("10:00:00", { project: "tide" })]);
    const at = (person: Person) => `/api/v1/users/${person.user.name}/projects`;
    await play(side, { name: "public", path: at(open), status: 200, has: ["tide"] });
    for (const path of [at(closed), `${at(closed)}/tide`])
      await play(side, { name: path, path, status: 404, json: errorShape(404), hasNot: ["tide"] });
    await play(side, { name: "write", path: PATH, key: open.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "no key", path: PATH, status: 401, json: errorShape(401) });
  });

  test("refuses a page that is none", async () => {
    const key = side.owner.keys.full;
    await play(side, { name: "page", path: `${PATH}?page=-1`, key, status: 422, json: errorShape(422), has: ["page"] });
  });

  test(
    "on random histories first and last are those of a plain look",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(40), async ({ rule, zone, sent }) => {
          const person = side.person({ timeZone: zone, ...rule });
          const kept = sent.filter(({ time }) => Number(time) * 1000 < NOW);
          await sendAll(side, person, kept);
          const expected = new Map<string, { first: number; last: number }>();
          for (const { names, startMs } of reference(kept, rule).credits) {
            if (names.project === undefined) continue;
            const known = expected.get(names.project) ?? { first: startMs, last: startMs };
            expected.set(names.project, { ...known, last: startMs });
          }
          const second = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
          const { data } = await asked<List>(side, person, PATH);
          const ordered = [...expected].sort(([a, x], [b, y]) => y.last - x.last || (a < b ? -1 : 1));
          expect(data.map((one) => [one.name, one.first_heartbeat_at, one.last_heartbeat_at])).toEqual(
            ordered.map(([name, { first, last }]) => [name, second(first), second(last)]),
          );
        }),
        { numRuns: 40 * RUNS },
      );
    },
    PATIENCE_MS,
  );
});

describe("GET users/:user/projects/:name", () => {
  test("finds every name by the rest of the path, encoded whole or in part, and by id", async () => {
    const person = side.person();
    await sendAll(
      side,
      person,
      HOSTILE.map((project, i) => beat(`10:00:${String(i).padStart(2, "0")}`, { project })),
    );
    const { data } = await asked<List>(side, person, PATH);
    expect(data.map(({ name }) => name).sort()).toEqual([...HOSTILE].sort());
    for (const { name, id } of data) {
      const whole = await asked<{ data: View }>(side, person, `${PATH}/${encodeURIComponent(name)}`);
      expectShape(ONE, whole);
      expect(whole.data.name).toBe(name);
      expect(await asked<{ data: View }>(side, person, `${PATH}/${id}`)).toEqual(whole);
    }
    for (const [path, name] of [
      ["a%20b/c", "a b/c"],
      ["100%", "100%"],
      ["naïve%20%E2%98%83%20🌊", "naïve ☃ 🌊"],
    ])
      expect((await asked<{ data: View }>(side, person, `${PATH}/${path}`)).data.name).toBe(name ?? "");
  });

  test.each([
    { path: "nowhere" },
    { path: "%E0%A4" },
    { path: "%" },
    { path: "nowhere/commits" },
    { path: "a/b/commits" },
    { path: "%00" },
  ])("does not find $path", async ({ path }) => {
    const key = side.owner.keys.full;
    const json = errorShape(404, { error: "Project not found" });
    await play(side, { name: path, path: `${PATH}/${path}`, key, status: 404, json });
  });
});

describe("GET users/:user/projects/:name/commits", () => {
  const COMMITS = Type.Object(
    {
      commits: Type.Array(Type.Object({}), { maxItems: 0 }),
      author: Type.Union([Type.Null(), Text]),
      branch: Type.Union([Type.Null(), Text]),
      page: Type.Integer(),
      next_page: Type.Null(),
      next_page_url: Type.Null(),
      prev_page: Type.Null(),
      prev_page_url: Type.Null(),
      total: Whole,
      total_pages: Type.Integer({ minimum: 1 }),
      status: Type.Literal("ok"),
      project: Type.Object({ id: Uuid, name: Text, privacy: Text, repository: Type.Null() }, strict),
    },
    strict,
  );

  test("is well formed and empty, also for names with slashes", async () => {
    const person = side.person();
    await sendAll(
      side,
      person,
      HOSTILE.map((project, i) => beat(`10:00:${String(i).padStart(2, "0")}`, { project })),
    );
    for (const [path, name] of [
      ["tide.ts", "tide.ts"],
      ["a%20b/c", "a b/c"],
      ["a%20b%2Fc", "a b/c"],
      ["commits", "commits"],
    ]) {
      const answer = await asked<{ project: { name: string } }>(side, person, `${PATH}/${path}/commits?branch=main`);
      expectShape(COMMITS, answer);
      expect(answer).toMatchObject({ branch: "main", author: null, project: { name } });
    }
  });

  test("is the user's own", async () => {
    const open = side.person({ isPublic: true });
    await sendAll(side, open, [beat("10:00:00", { project: "a/b" })]);
    const path = `/api/v1/users/${open.user.name}/projects/a/b/commits`;
    await play(side, { name: "no key", path, status: 404, json: errorShape(404) });
  });
});
