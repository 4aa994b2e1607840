/** Levels from the most talkative to the quietest; a level lets itself and everything after it through. */
export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

/** What an event is about, by name. Undefined values are left out; errors are written with their causes. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Takes one event: a fixed sentence, and the values that vary as fields. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/** How far a chain of causes is followed; longer chains are a mistake or a circle. */
const MAX_CAUSES = 5;
/** Stack frames written for an error: enough to find the place, few enough for one line. */
const MAX_FRAMES = 6;

/**
 * A log that hands `write` one line per event, without its line end; levels below `level` are dropped.
 * `now` is epoch milliseconds. Secrets are blanked in messages and fields whatever the format (see `redact`).
 *
 *     2026-11-21T18:26:00.123Z INFO  import finished file=dump.json new=120 known=4
 *     {"time":"2026-11-21T18:26:00.123Z","level":"info","message":"import finished","file":"dump.json","new":120,"known":4}
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly write: (line: string) => void;
  readonly now: () => number;
}): Log {
  const lowest = logLevels.indexOf(options.level);
  const line = options.format === "json" ? jsonLine : textLine;
  return (level, message, fields = {}) => {
    if (logLevels.indexOf(level) < lowest) return;
    const time = Temporal.Instant.fromEpochMilliseconds(options.now()).toString({ smallestUnit: "millisecond" });
    options.write(line(time, level, redact(message), plainFields(level, fields)));
  };
}

/** A field ready to be written: nothing in it is secret, nothing nested. */
type PlainField = readonly [name: string, value: string | number | boolean | null];

function plainFields(level: LogLevel, fields: LogFields): PlainField[] {
  const plain: PlainField[] = [];
  for (const [rawName, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const name = rawName.replace(/[^\w.-]/g, "_");
    if (SECRET_NAME.test(name)) {
      plain.push([name, BLANK]);
    } else if (value instanceof Error) {
      plain.push([name, redact(errorText(value))]);
      // Only a failure is worth its stack; a refused request is not.
      if (level === "error") plain.push([`${name}_stack`, redact(stackText(value))]);
    } else {
      plain.push([name, plainValue(value)]);
    }
  }
  return plain;
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean" || value === null) return value;
  if (typeof value === "string") return redact(value);
  return redact(
    JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? String(value),
  );
}

/** An error and what caused it, outermost first: `cannot open the database: SQLITE_CANTOPEN: unable to open`. */
function errorText(error: Error): string {
  const messages: string[] = [];
  let current: unknown = error;
  while (current !== undefined && messages.length < MAX_CAUSES) {
    messages.push(current instanceof Error ? `${current.name}: ${current.message}` : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return messages.join("; caused by ");
}

function stackText(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, MAX_FRAMES)
    .map((frame) => frame.trim())
    .join(" ");
}

function textLine(time: string, level: LogLevel, message: string, fields: readonly PlainField[]): string {
  const written = fields.map(([name, value]) => ` ${name}=${typeof value === "string" ? textValue(value) : value}`);
  return `${time} ${level.toUpperCase().padEnd(5)} ${visible(message)}${written.join("")}`;
}

/** A value as it stands where that is unmistakable, else in JSON quotes. */
function textValue(value: string): string {
  return /^[^\s"=\\]+$/.test(value) && visible(value) === value ? value : visible(JSON.stringify(value));
}

function jsonLine(time: string, level: LogLevel, message: string, fields: readonly PlainField[]): string {
  const event: Record<string, string | number | boolean | null> = { time, level, message };
  for (const [name, value] of fields) event[name in event ? `${name}_` : name] = value;
  return visible(JSON.stringify(event));
}

/** The text with every character that could end the line or steer a terminal written as `\uXXXX`. */
function visible(text: string): string {
  // Control characters of both ranges, and the two Unicode line ends.
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const BLANK = "[redacted]";

/** Field names whose value is never written: `key`, `apiKey`, `session_token`, … but not `keyName` or `input_tokens`. */
const SECRET_NAME = /(?:key|token|password|secret|authorization|cookie)$/i;

/** A UUID, its dashes plain or percent-encoded, with or without the `waka_` prefix, wherever it stands. */
const UUID = /(?:waka_)?[0-9a-f]{8}(?:(?:-|%2d)[0-9a-f]{4}){3}(?:-|%2d)[0-9a-f]{12}/gi;

/** A run of base64 long enough to hold a UUID (36 characters make 48). */
const BASE64_RUN = /[A-Za-z0-9+/_-]{48,}={0,2}/g;

/** The value of an Authorization header as header text, JSON, or JSON inside JSON: up to its closing quote or the line's end. */
const AUTHORIZATION =
  /(authorization[\\"']*\s*[=:](?!\s*\[redacted\])\s*)(?:\[?\s*\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\r\n]+)/gi;

/** A scheme word with its credentials, wherever it stands. */
const SCHEME = /(bearer|basic)\s+[\w+/=:.~%-]{8,}/gi;

/** `api_key=…`, `access_token: …`, `"password":"…"` and their like: a quoted value whole, a bare one up to a separator. */
const NAMED =
  /((?:api[_-]?key|token|password|passwd|secret|cookie)[\\"']*\s*[=:](?!\s*\[redacted\])\s*)(?:\\?"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'&,;}]+)/gi;

/** The query string of a URL or path. */
const QUERY = /\?(?=[\w%&=+~.[-])[^\s"<>`]+/g;

/** The user name and password of a URL. */
const USER_INFORMATION = /:\/\/[^\s/@"]+@/g;

/**
 * The text with everything that could be a key blanked: UUIDs (also inside base64), Authorization values,
 * `api_key=…`, `access_token=…` and their like, query strings, user names and passwords in URLs.
 * It blanks too much rather than too little; text without any of these comes back as it was. Redacting twice changes nothing.
 */
export function redact(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1${BLANK}`)
    .replace(SCHEME, `$1 ${BLANK}`)
    .replace(NAMED, `$1${BLANK}`)
    .replace(QUERY, `?${BLANK}`)
    .replace(USER_INFORMATION, `://${BLANK}@`)
    .replace(UUID, BLANK)
    .replace(BASE64_RUN, (run) => (hidesUuid(run) ? BLANK : run));
}

/** True when the run decodes to a text with a UUID in it. Letters in front of the base64 shift it, so all four alignments are read. */
function hidesUuid(run: string): boolean {
  return [0, 1, 2, 3].some((shift) => {
    const decoded = Buffer.from(run.slice(shift), "base64").toString("latin1");
    return decoded.search(UUID) >= 0;
  });
}
