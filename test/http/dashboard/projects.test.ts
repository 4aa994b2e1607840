import { describe, expect, test } from "bun:test";
import type { ProjectAnswer, ProjectFilesAnswer, ProjectsAnswer } from "../../../src/http/dashboard/projects-answer.ts";
import { asked, sendAll } from "../../support/asking.ts";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { noonZone, PROJECTS, week } from "../../support/week.ts";

async function person(side: Side): Promise<Person> {
  const made = side.person({ timeZone: noonZone(side.now()) });
  await sendAll(side, made, week(side.now()));
  return made;
}

const sum = (items: readonly { readonly ms: number }[]) => items.reduce((total, { ms }) => total + ms, 0);

describe("projects", () => {
  matrix((side) => {
    test("are all there, last seen first, their time that of the overview", async () => {
      const who = await person(side());
      const { projects, ...rest } = await asked<ProjectsAnswer>(
        side(),
        who,
        "/-/projects?range=last_12_months",
        "read",
      );
      const overview = await asked<{ total_ms: number; dimensions: Record<string, { name: string; ms: number }[]> }>(
        side(),
        who,
        "/-/overview?range=all_time",
      );
      expect(projects.map(({ name }) => name).sort()).toEqual([...PROJECTS].sort());
      expect(projects.map(({ last_ms }) => last_ms)).toEqual(
        projects.map(({ last_ms }) => last_ms).sort((a, b) => b - a),
      );
      const totals = projects.map(({ name, total_ms }) => ({ name, ms: total_ms }));
      for (const item of totals.filter(({ ms }) => ms > 0)) expect(overview.dimensions["project"]).toContainEqual(item);
      expect(sum(totals) + rest.without_project_ms).toBe(overview.total_ms);
      expect(rest).toMatchObject({ total_ms: overview.total_ms, range: "last_12_months", spark: { unit: "week" } });
      // A week lies inside twelve.
      for (const { spark, total_ms } of projects) {
        expect(spark).toHaveLength(12);
        expect(spark.reduce((a, b) => a + b, 0)).toBe(total_ms);
      }
    });

    test("of a short range have sparklines by day", async () => {
      const who = await person(side());
      const { projects, spark } = await asked<ProjectsAnswer>(side(), who, "/-/projects?range=today");
      expect(spark.unit).toBe("day");
      for (const project of projects) {
        expect(project.spark).toHaveLength(30);
        expect(project.spark.at(-1)).toBe(project.total_ms);
      }
    });

    test("are archived and taken back", async () => {
      const who = await person(side());
      const flags = async () =>
        (await asked<ProjectsAnswer>(side(), who, "/-/projects")).projects
          .filter(({ is_archived }) => is_archived)
          .map(({ name }) => name);
      const archive = (name: string, archived: unknown, key = who.keys.full) => ({
        name,
        method: "PATCH",
        path: `/-/projects/${encodeURIComponent(name)}`,
        key,
        body: { archived },
      });
      for (const name of PROJECTS) {
        await play(side(), { ...archive(name, true), status: 200, json: { archived: true } });
        expect(await flags()).toEqual([name]);
        await play(side(), { ...archive(name, false), status: 200, json: { archived: false } });
      }
      expect(await flags()).toEqual([]);
      await play(side(), { ...archive("nobody's", true), status: 404, json: errorShape(404) });
      await play(side(), { ...archive("tidepool", "yes"), status: 422, json: errorShape(422) });
      await play(side(), { ...archive("tidepool", true, who.keys.read), status: 403, json: errorShape(403) });
    });

    test("are shown one by one, whatever their name", async () => {
      const who = await person(side());
      for (const name of PROJECTS) {
        const path = `/-/project/${encodeURIComponent(name)}`;
        const found = await asked<ProjectAnswer>(side(), who, path);
        expect(found.name).toBe(name);
        for (const dimension of ["language", "branch", "editor", "operating_system", "machine", "category"])
          expect(sum(found.dimensions[dimension] ?? [])).toBe(found.total_ms);
        expect(sum(found.buckets)).toBe(found.total_ms);
        expect(sum(found.year)).toBe(found.total_ms);
        expect(found.hours_of_week.reduce((a, b) => a + b, 0)).toBe(found.total_ms);
        expect(found.first_ms).toBeLessThanOrEqual(found.last_ms);
        const files = await asked<ProjectFilesAnswer>(side(), who, path.replace("project/", "project-files/"));
        expect(sum(files.files)).toBe(found.total_ms);
        expect(files.total_ms).toBe(found.total_ms);
      }
      const one = await asked<ProjectAnswer>(side(), who, "/-/project/tidepool?language=TypeScript&range=last_7_days");
      expect(one.dimensions["language"]?.map(({ name }) => name)).toEqual(["TypeScript"]);
      await play(side(), {
        name: "none",
        path: "/-/project/none",
        key: who.keys.read,
        status: 404,
        json: errorShape(404),
      });
    });

    test("have badges that answer once statistics are public", async () => {
      const who = await person(side());
      const { badge } = await asked<ProjectAnswer>(side(), who, "/-/project/lantern/web");
      expect(badge.is_public).toBe(false);
      side().change(who, { isPublic: true });
      const shown = await asked<ProjectAnswer>(side(), who, "/-/project/lantern/web");
      expect(shown.badge.is_public).toBe(true);
      const svg = await side().send({ path: shown.badge.svg });
      expect(svg.status).toBe(200);
      expect(svg.headers.get("content-type")).toContain("image/svg+xml");
      const shields = await side().send({ path: shown.badge.shields });
      expect(((await shields.json()) as { message: string }).message).toMatch(/\d+ (?:hr|min|sec)/);
    });
  });
});
