// Data dumps: a user's history as WakaTime exports it, line by line, so that it is never in memory as a whole.
import type { Context } from "../../app/context.ts";
import type { DumpType } from "../../app/dump-files.ts";
import { entityTotals } from "../../app/entity-totals.ts";
import { heartbeatFields } from "../../app/heartbeat-fields.ts";
import { firstHeartbeatMs, heartbeatsIn, type ListedHeartbeat, newestHeartbeats } from "../../app/heartbeat-list.ts";
import type { Histories } from "../../app/history.ts";
import { reading } from "../../app/summary.ts";
import { displayName, type User } from "../../app/users.ts";
import { type Day, dayAt, daysIn } from "../../domain/calendar.ts";
import { UNKNOWN } from "../../domain/dimension.ts";
import { percentOf } from "../../domain/format.ts";
import { rfc3339 } from "../../domain/range.ts";
import { dayView } from "./day-view.ts";

/** What a dump is made from. */
export type DumpSource = {
  readonly store: Context["store"];
  readonly histories: Histories;
  readonly user: User;
  /** IANA zone that the days are cut in */
  readonly zone: string;
  readonly nowMs: number;
};

const EVER = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER / 1000 };

/**
 * Yields the lines of a dump, which together are one JSON document: `{user, range, days}`, a day for each local date
 * from the first heartbeat's to today's, ascending. Read while it is taken: what arrives meanwhile may be in it or not.
 * **Source:** wakatime-api §6.
 */
export function* dumpLines(source: DumpSource, type: DumpType): Generator<string> {
  const { store, user, zone, nowMs } = source;
  const firstMs = firstHeartbeatMs(store, user.id);
  const lastMs = (newestHeartbeats(store, user.id, EVER, 1)[0]?.timeUs ?? 0) / 1000;
  const end = dayAt(Math.max(nowMs, lastMs), zone);
  const startMs = dayAt(Math.min(firstMs ?? nowMs, nowMs), zone).startMs;
  const days = firstMs === undefined ? [] : daysIn(zone, { startMs, endMs: end.endMs });
  const range = { start: Math.floor(startMs / 1000), end: Math.ceil(end.endMs / 1000) - 1 };
  yield `{"user":${JSON.stringify(userOf(user, zone))},"range":${JSON.stringify(range)},"days":[`;
  for (const [i, day] of days.entries()) {
    const comma = i === days.length - 1 ? "" : ",";
    if (type === "daily") yield JSON.stringify(dailyView(source, day)) + comma;
    else {
      yield `{"date":"${day.date}","heartbeats":[`;
      yield* heartbeatLines(source, day);
      yield `]}${comma}`;
    }
  }
  yield "]}";
}

function* heartbeatLines({ store, user }: DumpSource, day: Day): Generator<string> {
  let line: string | undefined;
  for (const heartbeat of heartbeatsIn(store, user.id, day)) {
    if (line !== undefined) yield `${line},`;
    line = JSON.stringify(heartbeatView(heartbeat, user));
  }
  if (line !== undefined) yield line;
}

function userOf(user: User, zone: string): object {
  return {
    id: user.uuid,
    username: user.name,
    display_name: displayName(user),
    full_name: displayName(user),
    email: user.email,
    timezone: zone,
    timeout: Math.round(user.timeoutMs / 60_000),
    writes_only: false,
    created_at: rfc3339(user.createdAt * 1000),
  };
}

/**
 * Returns a heartbeat of a dump: the API's fields, and beside them what these leave out, so that an import of it makes
 * the same history. **Ours:** category and tokens are as sent, absent when they were not, because they are part of what
 * makes two heartbeats copies; sentinels stand resolved; program and machine are texts, not ids alone. Fields Hearth
 * does not know come back by their names; those whose name the dump itself uses stand under `sent`.
 */
function heartbeatView(heartbeat: ListedHeartbeat, user: User): object {
  const { names, counts, source } = heartbeat;
  // In the order in which they are believed; the first also names the program in the API.
  const [first, second] = [source.userAgent, source.plugin, source.header].filter((text) => text !== undefined);
  const own: Record<string, unknown> = {
    ...heartbeatFields(heartbeat, user),
    category: heartbeat.sentCategory,
    line_additions: counts.line_additions ?? undefined,
    line_deletions: counts.line_deletions ?? undefined,
    ai_input_tokens: counts.ai_input_tokens ?? undefined,
    ai_cached_input_tokens: counts.ai_cached_input_tokens ?? undefined,
    ai_output_tokens: counts.ai_output_tokens ?? undefined,
    ai_prompt_length: counts.ai_prompt_length ?? undefined,
    ai_model: names.ai_model ?? undefined,
    user_agent: first,
    plugin: second,
    editor: names.editor,
    operating_system: names.operating_system,
    machine: names.machine,
  };
  if (heartbeat.extra === null) return own;
  const unknown = Object.entries(heartbeat.extra);
  const covered = unknown.filter(([name]) => Object.hasOwn(own, name));
  return Object.fromEntries([
    ...unknown,
    ...Object.entries(own),
    ...(covered.length > 0 ? [["sent", Object.fromEntries(covered)] as const] : []),
  ]);
}

/** Returns a day of totals: its lists, and for each of its projects the same lists again. */
function dailyView({ store, histories, user }: DumpSource, day: Day): object {
  return reading(store, histories, user.id, (reader) => {
    const summary = reader.summary(day);
    const projects = summary.items("project").map(({ name, ms }) => {
      const filter = { only: { project: [name === UNKNOWN ? "-" : name] } };
      const own = reader.summary(day, filter);
      const question = { userId: user.id, interval: day, filter, parts: [day], rule: undefined };
      const entities = entityTotals(store, histories, question)[0] ?? [];
      const { projects: _, grand_total, ...lists } = listsOf(user, own, { branches: own.items("branch"), entities });
      return { name, grand_total: { ...grand_total, percent: percentOf(ms, summary.totalMs) }, ...lists };
    });
    const { branches: _, entities: __, ...lists } = listsOf(user, summary);
    return { date: day.date, ...lists, projects };
  });
}

function listsOf(...day: Parameters<typeof dayView>): Record<string, object> {
  return { ...dayView(...day) } as Record<string, object>;
}
