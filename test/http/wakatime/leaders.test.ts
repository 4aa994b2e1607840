import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { DateText, expectShape, Time, Uuid, Whole, Words } from "../../support/shapes.ts";

let side: Opened;
let self: Person;
let open: Person;
let closed: Person;

beforeAll(async () => {
  side = await inProcess();
  self = side.person({ email: "self@example.org" });
  open = side.person({ isPublic: true, email: "open@example.org" });
  closed = side.person({ email: "closed@example.org" });
  await sendAll(side, self, [
    beat("09:00:00", { language: "Rust" }),
    beat("09:01:00", { language: "Go", editor: "Zed" }),
    beat("09:01:10"),
  ]);
  await sendAll(side, open, [beat("09:00:00", { language: "Rust" }), beat("2026-11-20T09:00:00Z", { language: "Go" })]);
  await sendAll(side, open, [beat("11:00:00", { language: "Go", project: "public thing" })]);
  await sendAll(side, closed, [beat("09:00:00", { language: "Secret", project: "hidden" }), beat("10:00:00")]);
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const Page = { page: Whole, total: Whole, total_pages: Type.Integer({ minimum: 1 }) };
const Nothing = Type.Null();
const RANGE = Type.Object(
  { name: Text, text: Text, start_date: DateText, start_text: Text, end_date: DateText, end_text: Text },
  strict,
);
const USER = Type.Object({ id: Uuid, username: Text, display_name: Text, email: Type.Literal(""), photo: Text });

const boardFields = {
  current_user: Type.Object(
    { rank: Type.Union([Nothing, Whole]), page: Type.Union([Nothing, Whole]), user: USER },
    strict,
  ),
  data: Type.Array(
    Type.Object(
      {
        rank: Type.Integer({ minimum: 1 }),
        running_total: Type.Object(
          {
            total_seconds: Whole,
            human_readable_total: Words,
            daily_average: Whole,
            human_readable_daily_average: Words,
            languages: Type.Array(Type.Object({ name: Text, total_seconds: Whole }, strict)),
          },
          strict,
        ),
        user: USER,
      },
      strict,
    ),
  ),
  ...Page,
  range: RANGE,
  language: Type.Union([Nothing, Text]),
  country_code: Nothing,
  modified_at: Time,
  timeout: Type.Integer({ minimum: 1 }),
  writes_only: Type.Boolean(),
};
const LEADERS = Type.Object({ ...boardFields, is_hireable: Nothing }, strict);
const BOARD = Type.Object(boardFields, strict);

type Board = {
  readonly current_user: { readonly rank: number | null; readonly page: number | null };
  readonly data: readonly {
    readonly rank: number;
    readonly user: { readonly username: string };
    readonly running_total: { readonly total_seconds: number };
  }[];
  readonly page: number;
  readonly language: string | null;
};

const placed = ({ data }: Board) =>
  data.map(({ rank, user, running_total }) => [rank, user.username, running_total.total_seconds]);

describe("GET leaders", () => {
  test.each(BASES.filter((base) => base !== "").map((base) => ({ base })))(
    "has one shape on $base",
    async ({ base }) => {
      const answer = await asked<Board>(side, self, `${base}/leaders?cache=false&country_code=&is_hireable=`);
      expectShape(LEADERS, answer);
      expect(answer).toMatchObject({
        range: { name: "last_7_days", start_date: "2026-11-15", end_date: "2026-11-21" },
      });
    },
  );

  test("ranks the asker and public users, nobody else", async () => {
    const answer = await asked<Board>(side, self, "/api/v1/leaders");
    expect(placed(answer)).toEqual([
      [1, open.user.name, 240],
      [2, self.user.name, 70],
    ]);
    expect(answer.current_user).toMatchObject({ rank: 2, page: 1 });
    expect(JSON.stringify(answer)).not.toMatch(/hidden|Secret|example\.org/);
    expect(placed(await asked<Board>(side, closed, "/api/v1/leaders"))).toEqual([
      [1, open.user.name, 240],
      [2, closed.user.name, 120],
    ]);
  });

  test("ranks by a language, and pages", async () => {
    const rust = await asked<Board>(side, self, "/api/v1/leaders?language=rust");
    expect(rust.language).toBe("Rust");
    expect(placed(rust)).toEqual([
      [1, open.user.name, 120],
      [2, self.user.name, 60],
    ]);
    const second = await asked<Board>(side, self, "/api/v1/leaders?page=2");
    expectShape(LEADERS, second);
    expect(second).toMatchObject({ page: 2, data: [], current_user: { rank: 2, page: 1 } });
    const nobody = await asked<Board>(side, side.person(), "/api/v1/leaders?language=Klingon");
    expectShape(LEADERS, nobody);
    expect(nobody).toMatchObject({ data: [], current_user: { rank: null, page: null } });
  });

  test("refuses a page that is none, and a key of an editor", async () => {
    const path = "/api/v1/leaders";
    for (const page of ["0", "-1", "x"])
      await play(side, {
        name: page,
        path: `${path}?page=${page}`,
        key: self.keys.full,
        status: 422,
        has: ["page"],
        json: errorShape(422),
      });
    await play(side, { name: "write", path, key: self.keys.write, status: 403, json: errorShape(403) });
    await play(side, { name: "none", path, status: 401, json: errorShape(401) });
  });
});

describe("GET users/:user/leaderboards", () => {
  test("has one board, with the same leaders", async () => {
    const boards = await asked<{ data: readonly { id: string }[] }>(side, self, "/api/v1/users/current/leaderboards");
    const Flag = Type.Boolean();
    expectShape(
      Type.Object(
        {
          data: Type.Array(
            Type.Object(
              {
                ...{ id: Uuid, name: Text, time_range: Text, members_count: Whole },
                ...{ members_with_timezones_count: Whole, can_edit: Flag, can_delete: Flag, has_available_seat: Flag },
                ...{ created_at: Time, modified_at: Time },
              },
              strict,
            ),
            { minItems: 1, maxItems: 1 },
          ),
          ...Page,
          next_page: Nothing,
          prev_page: Nothing,
        },
        strict,
      ),
      boards,
    );
    const second = await asked<object>(side, self, "/api/v1/users/current/leaderboards?page=2");
    expect(second).toEqual({ data: [], total: 1, total_pages: 1, page: 2, next_page: null, prev_page: 1 });
    const path = `/api/v1/users/current/leaderboards/${boards.data[0]?.id}`;
    const board = await asked<Board>(side, self, path);
    expectShape(BOARD, board);
    expect(placed(board)).toEqual(placed(await asked<Board>(side, self, "/api/v1/leaders")));
  });

  test("knows no other board, and is nobody else's", async () => {
    const key = self.keys.full;
    for (const path of [
      "/api/v1/users/current/leaderboards/00000000-0000-4000-8000-000000000000",
      `/api/v1/users/${open.user.name}/leaderboards`,
    ])
      await play(side, { name: path, path, key, status: 404, json: errorShape(404) });
  });
});

describe("GET stats/:range", () => {
  const Time = Type.Object({ seconds: Whole, text: Words }, strict);
  const Spread = { average: Time, count: Type.Object({ text: Text }, strict), max: Time, median: Time };
  const Named = Type.Array(Type.Object({ name: Text, is_verified: Type.Boolean(), ...Spread, sum: Time }, strict));
  const STATS = Type.Object(
    {
      data: Type.Object(
        {
          categories: Named,
          editors: Named,
          languages: Named,
          operating_systems: Named,
          daily_average: Type.Object(Spread, strict),
          total: Type.Object({ ...Spread, sum: Time }, strict),
          range: RANGE,
          timeout: Type.Integer({ minimum: 1 }),
          writes_only: Type.Literal(false),
        },
        strict,
      ),
    },
    strict,
  );

  test("says how the time of the asker and public users spreads", async () => {
    for (const base of BASES.filter((base) => base !== ""))
      expectShape(STATS, await asked(side, self, `${base}/stats/last_7_days`));
    const { data } = await asked<{ data: object }>(side, self, "/api/v1/stats/last_7_days");
    expect(data).toMatchObject({
      total: {
        sum: { seconds: 310, text: "5 mins" },
        average: { seconds: 155 },
        max: { seconds: 240 },
        count: { text: "2" },
      },
      daily_average: { average: { seconds: 95 }, median: { seconds: 95 } },
      categories: [{ name: "Coding", sum: { seconds: 310 } }],
      languages: [
        { name: "Rust", sum: { seconds: 180 }, median: { seconds: 90 }, count: { text: "2" } },
        { name: "Go", sum: { seconds: 130 }, max: { seconds: 120 } },
      ],
    });
    expect(JSON.stringify(data)).not.toMatch(/Secret|hidden|public thing/);
  });

  test("is well formed where nobody has time", async () => {
    const fresh = await inProcess();
    try {
      expectShape(STATS, await asked(fresh, fresh.owner, "/api/v1/stats/2013"));
    } finally {
      await fresh.close();
    }
  });
});

describe("organisations and teams", () => {
  const EMPTY = { data: [], page: 1, next_page: null, prev_page: null, total: 0, total_pages: 1 };

  test.each([
    "orgs",
    "orgs/o",
    "orgs/o/dashboards",
    "orgs/o/dashboards/d/members",
    "orgs/o/dashboards/d/durations?date=2026-11-21",
    "orgs/o/dashboards/d/summaries?date=2026-11-21",
    "orgs/o/dashboards/d/members/m/durations",
    "orgs/o/dashboards/d/members/m/summaries?start=&end=",
    "teams",
    "teams/t/members",
    "teams/t/members/m/summaries",
  ])("%s is empty and well formed", async (path) => {
    expect(await asked(side, self, `/api/v1/users/current/${path}`)).toEqual(EMPTY);
    const other = `/api/v1/users/${open.user.name}/${path}`;
    await play(side, { name: "other", path: other, key: self.keys.full, status: 404, json: errorShape(404) });
  });
});
