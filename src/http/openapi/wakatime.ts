// What the routes of WakaTime's API answer about time; wakatime-things.ts has the rest of them.
import { WEEKDAYS } from "../../domain/weekday.ts";
import { type Descriptions, json } from "./described.ts";
import {
  BEST_DAY,
  COLOR,
  DATE,
  DATES,
  DAY,
  DAY_RANGE,
  DECIMAL,
  DIGITAL,
  EMPTY_PAGE,
  END_TIME,
  EPOCH,
  HOLIDAYS,
  PAGING,
  PERCENT,
  PUBLIC_USER,
  ROW_ID,
  SECONDS,
  STATS_DATA,
  TIME,
  UP_TO_DATE,
  UUID,
  WORDS,
  ZONE,
} from "./figures.ts";
import {
  always,
  bool,
  component,
  list,
  map,
  NULL,
  number,
  object,
  oneOf,
  orNull,
  pattern,
  type Schema,
  text,
  whole,
} from "./schema.ts";

const STATUS_BAR = json(
  object({
    cached_at: TIME,
    has_team_features: bool(false),
    data: component(
      "StatusBar",
      object(
        {
          ...DAY,
          has_team_features: bool(false),
          goal: object({
            target_seconds: whole(14_400),
            tracked_seconds: SECONDS,
            completion_percent: whole(86),
            complete: bool(false),
          }),
          range: DAY_RANGE,
        },
        ["goal"],
      ),
    ),
  }),
);

const SUMMARIES = json(
  object(
    {
      data: list(component("Day", object({ ...DAY, range: DAY_RANGE }))),
      cumulative_total: object({
        seconds: SECONDS,
        text: WORDS,
        decimal: DECIMAL,
        digital: DIGITAL,
        hours: whole(3),
        minutes: whole(25),
      }),
      daily_average: object({
        ...HOLIDAYS,
        seconds: SECONDS,
        text: WORDS,
        seconds_including_other_language: SECONDS,
        text_including_other_language: WORDS,
      }),
      start: TIME,
      end: END_TIME,
      available_branches: list(text("main")),
      branches: list(text("main")),
    },
    ["available_branches", "branches"],
  ),
);

const STRETCH_FIELDS = {
  project: text("lantern"),
  time: EPOCH,
  duration: { ...number(1560.25, "Seconds to the millisecond"), minimum: 0 },
  color: orNull(COLOR),
  ...Object.fromEntries(
    [
      ...["human_additions", "human_deletions", "ai_additions", "ai_deletions", "ai_input_tokens"],
      ...["ai_cached_input_tokens", "ai_output_tokens", "ai_prompt_events_total", "ai_prompt_length_sum"],
    ].map((name) => [name, whole(0)]),
  ),
};

const SLICES = {
  language: text("TypeScript"),
  entity: text("/lantern/src/app.ts"),
  type: text("file"),
  os: text("Linux"),
  editor: text("VS Code"),
  category: text("Coding"),
  machine: text("heron"),
  dependencies: text("preact"),
};

const STRETCH: Schema = {
  ...component("Stretch", object({ ...STRETCH_FIELDS, ...SLICES }, Object.keys(SLICES))),
  examples: [
    {
      project: "lantern",
      time: 1_795_254_896.25,
      duration: 1560.25,
      color: null,
      human_additions: 12,
      human_deletions: 3,
      ai_additions: 0,
      ai_deletions: 0,
      ai_input_tokens: 0,
      ai_cached_input_tokens: 0,
      ai_output_tokens: 0,
      ai_prompt_events_total: 0,
      ai_prompt_length_sum: 0,
    },
  ],
};

const SHOWN_SECONDS = object({ seconds: SECONDS, text: WORDS });
const SPREAD = {
  average: SHOWN_SECONDS,
  count: object({ text: pattern("^\\d+$", "1") }),
  max: SHOWN_SECONDS,
  median: SHOWN_SECONDS,
};
const NAMED_SPREAD = list(
  component(
    "NamedSpread",
    object({ name: text("TypeScript"), is_verified: bool(true), ...SPREAD, sum: SHOWN_SECONDS }),
  ),
);

const FIGURES = {
  total: SECONDS,
  human_readable_total: WORDS,
  average: SECONDS,
  human_readable_average: WORDS,
};
const WEEKDAY_ROWS = list(
  component(
    "WeekdayRow",
    object({
      name: oneOf(WEEKDAYS),
      count: whole(1),
      ...FIGURES,
      categories: list(object({ name: text("Coding"), ...FIGURES })),
    }),
  ),
);
const NAMES = list(component("NamedSeconds", object({ name: text("TypeScript"), total_seconds: SECONDS })));
const AVERAGES = object({ average: SECONDS, text: WORDS, max: SECONDS, median: SECONDS });

/** One of these is there, under the key of the type that was asked for. */
const INSIGHTS = {
  weekdays: WEEKDAY_ROWS,
  weekday: WEEKDAY_ROWS,
  days: list(
    object({ date: DATE, total: SECONDS, categories: list(object({ name: text("Coding"), total: SECONDS })) }),
  ),
  ai_days: list(
    object({
      date: DATE,
      ai_additions: whole(32),
      ai_deletions: whole(8),
      human_additions: whole(120),
      human_deletions: whole(31),
      ai_percent: PERCENT,
      human_percent: PERCENT,
    }),
  ),
  best_day: BEST_DAY,
  daily_average: object({
    current_user: object({ total: SHOWN_SECONDS, daily_average: SHOWN_SECONDS }),
    all_users: object({ total: AVERAGES, daily_average: AVERAGES }),
    ...HOLIDAYS,
  }),
  projects: NAMES,
  languages: NAMES,
  editors: NAMES,
  categories: NAMES,
  machines: list(object({ machine_name_id: orNull(UUID), name: text("heron"), total_seconds: SECONDS })),
  operating_systems: NAMES,
  stats: STATS_DATA,
};

const INSIGHT_FRAME = {
  range: text("last_7_days"),
  human_readable_range: text("Last 7 Days"),
  ...UP_TO_DATE,
  is_including_today: bool(true),
  start: TIME,
  end: END_TIME,
  timezone: ZONE,
  timeout: ROW_ID,
  writes_only: bool(false),
  user_id: UUID,
  created_at: TIME,
  modified_at: TIME,
};

const BOARD_USER = component("BoardUser", object({ ...PUBLIC_USER, email: always("") }));
const BOARD = {
  current_user: object({ rank: orNull(ROW_ID), page: orNull(ROW_ID), user: BOARD_USER }),
  data: list(
    component(
      "Leader",
      object({
        rank: ROW_ID,
        running_total: object({
          total_seconds: SECONDS,
          human_readable_total: WORDS,
          daily_average: SECONDS,
          human_readable_daily_average: WORDS,
          languages: NAMES,
        }),
        user: BOARD_USER,
      }),
    ),
  ),
  page: ROW_ID,
  total: whole(1),
  total_pages: ROW_ID,
  range: DATES,
  language: orNull(text("TypeScript")),
  country_code: NULL,
  modified_at: TIME,
  timeout: ROW_ID,
  writes_only: bool(false),
};

export const wakatimeTimeDescriptions: Descriptions = {
  "GET /users/:user/statusbar/today": STATUS_BAR,
  "GET /users/:user/status_bar/today": STATUS_BAR,
  "GET /users/:user/statusbar/:range": STATUS_BAR,
  "GET /users/:user/summaries": SUMMARIES,
  "GET /users/:user/stats/:range": json(object({ data: STATS_DATA })),
  "GET /users/:user/all_time_since_today": json(
    object({
      data: object({
        total_seconds: SECONDS,
        text: WORDS,
        decimal: DECIMAL,
        digital: DIGITAL,
        hours: whole(3),
        minutes: whole(25),
        seconds: whole(45),
        daily_average: SECONDS,
        is_up_to_date: always(true),
        percent_calculated: always(100),
        timeout: ROW_ID,
        range: object({
          start: TIME,
          start_date: DATE,
          start_text: text("Sat Nov 21st 2026"),
          end: END_TIME,
          end_date: DATE,
          end_text: always("Today"),
          timezone: ZONE,
        }),
      }),
    }),
  ),
  "GET /users/:user/insights/:type/:range": json(
    object({ data: component("Insight", object({ ...INSIGHTS, ...INSIGHT_FRAME }, Object.keys(INSIGHTS))) }),
    {
      data: {
        best_day: { date: "2026-11-21", total_seconds: 12_345, text: "3 hrs 25 mins" },
        range: "last_7_days",
        human_readable_range: "Last 7 Days",
        status: "ok",
        percent_calculated: 100,
        is_up_to_date: true,
        is_up_to_date_pending_future: false,
        is_already_updating: false,
        is_stuck: false,
        is_cached: false,
        is_including_today: true,
        start: "2026-11-14T23:00:00Z",
        end: "2026-11-21T22:59:59Z",
        timezone: "Europe/Berlin",
        timeout: 2,
        writes_only: false,
        user_id: "5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13",
        created_at: "2026-11-01T09:00:00Z",
        modified_at: "2026-11-21T17:00:00Z",
      },
    },
  ),
  "GET /users/:user/durations": json(
    object({
      data: { anyOf: [list(STRETCH), map(list(STRETCH))] },
      branches: list(text("main")),
      available_branches: list(text("main")),
      start: TIME,
      end: END_TIME,
      timezone: ZONE,
    }),
  ),
  "GET /stats/:range": json(
    object({
      data: object({
        categories: NAMED_SPREAD,
        editors: NAMED_SPREAD,
        languages: NAMED_SPREAD,
        operating_systems: NAMED_SPREAD,
        daily_average: object(SPREAD),
        total: object({ ...SPREAD, sum: SHOWN_SECONDS }),
        range: DATES,
        timeout: ROW_ID,
        writes_only: bool(false),
      }),
    }),
  ),
  "GET /leaders": json(object({ ...BOARD, is_hireable: NULL })),
  "GET /users/:user/leaderboards": json(
    object({
      data: list(
        object({
          id: UUID,
          name: text("This server"),
          time_range: always("last_7_days"),
          members_count: whole(1),
          members_with_timezones_count: whole(1),
          can_edit: bool(false),
          can_delete: bool(false),
          has_available_seat: bool(false),
          created_at: TIME,
          modified_at: TIME,
        }),
      ),
      ...PAGING,
    }),
  ),
  "GET /users/:user/leaderboards/:board": json(object(BOARD)),
  ...Object.fromEntries(
    [
      "/users/:user/orgs",
      "/users/:user/orgs/:org",
      "/users/:user/orgs/:org/dashboards",
      "/users/:user/orgs/:org/dashboards/:dashboard/members",
      "/users/:user/orgs/:org/dashboards/:dashboard/durations",
      "/users/:user/orgs/:org/dashboards/:dashboard/summaries",
      "/users/:user/orgs/:org/dashboards/:dashboard/members/:member/durations",
      "/users/:user/orgs/:org/dashboards/:dashboard/members/:member/summaries",
      "/users/:user/teams",
      "/users/:user/teams/:team/members",
      "/users/:user/teams/:team/members/:member/summaries",
    ].map((path) => [`GET ${path}`, json(EMPTY_PAGE)]),
  ),
};
