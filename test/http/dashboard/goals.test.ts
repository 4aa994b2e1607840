import { describe, expect, test } from "bun:test";
import type { GoalAnswer, GoalsAnswer } from "../../../src/http/dashboard/goals-answer.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

const PATH = "/-/goals";

async function made(side: Side, { keys }: Person, body: object): Promise<GoalAnswer> {
  const response = await side.send({ path: PATH, key: keys.full, body });
  expect(response.status).toBe(201);
  return (await response.json()) as GoalAnswer;
}

describe("goals of the pages", () => {
  matrix((side, place) => {
    test("are made, changed, paused and deleted, and are the goals of the API", async () => {
      const person = side().person();
      const goal = await made(side(), person, { seconds: 3600, projects: ["hearth"] });
      expect(goal).toMatchObject({ title: "Code 1 hr per day on hearth", target_ms: 3_600_000, is_enabled: true });
      expect(await asked<GoalsAnswer>(side(), person, PATH, "read")).toMatchObject({ goals: [goal] });
      const api = await asked<{ data: { id: string; title: string } }>(
        side(),
        person,
        `/api/v1/users/current/goals/${goal.id}`,
      );
      expect(api.data).toMatchObject({ id: goal.id, title: goal.title });
      const one = { path: `${PATH}/${goal.id}`, key: person.keys.full };
      await play(side(), {
        ...{ ...one, name: "paused", method: "PATCH", body: { is_enabled: false, title: "An hour" } },
        ...{ status: 200, has: ['"is_enabled":false', '"title":"An hour"', '"target_ms":3600000'] },
      });
      await play(side(), { ...one, name: "deleted", method: "DELETE", status: 200, json: {} });
      await play(side(), { ...one, name: "gone", method: "DELETE", status: 404, json: errorShape(404) });
    });

    test("are refused as in the API, naming the field; a key that only reads makes none", async () => {
      const { keys } = side().person();
      const sending = { path: PATH, key: keys.full };
      await play(side(), { ...sending, name: "no target", body: {}, status: 422, has: ["seconds"] });
      await play(side(), { ...sending, name: "too long", body: { seconds: 90_000 }, status: 422, has: ["seconds"] });
      await play(side(), { ...sending, name: "no object", body: [], status: 400, json: errorShape(400) });
      await play(side(), {
        ...sending,
        name: "read",
        key: keys.read,
        body: { seconds: 60 },
        status: 403,
        has: ["full"],
      });
    });

    if (place === "in process")
      test("show hits and misses from the first day on", async () => {
        const person = side().person();
        // 2, 0, 3 and today 1 minutes.
        for (const [date, minutes] of [
          ["2026-11-18", 2],
          ["2026-11-20", 3],
          ["2026-11-21", 1],
        ] as const)
          await sendAll(
            side(),
            person,
            Array.from({ length: minutes }, (_, i) => beat(`${date}T10:0${i}:00Z`)).concat(
              beat(`${date}T10:0${minutes}:00Z`),
            ),
          );
        // The last heartbeat of a day earns its idle credit, 2 minutes more, but today's.
        const goal = await made(side(), person, { seconds: 200 });
        expect(
          goal.periods.map(({ start_date, actual_ms, status }) => [start_date, actual_ms / 60_000, status]),
        ).toEqual([
          ["2026-11-18", 4, "success"],
          ["2026-11-19", 0, "fail"],
          ["2026-11-20", 5, "success"],
          ["2026-11-21", 1, "pending"],
        ]);
        expect(goal).toMatchObject({ hits: 2, misses: 1, streak: 1, actual_ms: 60_000, status: "pending" });
      });
  });
});
