// The table of the counting rule on a real store; its laws are in counting.test.ts, its pure part in test/domain/credit.test.ts.
import { describe, expect, test } from "bun:test";
import { PRESETS } from "../../src/domain/credit.ts";
import { EVER, told } from "../support/answers.ts";
import { memory } from "../support/memory.ts";
import { AGENT, at, bothAnswers, NINE, send, truthOf } from "../support/proving.ts";
import type { SentHeartbeat } from "../support/reference.ts";

describe("the table of the rule", () => {
  test.each([
    { name: "a gap of the timeout", times: [0, 120], total: 120, spans: [[0, 120]] },
    { name: "a second more", times: [0, 121], total: 120, spans: [[0, 120]] },
    {
      name: "a busy while",
      times: [0, 30, 90, 210, 331, 331, 400],
      total: 399,
      spans: [
        [0, 330],
        [331, 400],
      ],
    },
    { name: "any order of arrival", times: [90, 0, 30], total: 90, spans: [[0, 90]] },
    { name: "one heartbeat", times: [42], total: 0, spans: [] },
    { name: "a day's pause", times: [0, 100_000], total: 120, spans: [[0, 120]] },
  ])("$name: $times", async ({ times, total, spans }) => {
    const server = memory();
    const user = server.addUser();
    const sent = at(...times).map((one, i) => ({ ...one, entity: `${i}.ts`, time: Number(one.time) - 86_400 }));
    await send(server, user.id, sent);
    const answers = told(server.store, server.histories, user.id, { zone: "UTC", interval: EVER });
    expect(answers.totalMs).toBe(total * 1000);
    const offset = (NINE - 86_400) * 1000;
    expect(answers.spans.map(({ startMs, endMs }) => [startMs - offset, endMs - offset])).toEqual(
      spans.map((span) => span.map((second) => second * 1000)),
    );
  });

  test("interleaved projects each have what their own heartbeats earn", async () => {
    const server = memory();
    const user = server.addUser();
    const times = [0, 50, 100, 150, 200, 700];
    const sent = at(...times).map((one, i) => ({ ...one, project: ["a", "b", "a", "b", "a", "c"][i] }));
    await send(server, user.id, sent);
    const { totalMs, heartbeats, items } = told(server.store, server.histories, user.id, {
      zone: "UTC",
      interval: EVER,
    });
    expect({ totalMs, heartbeats }).toEqual({ totalMs: 320_000, heartbeats: 6 });
    expect(items["project"]).toEqual([
      { name: "a", ms: 220_000 },
      { name: "b", ms: 100_000 },
    ]);
  });
});

test("a heartbeat that arrives years late corrects the day it belongs to, and no other", async () => {
  const server = memory();
  const user = server.addUser();
  const old = 1_000_000_800; // 2001-09-09T02:00:00Z
  await send(server, user.id, [...at(0, 60), { time: old, entity: "a.ts" }]);
  const days = () =>
    [old, NINE].map((second) => {
      const startMs = Math.floor(second / 86_400) * 86_400_000;
      return told(server.store, server.histories, user.id, {
        zone: "UTC",
        interval: { startMs, endMs: startMs + 86_400_000 },
      }).totalMs;
    });
  expect(days()).toEqual([120_000, 60_000]);
  await send(server, user.id, [{ time: old + 45, entity: "b.ts" }]);
  expect(days()).toEqual([165_000, 60_000]);
});

test("a filter does not bridge the hole that another project leaves", async () => {
  const server = memory();
  const user = server.addUser();
  const [first, middle, last] = at(0, 60, 120) as [SentHeartbeat, SentHeartbeat, SentHeartbeat];
  await send(server, user.id, [first, { ...middle, project: "harbor" }, last]);
  const { totalMs, spans } = told(server.store, server.histories, user.id, {
    zone: "UTC",
    interval: EVER,
    filter: { only: { project: ["tide"] } },
  });
  expect(totalMs).toBe(60_000);
  expect(spans).toEqual([{ startMs: NINE * 1000, endMs: (NINE + 60) * 1000 }]);
});

test("the agent of these proofs is one the server understands", async () => {
  const server = memory();
  const user = server.addUser();
  await send(server, user.id, at(0, 60));
  const { items } = told(server.store, server.histories, user.id, { zone: "UTC", interval: EVER });
  expect(AGENT.userAgent).toContain("sublime");
  expect(items["editor"]).toEqual([{ name: "Sublime Text", ms: 60_000 }]);
  expect(items["operating_system"]).toEqual([{ name: "Windows", ms: 60_000 }]);
});

describe("sentinels", () => {
  const QUARTER_HOUR = 900;
  const DAY = 86_400;
  const [known] = at(-3 * DAY);
  const guess = { time: NINE - 3 * DAY + QUARTER_HOUR, entity: "b", project: "<<LAST_PROJECT>>", language: "Go" };
  const far = { time: guess.time + DAY, entity: "c", project: "tide", language: "<<LAST_LANGUAGE>>" };
  const stream = [known as SentHeartbeat, guess, far, { time: far.time + 60, entity: "d" }];

  test.each([
    { name: "in order", order: [0, 1, 2, 3] },
    { name: "the first one last", order: [1, 2, 3, 0] },
    { name: "backwards", order: [3, 2, 1, 0] },
  ])("a project found makes a language findable, a day and a quarter-hour on: $name", async ({ order }) => {
    const server = memory();
    const user = server.addUser();
    for (const i of order) await send(server, user.id, [stream[i] as SentHeartbeat]);
    const { items } = told(server.store, server.histories, user.id, { zone: "UTC", interval: EVER });
    expect(items["language"]).toEqual([
      { name: "Go", ms: 120_000 + 60_000 },
      { name: "TypeScript", ms: 120_000 },
    ]);
  });

  test("of two sources at one µs, one by what it sent and one by what it found, the later in the stream counts", async () => {
    const found = new Set<string>();
    for (const entity of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
      const sent = [
        { time: NINE - 60, entity: "x", project: "tide" },
        { time: NINE, entity, project: "tide", language: "Rust" },
        { time: NINE, entity, project: "<<LAST_PROJECT>>", language: "Go" },
        { time: NINE + 30, entity, project: "tide", language: "<<LAST_LANGUAGE>>" },
        { time: NINE + 90, entity },
      ];
      const server = memory();
      const user = server.addUser();
      await send(server, user.id, sent);
      const question = { zone: "UTC", interval: { startMs: (NINE + 30) * 1000, endMs: (NINE + 90) * 1000 } };
      const answers = bothAnswers(server, user.id, truthOf(sent, PRESETS.hackatime), question);
      expect(answers.told.items).toEqual(answers.expected.items);
      found.add(answers.told.items["language"]?.[0]?.name ?? "");
    }
    expect([...found].sort()).toEqual(["Go", "Rust"]);
  });
});
