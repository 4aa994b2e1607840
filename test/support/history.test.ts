import { expect, test } from "bun:test";
import { join } from "node:path";
import { MACHINES, PROJECTS } from "./career.ts";
import { writeDump } from "./dump.ts";
import { arrivals, type HistoryOptions, history, type Sent } from "./history.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const END_MS = Date.UTC(2026, 7, 10, 17, 30);
const TEN_YEARS: HistoryOptions = { seed: 7, count: 120_000, endMs: END_MS, years: 10 };
const TOLD = [...history(TEN_YEARS)];

const share = (is: (sent: Sent) => boolean) => TOLD.filter(is).length / TOLD.length;
const distinct = (value: (sent: Sent) => unknown) => new Set(TOLD.map(value)).size;
const weekday = ({ timeUs }: Sent) => new Date(timeUs / 1000).getUTCDay();

test("a history is the same every time, and another for another seed", () => {
  const [again, other] = [8, 9].map((seed) => [...history({ ...TEN_YEARS, count: 500, seed })]);
  expect([...history({ ...TEN_YEARS, count: 500, seed: 8 })]).toEqual(again as Sent[]);
  expect(other?.map(({ timeUs }) => timeUs)).not.toEqual(again?.map(({ timeUs }) => timeUs));
});

test.each([
  { name: "an afternoon", endMs: END_MS, count: 5_000, years: 2 },
  { name: "a Sunday", endMs: Date.UTC(2026, 7, 9, 15), count: 5_000, years: 2 },
  { name: "just after midnight", endMs: Date.UTC(2026, 7, 10, 0, 4), count: 5_000, years: 2 },
  { name: "midnight itself", endMs: Date.UTC(2026, 7, 10), count: 5_000, years: 2 },
  { name: "one heartbeat", endMs: END_MS, count: 1, years: 1 },
  { name: "none", endMs: END_MS, count: 0, years: 1 },
])("$name: as many as asked, ascending, the last at the end", ({ endMs, count, years }) => {
  const times = [...history({ seed: 3, count, endMs, years })].map(({ timeUs }) => timeUs);
  expect(times.length).toBe(count);
  expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
  expect(times.at(-1)).toBe(count === 0 ? undefined : endMs * 1000);
  expect((times[0] ?? endMs * 1000) / 1000).toBeGreaterThan(endMs - years * 366 * 86_400_000);
});

test("the last day holds work", () => {
  expect(TOLD.filter(({ timeUs }) => timeUs >= Date.UTC(2026, 7, 10) * 1000).length).toBeGreaterThan(20);
});

test("it looks like a person's", () => {
  expect(TOLD[0]?.timeUs).toBeLessThan(Date.UTC(2016, 7, 25) * 1000);
  const weekend = share((sent) => weekday(sent) % 6 === 0);
  expect(weekend).toBeGreaterThan(0.005);
  expect(weekend).toBeLessThan(0.06);
  const gaps = TOLD.slice(1).map(({ timeUs }, i) => (timeUs - (TOLD[i]?.timeUs ?? 0)) / 1e6);
  const short = gaps.filter((gap) => gap <= 120).length / gaps.length;
  expect(short).toBeGreaterThan(0.95);
  expect(gaps.filter((gap) => gap > 300).length).toBeGreaterThan(1_000);
  // Holidays: two weeks and more without a heartbeat, every year.
  expect(gaps.filter((gap) => gap > 13 * 86_400).length).toBeGreaterThanOrEqual(9);
});

test("it is about the promised things", () => {
  expect(distinct((sent) => sent.project)).toBe(PROJECTS);
  expect(distinct((sent) => sent.machine)).toBe(MACHINES.length);
  const told = TOLD.filter(({ heartbeat }) => heartbeat.plugin === undefined);
  expect(new Set(told.map(({ heartbeat }) => heartbeat.language ?? "Go")).size).toBe(25);
  const branches = Map.groupBy(told, ({ project }) => project)
    .values()
    .map((ofOne) => new Set(ofOne.map(({ heartbeat }) => heartbeat.branch)).size);
  expect([...branches].filter((count) => count > 10).length).toBeGreaterThan(8);
  const dependent = share(({ heartbeat }) => heartbeat.dependencies !== undefined);
  expect(dependent).toBeGreaterThan(0.2);
  expect(dependent).toBeLessThan(0.45);
});

test("files are many, and most come back", () => {
  const files = distinct(({ heartbeat }) => heartbeat.entity);
  expect(files).toBeGreaterThan(8_000);
  expect(files).toBeLessThan(30_000);
});

test("one in fifty is a browser's, with sentinels and its time as text", () => {
  const browser = TOLD.filter(({ heartbeat }) => heartbeat.plugin !== undefined);
  expect(browser.length / TOLD.length).toBeCloseTo(0.02, 2);
  expect(browser.every(({ heartbeat }) => heartbeat.project === "<<LAST_PROJECT>>")).toBe(true);
  expect(browser.every(({ heartbeat, timeUs }) => Math.round(Number(heartbeat.time) * 1e6) === timeUs)).toBe(true);
});

test("an AI agent works from 2024 on, and counts its tokens", () => {
  const ai = TOLD.filter(({ heartbeat }) => heartbeat.category === "ai coding");
  expect(ai[0]?.timeUs).toBeGreaterThan(Date.UTC(2024, 0, 1) * 1000);
  expect(ai.length / TOLD.length).toBeGreaterThan(0.02);
  expect(ai.every(({ heartbeat }) => heartbeat.ai_session && (heartbeat.ai_input_tokens ?? 0) > 0)).toBe(true);
});

test("arrivals are the same heartbeats, one in twenty late, up to three days", () => {
  const busy = { ...TEN_YEARS, count: 75_000, years: 0.25 };
  const arrived = [...arrivals(busy)];
  expect(arrived.toSorted((a, b) => a.timeUs - b.timeUs)).toEqual([...history(busy)]);
  let newest = 0;
  let late = 0;
  for (const { timeUs } of arrived) {
    if (timeUs < newest) late++;
    newest = Math.max(newest, timeUs);
  }
  expect(late / arrived.length).toBeGreaterThan(0.03);
  expect(late / arrived.length).toBeLessThan(0.07);
  expect(Math.max(...arrived.map(({ delayUs }) => delayUs))).toBeLessThanOrEqual(3 * 86_400_000_000);
});

test("a dump is JSON with an entry for every day and every heartbeat in its day", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "dump.json");
  await Bun.write(path, "x".repeat(10_000_000));
  const bytes = await writeDump(path, { ...TEN_YEARS, count: 3_000, years: 1 });
  expect(bytes).toBe(Bun.file(path).size);
  type Dump = { days: { date: string; heartbeats: { time: number; project: string; id: string }[] }[] };
  const { days } = (await Bun.file(path).json()) as Dump;
  const all = days.flatMap(({ heartbeats }) => heartbeats);
  expect(all.map(({ time }) => Math.round(time * 1e6))).toEqual(
    [...history({ ...TEN_YEARS, count: 3_000, years: 1 })].map(({ timeUs }) => timeUs),
  );
  expect(new Set(all.map(({ id }) => id)).size).toBe(3_000);
  expect(all.some(({ project }) => project.startsWith("<<"))).toBe(false);
  days.forEach(({ date, heartbeats }, i) => {
    const startS = Date.parse(`${date}T00:00:00Z`) / 1000;
    if (i > 0) expect(startS - Date.parse(`${days[i - 1]?.date}T00:00:00Z`) / 1000).toBe(86_400);
    expect(heartbeats.every(({ time }) => time >= startS && time < startS + 86_400)).toBe(true);
  });
});
