// What the routes of WakaTime's API answer about users, heartbeats, projects, programs and dumps.
import { DUMP_TYPES } from "../../app/dump-files.ts";
import { changed, type Descriptions, json, made } from "./described.ts";
import {
  COLOR,
  DATE,
  DECIMAL,
  DIGITAL,
  END_TIME,
  EPOCH,
  NAME,
  PAGING,
  PUBLIC_USER,
  ROW_ID,
  SECONDS,
  TIME,
  UUID,
  WORDS,
  ZONE,
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
  type Schema,
  text,
  whole,
} from "./schema.ts";

const COUNT: Schema = { type: ["integer", "null"], examples: [12] };
const NOTHING = object({ data: object({}) });

const OWN_USER = {
  last_heartbeat_at: orNull(TIME),
  last_plugin: text("wakatime/v1.115.2 (linux-6.8.0-x86_64) go1.23.4 vscode/1.96.0 vscode-wakatime/25.0.0"),
  last_plugin_name: text("VS Code"),
  last_project: text("lantern"),
  last_branch: text("main"),
  last_language: text("TypeScript"),
  timeout: whole(2, "Minutes"),
  writes_only: bool(false),
  weekday_start: { ...whole(1, "0 is Sunday"), maximum: 6 },
  date_format: text("YYYY-MM-DD"),
  time_format_24hr: bool(true),
  time_format_display: text("text"),
  color_scheme: text(""),
  default_dashboard_range: text("Last 7 Days"),
  public_profile_time_range: text("last_7_days"),
  durations_slice_by: text("project"),
  invoice_id_format: text(""),
  share_all_time_badge: bool(true),
  share_last_year_days: bool(true),
  show_machine_name_ip: bool(false),
  meetings_over_coding: bool(false),
  needs_payment_method: bool(false),
  is_onboarding_finished: bool(true),
  email: text("ann@example.org", "Not for write keys"),
};

const USER = component(
  "User",
  object(
    { ...PUBLIC_USER, ...OWN_USER },
    Object.keys(OWN_USER).filter((name) => name !== "last_heartbeat_at"),
  ),
);

const HEARTBEAT = component(
  "StoredHeartbeatOfDay",
  object({
    id: text("7"),
    user_id: UUID,
    entity: text("/lantern/src/app.ts"),
    type: text("file"),
    category: text("Coding"),
    time: EPOCH,
    project: orNull(text("lantern")),
    project_root_count: COUNT,
    branch: orNull(text("main")),
    language: orNull(text("TypeScript")),
    dependencies: list(text("preact")),
    lines: COUNT,
    lineno: COUNT,
    cursorpos: COUNT,
    is_write: bool(true),
    created_at: TIME,
    machine_name_id: orNull(UUID),
    user_agent_id: UUID,
    ai_session: { type: ["string", "null"], examples: [null] },
    ai_subscription_plan: { type: ["string", "null"], examples: [null] },
    ai_line_changes: COUNT,
    human_line_changes: COUNT,
    ai_input_tokens: { type: "integer", examples: [0] },
    ai_cached_input_tokens: { type: "integer", examples: [0] },
    ai_output_tokens: { type: "integer", examples: [0] },
    ai_prompt_length: { type: "integer", examples: [0] },
  }),
);

const PROJECT = component(
  "Project",
  object({
    id: UUID,
    name: NAME,
    repository: NULL,
    badge: NULL,
    color: NULL,
    clients: emptyList(),
    has_public_url: bool(false),
    first_heartbeat_at: TIME,
    human_readable_first_heartbeat_at: text("about 2 months ago"),
    last_heartbeat_at: TIME,
    human_readable_last_heartbeat_at: text("5 minutes ago"),
    url: text("/projects/lantern"),
    urlencoded_name: text("lantern"),
    created_at: TIME,
  }),
);

const COMMITS = object({
  commits: emptyList(),
  author: orNull(text("ann")),
  branch: orNull(text("main")),
  page: ROW_ID,
  next_page: NULL,
  next_page_url: NULL,
  prev_page: NULL,
  prev_page_url: NULL,
  total: always(0),
  total_pages: ROW_ID,
  status: always("ok"),
  project: object({ id: UUID, name: NAME, privacy: always("private"), repository: NULL }),
});

const MACHINE = object({
  id: UUID,
  name: text("heron"),
  value: text("heron"),
  ip: NULL,
  timezone: orNull(ZONE),
  last_seen_at: TIME,
  created_at: TIME,
});

const USER_AGENT = component(
  "UserAgent",
  object({
    id: UUID,
    value: text("wakatime/v1.115.2 (linux-6.8.0-x86_64) go1.23.4 vscode/1.96.0 vscode-wakatime/25.0.0"),
    editor: orNull(text("VS Code")),
    version: orNull(text("25.0.0")),
    os: orNull(text("Linux")),
    cli_version: orNull(text("v1.115.2")),
    go_version: orNull(text("go1.23.4")),
    ai_model: { type: ["string", "null"], examples: [null] },
    ai_model_version: { type: ["string", "null"], examples: [null] },
    ai_model_complexity: { type: ["string", "null"], examples: [null] },
    is_browser_extension: bool(false),
    is_desktop_app: bool(false),
    first_seen_at: TIME,
    last_seen_at: TIME,
    created_at: TIME,
  }),
);

const DUMP = component(
  "DataDump",
  object({
    id: UUID,
    type: oneOf(DUMP_TYPES),
    status: text("Completed"),
    percent_complete: whole(100),
    download_url: orNull(text("http://localhost:4784/api/v1/users/current/data_dumps/5b1f6a52/download")),
    is_processing: bool(false),
    is_stuck: bool(false),
    has_failed: bool(false),
    expires: orNull(TIME),
    created_at: TIME,
  }),
);

const IDS = object({ date: DATE, ids: list(text("7")) });

const CATALOGUE = (entry: Schema): Schema => object({ data: list(entry), total: whole(1), total_pages: ROW_ID });
const NO_ADDRESSES = object({ v4: emptyList(), v6: emptyList() });
const THREE = (of: Schema): Schema => object({ api: of, website: of, worker: of });

export const wakatimeThingDescriptions: Descriptions = {
  "GET /users/:user": json(object({ data: USER })),
  "GET /users/:user/heartbeats": json(
    object({ data: list(HEARTBEAT), start: TIME, end: END_TIME, timezone: ZONE, ...PAGING }),
  ),
  "DELETE /users/:user/heartbeats.bulk": changed(IDS, NOTHING),
  "GET /users/:user/projects": json(object({ data: list(PROJECT), projects: list(NAME), ...PAGING })),
  "GET /users/:user/projects/*": json({ anyOf: [object({ data: PROJECT }), COMMITS] }),
  "GET /users/:user/projects/:name/commits": json({ anyOf: [COMMITS, object({ data: PROJECT })] }),
  "GET /users/:user/machine_names": json(object({ data: list(MACHINE), ...PAGING })),
  "GET /users/:user/user_agents": json(object({ data: list(USER_AGENT), ...PAGING })),
  "GET /users/:user/user_agents/:id": json(object({ data: USER_AGENT })),
  "GET /users/:user/data_dumps": json(object({ data: list(DUMP), ...PAGING })),
  "POST /users/:user/data_dumps": made(
    {
      ...object({ type: oneOf(DUMP_TYPES), email_when_finished: bool(false, "No mail is sent") }, [
        "email_when_finished",
      ]),
      additionalProperties: true,
    },
    object({ data: DUMP }),
  ),
  "GET /users/:user/data_dumps/:id/download": {
    answers: [
      {
        status: 200,
        description: "The file: `{user, range, days}`, a day for each date",
        type: "application/json",
        schema: { type: "object" },
        example: { user: { username: "ann" }, range: { start: 1_795_215_600, end: 1_795_301_999 }, days: [] },
      },
    ],
  },
  "GET /editors": json(
    CATALOGUE(
      object({
        id: UUID,
        name: text("VS Code"),
        color: NULL,
        website: text(""),
        repository: text(""),
        version: text(""),
        version_url: text(""),
        history_url: text(""),
        released: bool(true),
        hidden: bool(false),
      }),
    ),
  ),
  "GET /program_languages": json(
    CATALOGUE(
      object({
        id: UUID,
        name: text("TypeScript"),
        color: orNull(COLOR),
        is_verified: bool(true),
        created_at: TIME,
        modified_at: TIME,
      }),
    ),
  ),
  "GET /meta": json(
    object({
      data: object({ ip_descriptions: THREE(text("")), ips: THREE(NO_ADDRESSES), last_modified_at: TIME }),
    }),
  ),
  "POST /users/:user/get_api_key": { answers: [] },
  "POST /users/:user/file_experts": {
    ...json(
      object({
        data: list(
          object({
            total: object({ decimal: DECIMAL, digital: DIGITAL, text: WORDS, total_seconds: SECONDS }),
            user: object({ id: UUID, is_current_user: bool(true), long_name: text("Ann"), name: text("ann") }),
          }),
        ),
      }),
    ),
    body: { type: "object", properties: { entity: text("/lantern/src/app.ts") }, additionalProperties: true },
  },
  "POST /plugins/errors": made(
    { type: "object", additionalProperties: true, examples: [{ plugin: "vscode-wakatime", platform: "linux" }] },
    object({}),
  ),
};
