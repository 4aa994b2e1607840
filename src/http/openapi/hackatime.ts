// What the routes of Hackatime's API answer.
import { COUNT_FIELDS } from "../../domain/heartbeat.ts";
import { type Descriptions, json, made } from "./described.ts";
import {
  ADDRESS,
  DATE,
  END_TIME,
  EPOCH,
  ITEM,
  item,
  NAME,
  ROW_ID,
  SECONDS,
  STATS_DATA,
  TIME,
  UUID,
  WORDS,
} from "./figures.ts";
import {
  always,
  bool,
  component,
  emptyList,
  list,
  NULL,
  object,
  oneOf,
  orNull,
  pattern,
  type Schema,
  text,
  tuple,
  whole,
} from "./schema.ts";

const COUNT: Schema = { type: ["integer", "null"], examples: [12] };
const TEXT_OR_NONE = (example: string): Schema => orNull(text(example));

const NAMED = {
  category: TEXT_OR_NONE("coding"),
  project: TEXT_OR_NONE("lantern"),
  language: TEXT_OR_NONE("TypeScript"),
  editor: TEXT_OR_NONE("vscode"),
  operating_system: TEXT_OR_NONE("linux"),
  machine: TEXT_OR_NONE("heron"),
  entity: TEXT_OR_NONE("/lantern/src/app.ts"),
};

const HEARTBEAT_FIELDS = {
  id: ROW_ID,
  user_id: ROW_ID,
  time: EPOCH,
  ...NAMED,
  type: text("file"),
  branch: TEXT_OR_NONE("main"),
  user_agent: TEXT_OR_NONE("wakatime/v1.115.2 (linux-6.8.0-x86_64) go1.23.4 vscode/1.96.0 vscode-wakatime/25.0.0"),
  dependencies: list(text("preact")),
  is_write: orNull(bool(true)),
  ...Object.fromEntries(COUNT_FIELDS.map((name) => [name, COUNT])),
  ai_model: { type: ["string", "null"], examples: [null] },
  ai_session: { type: ["string", "null"], examples: [null] },
  ai_subscription_plan: { type: ["string", "null"], examples: [null] },
  source_type: oneOf(["direct_entry", "wakapi_import", "test_entry"]),
  created_at: TIME,
  updated_at: TIME,
};

const HEARTBEAT = component("FlatHeartbeat", object(HEARTBEAT_FIELDS));

const ACCEPTED = component("Accepted", tuple(object({ data: object({ id: pattern("^\\d+$", "7") }) }), always(201)));
const REJECTED = component(
  "Rejected",
  tuple(object({ error: text("time must be epoch seconds"), type: text("InvalidTime") }), always(400)),
);
const PAIRS = { responses: list({ anyOf: [ACCEPTED, REJECTED] }) };

const SENT_HEARTBEAT = component("Heartbeat", {
  type: "object",
  description: "Fields of a wrong type are coerced or dropped, unknown ones are kept",
  properties: {
    time: { ...EPOCH, description: "Epoch seconds or ISO 8601", type: ["number", "string"] },
    entity: text("/lantern/src/app.ts", "The file, app, domain or address it is about"),
    type: text("file", "file without it"),
    category: text("coding"),
    project: text("lantern"),
    branch: text("main"),
    language: text("TypeScript"),
    is_write: bool(true),
    lines: whole(240),
    lineno: whole(12),
    cursorpos: whole(3),
    dependencies: list(text("preact")),
    user_agent: text("wakatime/v1.115.2 (linux-6.8.0-x86_64) go1.23.4 vscode/1.96.0 vscode-wakatime/25.0.0"),
    machine: text("heron"),
  },
  required: ["time"],
  additionalProperties: true,
});

const SENT_HEARTBEATS = { ...list(SENT_HEARTBEAT), maxItems: 10_000 };

const HEARTBEATS_IN = made(
  {
    anyOf: [
      SENT_HEARTBEAT,
      SENT_HEARTBEATS,
      object({ heartbeats: SENT_HEARTBEATS }),
      object({ hackatime: { anyOf: [SENT_HEARTBEAT, SENT_HEARTBEATS, object({ heartbeats: SENT_HEARTBEATS })] } }),
    ],
  },
  {
    anyOf: [
      component("Pairs", object(PAIRS)),
      component(
        "StoredHeartbeat",
        object({ ...HEARTBEAT_FIELDS, data: object({ id: pattern("^\\d+$", "7") }), ...PAIRS }),
      ),
    ],
  },
);

const FLAT_LIST = (name: string, more: Readonly<Record<string, Schema>>): Schema =>
  list(item(name === "TypeScript" ? "FlatLanguage" : "FlatProject", name, more));

/** The flat form has no 0–59 seconds: `seconds` is the whole time there. */
const FLAT = { seconds: SECONDS };

const STATS: Schema = {
  anyOf: [
    object({
      user: text("ann"),
      total_seconds: SECONDS,
      languages: FLAT_LIST("TypeScript", FLAT),
      projects: FLAT_LIST("lantern", FLAT),
      data: STATS_DATA,
      trust_factor: object({ trust_level: text("blue"), trust_value: whole(0) }),
    }),
    object({ total_seconds: SECONDS }),
  ],
};

const PROJECT_DETAIL = component(
  "ProjectDetail",
  object({
    name: NAME,
    total_seconds: SECONDS,
    languages: list(text("TypeScript")),
    repo_url: NULL,
    total_heartbeats: whole(412),
    first_heartbeat: TIME,
    last_heartbeat: TIME,
    most_recent_heartbeat: TIME,
    archived: bool(false),
  }),
);

const OWN_PROJECT = component(
  "OwnProject",
  object({
    name: NAME,
    total_seconds: SECONDS,
    most_recent_heartbeat: TIME,
    languages: list(text("TypeScript")),
    archived: bool(false),
  }),
);

const BOARD = json(
  object({
    period: oneOf(["daily", "last_7_days"]),
    start_date: DATE,
    date_range: text("Last 24 hours"),
    generated_at: TIME,
    entries: list(
      object({
        rank: ROW_ID,
        user: object({ id: ROW_ID, username: text("Ann"), avatar_url: ADDRESS }),
        total_seconds: SECONDS,
      }),
    ),
  }),
);

export const heartbeatsInDescriptions: Descriptions = {
  "POST /users/:user/heartbeats": HEARTBEATS_IN,
  "POST /users/:user/heartbeats.bulk": HEARTBEATS_IN,
  "POST /heartbeats": HEARTBEATS_IN,
  "POST /heartbeats.bulk": HEARTBEATS_IN,
  "POST /heartbeat": HEARTBEATS_IN,
  "POST /my/heartbeats": HEARTBEATS_IN,
  "POST ": HEARTBEATS_IN,
};

export const hackatimeDescriptions: Descriptions = {
  "GET /users/:user/stats": json(STATS),
  "GET /users/:user/heartbeats/spans": json(
    object({
      spans: list(component("Span", object({ start_time: EPOCH, end_time: EPOCH, duration: whole(1_560) }))),
    }),
  ),
  "GET /users/:user/projects/details": json(object({ projects: list(PROJECT_DETAIL) })),
  "GET /users/:user/project/*": { ...json(PROJECT_DETAIL), refusals: [404] },
  "GET /users/:user/trust_factor": json(object({ trust_level: text("blue"), trust_value: whole(0) })),
  "GET /users/lookup_email/:email": json(object({ user_id: ROW_ID, email: text("ann@example.org") })),
  "GET /users/lookup_slack_uid/:slack_uid": json(object({ user_id: ROW_ID, slack_uid: text("U0ANN") })),
  "GET /my/heartbeats": json(
    object({
      start_time: TIME,
      end_time: END_TIME,
      total_seconds: SECONDS,
      total_count: whole(412),
      has_more: bool(true),
      heartbeats: list(HEARTBEAT),
    }),
  ),
  "GET /my/heartbeats/most_recent": json(
    object({
      has_heartbeat: bool(true),
      heartbeat: orNull(HEARTBEAT),
      editor: TEXT_OR_NONE("vscode"),
      time_ago: TEXT_OR_NONE("5 minutes ago"),
    }),
  ),
  "GET /authenticated/me": json(
    object({
      id: ROW_ID,
      emails: list(text("ann@example.org")),
      slack_id: orNull(text("U0ANN")),
      github_username: NULL,
      trust_factor: object({ trust_level: text("blue"), trust_value: whole(0) }),
    }),
  ),
  "GET /authenticated/hours": json(object({ start_date: DATE, end_date: DATE, total_seconds: SECONDS })),
  "GET /authenticated/streak": json(object({ streak_days: whole(4), longest_streak: whole(31) })),
  "GET /authenticated/projects": json(object({ projects: list(OWN_PROJECT) })),
  "GET /authenticated/projects/*": json(OWN_PROJECT),
  "GET /authenticated/heartbeats/latest": json({
    anyOf: [object({ id: ROW_ID, created_at: TIME, time: EPOCH, ...NAMED }), object({ heartbeat: NULL })],
  }),
  "GET /authenticated/api_keys": json(object({ token: UUID })),
  "GET /leaderboard": BOARD,
  "GET /leaderboard/daily": BOARD,
  "GET /leaderboard/weekly": BOARD,
  "GET /currently_hacking": json(
    object({
      count: whole(1),
      users: list(
        object({
          display_name: text("Ann"),
          avatar_url: ADDRESS,
          country_code: NULL,
          working_on: orNull(object({ project_name: NAME, repo_url: NULL })),
        }),
      ),
    }),
  ),
  "GET /banned_users/counts": json(object({ day: whole(0), week: whole(0), month: whole(0) })),
  "GET /ysws_programs": json(emptyList()),
  "GET /stats": json(
    object({
      total_seconds: SECONDS,
      human_readable_total: WORDS,
      users: whole(1),
      heartbeats: whole(412),
      languages: list(ITEM),
      projects: list(ITEM),
      start: TIME,
      end: END_TIME,
    }),
  ),
  "POST /api/internal/revoke": {
    refusals: [404],
    ...made(
      object({ token: UUID }),
      object(
        {
          success: bool(true),
          status: always("complete"),
          token_type: text("laptop"),
          owner_email: text("ann@example.org"),
          token: UUID,
        },
        ["owner_email"],
      ),
    ),
  },
};
