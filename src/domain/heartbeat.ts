import { heartbeatTime, type Precision } from "./heartbeat-time.ts";
import { LAST_BRANCH, LAST_LANGUAGE, LAST_PROJECT, NO_SENTINELS, type Sentinels } from "./placeholder.ts";
import { cleanText, cutText } from "./text.ts";
import { cleanJson, fittingFields } from "./unknown-fields.ts";

/** Whole-number fields, by the name they are sent and stored under. */
export const COUNT_FIELDS = [
  "lines",
  "lineno",
  "cursorpos",
  "project_root_count",
  "line_additions",
  "line_deletions",
  "ai_line_changes",
  "human_line_changes",
  "ai_input_tokens",
  "ai_cached_input_tokens",
  "ai_output_tokens",
  "ai_prompt_length",
] as const;

export type CountField = (typeof COUNT_FIELDS)[number];

const TEXT_FIELDS = [
  "entity",
  "type",
  "category",
  "project",
  "branch",
  "language",
  "user_agent",
  "plugin",
  "editor",
  "operating_system",
  "machine",
  "ai_model",
  "ai_session",
  "ai_subscription_plan",
] as const;

type TextField = (typeof TEXT_FIELDS)[number];

/** Other spellings of a field; the field's own name wins when both are sent. Source: clients.md A3, A4, A7. */
const ALIASES: Readonly<Record<string, TextField | CountField>> = {
  lines_in_file: "lines",
  alternate_project: "project",
  os: "operating_system",
};

/** One event at an instant as a client sent it, coerced to its types; absent = null = blank = undefined. */
export type Heartbeat = {
  readonly timeUs: number;
  readonly precision: Precision;
  readonly texts: Readonly<Partial<Record<TextField, string>>>;
  readonly counts: Readonly<Partial<Record<CountField, number>>>;
  readonly isWrite: boolean | undefined;
  readonly dependencies: readonly string[];
  readonly sentinels: Sentinels;
  /** fields Hearth does not know, as sent, without control characters; undefined when there are none */
  readonly extra: Readonly<Record<string, unknown>> | undefined;
};

/** Why an element is no heartbeat: `type` names the kind of fault, `error` is a sentence for the person. */
export type Refusal = { readonly error: string; readonly type: "InvalidHeartbeat" | "InvalidHeartbeatTime" };

/** Returns whether an element turned out to be no heartbeat. */
export function isRefusal(parsed: Heartbeat | Refusal): parsed is Refusal {
  return "error" in parsed;
}

const KNOWN = new Map<string, { readonly kind: "text" | "count"; readonly field: string; readonly alias: boolean }>([
  ...TEXT_FIELDS.map((field) => [field, { kind: "text", field, alias: false }] as const),
  ...COUNT_FIELDS.map((field) => [field, { kind: "count", field, alias: false }] as const),
  ...Object.entries(ALIASES).map(([name, field]) => {
    const kind = (COUNT_FIELDS as readonly string[]).includes(field) ? ("count" as const) : ("text" as const);
    return [name, { kind, field, alias: true }] as const;
  }),
]);

/** Fields with a form of their own. */
const OTHERS: ReadonlySet<string> = new Set(["time", "is_write", "dependencies"]);

/** Longest text that is kept, in UTF-16 units: as long as a path of Linux can be. What is longer is cut there. */
export const LONGEST_TEXT = 4_096;

/** Most dependencies that are kept, and the longest name of one; no file imports a thousand modules. */
const MOST_DEPENDENCIES = 1_000;
const LONGEST_DEPENDENCY = 200;

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Returns the heartbeat in one element of a body, or why it is none. Only `time` is required; every other field of a
 * wrong type is coerced where the meaning is plain and dropped otherwise, so one bad field never loses a heartbeat. What
 * is longer than anything real is cut: texts, the list of dependencies, and unknown fields beyond 64 kB together.
 * Never throws, whatever JSON.parse gave. `nowMs` bounds the future; `dropped` names unknown fields that are not kept,
 * such as another server's row numbers in its dump.
 */
export function parseHeartbeat(
  element: unknown,
  nowMs: number,
  dropped: ReadonlySet<string> = NOTHING,
): Heartbeat | Refusal {
  if (typeof element !== "object" || element === null || Array.isArray(element))
    return { error: "a heartbeat must be a JSON object", type: "InvalidHeartbeat" };
  const sent = element as Record<string, unknown>;
  const time = heartbeatTime(sent["time"], nowMs);
  if (typeof time === "string") return { error: time, type: "InvalidHeartbeatTime" };
  const texts: Partial<Record<string, string>> = {};
  const counts: Partial<Record<string, number>> = {};
  let extra: Record<string, unknown> | undefined;
  for (const name in sent) {
    if (OTHERS.has(name)) continue;
    const known = KNOWN.get(name);
    if (known === undefined) {
      if (dropped.has(name) || !Object.hasOwn(sent, name)) continue;
      const key = cleanText(name);
      // Cleaned, a name may turn into one that is known: such a field would come back as something nobody sent.
      if (OTHERS.has(key) || KNOWN.has(key)) continue;
      extra ??= {};
      const value = cleanJson(sent[name]);
      // A plain assignment to "__proto__" would change the prototype and lose the field.
      if (key === "__proto__") Object.defineProperty(extra, key, { value, enumerable: true, configurable: true });
      else extra[key] = value;
    } else if (known.kind === "text") {
      const text = textOf(sent[name]);
      if (text !== undefined && !(known.alias && texts[known.field] !== undefined)) {
        if (known.alias && textOf(sent[known.field]) !== undefined) continue;
        texts[known.field] = text;
      }
    } else {
      const count = countOf(sent[name]);
      if (count !== undefined && !(known.alias && countOf(sent[known.field]) !== undefined))
        counts[known.field] = count;
    }
  }
  return {
    timeUs: time.timeUs,
    precision: time.precision,
    texts,
    counts,
    isWrite: flagOf(sent["is_write"]),
    dependencies: dependenciesOf(sent["dependencies"]),
    sentinels: sentinelsOf(texts),
    extra: extra && fittingFields(extra),
  };
}

function sentinelsOf(texts: Heartbeat["texts"]): Sentinels {
  const project = texts.project === LAST_PROJECT;
  const language = texts.language === LAST_LANGUAGE;
  const branch = texts.branch === LAST_BRANCH;
  return project || language || branch ? { project, language, branch } : NO_SENTINELS;
}

/**
 * Returns the text whose hash is a heartbeat's identity, its time left out (the key holds it). Two heartbeats of one
 * user at one µs are copies when these are equal: what happened, not the machine or program that told.
 * Source: contract §3, Identity. Separated by NUL, which no cleaned text holds.
 */
export function identityText({ texts, counts, isWrite }: Heartbeat): string {
  const { entity, type, category, project, branch, ai_session: session } = texts;
  const { ai_input_tokens: input, ai_cached_input_tokens: cached, ai_output_tokens: output } = counts;
  const what = `${entity ?? ""}\0${type === undefined || type === "file" ? "" : type}\0${category ?? ""}`;
  const where = `${project ?? ""}\0${branch ?? ""}\0${isWrite === true ? "1" : ""}`;
  return `${what}\0${where}\0${session ?? ""}\0${input ?? ""}\0${cached ?? ""}\0${output ?? ""}`;
}

function textOf(sent: unknown): string | undefined {
  if (typeof sent === "string") return cutText(cleanText(sent), LONGEST_TEXT) || undefined;
  if (typeof sent === "number" && Number.isFinite(sent)) return String(sent);
  return undefined;
}

/** Decimal text of a whole or broken number; blanks around it are fine. */
const DECIMAL = /^\s*[+-]?\d+(\.\d+)?\s*$/;

function countOf(sent: unknown): number | undefined {
  const value = typeof sent === "string" && DECIMAL.test(sent) ? Number(sent) : sent;
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const whole = Math.trunc(value);
  return Number.isSafeInteger(whole) ? whole + 0 : undefined;
}

function flagOf(sent: unknown): boolean | undefined {
  if (typeof sent === "boolean") return sent;
  const text = typeof sent === "string" ? sent.trim().toLowerCase() : sent;
  if (text === 1 || text === "1" || text === "true") return true;
  if (text === 0 || text === "0" || text === "false") return false;
  return undefined;
}

/**
 * Returns the dependencies in an array, in PostgreSQL array text (`{a,"b,c"}`) or in `"a,b"`, each once, in order, the first
 * thousand.
 * Source: the API guide sends PostgreSQL text; WakaTime's CLI arrays; its documentation commas.
 */
function dependenciesOf(sent: unknown): readonly string[] {
  const parts = Array.isArray(sent) ? sent : typeof sent === "string" ? listOf(sent) : NO_PARTS;
  if (parts.length === 0) return NO_PARTS;
  const found = new Set<string>();
  for (const part of parts) {
    const text = textOf(part);
    if (text !== undefined) found.add(cutText(text, LONGEST_DEPENDENCY));
    if (found.size === MOST_DEPENDENCIES) break;
  }
  return [...found];
}

const NO_PARTS: readonly string[] = [];

function listOf(text: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return trimmed.split(",");
  const items: string[] = [];
  let item = "";
  let quoted = false;
  let isQuoted = false;
  const push = () => {
    // Outside quotes PostgreSQL's word for nothing is no name.
    if (isQuoted || item.trim().toUpperCase() !== "NULL") items.push(item);
    item = "";
    isQuoted = false;
  };
  for (let i = 1; i < trimmed.length - 1; i++) {
    const c = trimmed.charAt(i);
    if (c === "\\" && i + 1 < trimmed.length - 1) item += trimmed.charAt(++i);
    else if (c === '"') {
      quoted = !quoted;
      isQuoted = true;
    } else if (c === "," && !quoted) push();
    else item += c;
  }
  push();
  return items;
}
