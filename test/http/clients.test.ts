import { describe, expect, test } from "bun:test";
import { random } from "../../src/domain/random.ts";
import { BASES } from "../../src/http/paths.ts";
import { addressesOf, type ClientFixture, clientFixtures, requestOf } from "../support/client-fixtures.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";

const FIXTURES = clientFixtures();

type Listed = { readonly id: number; readonly time: number; readonly created_at: string };

matrix((side) => {
  describe.each(FIXTURES)("$name, as $sender sends it", (fixture) => {
    test.each(BASES.map((base) => ({ base: base || "the root" })))("on $base", async ({ base }) => {
      for (const address of addressesOf(fixture, base === "the root" ? "" : base)) {
        const person = side().person();
        const response = await side().send(requestOf(fixture, address, person));
        expect({ address, status: response.status }).toEqual({ address, status: fixture.expected_answer.status });
        expect(response.headers.get("content-type")).toStartWith("application/json");
        expect(response.headers.get("access-control-allow-origin")).toBe("*");
        const stored = await heartbeatsOf(side(), person);
        expectAnswer(fixture, await response.json(), person, stored);
        expect(stored).toMatchObject(fixture.expected);
        expect(stored).toHaveLength(fixture.expected.length);
        if (fixture.expected_extra !== undefined) expect(extrasOf(side(), person)).toEqual([...fixture.expected_extra]);
      }
    });

    test("sent again it is answered with the same ids, and nothing is stored twice", async () => {
      const person = side().person();
      const [address = ""] = addressesOf(fixture, "/api/hackatime/v1");
      const answers: unknown[] = [];
      for (let i = 0; i < 2; i++) answers.push(await (await side().send(requestOf(fixture, address, person))).json());
      expect(answers[1]).toEqual(answers[0]);
      expect(await heartbeatsOf(side(), person)).toHaveLength(fixture.expected.length);
    });
  });

  describe("all clients of one person", () => {
    const together = FIXTURES.flatMap((fixture) => fixture.expected_after_the_others ?? fixture.expected);
    const orders = Array.from({ length: 12 }, (_, seed) => ({ seed, order: seed === 0 ? FIXTURES : shuffled(seed) }));

    test.each(orders)("in order $seed come to the same", async ({ order }) => {
      const person = side().person();
      for (const fixture of order) {
        const [address = ""] = addressesOf(fixture, "/api/v1");
        const response = await side().send(requestOf(fixture, address, person));
        expect(response.status).toBe(fixture.expected_answer.status);
      }
      const stored = await heartbeatsOf(side(), person);
      expect(stored).toMatchObject(together);
      expect(stored).toHaveLength(together.length);
      expect(await totalsOf(side(), person)).toEqual(TOTALS);
    });
  });
});

/** Counted by hand from the thirty times in the fixtures: gaps up to 120 s whole, the four longer ones 120 s each. */
const TOTALS = { total_ms: 2_004_822, heartbeats: 30, browsing_ms: 59_585 + 116_600 + 61_000 };

function expectAnswer(fixture: ClientFixture, answer: unknown, { user }: Person, stored: readonly Listed[]): void {
  const { json, pairs, flat } = fixture.expected_answer;
  if (json !== undefined) {
    const named = JSON.stringify(json).replaceAll("<uuid>", user.uuid).replaceAll("<name>", user.name);
    expect(answer).toEqual(JSON.parse(named));
    return;
  }
  const ids = stored.map(({ id }) => String(id));
  const responses = (pairs ?? []).map((status) =>
    status === 201
      ? [{ data: { id: ids.shift() } }, 201]
      : [{ error: expect.stringMatching(/^[a-z].+/), type: expect.stringMatching(/^[A-Z]\w+$/) }, 400],
  );
  if (flat === true) expect(answer).toEqual({ ...stored[0], data: { id: String(stored[0]?.id) }, responses });
  else expect(answer).toEqual({ responses });
}

async function heartbeatsOf(side: Side, { keys }: Person): Promise<readonly Listed[]> {
  const response = await side.send({ path: "/api/v1/my/heartbeats", key: keys.full });
  return ((await response.json()) as { heartbeats: Listed[] }).heartbeats;
}

function extrasOf({ store }: Side, { user }: Person): (object | null)[] {
  return store.connection.client
    .query<{ extra: string | null }, [number]>("SELECT extra FROM heartbeats WHERE user_id = ? ORDER BY time")
    .all(user.id)
    .map(({ extra }) => (extra === null ? null : JSON.parse(extra)));
}

async function totalsOf(side: Side, { keys }: Person): Promise<unknown> {
  const response = await side.send({ path: "/-/overview?range=all_time", key: keys.full });
  const { total_ms, heartbeats, dimensions } = (await response.json()) as {
    total_ms: number;
    heartbeats: number;
    dimensions: { category: readonly { name: string; ms: number }[] };
  };
  return { total_ms, heartbeats, browsing_ms: dimensions.category.find(({ name }) => name === "browsing")?.ms };
}

function shuffled(seed: number): ClientFixture[] {
  const at = random(seed);
  return FIXTURES.map((fixture) => ({ fixture, place: at.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ fixture }) => fixture);
}
