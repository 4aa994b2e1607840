import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { historiesFor, isShown, shownOf, shownPart } from "../../src/app/shown.ts";
import { spansOf } from "../../src/app/spans.ts";
import { type Reader, reading } from "../../src/app/summary.ts";
import { DIMENSIONS } from "../../src/domain/dimension.ts";
import { memory, NOON } from "../support/memory.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGENT = { userAgent: undefined, machine: undefined, timeZone: undefined };

describe("shownOf", () => {
  const { context, addUser } = memory();
  test.each([
    { name: "all time", publicDays: null, timeZone: "UTC", since: 0 },
    { name: "today alone", publicDays: 1, timeZone: "UTC", since: Date.UTC(2026, 7, 10) },
    { name: "a week", publicDays: 7, timeZone: "UTC", since: Date.UTC(2026, 7, 4) },
    {
      name: "today where it has begun earlier",
      publicDays: 1,
      timeZone: "Asia/Tokyo",
      since: Date.UTC(2026, 7, 9, 15),
    },
    {
      name: "today where it is tomorrow already",
      publicDays: 1,
      timeZone: "Pacific/Kiritimati",
      since: Date.UTC(2026, 7, 10, 10),
    },
    { name: "over the change of clocks", publicDays: 200, timeZone: "Europe/Berlin", since: Date.UTC(2026, 0, 22, 23) },
  ])("$name", ({ publicDays, timeZone, since }) => {
    const user = addUser({ isPublic: true, publicDays, timeZone });
    expect(new Date(shownOf(context, user).sinceMs)).toEqual(new Date(since));
  });

  test("of a user who is not public nothing has a name", () => {
    const user = addUser({ isPublic: false, publicDimensions: ["project"] });
    expect(DIMENSIONS.filter((dimension) => isShown(shownOf(context, user), dimension))).toEqual([]);
  });

  test("of a public one what was chosen", () => {
    const [all, some] = [null, ["language", "project"] as const].map((publicDimensions) =>
      shownOf(context, addUser({ isPublic: true, publicDimensions })),
    );
    expect(DIMENSIONS.filter((dimension) => isShown(all, dimension))).toEqual([...DIMENSIONS]);
    expect(DIMENSIONS.filter((dimension) => isShown(some, dimension))).toEqual(["project", "language"]);
  });
});

test("what others see of any interval is what the user sees of the part that is shown", async () => {
  const { context, store, histories, ingest, addUser } = memory();
  const other = addUser();
  const user = addUser({ isPublic: true, publicDays: 3, publicDimensions: ["language"], timeZone: "Asia/Tokyo" });
  const times = fc.sample(fc.integer({ min: NOON - 6 * DAY_MS, max: NOON }), { numRuns: 300, seed: 7 });
  const beats = times.map((ms, i) => ({
    ...{ time: ms / 1000, entity: `/${i % 5}.ts`, project: `p${i % 3}`, language: ["Go", "C"][i % 2] ?? "" },
  }));
  await ingest.submit(user.id, beats, AGENT);
  const shown = shownOf(context, user);
  const read = <T>(viewerId: number, work: (reader: Reader) => T) =>
    reading(store, historiesFor(context, histories, viewerId), user.id, work);
  const moment = fc.integer({ min: NOON - 7 * DAY_MS, max: NOON + DAY_MS });
  const filters = fc.constantFrom(undefined, { only: { language: ["Go"] } }, { without: { language: ["C"] } });
  fc.assert(
    fc.property(moment, moment, filters, (a, b, filter) => {
      const interval = { startMs: Math.min(a, b), endMs: Math.max(a, b) };
      const part = shownPart(shown, interval);
      const [seen, own] = [
        read(other.id, (r) => r.summary(interval, filter)),
        read(user.id, (r) => r.summary(part, filter)),
      ];
      expect([seen.totalMs, seen.heartbeats, seen.idleMs]).toEqual([own.totalMs, own.heartbeats, own.idleMs]);
      expect(seen.items("language")).toEqual(own.items("language"));
      expect(DIMENSIONS.filter((one) => seen.items(one).length > 0)).toEqual(seen.totalMs > 0 ? ["language"] : []);
      expect(read(other.id, (r) => r.totals([interval], filter))).toEqual([own.totalMs]);
      for (const one of DIMENSIONS)
        expect(read(other.id, (r) => r.itemsOfEach(one, [interval], filter))).toEqual([seen.items(one)]);
      const weeks = [read(other.id, (r) => r.hoursOfWeek(interval, "UTC", filter))].flat();
      expect(weeks.reduce((sum, ms) => sum + ms, 0)).toBe(own.totalMs);
      const spans = spansOf(store, histories, { userId: user.id, interval, filter: filter ?? {}, shown });
      expect(spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(own.totalMs);
      expect(read(other.id, (r) => r.summary(interval, { only: { project: ["p0"] } }).totalMs)).toBe(0);
      expect(read(other.id, (r) => r.summary(interval, { without: { project: ["p0"] } }).totalMs)).toBe(
        read(other.id, (r) => r.summary(interval).totalMs),
      );
    }),
    { numRuns: 60 },
  );
});
