import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { type ReferenceFilter, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DateText, Decimal, Digital, expectShape, Time, Whole, Words } from "../../support/shapes.ts";
import { streamArb } from "../../support/streams.ts";
import { wholeSeconds, writtenTotal } from "../../support/written.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;

const ALL_TIME = Type.Object(
  {
    data: Type.Object(
      {
        total_seconds: Whole,
        text: Words,
        decimal: Decimal,
        digital: Digital,
        hours: Whole,
        minutes: Whole,
        seconds: Whole,
        daily_average: Whole,
        is_up_to_date: Type.Literal(true),
        percent_calculated: Type.Literal(100),
        timeout: Type.Integer({ minimum: 1 }),
        range: Type.Object(
          {
            start: Time,
            start_date: DateText,
            start_text: Type.String({ minLength: 1 }),
            end: Time,
            end_date: DateText,
            end_text: Type.Literal("Today"),
            timezone: Type.String({ minLength: 1 }),
          },
          strict,
        ),
      },
      strict,
    ),
  },
  strict,
);

type AllTime = { readonly data: Readonly<Record<string, unknown>> & { readonly range: Record<string, string> } };

const PATH = "/api/v1/users/current/all_time_since_today";

describe("GET users/:user/all_time_since_today", () => {
  test(
    "says what a plain count says, of everything and of a project",
    async () => {
      const projectArb = fc.constantFrom(undefined, "tide", "Unknown", "nowhere");
      await fc.assert(
        fc.asyncProperty(streamArb(30), projectArb, async ({ rule, zone, sent }, project) => {
          const person = side.person({ ...rule, timeZone: zone });
          await sendAll(side, person, sent);
          const answer = await asked<AllTime>(
            side,
            person,
            `${PATH}${project === undefined ? "" : `?project=${project}`}`,
          );
          expectShape(ALL_TIME, answer);
          const filter: ReferenceFilter = project === undefined ? {} : { only: { project: [project] } };
          const truth = reference(sent, rule);
          const ever = { startMs: 999_000_000_000, endMs: 1_900_000_000_000 };
          const totalMs = truth.totalMs(ever, filter);
          expect(answer.data).toMatchObject(writtenTotal(totalMs));
          const days = truth.days(zone, ever, filter).filter(({ ms }) => ms > 0);
          expect(answer.data["daily_average"]).toBe(days.length === 0 ? 0 : wholeSeconds(totalMs / days.length));
          if (days[0] !== undefined) expect(answer.data.range["start_date"]).toBe(days[0].date);
        }),
        { numRuns: 25 * RUNS },
      );
    },
    PATIENCE_MS,
  );

  test.each(BASES.map((base) => ({ base: base || "" })))("answers on the base '$base'", async ({ base }) => {
    expectShape(ALL_TIME, await asked(side, side.owner, `${base}/users/current/all_time_since_today?cache=false`));
  });

  test("begins with the project that is asked for", async () => {
    const person = side.person();
    await sendAll(side, person, [
      beat("2026-10-01T10:00:00Z", { project: "old" }),
      beat("2026-11-20T10:00:00Z", { project: "new" }),
      beat("2026-11-20T11:00:00Z", { project: "old" }),
    ]);
    const range = async (query: string) => (await asked<AllTime>(side, person, PATH + query)).data.range;
    expect(await range("")).toMatchObject({ start: "2026-10-01T00:00:00Z", start_text: "Thu Oct 1st 2026" });
    expect(await range("?project=new")).toMatchObject({
      start: "2026-11-20T00:00:00Z",
      start_date: "2026-11-20",
      start_text: "Yesterday",
      end: "2026-11-21T23:59:59Z",
      end_date: "2026-11-21",
    });
  });

  test("is well formed without heartbeats and with one", async () => {
    const person = side.person();
    for (let i = 0; i < 2; i++) {
      const answer = await asked<AllTime>(side, person, PATH);
      expectShape(ALL_TIME, answer);
      expect(answer.data).toMatchObject({ total_seconds: 0, text: "0 secs", range: { start_date: "2026-11-21" } });
      await sendAll(side, person, [beat("09:00:00")]);
    }
  });

  test("counts anew with another timeout", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("09:00:00"), beat("09:10:00")]);
    expect((await asked<AllTime>(side, person, `${PATH}?timeout=15`)).data).toMatchObject({
      total_seconds: 600,
      timeout: 15,
    });
    expect((await asked<AllTime>(side, person, PATH)).data).toMatchObject({ total_seconds: 120, timeout: 2 });
  });

  test("is nobody else's, and no editor's", async () => {
    const open = side.person({ isPublic: true });
    const path = `/api/v1/users/${open.user.name}/all_time_since_today`;
    await play(side, { name: "other", path, key: side.owner.keys.full, status: 404, json: errorShape(404) });
    await play(side, { name: "write", path: PATH, key: open.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "none", path: PATH, status: 401, json: errorShape(401) });
  });
});
