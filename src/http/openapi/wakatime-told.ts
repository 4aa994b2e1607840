// What the routes of WakaTime's API answer about what people tell: goals, and durations from elsewhere.
import { DELTAS } from "../../domain/goal.ts";
import { WEEKDAYS } from "../../domain/weekday.ts";
import { changed, type Descriptions, json, made } from "./described.ts";
import { DATE, END_TIME, EPOCH, PAGING, SECONDS, TIME, UUID, WORDS, ZONE } from "./figures.ts";
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
  tuple,
  whole,
} from "./schema.ts";

const GOAL_RANGE = object({ date: DATE, start: TIME, end: END_TIME, text: text("Sat Nov 21"), timezone: ZONE }, [
  "date",
]);
export const GOAL_STATUSES = ["success", "fail", "pending", "ignored"];
const TARGET = { ...whole(14_400, "Seconds a period"), minimum: 1 };
export const WEEKDAY_NAMES = list(oneOf(WEEKDAYS.map((name) => name.toLowerCase())));
const NAMES = (example: string): Schema => ({ ...list(text(example)), maxItems: 100 });

/** What a goal asks for, in the same words in both directions. */
const WISH = {
  custom_title: orNull(text("Four hours of TypeScript")),
  delta: oneOf(DELTAS),
  seconds: TARGET,
  is_inverse: bool(false, "At most instead of at least"),
  is_enabled: bool(true),
  ignore_zero_days: bool(false),
  ignore_days: WEEKDAY_NAMES,
  languages: NAMES("TypeScript"),
  projects: NAMES("lantern"),
  editors: NAMES("VS Code"),
};

const GOAL = component(
  "Goal",
  object({
    id: UUID,
    title: text("Four hours of TypeScript"),
    type: always("coding"),
    ...WISH,
    improve_by_percent: NULL,
    is_snoozed: bool(false),
    is_tweeting: bool(false),
    is_current_user_owner: bool(true),
    status: oneOf(GOAL_STATUSES),
    average_status: text("success"),
    cumulative_status: text("success"),
    status_percent_calculated: whole(86),
    range_text: text("from 2026-11-15 until 2026-11-21"),
    snooze_until: NULL,
    chart_data: list(
      component(
        "GoalPeriod",
        object({
          actual_seconds: SECONDS,
          actual_seconds_text: WORDS,
          goal_seconds: TARGET,
          goal_seconds_text: text("4 hrs"),
          range: GOAL_RANGE,
          range_status: oneOf(GOAL_STATUSES),
          range_status_reason: text("under way: 3 hrs 25 mins of 4 hrs"),
          range_status_reason_short: text("3h 25m of 4h 0m"),
        }),
      ),
    ),
    owner: object({
      id: UUID,
      display_name: text("Ann"),
      full_name: text("Ann"),
      username: text("ann"),
      email: NULL,
      photo: NULL,
    }),
    shared_with: emptyList(),
    subscribers: emptyList(),
    created_at: TIME,
    modified_at: TIME,
  }),
);

/** What a goal is changed to; what is absent stays. */
export const GOAL_IN = component("GoalWish", { ...object(WISH, Object.keys(WISH)), additionalProperties: true });
/** What a new goal asks for. */
export const NEW_GOAL = component("NewGoal", {
  ...object(
    WISH,
    Object.keys(WISH).filter((name) => name !== "seconds"),
  ),
  additionalProperties: true,
});

const TOLD = {
  external_id: text("calendar-4711", "Yours; told again, it replaces"),
  entity: text("Planning"),
  type: text("event"),
  category: text("meeting"),
  start_time: EPOCH,
  end_time: { ...EPOCH, examples: [1_795_256_696.25] },
  project: text("lantern"),
  branch: text("main"),
  language: text("TypeScript"),
  meta: text("room 3"),
};

const EXTERNAL_IN = component("NewExternalDuration", {
  ...object(TOLD, ["category", "project", "branch", "language", "meta"]),
  additionalProperties: true,
});

const EXTERNAL = component(
  "ExternalDuration",
  object({
    ...TOLD,
    id: UUID,
    provider: text("api"),
    category: orNull(TOLD.category),
    project: orNull(TOLD.project),
    branch: orNull(TOLD.branch),
    language: orNull(TOLD.language),
    meta: orNull(TOLD.meta),
    created_at: TIME,
  }),
);

const IDS = object({ date: DATE, ids: list(text("7")) });

const NOTHING = object({ data: object({}) });

export const wakatimeToldDescriptions: Descriptions = {
  "GET /users/:user/goals": json(object({ data: list(GOAL), ...PAGING })),
  "GET /users/:user/goals/:goal": json(object({ cached_at: TIME, data: GOAL })),
  "POST /users/:user/goals": { ...made(NEW_GOAL, object({ data: GOAL })), refusals: [409] },
  "PUT /users/:user/goals/:goal": changed(GOAL_IN, object({ data: GOAL })),
  "PATCH /users/:user/goals/:goal": changed(GOAL_IN, object({ data: GOAL })),
  "DELETE /users/:user/goals/:goal": json(NOTHING),
  "GET /users/:user/external_durations": json(
    object({ data: list(EXTERNAL), start: TIME, end: END_TIME, timezone: ZONE }),
  ),
  "POST /users/:user/external_durations": made(EXTERNAL_IN, object({ data: EXTERNAL })),
  "POST /users/:user/external_durations.bulk": made(
    { ...list(EXTERNAL_IN), maxItems: 1_000 },
    object({
      responses: list({
        anyOf: [
          tuple(object({ data: EXTERNAL }), always(201)),
          tuple(object({ error: text("end_time must be after start_time") }), always(400)),
        ],
      }),
    }),
  ),
  "DELETE /users/:user/external_durations.bulk": changed(IDS, NOTHING),
};
