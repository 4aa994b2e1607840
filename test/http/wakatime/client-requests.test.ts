// The requests that client programs really make, unchanged, and what each breaks without. Source: clients.md B.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TSchema, Type } from "@sinclair/typebox";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, type Opened, type Person } from "../../support/matrix.ts";
import { DateText, expectShape, Time, Whole, Words } from "../../support/shapes.ts";

let side: Opened;
let person: Person;

beforeAll(async () => {
  side = await inProcess();
  person = side.person({ email: "client@example.org" });
  await sendAll(side, person, [
    beat("2026-11-20T09:00:00Z", { project: "a b/c", language: "Go", branch: "main", machine: "studio" }),
    beat("09:00:00", { project: "tide", language: "Rust", editor: "Zed", operating_system: "linux" }),
    beat("09:01:30", { project: "tide", category: "debugging", dependencies: ["serde"] }),
  ]);
});
afterAll(() => side.close());

const Text = Type.String({ minLength: 1 });
const data = (schema: TSchema) => Type.Object({ data: schema });
const List = data(Type.Array(Type.Object({})));

/** A program, how it sends its key, and its requests below a base. */
type Client = {
  readonly name: string;
  readonly base: string;
  readonly authorization?: (key: string) => string;
  readonly inQuery?: boolean;
  readonly requests: readonly { readonly path: string; readonly need: TSchema }[];
};

const basic = (key: string) => `Basic ${btoa(key)}`;
const GoItem = Type.Object({
  ...{ name: Text, total_seconds: Type.Number(), percent: Type.Number() },
  ...{ digital: Text, text: Words, hours: Whole, minutes: Whole },
});
const GoDay = Type.Object({
  grand_total: Type.Object({ digital: Text, hours: Whole, minutes: Whole, text: Words, total_seconds: Type.Number() }),
  ...Object.fromEntries(
    ["categories", "projects", "languages", "editors", "operating_systems", "dependencies", "machines"].map((list) => [
      list,
      Type.Array(GoItem),
    ]),
  ),
  range: Type.Object({ date: DateText, start: Time, end: Time, text: Text, timezone: Text }),
});
const Summaries = Type.Object({ data: Type.Array(GoDay, { minItems: 1 }), start: Time, end: Time });
const Named = Type.Array(Type.Object({ name: Text, text: Words, percent: Type.Number() }), { minItems: 1 });
const AllTime = data(
  Type.Object({
    ...{ text: Words, total_seconds: Type.Number(), is_up_to_date: Type.Literal(true), daily_average: Whole },
    range: Type.Object({ start: Time, start_date: DateText, end: Time, end_date: DateText, timezone: Text }),
  }),
);
const Leaders = Type.Object({
  current_user: Type.Object({ rank: Whole, page: Whole, user: Type.Object({ username: Text, email: Type.String() }) }),
  data: Type.Array(
    Type.Object({
      rank: Whole,
      running_total: Type.Object({
        ...{ total_seconds: Whole, human_readable_total: Words, daily_average: Whole },
        ...{ human_readable_daily_average: Words, languages: Type.Array(Type.Object({ name: Text })) },
      }),
      user: Type.Object({ id: Text, username: Text, display_name: Text, full_name: Text, photo: Text }),
    }),
    { minItems: 1 },
  ),
  ...{ page: Whole, total_pages: Whole, timeout: Whole, writes_only: Type.Boolean(), modified_at: Time },
  range: Type.Object({ start_date: DateText, end_date: DateText, name: Text, text: Text }),
});
const User = data(
  Type.Object(
    Object.fromEntries(
      ["id", "display_name", "full_name", "username", "email", "photo", "timezone", "created_at"].map((name) => [
        name,
        Text,
      ]),
    ),
  ),
);
const Stats = data(
  Type.Object({
    ...{ total_seconds: Whole, daily_average: Whole, timeout: Whole, holidays: Whole, timezone: Text },
    ...{ start: Time, end: Time, created_at: Time, modified_at: Time, is_up_to_date: Type.Literal(true) },
    ...{ languages: Named, editors: Named, projects: Named, operating_systems: Named, machines: Named },
  }),
);

const CLIENTS: readonly Client[] = [
  {
    name: "npm wakatime-client 2.7.0",
    base: "/api/v1/",
    authorization: basic,
    requests: [
      { path: "users/current", need: User },
      { path: "users/current/summaries?start=2026-11-20&end=2026-11-21&branches=", need: Summaries },
      {
        path: "users/current/summaries?start=2026-11-20&end=2026-11-21&project=tide&branches=main,dev",
        need: Summaries,
      },
      { path: "users/current/stats/last_7_days", need: Stats },
      { path: "users/current/stats/last_30_days?timeout=15&writes_only=false&project=tide", need: Stats },
      { path: "users/current/stats/last_6_months", need: Stats },
      { path: "users/current/stats/last_year", need: Stats },
      { path: "users/current/durations?date=2026-11-21&branches=", need: List },
      { path: "users/current/heartbeats?date=2026-11-21", need: List },
      { path: "users/current/projects", need: List },
      { path: "users/current/goals", need: List },
      { path: "users/current/user_agents", need: List },
      { path: "leaders", need: Leaders },
      { path: "leaders?language=Rust&page=1", need: Leaders },
      { path: "meta", need: data(Type.Object({ ips: Type.Object({ api: Type.Object({}) }) })) },
      { path: "users/current/orgs", need: List },
      { path: "users/current/orgs/o", need: List },
      { path: "users/current/orgs/o/dashboards/d/members", need: List },
      { path: "users/current/orgs/o/dashboards/d/members/m/summaries", need: List },
      { path: "users/current/orgs/o/dashboards/d/members/m/durations", need: List },
      { path: "users/current/teams", need: List },
      { path: "users/current/teams/t/members", need: List },
      { path: "users/current/teams/t/members/m/summaries?start=2026-11-20&end=2026-11-21&branches=", need: List },
    ],
  },
  {
    name: "wakatime_exporter",
    base: "/api/v1/",
    authorization: basic,
    requests: [
      { path: "users/current/all_time_since_today?cache=false", need: AllTime },
      { path: "users/current/summaries?start=today&end=today&cache=false", need: Summaries },
      { path: "leaders?cache=false", need: Leaders },
    ],
  },
  {
    name: "waka-readme-stats",
    base: "/api/v1/",
    inQuery: true,
    requests: [
      { path: "users/current/stats/last_7_days", need: Stats },
      { path: "users/current/all_time_since_today", need: AllTime },
    ],
  },
  {
    name: "mcp-wakapi",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Bearer ${btoa(key)}`,
    requests: [
      { path: "users/current", need: User },
      { path: "users/current/all_time_since_today", need: AllTime },
      { path: "users/current/stats/last_7_days", need: Stats },
      { path: "users/current/summaries?range=last_7_days", need: Summaries },
      { path: "users/current/summaries?start=2026-11-20&end=2026-11-21", need: Summaries },
      { path: "leaders", need: Leaders },
    ],
  },
  {
    name: "nonebot-plugin-wakatime",
    base: "/api/v1/",
    authorization: (key) => `Bearer ${key}`,
    requests: [
      { path: "users/current/status_bar/today", need: data(GoDay) },
      { path: "users/current/stats/all_time", need: Stats },
    ],
  },
  {
    name: "hackatime-blender",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Basic ${key}`,
    requests: [{ path: "users/current/summaries?range=today", need: Summaries }],
  },
  {
    name: "programs that ask day by day, or with times for dates",
    base: "/api/v1/",
    inQuery: true,
    requests: [
      { path: "users/current/summaries?start=2026-11-20&end=2026-11-20", need: Summaries },
      { path: "users/current/summaries?start=2026-11-20T00:00:00Z&end=2026-11-20T23:59:59Z", need: Summaries },
    ],
  },
  {
    name: "wakapi-skill",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Bearer ${btoa(`${key}\n`)}`,
    requests: [{ path: "users/current/statusbar/today", need: data(GoDay) }],
  },
];

describe.each(CLIENTS)("$name", ({ base, authorization, inQuery, requests }) => {
  test.each(requests.map((request) => ({ ...request })))("$path", async ({ path, need }) => {
    const mark = path.includes("?") ? "&" : "?";
    const response = await side.send({
      path: base + path + (inQuery === true ? `${mark}api_key=${person.keys.read}` : ""),
      ...(authorization !== undefined && { headers: { authorization: authorization(person.keys.read) } }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expectShape(need, await response.json());
  });
});
