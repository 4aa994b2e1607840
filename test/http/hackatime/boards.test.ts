import { describe, expect, test } from "bun:test";
import { inProcess, matrix } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

describe("boards", () => {
  test("rank the public users and the asker by time of coding, nobody else", async () => {
    const side = await inProcess();
    const [mine, open, hidden] = [side.person(), side.person({ isPublic: true }), side.person()];
    const now = Math.floor(side.now() / 1000);
    for (const [person, minutes] of [
      [mine, 3],
      [open, 5],
      [hidden, 9],
    ] as const) {
      const coding = Array.from({ length: minutes + 1 }, (_, i) => ({
        time: now - 600 + i * 60,
        entity: "/a.go",
        project: "tide",
      }));
      const browsing = { time: now - 40, entity: "example.org", type: "domain" };
      await side.send({
        path: "/api/v1/users/current/heartbeats.bulk",
        key: person.keys.write,
        body: [...coding, browsing],
      });
    }
    const entries = async (path: string, key?: string) => {
      const response = await side.send({ path, ...(key !== undefined && { key }) });
      expect(response.status).toBe(200);
      return (await response.json()).entries.map(
        (entry: { rank: number; user: { id: number }; total_seconds: number }) => [
          entry.rank,
          entry.user.id,
          entry.total_seconds,
        ],
      );
    };
    // The gap after the last heartbeat of coding earns it 120 s more.
    const openRow = [1, open.user.id, 5 * 60 + 120];
    expect(await entries("/api/v1/leaderboard")).toEqual([openRow]);
    expect(await entries("/api/v1/leaderboard/weekly", mine.keys.read)).toEqual([
      openRow,
      [2, mine.user.id, 3 * 60 + 120],
    ]);
    expect(await entries("/api/v1/leaderboard/daily", mine.keys.write)).toEqual([openRow]);
    const told = async (path: string) => (await side.send({ path })).json();
    expect(await told("/api/v1/leaderboard")).toMatchObject({ period: "daily", date_range: "Last 24 hours" });
    const weekly = await told("/api/v1/leaderboard/weekly");
    expect(weekly).toMatchObject({ period: "last_7_days", date_range: "Nov 15 - Nov 21, 2026" });
    const [{ user: first }] = weekly.entries;
    expect((await side.send({ path: new URL(first.avatar_url).pathname })).headers.get("content-type")).toStartWith(
      "image/svg+xml",
    );
    await side.close();
  });

  test("tell who is at work", async () => {
    const side = await inProcess();
    const [open, hidden] = [side.person({ isPublic: true }), side.person()];
    const now = Math.floor(side.now() / 1000);
    const at = async (key: string) => (await side.send({ path: "/api/v1/currently_hacking", key })).json();
    for (const person of [open, hidden])
      await side.send({
        path: "/api/heartbeat",
        key: person.keys.full,
        body: { time: now - 299, entity: "/a", project: "tide" },
      });
    expect(await (await side.send({ path: "/api/v1/currently_hacking" })).json()).toEqual({
      count: 1,
      users: [
        {
          display_name: open.user.name,
          avatar_url: `http://localhost:4784/api/avatar/${open.user.uuid}.svg`,
          country_code: null,
          working_on: { project_name: "tide", repo_url: null },
        },
      ],
    });
    expect((await at(hidden.keys.read)).count).toBe(2);
    await side.send({
      path: "/api/heartbeat",
      key: open.keys.full,
      body: { time: now - 10, entity: "x.org", type: "domain" },
    });
    expect((await at(hidden.keys.read)).count).toBe(1);
    await side.close();
  });
});

describe("a leaked key", () => {
  matrix((side) => {
    test("gets another in its place, told once to its owner", async () => {
      const [person, other] = [side().person(), side().person()];
      const path = "/api/internal/revoke";
      const revoke = (key: string, token: unknown) => side().send({ path, key, body: { token } });
      const answer = await revoke(person.keys.full, `waka_${person.keys.write.toUpperCase()}`);
      expect(answer.status).toBe(201);
      const { token, ...rest } = await answer.json();
      expect(rest).toEqual({ success: true, status: "complete", token_type: "write" });
      const bar = (key: string) => side().send({ path: "/api/v1/users/current/statusbar/today", key });
      expect((await bar(person.keys.write)).status).toBe(401);
      expect((await bar(token)).status).toBe(200);
      for (const [sent, status] of [
        [person.keys.write, 404],
        [other.keys.full, 404],
        ["x", 422],
        [7, 422],
      ] as const)
        expect((await revoke(person.keys.full, sent)).status).toBe(status);
      expect((await bar(other.keys.full)).status).toBe(200);
      await play(side(), {
        name: "read key",
        path,
        key: person.keys.read,
        body: { token },
        status: 403,
        json: errorShape(403),
      });
    });
  });
});
