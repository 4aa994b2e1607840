import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, NOW, type Opened } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DayFields, expectShape, RangeFields, Time } from "../../support/shapes.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;

const BAR = Type.Object(
  {
    cached_at: Time,
    has_team_features: Type.Literal(false),
    data: Type.Object(
      { ...DayFields, range: Type.Object(RangeFields, strict), has_team_features: Type.Literal(false) },
      strict,
    ),
  },
  strict,
);

type Bar = { readonly data: Readonly<Record<string, unknown>> & { readonly range: object } };
type Summaries = { readonly data: readonly (Readonly<Record<string, unknown>> & { readonly range: object })[] };

describe("GET users/:user/statusbar", () => {
  test.each(BASES.map((base) => ({ base: base || "" })))("has one shape on the base '$base'", async ({ base }) => {
    for (const path of ["statusbar/today", "status_bar/today", "statusbar/last_7_days", "statusbar/week"])
      expectShape(BAR, await asked(side, side.owner, `${base}/users/current/${path}`));
  });

  test("says of today what summaries and statistics say, to a key of any kind", async () => {
    const person = side.person({ timeZone: "Asia/Tokyo" });
    await sendAll(side, person, [
      beat("2026-11-21T14:59:00Z", { project: "tide", language: "Rust", category: "debugging", machine: "studio" }),
      beat("2026-11-21T15:01:00Z", { project: "tide", language: "Go", dependencies: ["a", "b"] }),
      beat("11:00:00", { project: "harbor", ai_line_changes: 3, ai_session: "s" }),
    ]);
    const bar = await asked<Bar>(side, person, "/api/v1/users/current/statusbar/today", "write");
    expectShape(BAR, bar);
    const { data } = await asked<Summaries>(side, person, "/api/v1/users/current/summaries?range=today");
    const { has_team_features: _, ...shown } = bar.data;
    expect(data[0]).toEqual(shown);
    const stats = await asked<Bar>(side, person, "/api/v1/users/current/stats/today");
    for (const list of ["projects", "languages", "editors", "operating_systems", "machines", "categories"])
      expect(shown[list]).toMatchObject(stats.data[list] as object[]);
    expect(shown["grand_total"]).toMatchObject({ total_seconds: stats.data["total_seconds"] });
    expect(bar.data.range).toEqual({
      date: "2026-11-21",
      start: "2026-11-20T15:00:00Z",
      end: "2026-11-21T14:59:59Z",
      text: "Today",
      timezone: "Asia/Tokyo",
    });
  });

  test.each([
    { range: "yesterday", text: "Yesterday", date: "2026-11-20", start: "2026-11-20T00:00:00Z" },
    { range: "last_7_days", text: "Last 7 Days", date: "2026-11-21", start: "2026-11-15T00:00:00Z" },
    { range: "this_month", text: "This Month", date: "2026-11-21", start: "2026-11-01T00:00:00Z" },
  ])("knows the range $range", async ({ range, ...expected }) => {
    const { data } = await asked<Bar>(side, side.owner, `/api/users/current/statusbar/${range}`);
    expect(data.range).toMatchObject(expected);
  });

  test("is in the zone that is asked for, whatever a header says", async () => {
    const path = "/api/v1/users/current/statusbar/today";
    const { data } = await asked<Bar>(side, side.owner, `${path}?timezone=Pacific/Kiritimati`);
    expect(data.range).toMatchObject({ date: "2026-11-22", timezone: "Pacific/Kiritimati" });
    const response = await side.send({ path, key: side.owner.keys.read, headers: { timezone: "Pacific/Kiritimati" } });
    expect(((await response.json()) as Bar).data.range).toMatchObject({ date: "2026-11-21", timezone: "UTC" });
  });

  test("is well formed for an empty history", async () => {
    const bar = await asked<Bar>(side, side.person(), "/api/v1/users/current/statusbar/today");
    expectShape(BAR, bar);
    expect(bar.data["grand_total"]).toMatchObject({
      total_seconds: 0,
      text: "0 secs",
      digital: "0:00",
      decimal: "0.00",
    });
  });

  test("agrees with summaries, statistics, spans and Hackatime's statistics at every moment of a day", async () => {
    const person = side.person();
    for (let minute = 0; minute < 12; minute++) {
      const time = new Date(NOW - 7_200_000 + minute * 97_000).toISOString();
      await sendAll(side, person, [beat(time, { project: minute % 3 === 0 ? "a" : "b" })]);
      const bar = await asked<Bar>(side, person, "/api/v1/users/current/statusbar/today");
      const summaries = await asked<Summaries>(side, person, "/api/v1/users/current/summaries?range=today");
      const stats = await asked<Bar>(side, person, "/api/v1/users/current/stats/today");
      const flat = await asked<{ total_seconds: number }>(side, person, "/api/v1/users/my/stats?range=today");
      const { spans } = await asked<{ spans: readonly { duration: number }[] }>(
        side,
        person,
        "/api/v1/users/my/heartbeats/spans?range=today",
      );
      const total = 97 * minute;
      expect(bar.data["grand_total"]).toMatchObject({ total_seconds: total });
      expect(summaries.data[0]?.["grand_total"]).toMatchObject({ total_seconds: total });
      expect(stats.data["total_seconds"]).toBe(total);
      expect(flat.total_seconds).toBe(total);
      expect(spans.reduce((sum, { duration }) => sum + duration, 0)).toBe(total);
    }
  });

  test("keeps a write key to today, and others out", async () => {
    const path = "/api/v1/users/current/statusbar/yesterday";
    await play(side, { name: "write", path, key: side.owner.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "none", path, status: 401, json: errorShape(401) });
    const open = side.person({ isPublic: true });
    const other = `/api/v1/users/${open.user.name}/statusbar/today`;
    await play(side, { name: "other", path: other, key: side.owner.keys.full, status: 404, json: errorShape(404) });
    const unknown = "/api/v1/users/current/statusbar/fortnight";
    await play(side, { name: "unknown", path: unknown, key: side.owner.keys.full, status: 422, json: errorShape(422) });
  });
});
