// The figures that answers of several families share. The examples belong together: 12,345 s of TypeScript in lantern.
import {
  bool,
  component,
  emptyList,
  list,
  map,
  number,
  object,
  orNull,
  pattern,
  type Schema,
  text,
  whole,
} from "./schema.ts";

export const SECONDS = whole(12_345, "Seconds, rounded half to even");
export const TIME = pattern("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$", "2026-11-21T09:00:00Z", "RFC 3339, UTC");
export const END_TIME = pattern(
  "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$",
  "2026-11-21T22:59:59Z",
  "Last whole second",
);
export const DATE = pattern("^\\d{4}-\\d\\d-\\d\\d$", "2026-11-21");
export const UUID = pattern(
  "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  "5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13",
);
export const EPOCH = number(1_795_254_896.25, "Epoch seconds");
export const ZONE = text("Europe/Berlin", "IANA time zone");
export const NAME = pattern(".", "lantern");
export const WORDS = pattern(
  "^(?:[\\d,]+ hrs?(?: \\d+ mins?)?|\\d+ mins?|\\d+ secs?)$",
  "3 hrs 25 mins",
  "Cut, never rounded up",
);
export const DIGITAL = pattern("^\\d+:\\d\\d$", "3:25");
export const DECIMAL = pattern("^\\d+\\.\\d\\d$", "3.42", "Hours");
export const COLOR = pattern("^#[0-9a-fA-F]{6}$", "#3178c6");
export const PERCENT: Schema = { type: "number", minimum: 0, maximum: 100, examples: [100] };
export const ID = pattern("^\\d+$", "1", "A whole number as text");
export const ROW_ID = { ...whole(1), minimum: 1 };
export const ADDRESS = text("http://localhost:4784/api/avatar/5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13.svg");

const CLOCK = {
  hours: whole(3),
  minutes: { ...whole(25), maximum: 59 },
  seconds: { ...whole(45), maximum: 59 },
};

const BREAKDOWN = list(object({ name: text("Opus"), lines: whole(40), cost: number(0) }));
const COSTS = map(number(0), { Opus: 0 });
const LINES = map(whole(40), { Opus: 40 });

/** Lines, tokens and prompts; zero where there are none. Costs are always 0. */
export const AI = {
  human_additions: whole(120),
  human_deletions: whole(31),
  ai_additions: whole(32),
  ai_deletions: whole(8),
  ai_input_tokens: whole(5200),
  ai_cached_input_tokens: whole(1800),
  ai_output_tokens: whole(900),
  ai_sessions: whole(1),
  ai_prompt_events_total: whole(4),
  ai_prompt_events_avg_per_session: whole(4),
  ai_prompt_events_median_per_session: whole(4),
  ai_prompt_length_sum: whole(480),
  ai_prompt_length_avg: whole(120),
  ai_prompt_length_avg_per_session: whole(480),
  ai_prompt_length_median_per_session: whole(480),
  ai_model_breakdown: BREAKDOWN,
  ai_model_costs: COSTS,
  ai_model_line_changes: LINES,
  ai_model_total_cost: number(0),
  ai_agent_breakdown: BREAKDOWN,
  ai_agent_costs: COSTS,
  ai_agent_line_changes: LINES,
  ai_agent_total_cost: number(0),
};

/** An entry of a list; `seconds` is the 0–59 beside hours and minutes. */
const ITEM_FIELDS = {
  total_seconds: SECONDS,
  percent: PERCENT,
  digital: pattern("^\\d+:\\d\\d:\\d\\d$", "3:25:45"),
  decimal: DECIMAL,
  text: WORDS,
  ...CLOCK,
};

/** Returns an entry of a list with fields of its own. */
export function item(title: string, name: string, more: Readonly<Record<string, Schema>> = {}): Schema {
  return component(title, object({ name: pattern(".", name), ...ITEM_FIELDS, ...more }));
}

export const ITEM = item("Item", "coding");
const PROJECT = { color: { type: "null" } };
const MACHINE = item("MachineItem", "heron", { machine_name_id: orNull(UUID) });
const LANGUAGE = item("LanguageItem", "TypeScript", { color: COLOR });

/** The lists of statistics; `features` leaves some out. */
const STATS_LISTS = {
  languages: list(LANGUAGE),
  projects: list(item("ProjectItem", "lantern", PROJECT)),
  editors: list(ITEM),
  operating_systems: list(ITEM),
  machines: list(MACHINE),
  categories: list(ITEM),
  dependencies: list(ITEM),
};

/** A day, or a range as one: what summaries and status bars show. */
export const DAY = {
  grand_total: component(
    "GrandTotal",
    object({ total_seconds: SECONDS, digital: DIGITAL, decimal: DECIMAL, text: WORDS, ...CLOCK, ...AI }),
  ),
  categories: list(ITEM),
  projects: list(item("ProjectDay", "lantern", { ...PROJECT, ...AI })),
  languages: list(LANGUAGE),
  editors: list(item("EditorDay", "VS Code", AI)),
  operating_systems: list(ITEM),
  machines: list(MACHINE),
  dependencies: list(ITEM),
  branches: list(ITEM),
  entities: list(
    item("EntityDay", "/lantern/src/app.ts", {
      type: pattern(".", "file"),
      project_root_count: orNull(whole(3)),
      ...AI,
    }),
  ),
};

export const DAY_RANGE = component(
  "DayRange",
  object({ date: DATE, start: TIME, end: END_TIME, text: pattern(".", "Today"), timezone: ZONE }),
);

/** A range by its dates. */
export const DATES = component(
  "Dates",
  object({
    name: text("last_7_days"),
    text: text("Last 7 Days"),
    start_date: DATE,
    start_text: text("Sun Nov 15th 2026"),
    end_date: DATE,
    end_text: text("Sat Nov 21st 2026"),
  }),
);

export const UP_TO_DATE = {
  status: { const: "ok" },
  percent_calculated: { const: 100 },
  is_up_to_date: { const: true },
  is_up_to_date_pending_future: { const: false },
  is_already_updating: { const: false },
  is_stuck: { const: false },
  is_cached: { const: false },
};

export const HOLIDAYS = {
  holidays: whole(3),
  days_including_holidays: whole(7),
  days_minus_holidays: whole(4),
};

export const PAGING = {
  page: ROW_ID,
  total: whole(1),
  total_pages: ROW_ID,
  next_page: orNull(whole(2)),
  prev_page: orNull(whole(1)),
};

export const BEST_DAY = orNull(object({ date: DATE, total_seconds: SECONDS, text: WORDS }));

/** The `data` of statistics, which Hackatime's and WakaTime's families share. */
export const STATS_DATA = component(
  "Stats",
  object(
    {
      id: UUID,
      user_id: ID,
      username: text("ann"),
      display_name: text("Ann"),
      range: text("last_7_days"),
      human_readable_range: text("Last 7 Days"),
      start: TIME,
      end: END_TIME,
      timezone: ZONE,
      timeout: ROW_ID,
      writes_only: bool(false),
      ...UP_TO_DATE,
      is_including_today: bool(true),
      total_seconds: SECONDS,
      total_seconds_including_other_language: SECONDS,
      human_readable_total: WORDS,
      human_readable_total_including_other_language: WORDS,
      daily_average: SECONDS,
      daily_average_including_other_language: SECONDS,
      human_readable_daily_average: WORDS,
      human_readable_daily_average_including_other_language: WORDS,
      ...HOLIDAYS,
      best_day: BEST_DAY,
      ...STATS_LISTS,
      unique_total_seconds: SECONDS,
      ...AI,
      ai_line_changes_total: whole(40),
      streak: whole(4, "Days in a row with 15 minutes or more, of all time"),
      longest_streak: whole(31),
      is_coding_activity_visible: bool(true),
      is_other_usage_visible: bool(true),
      is_language_usage_visible: bool(true),
      is_editor_usage_visible: bool(true),
      is_category_usage_visible: bool(true),
      is_os_usage_visible: bool(true),
      created_at: TIME,
      modified_at: TIME,
    },
    [...Object.keys(STATS_LISTS), "unique_total_seconds"],
  ),
);

/** What anybody may know of a user whom they may see at all. */
export const PUBLIC_USER = {
  id: UUID,
  user_id: ID,
  username: text("ann"),
  display_name: text("Ann"),
  full_name: text("Ann"),
  photo: ADDRESS,
  profile_url: text("http://localhost:4784/"),
  profile_url_escaped: text("http://localhost:4784/"),
  timezone: ZONE,
  ...Object.fromEntries(
    [
      ...["bio", "location", "website", "human_readable_website", "public_email"],
      ...["github_username", "twitter_username", "linkedin_username", "wonderfuldev_username"],
    ].map((name) => [name, text("")]),
  ),
  city: { type: "null" },
  is_hireable: bool(false),
  is_email_public: bool(false),
  is_email_confirmed: bool(true),
  photo_public: bool(true),
  logged_time_public: bool(true),
  languages_used_public: bool(true),
  editors_used_public: bool(true),
  categories_used_public: bool(true),
  os_used_public: bool(true),
  has_premium_features: bool(true),
  plan: text("free"),
  created_at: TIME,
  modified_at: TIME,
};

/** A page of a list that has nothing in it and never will. */
export const EMPTY_PAGE = object({ data: emptyList(), ...PAGING });
