import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Opened } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { type ReferenceCredit, type ReferenceItem, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { expectShape, Time, Whole } from "../../support/shapes.ts";
import { filterArb, streamArb } from "../../support/streams.ts";
import { noonZone, PROJECTS, week } from "../../support/week.ts";
import { wholeSeconds } from "../../support/written.ts";

const List = Type.Array(
  Type.Object({ key: Type.String({ minLength: 1 }), total: Whole }, { additionalProperties: false }),
);
const SUMMARY = Type.Object(
  {
    ...{ user_id: Type.String({ pattern: "^\\d+$" }), from: Time, to: Time },
    ...{ projects: List, languages: List, editors: List, operating_systems: List, machines: List },
    ...{ categories: List, branches: List, entities: List, labels: List },
  },
  { additionalProperties: false },
);

type Keyed = readonly { readonly key: string; readonly total: number }[];
type Answer = Readonly<Record<string, Keyed>> & {
  readonly user_id: string;
  readonly from: string;
  readonly to: string;
};

const LISTS = {
  project: "projects",
  language: "languages",
  editor: "editors",
  operating_system: "operating_systems",
  machine: "machines",
  category: "categories",
  branch: "branches",
} as const;

const DIMENSIONS = Object.keys(LISTS) as (keyof typeof LISTS)[];
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };
const RULE = { timeoutMs: 120_000, idleMs: 120_000 };
const PATH = "/api/summary";

const written = (items: readonly ReferenceItem[]) =>
  items.map(({ name, ms }) => ({ key: name, total: wholeSeconds(ms) }));

/** Credits added up by a name, as the answer lists them. */
function summed(credits: readonly ReferenceCredit[], nameOf: (credit: ReferenceCredit) => string): Keyed {
  const totals = new Map<string, number>();
  for (const credit of credits)
    totals.set(nameOf(credit), (totals.get(nameOf(credit)) ?? 0) + credit.endMs - credit.startMs);
  return [...totals]
    .filter(([, ms]) => ms > 0)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([key, ms]) => ({ key, total: wholeSeconds(ms) }));
}

describe("GET /api/summary", () => {
  let side: Opened;
  beforeAll(async () => {
    side = await inProcess();
  });
  afterAll(() => side.close());

  test(
    "says what a plain count says, under any filter",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(25), filterArb, async ({ rule, zone, sent }, filter) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          const wanted = DIMENSIONS.flatMap((dimension) => {
            const values = filter.only?.[dimension];
            return values === undefined || values.some((value) => value.includes(",")) ? [] : [{ dimension, values }];
          });
          const query = new URLSearchParams(wanted.map(({ dimension, values }) => [dimension, values.join(",")]));
          const answer = await asked<Answer>(side, person, `${PATH}?${query}`, "read");
          expectShape(SUMMARY, answer);
          const truth = reference(sent, rule);
          const only = Object.fromEntries(
            wanted.flatMap(({ dimension, values }) => {
              const kept = values.map((value) => value.trim()).filter((value) => value !== "");
              return kept.length === 0 ? [] : [[dimension, kept]];
            }),
          );
          for (const dimension of DIMENSIONS)
            expect(answer[LISTS[dimension]]).toEqual(written(truth.items(dimension, EVER, { only })));
          expect(answer).toMatchObject({ user_id: String(person.user.id), labels: [] });
        }),
        { numRuns: 25 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test(
    "lists what time was earned with, and answers with one of it alone",
    async () => {
      await fc.assert(
        fc.asyncProperty(streamArb(25), async ({ rule, zone, sent }) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          // A project that is itself called so is asked for together with those that have none.
          const isNamed = ({ names: { project } }: ReferenceCredit) => project !== undefined && project !== "Unknown";
          const credits = reference(sent, rule).credits.filter(isNamed);
          const entityOf = ({ sent: { entity } }: ReferenceCredit) =>
            typeof entity === "string" && entity.trim() !== "" ? entity : "Unknown";
          const projects = [...new Set(credits.map(({ names }) => names.project ?? ""))];
          const query = new URLSearchParams({ project: projects.join(",") || "none" });
          const { entities } = await asked<Answer>(side, person, `${PATH}?${query}`);
          expect(entities).toEqual(summed(credits, entityOf));
          for (const entity of new Set(credits.map(entityOf))) {
            const own = credits.filter((credit) => entityOf(credit) === entity);
            query.set("entity", entity === "Unknown" ? "-" : entity);
            const answer = await asked<Answer>(side, person, `${PATH}?${query}`);
            expect(answer["entities"]).toEqual(summed(own, entityOf));
            expect(answer["projects"]).toEqual(summed(own, ({ names }) => names.project ?? "Unknown"));
            expect(answer["machines"]).toEqual(summed(own, ({ names }) => names.machine ?? "Unknown"));
          }
        }),
        { numRuns: 15 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test("an entity's name may hold commas; several go by comma; an hour and another rule count as they do everywhere", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("09:58:00", { entity: "/a,b.ts", is_write: true }),
      beat("10:01:00", { entity: "/c.ts", is_write: true }),
      beat("10:02:00", { entity: "/d.ts" }),
      beat("10:04:00", { entity: "/a,b.ts", is_write: true }),
    ]);
    const told = async (query: string) => (await asked<Answer>(side, person, `${PATH}?${query}`))["entities"];
    expect(await told("entity=/a,b.ts")).toEqual([{ key: "/a,b.ts", total: 120 }]);
    expect(await told("entity=/c.ts,/d.ts")).toEqual([
      { key: "/d.ts", total: 120 },
      { key: "/c.ts", total: 60 },
    ]);
    expect(await told("entity=/a,b.ts&start=2026-11-21T09:59:30Z&end=2026-11-21T10:10:00Z")).toEqual([
      { key: "/a,b.ts", total: 30 },
    ]);
    expect(await told("entity=/a,b.ts&timeout=15")).toEqual([{ key: "/a,b.ts", total: 180 }]);
    expect(await told("entity=/c.ts&writes_only=true&timeout=15")).toEqual([{ key: "/c.ts", total: 180 }]);
    expect(await told("entity=/nothing.ts")).toEqual([]);
    expect(await told("entity=")).toEqual([]);
  });

  test("what somebody else works on is not told, nor found by asking", async () => {
    const person = side.person({ isPublic: true });
    await sendAll(side, person, [beat("09:00:00", { project: "tide" }), beat("09:01:00", { project: "tide" })]);
    const path = `${PATH}?user=${person.user.name}&project=tide`;
    const key = side.owner.keys.full;
    const open = (await (await side.send({ path, key })).json()) as Answer;
    expect(open["projects"]).toEqual([{ key: "tide", total: 60 }]);
    expect(open["entities"]).toEqual([]);
    const found = (await (await side.send({ path: `${path}&entity=/tide/src/app.ts`, key })).json()) as Answer;
    for (const list of [...Object.values(LISTS), "entities"]) expect(found[list]).toEqual([]);
  });

  test("a comma in a filter parts values, unless it is in a name", async () => {
    const person = side.person();
    const projects = ["tide, pool", "tide", "pool"];
    await sendAll(
      side,
      person,
      [...projects, "end"].map((project, i) => ({ ...beat(`09:0${i}:00`), project })),
    );
    const told = async (project: string) =>
      (await asked<Answer>(side, person, `${PATH}?project=${encodeURIComponent(project)}`))["projects"]?.map(
        ({ key }) => key,
      );
    expect(await told("tide, pool")).toEqual(["tide, pool"]);
    expect(await told("pool,tide")).toEqual(["pool", "tide"]);
    expect(await told("pool, tide,")).toEqual(["pool", "tide"]);
    expect(await told("-,tide")).toEqual(["tide"]);
    expect(await told("tide\\, pool")).toEqual(["tide, pool"]);
    expect(await told("pool,tide\\, pool")).toEqual(["pool", "tide, pool"]);
  });

  test("keeps names as they were sent, whatever is in them", async () => {
    const person = side.person();
    const sent = [...PROJECTS, PROJECTS[0]].map((project, i) => ({
      ...beat("09:00:00"),
      project,
      time: 1_795_000_000 + i * 60,
    }));
    await sendAll(side, person, sent);
    const { projects } = await asked<Answer>(side, person, PATH);
    expect(projects?.map(({ key }) => key).toSorted()).toEqual(PROJECTS.toSorted());
    for (const project of PROJECTS)
      expect((await asked<Answer>(side, person, `${PATH}?project=${encodeURIComponent(project)}`))["projects"]).toEqual(
        projects?.filter(({ key }) => key === project) as Keyed,
      );
  });

  test("a value that is missing is Unknown, and - asks for it", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("09:00:00"), beat("09:01:00", { project: "tide" }), beat("09:01:30")]);
    const projects = async (query: string) => (await asked<Answer>(side, person, `${PATH}${query}`))["projects"];
    expect(await projects("")).toEqual([
      { key: "Unknown", total: 60 },
      { key: "tide", total: 30 },
    ]);
    expect(await projects("?project=-")).toEqual([{ key: "Unknown", total: 60 }]);
    expect(await projects("?project=-,tide")).toHaveLength(2);
    expect(await projects("?project=nowhere")).toEqual([]);
  });

  test("a day of 23 hours is a day", async () => {
    const person = side.person({ timeZone: "Europe/Berlin" });
    const answer = await asked<Answer>(side, person, `${PATH}?from=2026-03-29&to=2026-03-29`);
    expect(answer).toMatchObject({ from: "2026-03-28T23:00:00Z", to: "2026-03-29T21:59:59Z" });
  });

  test.each([
    { query: "interval=never", parameter: "interval" },
    { query: "range=13_days", parameter: "range" },
    { query: "from=soon&to=2026-11-01", parameter: "from" },
    { query: "start=2026-11-02&end=2026-11-01", parameter: "end" },
    { query: "timezone=Moon/Base", parameter: "timezone" },
    { query: "timeout=0", parameter: "timeout" },
  ])("$query is refused by name", async ({ query, parameter }) => {
    const path = `${PATH}?${query}`;
    const sending = { name: query, path, key: side.owner.keys.read, status: 422 };
    const text = await play(side, { ...sending, json: errorShape(422) });
    expect(JSON.parse(text).message).toContain(parameter);
  });

  test.each(["?interval=&range=&from=&to=&user=&project=", "?nonsense=1"])("%s is as nothing", async (query) => {
    expect(await asked(side, side.owner, PATH + query)).toEqual(await asked(side, side.owner, PATH));
  });
});

describe("the programs that read /api/summary", () => {
  matrix((side) => {
    test("get what they need of a public user without a key, and of a private one nothing", async () => {
      const now = side().now();
      const [open, hidden] = [
        side().person({ isPublic: true, timeZone: noonZone(now) }),
        side().person({ timeZone: noonZone(now) }),
      ];
      const sent = week(now, 9);
      await sendAll(side(), open, sent);
      await sendAll(side(), hidden, sent);
      const truth = reference(sent, RULE);
      const requests = [
        // hackatime-badge, hackatime-bot, hackatimechart, hackatime-tui
        ...[
          "?user=USER&interval=all_time",
          "?user=USER&interval=any",
          "?user_id=USER",
          "?user_id=USER&interval=last_7_days",
        ],
      ];
      for (const request of requests)
        for (const [person, isOpen] of [
          [open, true],
          [hidden, false],
        ] as const)
          for (const name of [person.user.name, String(person.user.id)]) {
            const response = await side().send({ path: PATH + request.replace("USER", name) });
            const json = await response.json();
            expect({ request, status: response.status }).toEqual({ request, status: isOpen ? 200 : 404 });
            if (!isOpen) expect(json).toEqual(errorShape(404, { error: "User not found" }));
            else {
              expectShape(SUMMARY, json);
              expect(json.projects).toEqual(written(truth.items("project", EVER)));
              expect(json.languages).toEqual(written(truth.items("language", EVER)));
            }
          }
      const foreign = { name: "with a key", path: `${PATH}?user=${hidden.user.name}`, key: open.keys.full };
      await play(side(), { ...foreign, status: 404, json: errorShape(404) });
      await play(side(), { name: "nobody", path: `${PATH}?user=nobody`, status: 404, json: errorShape(404) });
      for (const path of [PATH, `${PATH}?user=current`, `${PATH}?user=`])
        await play(side(), { name: path, path, status: 401, json: errorShape(401, { error: "Missing API key" }) });
      const write = { name: "write key", path: PATH, key: hidden.keys.write, status: 403 };
      await play(side(), { ...write, json: errorShape(403, { type: "Forbidden" }) });
    });

    test("hackatime-android asks with Basic, by interval and by dates", async () => {
      const now = side().now();
      const person = side().person({ timeZone: noonZone(now) });
      await sendAll(side(), person, week(now, 3));
      const authorization = `Basic ${btoa(person.keys.full)}`;
      const today = Temporal.Instant.fromEpochMilliseconds(now)
        .toZonedDateTimeISO(noonZone(now))
        .toPlainDate()
        .toString();
      for (const query of ["interval=today", "interval=week", "interval=all_time", `from=${today}&to=${today}`]) {
        const response = await side().send({ path: `${PATH}?${query}`, headers: { authorization } });
        expect(response.status).toBe(200);
        const json = (await response.json()) as Answer;
        expectShape(SUMMARY, json);
        expect(json["categories"]?.[0]?.total).toBePositive();
      }
    });
  });
});
