// What the routes of the pages answer about whoever looks: the session, the password, keys, programs, settings, goals.
import { SCOPES } from "../../app/keys.ts";
import { PRESETS } from "../../domain/credit.ts";
import { DIMENSIONS } from "../../domain/dimension.ts";
import { DELTAS } from "../../domain/goal.ts";
import { changed, type Descriptions, done, json, made } from "./described.ts";
import { NAME, ROW_ID, TIME, UUID, ZONE } from "./figures.ts";
import { RULE_MS } from "./pages-figures.ts";
import { DATES_BOTH, MS, NOW_MS, WEEK_START } from "./pages-parts.ts";
import { ERROR } from "./refusals.ts";
import { always, bool, component, list, object, oneOf, orNull, pattern, type Schema, text, whole } from "./schema.ts";
import { GOAL_IN, GOAL_STATUSES, NEW_GOAL, WEEKDAY_NAMES } from "./wakatime-told.ts";

const NEEDS_NAME = bool(false, "Whether signing in takes a name beside the password");

const SESSION = component(
  "PageSession",
  object({
    user: text("ann"),
    display_name: text("Ann"),
    is_admin: bool(true),
    way: oneOf(["session", "open", "key"], "A signed-in browser, an open dashboard, or an API key"),
    needs_name: NEEDS_NAME,
  }),
);

const SIGN_IN_NEEDED = object({
  error: text("Sign-in needed"),
  message: text("Sign in to see this"),
  type: always("SignInNeeded"),
  status: always(401),
  needs_name: NEEDS_NAME,
});

/** What is not named is let pass. */
const sent = (fields: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  ...object(fields, optional),
  additionalProperties: true,
});

const SIGN_IN = sent({ name: text("ann", "Needed where there are several users"), password: text("correct horse") }, [
  "name",
]);

const PASSWORD = sent(
  {
    current: text("correct horse", "Needed where there is one"),
    password: { ...orNull(text("battery staple")), description: "8 to 1,000 characters; null removes it" },
  },
  ["current"],
);

const SCOPE = oneOf(SCOPES, "Everything; reading alone; sending heartbeats alone");
const KEY_NAME = { ...text("laptop"), minLength: 1, maxLength: 100 };

const KEY_FIELDS = {
  id: ROW_ID,
  name: text("laptop"),
  hint: pattern("^.{4}$", "0f13", "The last characters of the key"),
  scope: SCOPE,
  created_at: TIME,
  last_used_at: { ...orNull(TIME), description: "To the minute; null = never" },
  revoked_at: { ...orNull(TIME), examples: [null], description: "Null = it is good" },
};

const GRANT = object({
  id: ROW_ID,
  client_id: text("my-dashboard", "As the program calls itself"),
  redirect_uri: text("http://127.0.0.1:8787/callback"),
  scope: oneOf(["profile", "profile read"]),
  created_at: TIME,
  last_used_at: { ...orNull(TIME), description: "To the minute; null = never" },
  api_key_id: { ...orNull(ROW_ID), description: "The key made for it, which outlives it; null = it asked for none" },
});

const DIMENSION = oneOf(DIMENSIONS);

/** What may be set, in the same words in both directions. */
const WISH = {
  name: text("ann", "For signing in and in addresses"),
  display_name: { ...orNull(text("Ann")), description: "On screens; null = the name" },
  email: orNull(text("ann@example.org")),
  timezone: { ...orNull(ZONE), description: "IANA time zone that was chosen" },
  week_start: WEEK_START,
  ...RULE_MS,
  is_public: bool(false),
  public_days: {
    ...orNull({ ...whole(30), minimum: 1 }),
    description: "Days back that public statistics reach, today included; null = all time",
  },
  public_dimensions: { ...orNull(list(DIMENSION)), description: "What public statistics show; null = everything" },
};

const SETTINGS = component(
  "PageSettings",
  object({
    ...WISH,
    timezone_in_effect: ZONE,
    presets: list(object({ name: oneOf(Object.keys(PRESETS)), ...RULE_MS })),
    is_recounting: bool(false, "Whether history is being counted anew under a changed rule"),
    dimensions: { ...list(DIMENSION), examples: [DIMENSIONS] },
    has_password: bool(true),
    is_admin: bool(true),
    users: ROW_ID,
  }),
);

const GOAL = component(
  "PageGoal",
  object({
    id: UUID,
    title: text("Four hours of TypeScript", "Its own, or what it asks in words"),
    custom_title: orNull(text("Four hours of TypeScript")),
    delta: oneOf(DELTAS),
    target_ms: { ...whole(14_400_000, "A period, ms"), minimum: 1_000 },
    is_inverse: bool(false, "At most instead of at least"),
    is_enabled: bool(true, "False = paused"),
    ignore_zero_days: bool(false),
    ignore_days: WEEKDAY_NAMES,
    languages: { ...list(text("TypeScript")), description: "What counts; empty = everything" },
    projects: list(NAME),
    editors: list(text("VS Code")),
    actual_ms: MS,
    status: oneOf(GOAL_STATUSES, "Of the running period"),
    periods: list(object({ ...DATES_BOTH, actual_ms: MS, status: oneOf(GOAL_STATUSES) })),
    hits: whole(12),
    misses: whole(3),
    streak: whole(4, "Hits in a row, up to now"),
  }),
);

export const pageAccountDescriptions: Descriptions = {
  "GET /-/session": {
    answers: [
      ...json(SESSION).answers,
      {
        status: 401,
        description: "A sign-in is needed, or a wrong key was sent",
        type: "application/json",
        schema: { anyOf: [SIGN_IN_NEEDED, ERROR] },
      },
    ],
  },
  "POST /-/session": changed(SIGN_IN, SESSION),
  "DELETE /-/session": done("This browser is signed out"),
  "DELETE /-/sessions": done("Every browser is signed out"),
  "PUT /-/password": { ...done("It holds, and all other browsers are signed out"), body: PASSWORD, refusals: [409] },
  "GET /-/keys": json(object({ keys: list(component("PageKey", object(KEY_FIELDS))) })),
  "POST /-/keys": made(
    sent({ name: KEY_NAME, scope: SCOPE }),
    object({ ...KEY_FIELDS, key: { ...UUID, description: "Shown this once" } }),
  ),
  "DELETE /-/keys/:id": done("It counts no more"),
  "GET /-/grants": json(object({ grants: list(GRANT) })),
  "DELETE /-/grants/:id": done("Its token is refused from now on"),
  "GET /-/settings": json(SETTINGS),
  "PATCH /-/settings": { ...changed(sent(WISH, Object.keys(WISH)), SETTINGS), refusals: [409] },
  "GET /-/goals": json(object({ timezone: ZONE, now_ms: NOW_MS, goals: list(GOAL) })),
  "POST /-/goals": { ...made(NEW_GOAL, GOAL), refusals: [409] },
  "PATCH /-/goals/:goal": changed(GOAL_IN, GOAL),
  "DELETE /-/goals/:goal": json(object({})),
};
