import { describe, expect, test } from "bun:test";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Sends an hour and a half of work today and yesterday, on two projects. */
async function work(side: Side, person: Person): Promise<number> {
  const midnight = Math.floor(side.now() / 86_400_000) * 86_400;
  const beats = [];
  for (const start of [midnight - 86_400, midnight])
    for (let t = 0; t <= 1800; t += 60)
      beats.push({
        time: start + t,
        entity: `/src/${t}.go`,
        language: t < 600 ? "Go" : "Rust",
        project: t < 1200 ? "tide/pool v1.0 ü" : "other",
      });
  beats.push({ time: midnight + 1860, entity: "test.txt", project: "probe" });
  const response = await side.send({
    path: "/api/v1/users/current/heartbeats.bulk",
    key: person.keys.write,
    body: beats,
  });
  expect(response.status).toBe(201);
  return midnight;
}

async function json(side: Side, path: string, key?: string) {
  const response = await side.send({ path, ...(key !== undefined && { key }) });
  return { status: response.status, body: await response.json() };
}

describe("Hackatime's own addresses", () => {
  matrix((side) => {
    test("tell who, how long, how many days, what last and with which key", async () => {
      const person = side().person({ email: "mira@example.org", name: "mira1" });
      const midnight = await work(side(), person);
      const ask = async (path: string) => (await json(side(), `/api/v1/authenticated/${path}`, person.keys.full)).body;
      expect(await ask("me")).toEqual({
        id: person.user.id,
        emails: ["mira@example.org"],
        slack_id: null,
        github_username: null,
        trust_factor: { trust_level: "blue", trust_value: 0 },
      });
      const date = (days: number) => new Date((midnight + days * 86_400) * 1000).toISOString().slice(0, 10);
      expect(await ask("hours")).toEqual({ start_date: date(-6), end_date: date(0), total_seconds: 1800 + 120 + 1860 });
      expect((await ask(`hours?start_date=${date(-1)}&end_date=${date(-1)}`)).total_seconds).toBe(1920);
      expect(await ask("streak")).toEqual({ streak_days: 2, longest_streak: 2 });
      expect(await ask("heartbeats/latest")).toMatchObject({
        entity: "/src/1800.go",
        project: "other",
        language: "Rust",
      });
      expect(await ask("api_keys")).toEqual({ token: person.keys.full });
      const { projects } = await ask("projects");
      expect(
        projects.map(({ name, total_seconds }: { name: string; total_seconds: number }) => [name, total_seconds]),
      ).toEqual([
        ["tide/pool v1.0 ü", 2400],
        ["other", 600 + 120 + 660],
        ["probe", 0],
      ]);
      expect(projects[0]).toMatchObject({ languages: ["Go", "Rust"], archived: false });
      expect(projects[0].most_recent_heartbeat).toMatch(TIME);
      expect((await ask(`projects/${encodeURIComponent("tide/pool v1.0 ü")}`)).total_seconds).toBe(2400);
      expect((await ask("projects?projects=other,%20none")).projects).toHaveLength(1);
    });

    test("give details of projects by name, however it is written", async () => {
      const person = side().person();
      const midnight = await work(side(), person);
      const { body } = await json(side(), "/api/v1/users/my/projects/details?projects=other", person.keys.read);
      const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000", "");
      expect(body.projects).toEqual([
        {
          name: "other",
          total_seconds: 1380,
          languages: ["Rust"],
          repo_url: null,
          total_heartbeats: 22,
          first_heartbeat: iso(midnight - 86_400 + 1200),
          last_heartbeat: iso(midnight + 1800),
          most_recent_heartbeat: iso(midnight + 1800),
          archived: false,
        },
      ]);
      for (const path of ["tide/pool%20v1.0%20%C3%BC", "tide%2Fpool%20v1.0%20ü"])
        expect(
          (await json(side(), `/api/hackatime/v1/users/my/project/${path}`, person.keys.read)).body.total_seconds,
        ).toBe(2400);
      for (const path of ["project/none", "project/%20"])
        await play(side(), {
          name: path,
          path: `/api/v1/users/my/${path}`,
          key: person.keys.read,
          status: 404,
          json: errorShape(404),
        });
      expect((await json(side(), "/api/v1/users/my/projects/details?end=2001-12-31", person.keys.read)).body).toEqual({
        projects: [],
      });
    });

    test("leave archived projects out unless they are asked for", async () => {
      const person = side().person();
      await work(side(), person);
      const archive = (archived: boolean) => ({
        ...{ name: `archived: ${archived}`, method: "PATCH", path: "/-/projects/other", key: person.keys.full },
        ...{ body: { archived }, status: 200, json: { archived } },
      });
      const listed = async (path: string): Promise<[string, boolean][]> => {
        const { projects } = (await json(side(), `/api/v1/${path}`, person.keys.read)).body;
        return projects.map(({ name, archived }: { name: string; archived: boolean }) => [name, archived]);
      };
      const missing = {
        ...{ name: "an archived one", path: "/api/v1/users/my/project/other", key: person.keys.read },
        ...{ status: 404, json: errorShape(404) },
      };
      const tide: [string, boolean] = ["tide/pool v1.0 ü", false];
      await play(side(), archive(true));
      expect(await listed("authenticated/projects")).toEqual([tide, ["probe", false]]);
      expect(await listed("authenticated/projects?include_archived=true")).toEqual([
        tide,
        ["other", true],
        ["probe", false],
      ]);
      expect(await listed("users/my/projects/details")).toEqual([tide, ["probe", false]]);
      expect((await json(side(), "/api/v1/authenticated/projects/other", person.keys.read)).body.archived).toBe(true);
      await play(side(), missing);
      await play(side(), archive(false));
      expect(await listed("users/my/projects/details?projects=other")).toEqual([["other", false]]);
      expect((await json(side(), missing.path, person.keys.read)).body).toMatchObject({
        name: "other",
        archived: false,
      });
    });

    test("show of others only what is public", async () => {
      const [person, hidden, open] = [side().person(), side().person(), side().person({ isPublic: true })];
      await work(side(), open);
      for (const path of ["trust_factor", "projects/details", "project/other"]) {
        await play(side(), {
          name: path,
          path: `/api/v1/users/${hidden.user.name}/${path}`,
          key: person.keys.full,
          status: 404,
          json: errorShape(404),
        });
        expect((await json(side(), `/api/v1/users/${open.user.name}/${path}`)).status).toBe(200);
      }
      await play(side(), { name: "no key", path: "/api/v1/authenticated/me", status: 401, json: errorShape(401) });
      await play(side(), {
        name: "write key",
        path: "/api/v1/authenticated/me",
        key: person.keys.write,
        status: 403,
        json: errorShape(403),
      });
      await play(side(), {
        name: "read key",
        path: "/api/v1/authenticated/api_keys",
        key: person.keys.read,
        status: 403,
        json: errorShape(403),
      });
      await play(side(), {
        name: "bans",
        path: "/api/v1/banned_users/counts",
        status: 200,
        json: { day: 0, week: 0, month: 0 },
      });
      await play(side(), { name: "programs", path: "/api/v1/ysws_programs", status: 200, json: [] });
    });

    test("are well formed for somebody without a heartbeat", async () => {
      const person = side().person();
      const ask = async (path: string) => (await json(side(), `/api/v1/authenticated/${path}`, person.keys.full)).body;
      expect(await ask("heartbeats/latest")).toEqual({ heartbeat: null });
      expect(await ask("streak")).toEqual({ streak_days: 0, longest_streak: 0 });
      expect((await ask("hours")).total_seconds).toBe(0);
      expect(await ask("projects")).toEqual({ projects: [] });
    });
  });
});
