import { describe, expect, test } from "bun:test";
import { shortDateText } from "../../../src/domain/period.ts";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const PATH = "/api/v1/users/current/goals";
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Sends heartbeats so that today holds this many seconds of a project, of gaps of a minute. */
async function work(side: Side, person: Person, seconds: number, project: string, language = "Go"): Promise<void> {
  const midnight = Math.floor(side.now() / 86_400_000) * 86_400;
  const beats = [];
  for (let t = 0; t <= seconds; t += 60) beats.push({ time: midnight + t, project, language, entity: `/${project}` });
  const response = await side.send({
    path: "/api/v1/users/current/heartbeats.bulk",
    key: person.keys.write,
    body: beats,
  });
  expect(response.status).toBe(201);
}

async function made(side: Side, person: Person, body: object) {
  const response = await side.send({ path: PATH, key: person.keys.full, body });
  expect(response.status).toBe(201);
  return (await response.json()).data;
}

describe("goals", () => {
  matrix((side) => {
    test("are made, shown with their periods, changed, paused and deleted", async () => {
      const person = side().person();
      await work(side(), person, 1800, "hearth");
      const goal = await made(side(), person, { seconds: 3600 });
      expect(goal.id).toMatch(UUID_V4);
      expect(goal).toMatchObject({
        title: "Code 1 hr per day",
        custom_title: null,
        delta: "day",
        seconds: 3600,
        status: "pending",
        status_percent_calculated: 50,
        is_enabled: true,
        languages: [],
      });
      expect(goal.chart_data).toHaveLength(7);
      expect(goal.chart_data.at(-1)).toMatchObject({
        actual_seconds: 1800,
        actual_seconds_text: "30 mins",
        goal_seconds: 3600,
        range_status: "pending",
        range_status_reason_short: "30m of 1h 0m",
      });
      // wakatime-cli asks with its own key and reads the last point.
      const one = await side().send({ path: `${PATH}/${goal.id}`, key: person.keys.write });
      expect((await one.json()).data.chart_data.at(-1).actual_seconds_text).toBe("30 mins");
      const changed = await side().send({
        method: "PATCH",
        path: `${PATH}/${goal.id}`,
        key: person.keys.full,
        body: { seconds: 1800, title: "Half an hour", is_enabled: false },
      });
      expect((await changed.json()).data).toMatchObject({
        title: "Half an hour",
        status: "success",
        is_enabled: false,
      });
      await play(side(), {
        name: "deleted",
        method: "DELETE",
        path: `${PATH}/${goal.id}`,
        key: person.keys.full,
        status: 200,
        json: { data: {} },
      });
      await play(side(), {
        name: "gone",
        path: `${PATH}/${goal.id}`,
        key: person.keys.full,
        status: 404,
        json: errorShape(404),
      });
      await play(side(), {
        name: "none left",
        path: PATH,
        key: person.keys.read,
        status: 200,
        has: ['"data":[]', '"total":0'],
      });
    });

    test("count what they are about, and the status bar shows the daily one", async () => {
      const person = side().person();
      await work(side(), person, 1200, "hearth");
      const ofProject = await made(side(), person, { seconds: 600, projects: ["hearth"], languages: ["golang"] });
      expect(ofProject.chart_data.at(-1)).toMatchObject({ actual_seconds: 1200, range_status: "success" });
      expect((await made(side(), person, { seconds: 600, projects: ["other"] })).chart_data.at(-1).actual_seconds).toBe(
        0,
      );
      const atMost = await made(side(), person, { seconds: 600, is_inverse: true, delta: "week" });
      expect(atMost).toMatchObject({ status: "fail", title: "Code at most 10 mins per week" });
      // A day has its date, a week only its two ends.
      const { range } = ofProject.chart_data.at(-1);
      expect(range.text).toBe(shortDateText(range.date));
      const week = atMost.chart_data.at(-1).range;
      expect(week).not.toHaveProperty("date");
      expect(week.text).toMatch(/^\w{3} \w{3} \d+ until \w{3} \w{3} \d+$/);
      // What an answer says can be sent back as it is.
      const again = { method: "PUT", path: `${PATH}/${atMost.id}`, key: person.keys.full, body: atMost };
      expect((await (await side().send(again)).json()).data).toMatchObject({ id: atMost.id, seconds: 600 });
      const bar = await side().send({
        path: "/api/hackatime/v1/users/current/statusbar/today",
        key: person.keys.write,
      });
      const { data } = await bar.json();
      expect(data.grand_total.text).toBe("20 mins");
      expect(data.goal).toEqual({
        target_seconds: 600,
        tracked_seconds: 1200,
        completion_percent: 100,
        complete: true,
      });
    });

    test("come in pages, of which there is one", async () => {
      const person = side().person();
      const goal = await made(side(), person, { seconds: 3600 });
      const page = async (query: string) => {
        const { data, ...fields } = await (
          await side().send({ path: `${PATH}${query}`, key: person.keys.read })
        ).json();
        return { ids: data.map(({ id }: { id: string }) => id), ...fields };
      };
      const fields = { total: 1, total_pages: 1, next_page: null };
      expect(await page("")).toEqual({ ids: [goal.id], ...fields, page: 1, prev_page: null });
      expect(await page("?page=2")).toEqual({ ids: [], ...fields, page: 2, prev_page: 1 });
    });

    test("refuse what means nothing, naming the field, and strangers", async () => {
      const [person, stranger] = [side().person(), side().person()];
      for (const [field, body] of [
        ["seconds", {}],
        ["seconds", { seconds: 0 }],
        ["seconds", { seconds: 25 * 3600 }],
        ["seconds", { seconds: "3600" }],
        ["delta", { seconds: 60, delta: "year" }],
        ["is_inverse", { seconds: 60, is_inverse: "yes" }],
        ["ignore_days", { seconds: 60, ignore_days: ["someday"] }],
        ["languages", { seconds: 60, languages: "Go" }],
        ["improve_by_percent", { seconds: 60, improve_by_percent: 10 }],
        ["is_snoozed", { seconds: 60, is_snoozed: true }],
        ["snooze_until", { seconds: 60, snooze_until: "2026-12-01T00:00:00Z" }],
      ] as const)
        await play(side(), { name: field, path: PATH, key: person.keys.full, body, status: 422, has: [field] });
      const goal = await made(side(), person, { seconds: 60 });
      await play(side(), {
        name: "read key",
        path: PATH,
        key: person.keys.read,
        body: { seconds: 60 },
        status: 403,
        json: errorShape(403),
      });
      await play(side(), {
        name: "not theirs",
        path: `${PATH}/${goal.id}`,
        key: stranger.keys.full,
        status: 404,
        json: errorShape(404),
      });
      await play(side(), {
        name: "not theirs to delete",
        method: "DELETE",
        path: `${PATH}/${goal.id}`,
        key: stranger.keys.full,
        status: 404,
        json: errorShape(404),
      });
    });
  });
});
