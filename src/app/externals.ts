// External durations: blocks of time that a person or a program tells about, counted where no credit lies.
import type { ExternalRow } from "../db/externals.ts";
import type { NameKind } from "../db/names.ts";
import { type Store, write } from "../db/store.ts";
import type { User } from "../db/users.ts";
import { categoryOf } from "../domain/category.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { canonicalLanguage } from "../domain/language.ts";
import { cleanText } from "../domain/text.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";

export type { ExternalRow } from "../db/externals.ts";

/** Longest block; a longer one is a mistake in its numbers. Ours. */
const LONGEST_MS = 7 * 86_400_000;
const EARLIEST_S = 1_000_000_000;
const LONGEST_TEXT = 2083;

/** An external duration as told, checked; times epoch ms. */
export type Told = Omit<ExternalRow, "id" | "uuid" | "group_id" | "created_at">;

/**
 * Returns the external duration in a JSON value. @throws AppError `invalid` naming the field. Source: wakatime-api
 * §4.19. `provider` is the program that tells.
 */
export function parseExternal(value: unknown, provider: string, nowMs: number): Told {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AppError("malformed", "An external duration must be a JSON object");
  const sent = value as Record<string, unknown>;
  const text = (field: string) => {
    const given = sent[field];
    const clean = typeof given === "string" ? cleanText(given) : typeof given === "number" ? String(given) : "";
    if (clean.length > LONGEST_TEXT) throw invalid(field, `${field} has at most ${LONGEST_TEXT} characters`);
    return clean === "" ? null : clean;
  };
  const needed = (field: string) => text(field) ?? fail(field);
  const fail = (field: string): never => {
    throw invalid(field, `${field} is required`);
  };
  const startMs = epochMs(sent["start_time"], "start_time", nowMs);
  const endMs = epochMs(sent["end_time"], "end_time", nowMs);
  if (endMs <= startMs) throw invalid("end_time", "end_time must be after start_time");
  if (endMs - startMs > LONGEST_MS) throw invalid("end_time", "an external duration lasts at most seven days");
  const type = needed("type");
  return {
    provider,
    external_id: needed("external_id"),
    entity: needed("entity"),
    type,
    start_ms: startMs,
    end_ms: endMs,
    category: categoryOf(text("category") ?? undefined, type),
    project: text("project"),
    branch: text("branch"),
    language: text("language"),
    meta: text("meta"),
  };
}

function invalid(parameter: string, message: string): AppError {
  return new AppError("invalid", message, { parameter });
}

function epochMs(value: unknown, field: string, nowMs: number): number {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds >= EARLIEST_S && seconds <= nowMs / 1000 + 366 * 86_400))
    throw invalid(field, `${field} must be epoch seconds, at most a year ahead`);
  return Math.floor(seconds * 1000);
}

/** Stores external durations, each in place of an earlier one with its id; returns them as stored, in order. */
export function tell(context: Context, user: User, told: readonly Told[]): ExternalRow[] {
  const { store } = context;
  return write(store, () => {
    ensureStream(store, user);
    const stored = told.map((one) =>
      store.externals.tell(user.id, {
        ...one,
        uuid: context.uuid(),
        group_id: groupOfExternal(store, user.id, one),
        created_at: Math.floor(context.now() / 1000),
      }),
    );
    touch(store, user.id);
    return stored;
  });
}

/** Returns the external durations that overlap an interval, by start. */
export function externalsOf({ store }: Context, user: User, interval: Interval): ExternalRow[] {
  return store.externals.overlapping(user.id, interval.startMs, interval.endMs);
}

/** Deletes external durations by UUID, as far as they start inside an interval; returns how many went. */
export function untell({ store }: Context, user: User, uuids: readonly string[], interval: Interval): number {
  return write(store, () => {
    const count = store.externals.forget(user.id, uuids, interval.startMs, interval.endMs);
    if (count > 0) touch(store, user.id);
    return count;
  });
}

/** Names the groups of a user's external durations anew; part of a rebuild, inside a write transaction. */
export function regroupExternals(store: Store, userId: number): void {
  for (const row of store.externals.all(userId)) store.externals.regroup(row.id, groupOfExternal(store, userId, row));
}

/** A user without heartbeats has no stream yet, and external durations need one to be read with. */
function ensureStream(store: Store, { id, timeoutMs, idleMs }: User): void {
  if (store.rollup.state(id) === undefined)
    store.rollup.setState(id, { generation: store.rollup.newestGeneration(id) + 1, version: 0, timeoutMs, idleMs });
}

/** Raises the version of a stream, so that what is remembered of it is read again, groups too. */
function touch(store: Store, userId: number): void {
  const state = store.rollup.state(userId);
  if (state !== undefined) store.rollup.setState(userId, { ...state, version: state.version + 1 });
}

function groupOfExternal(
  store: Store,
  userId: number,
  told: Pick<Told, "project" | "branch" | "language" | "category">,
): number {
  const names = new Uint32Array(GROUP_WIDTH);
  const put = (dimension: Dimension & NameKind, value: string | null | undefined) => {
    if (value) names[DIMENSIONS.indexOf(dimension)] = store.names.intern(userId, dimension, value).canonicalId;
  };
  put("project", told.project);
  put("branch", told.branch);
  put("language", told.language === null ? undefined : canonicalLanguage(told.language));
  put("category", told.category);
  return store.groups.intern(userId, names);
}
