import { describe, expect, test } from "bun:test";
import { asked, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Person, type Side } from "../../support/matrix.ts";
import { reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { noonZone, week } from "../../support/week.ts";
import { wholeSeconds } from "../../support/written.ts";

const PATH = "/api/metrics";
const RULE = { timeoutMs: 120_000, idleMs: 120_000 };
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };
const NAMES = ["project", "language", "editor", "operating_system", "machine", "category"] as const;

/** The line of a sample, as the format writes it. */
function line(metric: string, name: string, seconds: number): string {
  const escaped = name.replace(/[\\"]/g, (character) => `\\${character}`).replace(/\n/g, "\\n");
  return `wakatime_${metric}_seconds_total{name="${escaped}"} ${seconds}`;
}

async function scraped(side: Side, person: Person): Promise<string> {
  // As `echo KEY | base64` makes it: the decoded text ends in a line feed.
  const headers = {
    authorization: `Bearer ${btoa(`${person.keys.read}\n`)}`,
    accept: "text/plain;version=0.0.4;q=0.5",
  };
  const response = await side.send({ path: PATH, headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return response.text();
}

describe("GET /api/metrics", () => {
  matrix((side) => {
    test("gives Prometheus all time and today, by name as a plain count does", async () => {
      const now = side().now();
      const zone = noonZone(now);
      const person = side().person({ timeZone: zone });
      const sent = week(now, 21, 60);
      await sendAll(side(), person, sent);
      const truth = reference(sent, RULE);
      const date = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay();
      const today = { startMs: date.epochMilliseconds, endMs: date.add({ days: 1 }).epochMilliseconds };
      const lines = (await scraped(side(), person)).split("\n").filter((one) => one !== "" && !one.startsWith("#"));
      const ofTime = lines.filter((one) => !/^wakatime_(?:rank|mem_|db_|admin_)/.test(one));
      expect(ofTime).toEqual([
        `wakatime_cumulative_seconds_total ${wholeSeconds(truth.totalMs(EVER))}`,
        `wakatime_seconds_total ${wholeSeconds(truth.totalMs(today))}`,
        `wakatime_heartbeats_total ${sent.length}`,
        ...NAMES.flatMap((dimension) =>
          truth.items(dimension, today).map(({ name, ms }) => line(dimension, name, wholeSeconds(ms))),
        ),
      ]);
      expect(lines.filter((one) => one.startsWith("wakatime_project")).length).toBeGreaterThan(6);
    });

    test("gives zeros without heartbeats, and announces every metric", async () => {
      const text = await scraped(side(), side().person());
      for (const name of ["cumulative_seconds", "seconds", "heartbeats"])
        expect(text).toContain(`\nwakatime_${name}_total 0\n`);
      for (const name of [...NAMES, "label"]) expect(text).toContain(`# TYPE wakatime_${name}_seconds_total gauge\n`);
    });

    test("tells of the program, of one's rank once there is one, and to admins of everybody's totals", async () => {
      const person = side().person();
      const value = (text: string, name: string) => {
        const found = new RegExp(`^wakatime_${name} (\\S+)$`, "m").exec(text)?.[1];
        return found === undefined ? undefined : Number(found);
      };
      const before = await scraped(side(), person);
      expect(value(before, "rank")).toBeUndefined();
      for (const name of ["mem_alloc", "mem_sys", "mem_heap_sys", "mem_heap_inuse"])
        expect(value(before, name)).toBeGreaterThan(1_000_000);
      expect(value(before, "db_total_bytes")).toBeGreaterThanOrEqual(side().program === undefined ? 0 : 4096);
      expect(before).not.toContain("wakatime_admin");
      await sendAll(side(), person, week(side().now(), 5, 80));
      expect(value(await scraped(side(), person), "rank")).toBe(1);

      const admin = await scraped(side(), side().owner);
      expect(value(admin, "admin_heartbeats_total")).toBeGreaterThan(80);
      expect(value(admin, "admin_users_total")).toBeGreaterThan(1);
      expect(value(admin, "admin_seconds_total")).toBeGreaterThan(0);
      expect(value(admin, "heartbeats_total")).toBe(0);
      expect(admin).not.toContain(person.user.name);
    });

    test("is for keys that may read", async () => {
      const { keys } = side().person();
      await play(side(), {
        name: "none",
        path: PATH,
        status: 401,
        json: errorShape(401, { error: "Missing API key" }),
      });
      await play(side(), { name: "write", path: PATH, key: keys.write, status: 403, json: errorShape(403) });
      const query = { name: "query", path: `${PATH}?range=x&timezone=y&timeout=0&api_key=${keys.full}` };
      await play(side(), { ...query, status: 200, has: ["wakatime_seconds_total 0"] });
    });
  });

  test("today is what every other answer calls today", async () => {
    const side = await inProcess();
    const person = side.person({ timeZone: "UTC" });
    await sendAll(side, person, week(side.now(), 5, 80));
    const summary = await asked<Record<string, { key: string; total: number }[]>>(
      side,
      person,
      "/api/summary?interval=today",
    );
    const text = await scraped(side, person);
    for (const { key, total } of summary["languages"] ?? []) expect(text).toContain(line("language", key, total));
    await side.close();
  });
});
