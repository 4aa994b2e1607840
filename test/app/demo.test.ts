import { expect, test } from "bun:test";
import { storeDemo } from "../../src/app/demo.ts";
import { type DemoOptions, demoHeartbeatAt, demoHistory } from "../../src/app/demo-history.ts";
import { listGoals, progressOf } from "../../src/app/goals.ts";
import { reading } from "../../src/app/summary.ts";
import { isRefusal, parseHeartbeat } from "../../src/domain/heartbeat.ts";
import { memory, NOON } from "../support/memory.ts";

const OPTIONS: DemoOptions = { seed: 4, zone: "Europe/Berlin", nowMs: NOON, days: 60 };
const DAY_MS = 86_400_000;

test("a demo is the same every time, and another for another seed", () => {
  const [once, again] = [[...demoHistory(OPTIONS)], [...demoHistory(OPTIONS)]];
  expect(again).toEqual(once);
  expect([...demoHistory({ ...OPTIONS, seed: 5 })]).not.toEqual(once);
});

test.each([
  { name: "at noon", nowMs: NOON },
  { name: "just after midnight on a Sunday", nowMs: Date.UTC(2026, 7, 8, 22, 5) },
  { name: "in the holidays", nowMs: Date.UTC(2026, 11, 25, 20) },
])("$name somebody is at work, and nothing lies ahead", ({ nowMs }) => {
  const times = [...demoHistory({ ...OPTIONS, nowMs })].map(({ element }) => Number(element["time"]) * 1000);
  expect(Math.max(...times)).toBeLessThanOrEqual(nowMs);
  expect(Math.max(...times)).toBeGreaterThan(nowMs - 120_000);
});

test("it is stored with AI work, meetings and goals under way", async () => {
  const { context, store, histories, addUser } = memory();
  const user = addUser({ timeZone: OPTIONS.zone });
  const count = await storeDemo(context, user, OPTIONS);
  expect(count).toBe([...demoHistory(OPTIONS)].length);
  reading(store, histories, user.id, (reader) => {
    const summary = reader.summary({ startMs: NOON - 60 * DAY_MS, endMs: NOON });
    const categories = summary.items("category").map(({ name }) => name);
    for (const category of ["coding", "ai coding", "meeting", "browsing", "debugging"])
      expect(categories).toContain(category);
    expect(summary.items("project").length).toBeGreaterThan(3);
    expect(summary.ai().ai_output_tokens).toBeGreaterThan(0);
    const statuses = listGoals(context, user).flatMap((goal) =>
      progressOf(context, reader, user, goal, 5).map(({ status }) => status),
    );
    expect(new Set(statuses)).toContain("success");
  });
});

test("who is at work goes on", () => {
  const { element } = demoHeartbeatAt(OPTIONS, NOON + 20_000);
  expect(isRefusal(parseHeartbeat(element, NOON + 20_000))).toBe(false);
  expect(element["project"]).toBe("hearth");
});
