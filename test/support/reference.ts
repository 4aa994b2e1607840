// Contract §2 and §3 once more, in the plainest way: no rollup, no ids, no SQL. What the server answers is compared with this.
import { daysIn } from "../../src/domain/calendar.ts";
import { editorName, editorSlug, operatingSystemName, operatingSystemSlug } from "../../src/domain/client-name.ts";
import { canonicalLanguage, languageOfPath } from "../../src/domain/language.ts";
import { machineName } from "../../src/domain/machine.ts";
import { client } from "../../src/domain/user-agent.ts";

/** The JSON object a client sends; `time` is epoch seconds with up to six decimals, number or text. */
export type SentHeartbeat = Readonly<Record<string, unknown>> & { readonly time: number | string };

/** What the requests that carried the heartbeats say of their sender; the same for all of them. */
export type SentHeaders = { readonly userAgent?: string | undefined; readonly machine?: string | undefined };

export type ReferenceRule = { readonly timeoutMs: number; readonly idleMs: number };
export type ReferenceInterval = { readonly startMs: number; readonly endMs: number };
export type ReferenceItem = { readonly name: string; readonly ms: number };

export const REFERENCE_DIMENSIONS = [
  "project",
  "language",
  "editor",
  "operating_system",
  "machine",
  "category",
  "branch",
  "ai_model",
] as const;

export type ReferenceDimension = (typeof REFERENCE_DIMENSIONS)[number];

/** As app/filter.ts `Filter`: values of a dimension are alternatives, dimensions must all agree. */
export type ReferenceFilter = {
  readonly only?: Readonly<Partial<Record<ReferenceDimension, readonly string[]>>>;
  readonly without?: Readonly<Partial<Record<ReferenceDimension, readonly string[]>>>;
};

/** One heartbeat of the stream and what it earned; `names` as stored, undefined = Unknown. */
export type ReferenceCredit = {
  readonly sent: SentHeartbeat;
  readonly startMs: number;
  readonly endMs: number;
  readonly isIdle: boolean;
  readonly names: Readonly<Record<ReferenceDimension, string | undefined>>;
  readonly dependencies: readonly string[];
};

/** Exact answers in ms. */
export type Reference = {
  /** the stream in its order, copies left out */
  readonly credits: readonly ReferenceCredit[];
  readonly totalMs: (interval: ReferenceInterval, filter?: ReferenceFilter) => number;
  /** the part of the total before gaps over the timeout */
  readonly idleMs: (interval: ReferenceInterval, filter?: ReferenceFilter) => number;
  readonly heartbeats: (interval: ReferenceInterval, filter?: ReferenceFilter) => number;
  /** names as shown, most time first, then by name */
  readonly items: (
    dimension: ReferenceDimension,
    interval: ReferenceInterval,
    filter?: ReferenceFilter,
  ) => ReferenceItem[];
  readonly dependencies: (interval: ReferenceInterval, filter?: ReferenceFilter) => ReferenceItem[];
  /** the local days that overlap the interval, and the time in the part of each that lies inside */
  readonly days: (
    zone: string,
    interval: ReferenceInterval,
    filter?: ReferenceFilter,
  ) => { readonly date: string; readonly ms: number }[];
  /** 168 numbers, Monday 00:00 first, by wall clock */
  readonly hoursOfWeek: (zone: string, interval: ReferenceInterval, filter?: ReferenceFilter) => number[];
  readonly spans: (interval: ReferenceInterval, filter?: ReferenceFilter) => ReferenceInterval[];
};

const MINUTE_US = 60_000_000;

/** Returns the place of a heartbeat in its stream, and with it what makes two of them copies. */
export function streamKey(sent: SentHeartbeat): { readonly timeUs: number; readonly identity: number } {
  const count = (name: string) => (typeof sent[name] === "number" ? String(sent[name]) : "");
  const text = [
    ...[said(sent, "entity"), said(sent, "type") === "file" ? undefined : said(sent, "type")],
    ...[said(sent, "category"), said(sent, "project"), said(sent, "branch")],
    ...[sent["is_write"] === true ? "1" : undefined, said(sent, "ai_session")],
    ...[count("ai_input_tokens"), count("ai_cached_input_tokens"), count("ai_output_tokens")],
  ].join("\0");
  const hash = new Bun.CryptoHasher("sha256").update(text).digest("hex");
  return { timeUs: Math.round(Number(sent.time) * 1e6), identity: Number.parseInt(hash.slice(0, 12), 16) };
}

/**
 * Returns the answers for heartbeats of one user, in the order in which they arrived: of copies the first one stays.
 * Good for well-formed fields, as clients send them; coercions have their own tests.
 */
export function reference(
  sent: readonly SentHeartbeat[],
  { timeoutMs, idleMs }: ReferenceRule,
  headers: SentHeaders = {},
): Reference {
  const first = new Map<string, { sent: SentHeartbeat; timeUs: number; identity: number }>();
  for (const one of sent) {
    const key = streamKey(one);
    const text = `${key.timeUs} ${key.identity}`;
    if (!first.has(text)) first.set(text, { sent: one, ...key });
  }
  const stream = [...first.values()].sort((a, b) => a.timeUs - b.timeUs || a.identity - b.identity);
  const projects = stream.map((_, i) => project(stream, i));

  const credits = stream.map((one, i): ReferenceCredit => {
    const startMs = Math.floor(one.timeUs / 1000);
    const next = stream[i + 1];
    const gapMs = next === undefined ? 0 : Math.floor(next.timeUs / 1000) - startMs;
    const isIdle = gapMs > timeoutMs;
    return {
      sent: one.sent,
      startMs,
      endMs: startMs + (isIdle ? idleMs : gapMs),
      isIdle,
      names: {
        project: projects[i],
        branch: withContext(stream, projects, i, "branch"),
        language: language(one.sent, withContext(stream, projects, i, "language")),
        category: category(one.sent),
        ...origin(one.sent, headers),
      },
      dependencies: Array.isArray(one.sent["dependencies"]) ? [...new Set(one.sent["dependencies"] as string[])] : [],
    };
  });

  const select = (filter: ReferenceFilter = {}) => credits.filter((credit) => selects(filter, credit));
  const ranked = (totals: Map<string, number>) =>
    [...totals]
      .filter(([, ms]) => ms > 0)
      .map(([name, ms]) => ({ name, ms }))
      .sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1));
  const totalMs: Reference["totalMs"] = (interval, filter) =>
    select(filter).reduce((sum, credit) => sum + inside(credit, interval), 0);

  return {
    credits,
    totalMs,
    idleMs: (interval, filter) =>
      select(filter).reduce((sum, credit) => sum + (credit.isIdle ? inside(credit, interval) : 0), 0),
    heartbeats: (interval, filter) =>
      select(filter).filter(({ startMs }) => startMs >= interval.startMs && startMs < interval.endMs).length,
    items(dimension, interval, filter) {
      const totals = new Map<string, number>();
      for (const credit of select(filter)) add(totals, shown(dimension, credit), inside(credit, interval));
      return ranked(totals);
    },
    dependencies(interval, filter) {
      const totals = new Map<string, number>();
      for (const credit of select(filter))
        for (const name of credit.dependencies) add(totals, name, inside(credit, interval));
      return ranked(totals);
    },
    days: (zone, interval, filter) =>
      daysIn(zone, interval).map(({ date, startMs, endMs }) => ({
        date,
        ms: totalMs({ startMs: Math.max(startMs, interval.startMs), endMs: Math.min(endMs, interval.endMs) }, filter),
      })),
    hoursOfWeek(zone, interval, filter) {
      const hours = new Array<number>(168).fill(0);
      for (const credit of select(filter)) {
        const endMs = Math.min(credit.endMs, interval.endMs);
        for (let at = Math.max(credit.startMs, interval.startMs); at < endMs; ) {
          // No zone has changed its clocks inside a minute since 1972.
          const next = Math.min(endMs, (Math.floor(at / 60_000) + 1) * 60_000);
          const slot = hourOfWeek(zone, Math.floor(at / 60_000));
          hours[slot] = (hours[slot] ?? 0) + next - at;
          at = next;
        }
      }
      return hours;
    },
    spans(interval, filter) {
      const found: { startMs: number; endMs: number }[] = [];
      for (const credit of select(filter)) {
        const startMs = Math.max(credit.startMs, interval.startMs);
        const endMs = Math.min(credit.endMs, interval.endMs);
        const last = found.at(-1);
        if (startMs >= endMs) continue;
        if (last?.endMs === startMs) last.endMs = endMs;
        else found.push({ startMs, endMs });
      }
      return found;
    },
  };
}

type Place = { readonly sent: SentHeartbeat; readonly timeUs: number };

function said(sent: SentHeartbeat, name: string): string | undefined {
  const value = sent[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isSentinel(value: string | undefined, name: string): boolean {
  return value === `<<LAST_${name.toUpperCase()}>>`;
}

/** The project of heartbeat `i`; a sentinel takes the one sent with the nearest earlier heartbeat within 15 min. */
function project(stream: readonly Place[], i: number): string | undefined {
  const here = stream[i] as Place;
  const own = said(here.sent, "project");
  if (!isSentinel(own, "project")) return own;
  for (let j = i - 1; j >= 0; j--) {
    const there = stream[j] as Place;
    if (here.timeUs - there.timeUs > 15 * MINUTE_US) break;
    const value = said(there.sent, "project");
    if (value !== undefined && !isSentinel(value, "project")) return value;
  }
  return undefined;
}

/** The branch or language of heartbeat `i`; a sentinel takes the nearest earlier one sent within its project and 24 h. */
function withContext(
  stream: readonly Place[],
  projects: readonly (string | undefined)[],
  i: number,
  name: "branch" | "language",
): string | undefined {
  const here = stream[i] as Place;
  const own = said(here.sent, name);
  if (!isSentinel(own, name)) return own;
  if (projects[i] === undefined) return undefined;
  for (let j = i - 1; j >= 0; j--) {
    const there = stream[j] as Place;
    if (here.timeUs - there.timeUs > 24 * 60 * MINUTE_US) break;
    if (projects[j] !== projects[i]) continue;
    const value = said(there.sent, name);
    const isBlank = value === undefined || (name === "language" && canonicalLanguage(value) === undefined);
    if (!isBlank && !isSentinel(value, name)) return value;
  }
  return undefined;
}

function language(sent: SentHeartbeat, told: string | undefined): string | undefined {
  const named = told === undefined ? undefined : canonicalLanguage(told);
  if (named !== undefined) return named;
  const entity = said(sent, "entity");
  const isFile = (said(sent, "type") ?? "file") === "file";
  return isFile && entity !== undefined ? languageOfPath(entity) : undefined;
}

function category(sent: SentHeartbeat): string {
  const type = said(sent, "type") ?? "file";
  return said(sent, "category")?.toLowerCase() ?? (type === "domain" || type === "url" ? "browsing" : "coding");
}

type Origin = "editor" | "operating_system" | "machine" | "ai_model";

function origin(sent: SentHeartbeat, { userAgent, machine }: SentHeaders): Record<Origin, string | undefined> {
  const given = <K extends string>(name: K, value: string | undefined) =>
    (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: string };
  const known = client({
    ...given("userAgent", said(sent, "user_agent")),
    ...given("plugin", said(sent, "plugin")),
    ...given("header", userAgent),
    ...given("editor", said(sent, "editor")),
    ...given("operatingSystem", said(sent, "operating_system")),
    aiCoding: category(sent) === "ai coding",
  });
  return {
    editor: known.editor,
    operating_system: known.operatingSystem,
    machine: machineName({
      ...given("header", machine),
      ...given("body", said(sent, "machine")),
      ...given("userAgent", userAgent ?? said(sent, "user_agent") ?? said(sent, "plugin")),
    }),
    ai_model: said(sent, "ai_model") ?? known.aiModel,
  };
}

function shown(dimension: ReferenceDimension, { names }: ReferenceCredit): string {
  const name = names[dimension];
  if (name === undefined) return "Unknown";
  if (dimension === "editor") return editorName(name);
  return dimension === "operating_system" ? operatingSystemName(name) : name;
}

function selects({ only = {}, without = {} }: ReferenceFilter, credit: ReferenceCredit): boolean {
  return REFERENCE_DIMENSIONS.every((dimension) => {
    const has = (value: string) => matches(dimension, credit.names[dimension], value);
    return only[dimension]?.some(has) !== false && without[dimension]?.some(has) !== true;
  });
}

function matches(dimension: ReferenceDimension, name: string | undefined, value: string): boolean {
  if (name === undefined) return value === "-" || value.toLowerCase() === "unknown";
  if (dimension === "editor") return name === editorSlug(value);
  if (dimension === "operating_system") return name === operatingSystemSlug(value);
  if (dimension === "language") return name === (canonicalLanguage(value) ?? value);
  return name === (dimension === "category" ? value.toLowerCase() : value);
}

function inside(credit: ReferenceInterval, interval: ReferenceInterval): number {
  return Math.max(0, Math.min(credit.endMs, interval.endMs) - Math.max(credit.startMs, interval.startMs));
}

function add(totals: Map<string, number>, name: string, ms: number): void {
  totals.set(name, (totals.get(name) ?? 0) + ms);
}

const slots = new Map<string, number>();

/** The hour of the week that the wall clock shows in a minute since 1970; remembered, for a test asks it often. */
function hourOfWeek(zone: string, minute: number): number {
  const key = `${zone} ${minute}`;
  const known = slots.get(key);
  if (known !== undefined) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone);
  const slot = (local.dayOfWeek - 1) * 24 + local.hour;
  slots.set(key, slot);
  return slot;
}
