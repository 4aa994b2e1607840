// What everybody else sees of a public user: as far back, and by what, as the user lets them; and nothing to infer the rest from.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DIMENSIONS, type Dimension } from "../../src/domain/dimension.ts";
import { BASES } from "../../src/http/paths.ts";
import { beat, sendAll } from "../support/asking.ts";
import { inProcess, matrix, type Opened, type Person, type Side } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

/** A word that stands in every name of a dimension, and in no other. */
const WORDS: Readonly<Record<Dimension, string>> = {
  project: "Quasar",
  language: "Zimbu",
  editor: "Kakoune",
  operating_system: "Plan 9",
  machine: "heronbox",
  category: "sketching",
  branch: "topicbranch",
  ai_model: "oracle-9",
};
const AGENT = "wakatime/v1.90.0 (plan9-1.0-amd64) go1.22 kakoune/2024 kakoune-wakatime/1.0.0";

/** Work of a day: 60 + 90 s, and 120 s of idle credit until the next day of work; a name in every dimension. */
function work(date: string) {
  return ["10:00:00", "10:01:00", "10:02:30"].map((time) =>
    beat(`${date}T${time}`, {
      ...{ project: WORDS.project, branch: WORDS.branch, language: WORDS.language, category: WORDS.category },
      ...{ user_agent: AGENT, dependencies: ["libzimbu"], ai_model: WORDS.ai_model, machine: WORDS.machine },
      ...{ ai_line_changes: 5, ai_session: "s", entity: "/quasarfolder/a.zzz" },
    }),
  );
}

/** The only public user, who worked a year ago, ten days ago (270 s each) and yesterday (150 s). */
async function worker(side: Side): Promise<Person> {
  // Those of other tests would show on boards.
  side.store.connection.client.run("UPDATE users SET is_public = 0");
  const person = side.person({ isPublic: true });
  const today = new Date(side.now()).toISOString().slice(0, 10);
  const back = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  await sendAll(
    side,
    person,
    [1, 10, 365].flatMap((days) => work(back(days))),
  );
  return person;
}

/** Every address that shows somebody else's time. */
const addressesOf = (user: string) => [
  `/api/v1/users/${user}/stats`,
  `/api/v1/users/${user}/stats?features=projects&limit=3`,
  `/api/v1/users/${user}/stats/all_time`,
  `/api/hackatime/v1/users/${user}/stats/last_30_days`,
  `/api/v1/users/${user}/heartbeats/spans`,
  `/api/v1/users/${user}/projects`,
  `/api/v1/users/${user}/projects/details`,
  `/api/v1/users/${user}/trust_factor`,
  `/api/v1/users/${user}`,
  ...["weekdays", "days", "ai_days", "best_day", "daily_average", "projects", "languages", "editors", "categories"].map(
    (type) => `/api/v1/users/${user}/insights/${type}/all_time`,
  ),
  ...["machines", "operating_systems", "stats"].map((type) => `/api/v1/users/${user}/insights/${type}/all_time`),
  `/api/summary?user=${user}&interval=all_time`,
  `/api/badge/${user}/interval:all_time`,
  `/api/v1/badge/${user}`,
  `/api/compat/shields/v1/${user}/interval:all_time`,
  `/api/activity/chart/${user}.svg`,
  "/api/v1/leaderboard",
  "/api/v1/leaderboard/weekly",
  "/api/v1/currently_hacking",
];
/** Addresses that answer for everybody the asker may see; they take a key. */
const SHARED = ["/api/v1/stats?start=2020-01-01", "/api/v1/stats/last_12_months", "/api/v1/leaders?start=2020-01-01"];

async function everything(side: Side, user: string, stranger: Person): Promise<string> {
  const texts: string[] = [];
  for (const [path, key] of [
    ...addressesOf(user).map((path) => [path, undefined] as const),
    ...[...addressesOf(user), ...SHARED].map((path) => [path, stranger.keys.read] as const),
  ]) {
    const response = await side.send({ path, ...(key !== undefined && { key }) });
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    texts.push(await response.text());
  }
  return texts.join("\n");
}

const totalOf = async (side: Side, path: string): Promise<number> =>
  ((await (await side.send({ path })).json()) as { total_seconds: number }).total_seconds;

matrix((side) => {
  describe("dimensions", () => {
    test("all of them are shown until some are chosen", async () => {
      const person = await worker(side());
      const shown = await everything(side(), person.user.name, side().person());
      for (const dimension of DIMENSIONS.filter((one) => one !== "branch" && one !== "ai_model"))
        expect(shown.toLowerCase()).toContain(WORDS[dimension].toLowerCase());
      expect(shown).toContain("libzimbu");
    });

    test.each<{ readonly only: readonly Dimension[] }>([...DIMENSIONS.map((only) => ({ only: [only] })), { only: [] }])(
      "other than $only are nowhere",
      async ({ only }) => {
        const person = await worker(side());
        side().change(person, { publicDimensions: only });
        const shown = (await everything(side(), person.user.name, side().person())).toLowerCase();
        for (const dimension of DIMENSIONS.filter((one) => !only.includes(one)))
          expect(shown.includes(WORDS[dimension].toLowerCase()) ? dimension : "none").toBe("none");
        if (!only.includes("language")) expect(shown).not.toContain("libzimbu");
        expect(shown).not.toContain("quasarfolder");
        // The total stays: it is what is public at least.
        expect(await totalOf(side(), `/api/v1/users/${person.user.name}/stats`)).toBe(690);
      },
    );

    test("that are hidden cannot be asked for: every name answers as one that is not there", async () => {
      const person = await worker(side());
      side().change(person, { publicDimensions: [] });
      const { name } = person.user;
      for (const dimension of DIMENSIONS.filter((one) => one !== "ai_model")) {
        const answers = new Set<string>();
        for (const value of [WORDS[dimension], "nobody", "-", "Unknown"])
          for (const path of [
            `/api/v1/users/${name}/stats?total_seconds=true&filter_by_${dimension}=${value}`,
            `/api/v1/users/${name}/heartbeats/spans?filter_by_${dimension}=${value}`,
            `/api/v1/users/${name}/heartbeats/spans?timeout=5&filter_by_${dimension}=${value}`,
          ])
            answers.add(await (await side().send({ path })).text());
        expect([...answers]).toEqual([`{"total_seconds":0}`, `{"spans":[]}`]);
        const badges = new Set<string>();
        for (const value of [WORDS[dimension], "nobody"])
          badges.add(
            await (await side().send({ path: `/api/compat/shields/v1/${name}/${dimension}:${value}` })).text(),
          );
        expect([...badges]).toEqual([expect.stringContaining("not public")]);
      }
      for (const value of [WORDS.project, "nobody"])
        for (const path of [`project/${value}`, `projects/${value}`])
          await play(side(), { name: path, path: `/api/v1/users/${name}/${path}`, status: 404, json: errorShape(404) });
      // Leaving a part out would tell how much it is.
      const all = await totalOf(side(), `/api/v1/users/${name}/stats`);
      for (const part of ["no_ai_coding", "boundary_aware"])
        expect(await totalOf(side(), `/api/v1/users/${name}/stats?${part}=true`)).toBe(all);
    });

    test("are whole for the user", async () => {
      const person = await worker(side());
      side().change(person, { publicDimensions: [], publicDays: 1 });
      const path = `/api/v1/users/${person.user.name}/stats`;
      await play(side(), {
        ...{ name: "own", path, key: person.keys.read, status: 200 },
        has: [WORDS.project, WORDS.language, WORDS.machine, "libzimbu", '"total_seconds":690'],
      });
    });
  });

  describe("days", () => {
    test.each([
      { publicDays: null, seconds: 690 },
      { publicDays: 400, seconds: 690 },
      { publicDays: 365, seconds: 420 },
      { publicDays: 11, seconds: 420 },
      { publicDays: 10, seconds: 150 },
      { publicDays: 2, seconds: 150 },
      { publicDays: 1, seconds: 0 },
    ])("$publicDays back are shown: $seconds s", async ({ publicDays, seconds }) => {
      const person = await worker(side());
      side().change(person, { publicDays });
      const { name } = person.user;
      for (const query of ["", "?start=2001-09-09", "?range=all_time", "?timezone=Pacific/Kiritimati", "?timeout=2"])
        expect(await totalOf(side(), `/api/v1/users/${name}/stats${query}`)).toBe(seconds);
      const { spans } = (await (await side().send({ path: `/api/v1/users/${name}/heartbeats/spans` })).json()) as {
        spans: { duration: number }[];
      };
      expect(spans.reduce((sum, { duration }) => sum + duration, 0)).toBe(seconds);
      const { projects } = (await (await side().send({ path: `/api/v1/users/${name}/projects` })).json()) as {
        projects: string[];
      };
      expect(projects).toEqual(seconds === 0 ? [] : [WORDS.project]);
      const { data } = (await (await side().send({ path: `/api/v1/users/${name}` })).json()) as {
        data: { last_heartbeat_at: string | null };
      };
      expect(data.last_heartbeat_at === null).toBe(seconds === 0);
    });

    test("before are not shown by an exact look either", async () => {
      const person = await worker(side());
      side().change(person, { publicDays: 5 });
      const day = new Date(side().now() - 10 * 86_400_000).toISOString().slice(0, 10);
      for (const range of [`start=${day}&end=${day}`, `start=${day}T10:00:10Z&end=${day}T10:00:20Z`, `range=${day}`])
        for (const path of ["stats", "heartbeats/spans"]) {
          const sending = { path: `/api/v1/users/${person.user.name}/${path}?total_seconds=true&${range}` };
          const text = await (await side().send(sending)).text();
          expect(text).toMatch(/^\{(?:"total_seconds":0|"spans":\[\])\}$/);
        }
    });
  });
});

describe("without a key", () => {
  let side: Opened;
  let [shown, hidden]: Person[] = [];
  beforeAll(async () => {
    side = await inProcess();
    [shown, hidden] = [side.person({ name: "shown", isPublic: true }), side.person({ name: "hidden" })];
    for (const person of [shown, hidden]) await sendAll(side, person, work("2026-11-20"));
  });
  afterAll(() => side.close());

  test.each(BASES)("a profile card of a public user is drawn below %p, of a private one it is not", async (base) => {
    for (const path of ["stats?is_including_today=true", "stats/last_7_days", "insights/days/last_7_days", ""]) {
      const at = (name: string) => `${base}/users/${name}${path === "" ? "" : `/${path}`}`;
      await play(side, { name: path, path: at("shown"), status: 200, has: ['"data"', shown?.user.uuid ?? ""] });
      await play(side, { name: path, path: at("@shown"), status: 200, has: ['"data"'], hasNot: ["@example"] });
      expect(await play(side, { name: path, path: at("hidden"), status: 404, json: errorShape(404) })).toBe(
        await play(side, { name: path, path: at("nobody"), status: 404, json: errorShape(404) }),
      );
    }
  });

  test("a public profile tells no more than it must, and a write key sees its own without the address", async () => {
    side.change(shown as Person, { email: "shown@example.org" });
    const path = "/api/v1/users/shown";
    const own = ["shown@example.org", "last_project", "weekday_start"];
    await play(side, { name: "stranger", path, status: 200, has: ['"username":"shown"'], hasNot: own });
    await play(side, { name: "other", path, key: hidden?.keys.full ?? "", status: 200, has: ["shown"], hasNot: own });
    await play(side, {
      name: "write",
      path,
      key: shown?.keys.write ?? "",
      status: 200,
      has: ["last_project"],
      hasNot: ["@example"],
    });
    await play(side, { name: "own", path, key: shown?.keys.read ?? "", status: 200, has: own });
  });

  test("an admin's totals are of everybody, the names of nobody private", async () => {
    const { full: key } = side.owner.keys;
    const sending = { name: "stats", path: "/api/v1/stats?start=2020-01-01", key, status: 200 };
    await play(side, { ...sending, has: ['"total_seconds":300', WORDS.project] });
    side.change(shown as Person, { isPublic: false });
    await play(side, { ...sending, has: ['"total_seconds":300'], hasNot: [WORDS.project, WORDS.language] });
    side.change(shown as Person, { isPublic: true, publicDays: 1, publicDimensions: ["project"] });
    await play(side, { ...sending, has: ['"total_seconds":300'], hasNot: [WORDS.project, WORDS.language] });
    side.change(shown as Person, { publicDays: null });
    await play(side, { ...sending, has: [WORDS.project], hasNot: [WORDS.language] });
    await play(side, {
      ...sending,
      key: hidden?.keys.full ?? "",
      has: ['"total_seconds":300', '"users":2', WORDS.language],
    });
    side.change(shown as Person, { publicDays: 1 });
    await play(side, { ...sending, key: hidden?.keys.full ?? "", has: ['"total_seconds":150', '"users":2'] });
  });

  /** Returns what strangers are told of a person at every address, ids and name apart. */
  async function toldOf({ user }: Person): Promise<Readonly<Record<string, string>>> {
    const told: Record<string, string> = {};
    for (const path of addressesOf("NAME").filter((one) => one.includes("NAME"))) {
      const text = await (await side.send({ path: path.replace("NAME", user.name) })).text();
      told[path] = text
        .replaceAll(user.uuid, "UUID")
        .replaceAll(user.name, "NAME")
        .replace(/"\w*id":"[^"]*"/g, "");
    }
    return told;
  }

  test("days before those that are shown leave no trace", async () => {
    const elder = side.person({ name: "elder", isPublic: true, publicDays: 30 });
    const novice = side.person({ name: "novice", isPublic: true, publicDays: 30 });
    for (const date of ["2024-02-29", "2026-01-02", "2026-11-18", "2026-11-20"]) await sendAll(side, elder, work(date));
    for (const date of ["2026-11-18", "2026-11-20"]) await sendAll(side, novice, work(date));
    expect(await toldOf(elder)).toEqual(await toldOf(novice));
    for (const [{ user, keys }, start] of [
      [elder, "2024-02-29"],
      [novice, "2026-11-18"],
    ] as const)
      await play(side, {
        ...{ name: "own", path: `/api/v1/users/${user.name}/stats`, key: keys.read, status: 200 },
        has: [`"start":"${start}T`],
      });
  });

  test("what is hidden leaves no trace", async () => {
    const plain = side.person({ name: "plain", isPublic: true, publicDimensions: ["project"] });
    const fancy = side.person({ name: "fancy", isPublic: true, publicDimensions: ["project"] });
    const times = ["2026-11-18T10:00:00", "2026-11-18T10:01:00", "2026-11-20T09:00:00", "2026-11-21T11:58:00"];
    await sendAll(
      side,
      plain,
      times.map((time) => beat(time, { project: "lantern", category: "coding", language: "Go" })),
    );
    const categories = ["ai coding", "browsing", "meeting", "debugging"];
    await sendAll(
      side,
      fancy,
      times.map((time, i) =>
        beat(time, {
          ...{ project: "lantern", category: categories[i], language: `language ${i}`, branch: `branch ${i}` },
          ...{
            user_agent: AGENT,
            machine: "heronbox",
            dependencies: ["libzimbu"],
            ai_line_changes: 5,
            ai_session: "s",
          },
        }),
      ),
    );
    expect(await toldOf(fancy)).toEqual(await toldOf(plain));
  });
});
