import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { secondsOf, textOf } from "../../src/domain/format.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix } from "../support/matrix.ts";
import { reference } from "../support/reference.ts";
import { errorShape, play } from "../support/scenario.ts";
import { expectShape, Time, Whole, Words } from "../support/shapes.ts";
import { noonZone, week } from "../support/week.ts";

const HACKATIME = { timeoutMs: 120_000, idleMs: 120_000 };
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };

const List = Type.Array(
  Type.Object({ name: Type.String({ minLength: 1 }), total_seconds: Whole, percent: Type.Number(), text: Words }),
  { maxItems: 10 },
);
const SERVER_STATS = Type.Object({
  ...{ total_seconds: Whole, human_readable_total: Words, users: Whole, heartbeats: Whole, start: Time, end: Time },
  ...{ languages: List, projects: List },
});

type ServerStats = {
  readonly total_seconds: number;
  readonly users: number;
  readonly heartbeats: number;
  readonly projects: readonly { readonly name: string; readonly total_seconds: number }[];
};

const PATH = "/api/v1/stats";

/** Who sees whose data is in privacy.test.ts. */
matrix((side) => {
  test("nothing sent is zeros and empty lists", async () => {
    const answer = await asked(side(), side().person(), PATH);
    expectShape(SERVER_STATS, answer);
    expect(answer).toMatchObject({ total_seconds: 0, heartbeats: 0, users: 1, languages: [], projects: [] });
  });

  test("one's own time is each one's own stream, and the lists are the longest ten", async () => {
    const now = side().now();
    const zone = noonZone(now);
    const [one, other] = [side().person({ timeZone: zone }), side().person({ timeZone: zone, isPublic: true })];
    const [mine, theirs] = [week(now, 4), week(now, 5)];
    await sendAll(side(), one, mine);
    await sendAll(side(), other, theirs);
    const [ownTime, otherTime] = [reference(mine, HACKATIME), reference(theirs, HACKATIME)];
    const answer = await asked<ServerStats>(side(), one, PATH, "read");
    expectShape(SERVER_STATS, answer);
    const total = secondsOf(ownTime.totalMs(EVER) + otherTime.totalMs(EVER));
    expect(answer).toMatchObject({ total_seconds: total, human_readable_total: textOf(total), users: 2 });
    expect(answer.heartbeats).toBe(mine.length + theirs.length);
    const together = new Map<string, number>();
    for (const { name, ms } of [...ownTime.items("project", EVER), ...otherTime.items("project", EVER)])
      together.set(name, (together.get(name) ?? 0) + ms);
    expect(Object.fromEntries(answer.projects.map(({ name, total_seconds }) => [name, total_seconds]))).toEqual(
      Object.fromEntries([...together].map(([name, ms]) => [name, secondsOf(ms)])),
    );

    const start = now - 3 * 86_400_000;
    const part = await asked<ServerStats>(side(), one, `${PATH}?start=${start}&end=${now}`);
    const interval = { startMs: start, endMs: now };
    expect(part.total_seconds).toBe(secondsOf(ownTime.totalMs(interval) + otherTime.totalMs(interval)));
    side().change(other, { isPublic: false });
    expect(await asked<ServerStats>(side(), one, PATH)).toMatchObject({ users: 1, heartbeats: mine.length });
  });

  test("of one user are those whom the asker may see: themselves, a public one, for an admin anyone", async () => {
    const [open, closed] = [side().person({ isPublic: true }), side().person()];
    side().change(closed, { email: "closed@example.org" });
    const admin = side().person();
    side().change(admin, { isAdmin: true });
    const time = side().now() / 1000 - 600;
    await sendAll(
      side(),
      open,
      [0, 60].map((second) => ({ entity: "a.ts", time: time + second, project: "tide" })),
    );
    await sendAll(
      side(),
      closed,
      [0, 30].map((second) => ({ entity: "a.ts", time: time + second, project: "reef" })),
    );
    const told = (asker: typeof open, query: string) => asked<ServerStats>(side(), asker, `${PATH}?${query}`, "read");
    for (const asker of [closed, admin])
      expect(await told(asker, `username=${open.user.name}`)).toMatchObject({
        ...{ total_seconds: 60, users: 1, heartbeats: 2, projects: [{ name: "tide" }] },
      });
    expect(await told(closed, "username=current")).toMatchObject({ total_seconds: 30, projects: [{ name: "reef" }] });
    expect(await told(closed, "user_email=closed@example.org")).toMatchObject({ total_seconds: 30 });
    for (const query of [`username=${closed.user.name}`, "user_email=closed@example.org"]) {
      // The time of a private user is an admin's to know, the names are not.
      expect(await told(admin, query)).toMatchObject({ total_seconds: 30, users: 1, projects: [], languages: [] });
      const sending = { path: `${PATH}?${query}`, key: open.keys.read, status: 404, json: errorShape(404) };
      await play(side(), { name: query, ...sending });
    }
    for (const { keys } of [closed, admin])
      await play(side(), {
        ...{ name: "nobody", path: `${PATH}?username=nobody`, key: keys.read, status: 404, json: errorShape(404) },
      });
  });

  test.each([
    { query: "start_date=soon", parameter: "start_date" },
    { query: "end_date=2025-13-01", parameter: "end_date" },
    { query: "range=ever", parameter: "range" },
  ])("?$query is 422 and names $parameter", async ({ query, parameter }) => {
    await play(side(), {
      ...{ name: query, path: `${PATH}?${query}`, key: side().owner.keys.read, status: 422 },
      json: { ...errorShape(422), message: expect.stringContaining(parameter) },
    });
  });
});
