// What the routes of the pages answer about the program: the first run, ways of counting, storage, imports, hints.
import { MOST_UPLOAD_BYTES } from "../../app/uploads.ts";
import { PRESETS } from "../../domain/credit.ts";
import { type Descriptions, json, other } from "./described.ts";
import { NAME, ROW_ID, UUID, ZONE } from "./figures.ts";
import { DATES_BOTH, FIRST_MS, HEARTBEATS, instant, LAST_MS, MS, NOW_MS } from "./pages-parts.ts";
import { always, bool, component, list, NULL, object, oneOf, orNull, text, whole } from "./schema.ts";

const RULE_SECONDS = {
  timeout_seconds: { ...whole(120, "Longest gap that counts whole"), minimum: 1 },
  idle_seconds: whole(120, "Credit before a longer gap"),
};

const REASONS = [
  ...["no_key", "bad_key", "wrong_scope", "wrong_path", "wrong_host", "unreadable", "too_large", "clock_off"],
  ...["bad_heartbeat", "too_many", "storage"],
];

const SETUP = object({
  user: text("ann"),
  now_ms: NOW_MS,
  version: text("0.1.0"),
  keys: object({
    count: whole(1, "Good keys that may send heartbeats"),
    last_used_ms: { ...orNull(LAST_MS), description: "To the minute; null = never" },
  }),
  heartbeats: HEARTBEATS,
  total_ms: MS,
  first_ms: orNull(FIRST_MS),
  newest: orNull(
    object({
      time_ms: LAST_MS,
      received_ms: instant(1_795_258_561_000, "Arrival, to the second"),
      project: orNull(NAME),
      editor: orNull(text("VS Code")),
      machine: orNull(text("heron")),
      language: orNull(text("TypeScript")),
    }),
  ),
  clock_ahead_ms: whole(0, "How far the newest heartbeat lies in the future"),
  refusals: {
    ...list(
      object({
        reason: oneOf(REASONS),
        at_ms: LAST_MS,
        path: text("/api/v1/users/current/heartbeats.bulk"),
        message: text("No key was sent"),
        count: { ...whole(3, "Since the program started"), minimum: 1 },
      }),
    ),
    description: "The last of each reason; for admins",
  },
  zone: object({
    chosen: orNull(ZONE),
    client: { ...orNull(ZONE), description: "The first that an editor named" },
    server: ZONE,
    used: ZONE,
  }),
  imports: whole(1),
  rule: object(RULE_SECONDS),
});

const RULES = object({
  recent: object(DATES_BOTH),
  rules: list(
    object({
      preset: {
        ...orNull(oneOf(Object.keys(PRESETS))),
        description: "Null = numbers of one's own, or those asked for",
      },
      ...RULE_SECONDS,
      total_ms: MS,
      recent_ms: { ...MS, description: "Of the last 30 days" },
      is_own: bool(true, "What counts by now"),
      is_asked: bool(false),
    }),
  ),
});

const STORAGE = object({
  data_directory: { ...orNull(text("/home/ann/.local/share/hearth")), description: "For admins; null = in memory" },
  size_bytes: whole(73_400_320, "Of the database and its log"),
  heartbeats: HEARTBEATS,
  first_ms: orNull(FIRST_MS),
  last_ms: orNull(LAST_MS),
  versions: object({ hearth: text("0.1.0"), bun: text("1.4.5"), sqlite: text("3.50.4") }),
});

const UPLOAD = component(
  "PageUpload",
  object({
    id: UUID,
    file: text("history.json"),
    started_ms: LAST_MS,
    state: oneOf(["importing", "uploading", "done", "failed"]),
    progress: { type: "number", minimum: 0, maximum: 1, examples: [0.5], description: "Of the file" },
    read: whole(1_000, "Heartbeats so far"),
    added: whole(990),
    known: whole(9, "Those that were there already"),
    refused: list(object({ reason: text("time is required"), count: { ...whole(1), minimum: 1 } })),
    broken: {
      ...orNull(object({ offset: whole(81_920, "Bytes, unpacked"), reason: text("the file ends in the middle") })),
      examples: [null],
      description: "Why the file could not be read to its end",
    },
    fault: { ...orNull(text("No heartbeats")), examples: [null], description: "Why nothing was imported" },
    seconds: {
      anyOf: [{ type: "number", minimum: 0 }, NULL],
      examples: [null],
      description: "How long it took; null while it is under way",
    },
  }),
);

const IMPORTS = object({
  limit_bytes: always(MOST_UPLOAD_BYTES),
  uploads: list(UPLOAD),
  history: list(
    object({
      id: ROW_ID,
      file: text("history.json"),
      started_ms: LAST_MS,
      finished_ms: { ...orNull(LAST_MS), description: "Null = it runs, or was cut off" },
    }),
  ),
});

const FILE = {
  name: "file",
  description: "What the file is called",
  schema: { type: "string" },
  example: "history.json",
} as const;

export const pageServerDescriptions: Descriptions = {
  "GET /-/setup": json(SETUP),
  "GET /-/rules": json(RULES),
  "GET /-/storage": json(STORAGE),
  "GET /-/imports": json(IMPORTS),
  "POST /-/imports": {
    answers: [{ status: 202, description: "All of it is here", type: "application/json", schema: UPLOAD }],
    parameters: [FILE],
    body: {
      type: "string",
      description: "A history as `hearth import` reads it, plain or packed with gzip",
      examples: ['[{"entity":"/lantern/src/app.ts","type":"file","time":1795254896.25}]'],
    },
    sendsType: "application/octet-stream",
    refusals: [409],
  },
  "GET /-/events": other(
    "text/event-stream",
    "Server-sent events: `changed` with the dates that did (null = any), `refused`, and `ping` every 25 s",
    'event: changed\ndata: {"dates":["2026-11-21"]}\n\n',
  ),
};
