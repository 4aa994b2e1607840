// Programs, how each shows its key, what it asks, and what it breaks without. The user who is asked about is `open`.
import { type TSchema, Type } from "@sinclair/typebox";
import type { Sending } from "../../support/matrix.ts";
import { DateText, Time, Whole, Words } from "../../support/shapes.ts";

const Text = Type.String({ minLength: 1 });
const Id = Type.Integer({ minimum: 1, maximum: 2 ** 32 - 1 });
const data = (schema: TSchema) => Type.Object({ data: schema });
const some = (schema: TSchema) => Type.Array(schema, { minItems: 1 });
const Shown = some(Type.Object({ name: Text, text: Words, percent: Type.Number(), hours: Whole, minutes: Whole }));
const Card = data(
  Type.Object({
    languages: Shown,
    range: Text,
    is_coding_activity_visible: Type.Literal(true),
    is_other_usage_visible: Type.Literal(true),
  }),
);
const Readme = data(
  Type.Object({
    ...{ start: Time, end: Time, human_readable_total: Words },
    ...{ human_readable_total_including_other_language: Words, languages: Shown },
  }),
);
/** As Go, Java and Swift readers decode statistics: every count an integer, every time RFC 3339. */
const Strict = data(
  Type.Object({
    ...Object.fromEntries(
      [
        ...["total_seconds", "total_seconds_including_other_language", "daily_average", "timeout", "holidays"],
        ...["daily_average_including_other_language", "days_including_holidays", "days_minus_holidays"],
      ].map((name) => [name, Whole]),
    ),
    ...Object.fromEntries(["start", "end", "created_at", "modified_at"].map((name) => [name, Time])),
    ...Object.fromEntries(
      ["projects", "languages", "editors", "operating_systems", "machines", "categories"].map((name) => [
        name,
        some(Type.Object({ name: Text, total_seconds: Whole, hours: Whole, minutes: Whole })),
      ]),
    ),
    ...{ user_id: Text, username: Text, timezone: Text, is_up_to_date: Type.Literal(true), status: Type.Literal("ok") },
  }),
);
const Seed = Type.Object({ user: Text, total_seconds: Whole, trust_factor: Type.Object({ trust_level: Text }) });
const Bare = Type.Object({ total_seconds: Whole }, { additionalProperties: false });
const Spans = Type.Object({
  spans: some(Type.Object({ start_time: Type.Number(), end_time: Type.Number(), duration: Whole })),
});
const Details = Type.Object({
  projects: some(
    Type.Object({
      ...{ name: Text, total_seconds: Whole, languages: Type.Array(Text), total_heartbeats: Whole },
      ...{ first_heartbeat: Time, last_heartbeat: Time, most_recent_heartbeat: Time, archived: Type.Boolean() },
    }),
  ),
});
const Detail = Type.Object({ name: Text, total_seconds: Whole, languages: Type.Array(Text) });
const Names = Type.Object({ projects: some(Text), data: some(Type.Object({ name: Text, id: Text })) });
const Trust = Type.Object({ trust_level: Text, trust_value: Type.Integer() });
const Bar = data(
  Type.Object({
    grand_total: Type.Object({ text: Words, total_seconds: Whole }),
    categories: Type.Array(Type.Object({ name: Text })),
    has_team_features: Type.Literal(false),
  }),
);
const Flat = Type.Object({ id: Id, user_id: Id, time: Type.Number(), created_at: Time, project: Text });
const Listed = Type.Object({ heartbeats: some(Flat), total_seconds: Whole, has_more: Type.Boolean() });
const Recent = Type.Object({ has_heartbeat: Type.Literal(true), heartbeat: Flat, time_ago: Text });
const Me = Type.Object({ id: Id, emails: Type.Array(Text), trust_factor: Trust });
const Hours = Type.Object({ start_date: DateText, end_date: DateText, total_seconds: Whole });
const Streak = Type.Object({ streak_days: Whole, longest_streak: Whole });
const Latest = Type.Object({ id: Id, time: Type.Number(), project: Text, language: Text });
const OwnProjects = Type.Object({
  projects: some(Type.Object({ name: Text, total_seconds: Whole, most_recent_heartbeat: Time })),
});
const Board = Type.Object({
  period: Text,
  entries: Type.Array(Type.Object({ rank: Id, user: Type.Object({ id: Id, username: Text }), total_seconds: Whole })),
});
const Summary = Type.Object({
  ...{ user_id: Text, from: Time, to: Time },
  ...{ projects: some(Type.Object({ key: Text, total: Whole })), languages: Type.Array(Type.Object({ key: Text })) },
});
const User = data(
  Type.Object(
    Object.fromEntries(
      ["id", "username", "display_name", "full_name", "email", "photo", "timezone"].map((name) => [name, Text]),
    ),
  ),
);
const Goals = Type.Object({
  ...{ total: Whole, total_pages: Whole },
  data: some(
    Type.Object({
      ...{ id: Text, title: Text, delta: Text, seconds: Whole, status: Text, is_enabled: Type.Boolean() },
      chart_data: some(
        Type.Object({
          ...{ actual_seconds: Whole, goal_seconds: Whole, actual_seconds_text: Words, range_status: Text },
          range: Type.Object({ start: Time, end: Time, date: DateText }),
        }),
      ),
    }),
  ),
});
const Days = Type.Object({ data: some(Type.Object({ grand_total: Type.Object({ text: Words }) })) });
const Experts = data(
  some(Type.Object({ user: Type.Object({ is_current_user: Type.Boolean() }), total: Type.Object({ text: Words }) })),
);
const insight = (type: string, schema: TSchema) => ({
  path: `users/current/insights/${type}/last_7_days`,
  need: data(Type.Object({ [type]: schema })),
});

type Requested = {
  readonly path: string;
  readonly need: TSchema;
  readonly sent?: Pick<Sending, "method" | "headers" | "body">;
};

/** A program: how it shows its key, if it has one, and its requests below a base. */
type Client = {
  readonly name: string;
  readonly base: string;
  readonly authorization?: (key: string) => string;
  readonly inQuery?: boolean;
  readonly requests: readonly Requested[];
};

const basic = (key: string) => `Basic ${btoa(key)}`;
const bearer = (key: string) => `Bearer ${key}`;
const JSON_HEADERS = { "content-type": "application/json" };

export const CLIENTS: readonly Client[] = [
  {
    name: "github-readme-stats",
    base: "/api/v1/",
    requests: [{ path: "users/open/stats?is_including_today=true", need: Card }],
  },
  {
    name: "waka-readme",
    base: "/api/v1/",
    authorization: basic,
    requests: ["last_7_days", "last_30_days", "last_6_months", "last_year", "all_time"].map((range) => ({
      path: `users/current/stats/${range}`,
      need: Readme,
    })),
  },
  {
    name: "lowlighter/metrics, Profile-Readme-WakaTime",
    base: "/api/v1/",
    inQuery: true,
    requests: [
      { path: "users/current/stats/last_7_days", need: Strict },
      { path: "users/open/stats/last_7_days", need: Readme },
    ],
  },
  {
    name: "readers in Go, Rust and Java",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Bearer ${btoa(key)}`,
    requests: [
      { path: "users/current/stats/last_7_days", need: Strict },
      { path: "users/current/stats/month", need: Strict },
      { path: "users/current/stats/30_days", need: Strict },
      { path: "users/open/stats/week", need: Strict },
    ],
  },
  {
    name: "wakatime_exporter, waka-watch",
    base: "/api/v1/",
    authorization: basic,
    requests: [
      { path: "users/current/goals?cache=false", need: Goals },
      {
        path: "users/current/leaderboards",
        need: data(some(Type.Object({ id: Text, name: Text, members_count: Whole }))),
      },
      { path: "users/current/external_durations?date=2026-11-21", need: data(Type.Array(Type.Object({}))) },
    ],
  },
  {
    name: "wakatimejs",
    base: "/api/v1/",
    authorization: basic,
    requests: [
      insight("weekdays", some(Type.Object({ name: Text, total: Whole }))),
      insight("days", some(Type.Object({ date: DateText, total: Whole }))),
      insight("best_day", Type.Object({ date: DateText, text: Words })),
      insight("daily_average", Type.Object({ current_user: Type.Object({}) })),
      ...["projects", "languages", "editors", "categories", "machines", "operating_systems"].map((type) =>
        insight(type, some(Type.Object({ name: Text, total_seconds: Whole }))),
      ),
    ],
  },
  {
    name: "mcp-wakapi, wakapi-skill",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Bearer ${btoa(key)}`,
    requests: [
      { path: "users/open", need: User },
      { path: "users/current/projects", need: Names },
      { path: "users/current/projects/tide", need: data(Type.Object({ id: Text, name: Type.Literal("tide") })) },
      { path: "users/current/projects?q=ti", need: Names },
      {
        path: "users/current/heartbeats?date=2026-11-21",
        need: data(some(Type.Object({ entity: Text, time: Type.Number() }))),
      },
    ],
  },
  {
    name: "wakapi-skill asking for health",
    base: "/api/",
    requests: [
      {
        path: "health",
        need: Type.Object({ app: Type.Literal(1), db: Type.Literal(1) }),
        sent: { headers: JSON_HEADERS },
      },
    ],
  },
  {
    name: "hackatime-tui",
    base: "/api/hackatime/v1/",
    authorization: bearer,
    requests: [
      { path: "users/current/statusbar/today", need: data(Type.Object({ grand_total: Type.Object({ text: Words }) })) },
      ...["today", "last_7_days", "last_30_days", "all_time"].map((range) => ({
        path: `users/current/stats/${range}`,
        need: data(Type.Object({ user_id: Type.String({ pattern: "^\\d+$" }), total_seconds: Whole })),
      })),
    ],
  },
  {
    name: "hackatime-tui, hackatime-badge and hackatimechart without a key",
    base: "/api/",
    requests: [
      { path: "summary?user_id=open&interval=last_7_days", need: Summary },
      { path: "summary?user=open&interval=all_time", need: Summary },
      { path: "v1/users/open/stats", need: Seed },
      { path: "v1/users/open/projects", need: Names },
      { path: "v1/users/open/projects/details", need: Details },
      { path: "v1/users/open/project/tide", need: Detail },
      { path: "v1/users/open/heartbeats/spans?project=tide", need: Spans },
      { path: "v1/users/open/trust_factor", need: Trust },
      { path: "v1/leaderboard/daily", need: Board },
      { path: "v1/leaderboard/weekly", need: Board },
      { path: "v1/currently_hacking", need: Type.Object({ count: Whole, users: Type.Array(Type.Object({})) }) },
      { path: "v1/banned_users/counts", need: Type.Object({ day: Whole, week: Whole, month: Whole }) },
    ],
  },
  {
    name: "hackatime-cli, hackatime-desktop and hackatime-dashboard",
    base: "/api/v1/",
    authorization: bearer,
    requests: [
      { path: "authenticated/me", need: Me },
      { path: "authenticated/hours", need: Hours },
      { path: "authenticated/hours?start_date=2026-11-15&end_date=2026-11-21", need: Hours },
      { path: "authenticated/streak", need: Streak },
      { path: "authenticated/heartbeats/latest", need: Latest },
      { path: "authenticated/projects", need: OwnProjects },
      { path: "authenticated/projects/tide", need: Detail },
      {
        path: "users/open/stats?features=projects&start_date=2026-11-01&end_date=2026-11-21&limit=5&filter_by_project=tide",
        need: data(Type.Object({ projects: Shown, unique_total_seconds: Whole })),
      },
      { path: "users/current/heartbeats/spans?start_date=2026-11-21", need: Spans },
      { path: "users/current/projects/details", need: Details },
      { path: "users/current/project/a%20b%2Fc", need: Detail },
      { path: "users/current/projects", need: Names },
    ],
  },
  {
    name: "the Hackatime apps for Android and iOS",
    base: "/api/v1/",
    authorization: bearer,
    requests: [
      { path: "users/my/stats", need: Seed },
      { path: "users/my/stats?total_seconds=true", need: Bare },
      { path: "users/my/projects", need: Names },
      { path: "users/my/projects/details", need: Details },
      { path: "users/my/project/tide", need: Detail },
      { path: "my/heartbeats", need: Listed },
      { path: "my/heartbeats?limit=1", need: Listed },
      { path: "my/heartbeats/most_recent", need: Recent },
      { path: "users/open/trust_factor", need: Trust },
      { path: "ysws_programs", need: Type.Array(Text) },
      {
        path: "../hackatime/v1/users/current/stats/last_7_days?features=languages",
        need: data(Type.Object({ languages: Shown })),
      },
      { path: "../hackatime/v1/users/open/statusbar/today", need: Bar },
    ],
  },
  {
    name: "hackaCLIme, hackatime-macos, hackatime-wrapped, hackatime-pebble",
    base: "/api/v1/",
    authorization: bearer,
    requests: [
      {
        path: "users/open/stats?limit=1&features=projects&start_date=2026-11-21",
        need: data(Type.Object({ projects: Shown })),
      },
      {
        path: "users/open/stats?features=languages,projects&start_date=2026-11-20T00:00:00.000Z&end_date=2026-11-21T00:00:00.000Z",
        need: data(Type.Object({ languages: Shown, projects: some(Type.Object({ total_seconds: Whole })) })),
      },
    ],
  },
  {
    name: "GodotHackatime",
    base: "/api/",
    inQuery: true,
    requests: [
      { path: "hackatime/v1/users/current/stats/last_7_days", need: data(Type.Object({ username: Text })) },
      {
        path: "v1/users/open/stats?filter_by_project=tide&start_date=2026-11-21T00:00:00Z",
        need: data(Type.Object({ total_seconds: Whole })),
      },
    ],
  },
  {
    name: "browser-wakatime",
    base: "/api/v1/",
    inQuery: true,
    requests: [
      { path: "users/current", need: User },
      { path: "users/current/summaries?start=2026-11-21&end=2026-11-21", need: Days },
    ],
  },
  {
    name: "chrome-wakapi",
    base: "/api/compat/wakatime/v1/",
    authorization: (key) => `Basic ${key}`,
    requests: [
      { path: "users/current", need: User },
      { path: "../../../users/current/statusbar/today", need: Bar },
    ],
  },
  {
    name: "VS Code in a browser",
    base: "/api/hackatime/v1/",
    inQuery: true,
    requests: [
      { path: "users/current/statusbar/today", need: Bar, sent: { headers: JSON_HEADERS } },
      {
        path: "users/current/file_experts",
        need: Experts,
        sent: { method: "POST", headers: JSON_HEADERS, body: { entity: "/tide/src/app.ts", plugin: "vscode/1.112.0" } },
      },
    ],
  },
];
