import { describe, expect, test } from "bun:test";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const DAY_S = 86_400;

/** 08:00 UTC of the day before now, epoch seconds. */
const morning = (side: Side) => Math.floor(side.now() / 1000 / DAY_S - 1) * DAY_S + 8 * 3600;
const dateOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

function meeting(side: Side, id: string, from: number, until: number, more: object = {}): object {
  const start = morning(side);
  return {
    external_id: id,
    entity: "Stand-up",
    type: "app",
    category: "Meeting",
    start_time: start + from,
    end_time: start + until,
    project: "talks",
    ...more,
  };
}

async function json(side: Side, person: Person, path: string) {
  const response = await side.send({ path, key: person.keys.read });
  expect(response.status).toBe(200);
  return response.json();
}

describe("external durations", () => {
  matrix((side) => {
    test("are told, listed, counted beside heartbeats, and deleted", async () => {
      const person = side().person();
      const path = "/api/v1/users/current/external_durations";
      const start = morning(side());
      const beats = [0, 60, 120].map((after) => ({ time: start + 600 + after, project: "hearth", entity: "/a.ts" }));
      await side().send({ path: "/api/v1/users/current/heartbeats.bulk", key: person.keys.write, body: beats });
      await play(side(), {
        name: "told",
        path,
        key: person.keys.full,
        body: meeting(side(), "m1", 0, 1800),
        status: 201,
        json: {
          data: {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            external_id: "m1",
            provider: "api",
            entity: "Stand-up",
            type: "app",
            category: "meeting",
            start_time: start,
            end_time: start + 1800,
            project: "talks",
            branch: null,
            language: null,
            meta: null,
            created_at: expect.stringMatching(/Z$/),
          },
        },
      });
      const date = dateOf(start);
      const listed = await json(side(), person, `${path}?date=${date}`);
      expect(listed).toMatchObject({ data: [{ external_id: "m1" }], start: `${date}T00:00:00Z`, timezone: "UTC" });
      const stats = await json(side(), person, `/api/v1/users/current/stats?start=${date}&end=${date}`);
      expect(stats.total_seconds).toBe(1800);
      expect(stats.projects.map(({ name, seconds }: { name: string; seconds: number }) => [name, seconds])).toEqual([
        ["talks", 1680],
        ["hearth", 120],
      ]);
      const { spans } = await json(side(), person, `/api/v1/users/current/heartbeats/spans?start=${date}&end=${date}`);
      expect(spans).toEqual([{ start_time: start, end_time: start + 1800, duration: 1800 }]);

      const ids = listed.data.map(({ id }: { id: string }) => id);
      const remove = { name: "deleted", method: "DELETE", path: `${path}.bulk`, key: person.keys.full } as const;
      await play(side(), { ...remove, body: { date: dateOf(start - DAY_S), ids }, status: 200, json: { data: {} } });
      expect((await json(side(), person, `${path}?date=${date}`)).data).toHaveLength(1);
      await play(side(), { ...remove, body: { date, ids }, status: 200, json: { data: {} } });
      expect((await json(side(), person, `${path}?date=${date}`)).data).toEqual([]);
      expect((await json(side(), person, `/api/v1/users/current/stats?start=${date}&end=${date}`)).total_seconds).toBe(
        120,
      );
    });

    test("in bulk: one pair each, a bad one never loses its neighbours", async () => {
      const person = side().person();
      const good = meeting(side(), "a", 0, 60);
      await play(side(), {
        name: "bulk",
        path: "/api/compat/wakatime/v1/users/current/external_durations.bulk",
        key: person.keys.full,
        body: [good, { ...good, external_id: "b", end_time: 1 }, null, meeting(side(), "c", 60, 90)],
        status: 201,
        json: {
          responses: [
            [{ data: expect.objectContaining({ external_id: "a" }) }, 201],
            [{ error: expect.any(String) }, 400],
            [{ error: expect.any(String) }, 400],
            [{ data: expect.objectContaining({ external_id: "c" }) }, 201],
          ],
        },
      });
      const date = dateOf(morning(side()));
      expect((await json(side(), person, `/api/v1/users/my/stats?start=${date}&end=${date}`)).total_seconds).toBe(90);
    });

    test("refuse what cannot be one, naming the field", async () => {
      const person = side().person();
      const path = "/api/v1/users/current/external_durations";
      for (const [field, body] of [
        ["external_id", meeting(side(), "", 0, 60)],
        ["start_time", meeting(side(), "x", 0, 60, { start_time: "soon" })],
        ["end_time", meeting(side(), "x", 60, 60)],
        ["end_time", meeting(side(), "x", 0, 8 * DAY_S)],
        ["entity", meeting(side(), "x", 0, 60, { entity: null })],
        ["project", meeting(side(), "x", 0, 60, { project: "p".repeat(2084) })],
      ] as const)
        await play(side(), { name: field, path, key: person.keys.full, body, status: 422, has: [field] });
      await play(side(), { name: "list", path, key: person.keys.full, body: [1], status: 400, json: errorShape(400) });
      await play(side(), { name: "no date", path, key: person.keys.read, status: 422, has: ["date"] });
      await play(side(), {
        name: "no ids",
        method: "DELETE",
        path: `${path}.bulk`,
        key: person.keys.full,
        body: {},
        status: 422,
        has: ["ids"],
      });
      await play(side(), {
        name: "read key",
        path,
        key: person.keys.read,
        body: meeting(side(), "x", 0, 60),
        status: 403,
        json: errorShape(403),
      });
    });

    test("are nobody else's", async () => {
      const [mine, theirs] = [side().person(), side().person({ isPublic: true })];
      await side().send({
        path: "/api/v1/users/current/external_durations",
        key: theirs.keys.full,
        body: meeting(side(), "secret", 0, 60),
      });
      const date = dateOf(morning(side()));
      await play(side(), {
        name: "by name",
        path: `/api/v1/users/${theirs.user.name}/external_durations?date=${date}`,
        key: mine.keys.full,
        status: 404,
        json: errorShape(404),
      });
      expect((await json(side(), mine, `/api/v1/users/current/external_durations?date=${date}`)).data).toEqual([]);
    });
  });
});
