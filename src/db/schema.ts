// The tables. Truth: users, api_keys, sessions, grants, imports, names.value and archived_at, sources.sent, heartbeats. Derived, may be deleted and rebuilt:
// the other columns of names and sources, placeholders, groups, rollup, streams, recounts.
// Every table is STRICT, heartbeats, placeholders and groups are WITHOUT ROWID: drizzle cannot say so, the migrations do.
import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Dimension } from "../domain/dimension.ts";

/** Facts about the file itself: `next_heartbeat_id`, `rules` (version of the derivation rules), `hearth` (last version that wrote), `instance` (names its cookies). */
export const meta = sqliteTable("meta", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

export const users = sqliteTable(
  "users",
  {
    id: integer("id").primaryKey(),
    /** stable UUIDv4 for the API families whose ids are UUIDs */
    uuid: text("uuid").notNull().unique(),
    /** sign-in and API name, unique in any case */
    name: text("name").notNull(),
    displayName: text("display_name"),
    email: text("email"),
    slackId: text("slack_id"),
    isAdmin: integer("is_admin", { mode: "boolean" }).notNull().default(false),
    /** IANA zone the user chose; null until then */
    timeZone: text("time_zone"),
    /** first valid IANA zone a client named; used while `time_zone` is null */
    clientTimeZone: text("client_time_zone"),
    /** ISO weekday, 1 = Monday … 7 = Sunday */
    weekStart: integer("week_start").notNull().default(1),
    /** longest gap that counts as work, ms, 30 s … 60 min */
    timeoutMs: integer("timeout_ms").notNull().default(120_000),
    /** credit before a longer gap, ms, 0 … timeout */
    idleMs: integer("idle_ms").notNull().default(120_000),
    /** whether statistics answer without a key */
    isPublic: integer("is_public", { mode: "boolean" }).notNull().default(false),
    /** how many days back public statistics reach, today included; null = all time */
    publicDays: integer("public_days"),
    /** the dimensions public statistics show; null = all of them */
    publicDimensions: text("public_dimensions", { mode: "json" }).$type<readonly Dimension[]>(),
    /** argon2id, null while no password is set */
    passwordHash: text("password_hash"),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_name").on(sql`lower(${t.name})`),
    uniqueIndex("users_email").on(sql`lower(${t.email})`),
    uniqueIndex("users_slack_id").on(t.slackId),
  ],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    /** SHA-256 of the key's lower-case text; the key itself is never stored */
    hash: blob("hash", { mode: "buffer" }).notNull().unique(),
    /** last four characters, to tell keys apart on a list */
    hint: text("hint").notNull(),
    /** full | read | write */
    scope: text("scope").notNull(),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
    /** epoch seconds, to the minute */
    lastUsedAt: integer("last_used_at"),
    /** epoch seconds, null while the key is good */
    revokedAt: integer("revoked_at"),
  },
  (t) => [index("api_keys_user").on(t.userId)],
);

/** Sign-ins of the dashboard. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    /** SHA-256 of the cookie's value, which is never stored */
    hash: blob("hash", { mode: "buffer" }).notNull().unique(),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
    /** epoch seconds, to the minute */
    lastUsedAt: integer("last_used_at").notNull(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Programs that a user let in with OAuth. */
export const grants = sqliteTable(
  "grants",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    /** as the program calls itself */
    clientId: text("client_id").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    /** profile | profile read */
    scope: text("scope").notNull(),
    /** SHA-256 of the access token, which is never stored */
    hash: blob("hash", { mode: "buffer" }).notNull().unique(),
    /** the write key made for the program, null until it asks for one */
    apiKeyId: integer("api_key_id").references(() => apiKeys.id),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
    /** epoch seconds, to the minute */
    lastUsedAt: integer("last_used_at"),
    /** epoch seconds, null while the token is good */
    revokedAt: integer("revoked_at"),
  },
  (t) => [index("grants_user").on(t.userId)],
);

/** One run of an import; heartbeats name it through their source. */
export const imports = sqliteTable("imports", {
  id: integer("id").primaryKey(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
  /** name of the file, without its folders */
  file: text("file").notNull(),
  /** epoch seconds */
  startedAt: integer("started_at").notNull(),
  /** epoch seconds, null while it runs or when it was cut off */
  finishedAt: integer("finished_at"),
});

/** Interned strings of a user: entities, projects, branches, languages … by `kind` (see names.ts). */
export const names = sqliteTable(
  "names",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    kind: integer("kind").notNull(),
    /** as sent */
    value: text("value").notNull(),
    /** derived: the name this one is counted under (language and category: its canonical name), null = itself */
    canonicalId: integer("canonical_id"),
    /** derived, entities only: the language of the file by its name, null = none */
    languageId: integer("language_id"),
    /** a setting, projects only: epoch seconds since when lists leave it out unless asked, null = shown */
    archivedAt: integer("archived_at"),
  },
  (t) => [unique("names_value").on(t.userId, t.kind, t.value)],
);

/** What a program said about itself (sent) and what we make of it (derived), shared by all its heartbeats. */
export const sources = sqliteTable(
  "sources",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    /** JSON of domain/source.ts `Source`: agent texts, editor, system, machine, zone, sentinels, origin */
    sent: text("sent").notNull(),
    editorId: integer("editor_id"),
    operatingSystemId: integer("operating_system_id"),
    machineId: integer("machine_id"),
    /** derived from the user agent; a model named by the heartbeat itself beats it */
    aiModelId: integer("ai_model_id"),
  },
  (t) => [unique("sources_sent").on(t.userId, t.sent)],
);

/** The truth. Key (user, time, identity): the order of the stream, its ties and its copies. Rows are inserted or deleted, never edited. */
export const heartbeats = sqliteTable(
  "heartbeats",
  {
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    /** epoch microseconds */
    time: integer("time").notNull(),
    /** 48 bits of SHA-256 over what makes a heartbeat itself (domain/heartbeat.ts) */
    identity: integer("identity").notNull(),
    /** small sequential number, the id clients see */
    id: integer("id").notNull(),
    /** arrival, epoch seconds */
    createdAt: integer("created_at").notNull(),
    sourceId: integer("source_id")
      .notNull()
      .references(() => sources.id),
    /** the next seven: names.id as sent; null = blank, or a sentinel (the source says which) */
    entityId: integer("entity_id"),
    /** null = file */
    typeId: integer("type_id"),
    categoryId: integer("category_id"),
    projectId: integer("project_id"),
    branchId: integer("branch_id"),
    languageId: integer("language_id"),
    /** JSON array text, interned as a whole */
    dependenciesId: integer("dependencies_id"),
    /** 0, 1, null = not sent */
    isWrite: integer("is_write"),
    lines: integer("lines"),
    lineno: integer("lineno"),
    cursorpos: integer("cursorpos"),
    projectRootCount: integer("project_root_count"),
    lineAdditions: integer("line_additions"),
    lineDeletions: integer("line_deletions"),
    /** net lines since the last heartbeat, may be negative */
    aiLineChanges: integer("ai_line_changes"),
    humanLineChanges: integer("human_line_changes"),
    aiInputTokens: integer("ai_input_tokens"),
    aiCachedInputTokens: integer("ai_cached_input_tokens"),
    aiOutputTokens: integer("ai_output_tokens"),
    /** characters */
    aiPromptLength: integer("ai_prompt_length"),
    /** the next three: names.id as sent */
    aiModelId: integer("ai_model_id"),
    aiSessionId: integer("ai_session_id"),
    aiSubscriptionPlanId: integer("ai_subscription_plan_id"),
    /** JSON object of the fields Hearth does not know */
    extra: text("extra"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.time, t.identity] })],
);

/** The truth beside heartbeats: blocks of time that programs tell about, meetings and the like. */
export const externalDurations = sqliteTable(
  "external_durations",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    uuid: text("uuid").notNull().unique(),
    /** who told, and their own id: telling again replaces */
    provider: text("provider").notNull(),
    externalId: text("external_id").notNull(),
    entity: text("entity").notNull(),
    type: text("type").notNull(),
    /** epoch milliseconds, end exclusive */
    startMs: integer("start_ms").notNull(),
    endMs: integer("end_ms").notNull(),
    /** as counted */
    category: text("category").notNull(),
    project: text("project"),
    branch: text("branch"),
    language: text("language"),
    meta: text("meta"),
    /** group its time counts under */
    groupId: integer("group_id").notNull(),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    unique("external_durations_told").on(t.userId, t.provider, t.externalId),
    index("external_durations_start").on(t.userId, t.startMs),
  ],
);

/** How much time a user means to spend, or to stay below, per period. */
export const goals = sqliteTable(
  "goals",
  {
    id: integer("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    /** UUIDv4, the id clients see: wakatime-cli takes no other */
    uuid: text("uuid").notNull().unique(),
    /** null = named by what it asks */
    title: text("title"),
    /** day | week | month */
    delta: text("delta").notNull(),
    /** per period */
    targetSeconds: integer("target_seconds").notNull(),
    /** at most instead of at least */
    isInverse: integer("is_inverse", { mode: "boolean" }).notNull(),
    /** false = paused */
    isEnabled: integer("is_enabled", { mode: "boolean" }).notNull(),
    /** a period without any time neither hits nor misses */
    ignoreZeroDays: integer("ignore_zero_days", { mode: "boolean" }).notNull(),
    /** lower-case weekday names that neither hit nor miss, for daily goals */
    ignoreDays: text("ignore_days", { mode: "json" }).$type<readonly string[]>().notNull(),
    /** what counts; an empty list = everything */
    languages: text("languages", { mode: "json" }).$type<readonly string[]>().notNull(),
    projects: text("projects", { mode: "json" }).$type<readonly string[]>().notNull(),
    editors: text("editors", { mode: "json" }).$type<readonly string[]>().notNull(),
    /** epoch seconds */
    createdAt: integer("created_at").notNull(),
    modifiedAt: integer("modified_at").notNull(),
  },
  (t) => [index("goals_user").on(t.userId)],
);

/** Derived: what the sentinels of a heartbeat resolve to. One row for every heartbeat whose source has a sentinel. */
export const placeholders = sqliteTable(
  "placeholders",
  {
    userId: integer("user_id").notNull(),
    time: integer("time").notNull(),
    identity: integer("identity").notNull(),
    /** names.id, null = resolves to none (or is no sentinel in this heartbeat) */
    projectId: integer("project_id"),
    languageId: integer("language_id"),
    branchId: integer("branch_id"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.time, t.identity] })],
);

/** Derived: one row per combination of names that time is counted under. */
export const groups = sqliteTable(
  "groups",
  {
    userId: integer("user_id").notNull(),
    /** counts from 1 for each user, so that a user's groups index an array */
    id: integer("id").notNull(),
    /** ten little-endian u32 of names.id, 0 = Unknown, in the order of domain/dimension.ts */
    names: blob("names", { mode: "buffer" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.id] }), unique("groups_names").on(t.userId, t.names)],
);

/** Derived: credit and heartbeats per quarter-hour and group, one row per UTC day, packed (db/cells.ts). */
export const rollup = sqliteTable(
  "rollup",
  {
    userId: integer("user_id").notNull(),
    generation: integer("generation").notNull(),
    /** days since 1970-01-01 UTC */
    day: integer("day").notNull(),
    /** streams.version when the row was last written */
    version: integer("version").notNull(),
    cells: blob("cells", { mode: "buffer" }).notNull(),
    /** lines and tokens per quarter-hour and group, null when there are none */
    sums: blob("sums", { mode: "buffer" }),
    /** dependency lists and AI sessions per quarter-hour and group (db/tags.ts), null when there are none */
    tags: blob("tags", { mode: "buffer" }),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.generation, t.day] }),
    index("rollup_version").on(t.userId, t.generation, t.version),
  ],
);

/** Derived: which generation of the rollup is the live one, the rule it was counted with, and its last change. */
export const streams = sqliteTable("streams", {
  userId: integer("user_id").primaryKey(),
  generation: integer("generation").notNull(),
  /** grows by one with every change of the live rollup */
  version: integer("version").notNull(),
  timeoutMs: integer("timeout_ms").notNull(),
  idleMs: integer("idle_ms").notNull(),
  /** grows by one with every change of the user's external durations */
  externals: integer("externals").notNull().default(0),
});

/** Derived: a recount under way. Heartbeats before the frontier are already in its generation. */
export const recounts = sqliteTable("recounts", {
  userId: integer("user_id").primaryKey(),
  generation: integer("generation").notNull(),
  timeoutMs: integer("timeout_ms").notNull(),
  idleMs: integer("idle_ms").notNull(),
  /** key of the first heartbeat not yet counted */
  frontierTime: integer("frontier_time").notNull(),
  frontierIdentity: integer("frontier_identity").notNull(),
});
