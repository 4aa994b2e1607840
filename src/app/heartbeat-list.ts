import { inSnapshot } from "../db/database.ts";
import { type HeartbeatRow, type Key, keyAt, type Origin } from "../db/heartbeats.ts";
import type { StoredSource } from "../db/sources.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, record } from "../domain/dimension.ts";
import { COUNT_FIELDS, type CountField } from "../domain/heartbeat.ts";
import type { Interval } from "../domain/interval.ts";
import type { Source } from "../domain/source.ts";
import { stream } from "./credits.ts";
import { namesOf } from "./share.ts";
import type { Shown } from "./shown.ts";

/** A stored heartbeat with everything sent and derived, names instead of ids; null = none. */
export type ListedHeartbeat = {
  readonly id: number;
  readonly timeUs: number;
  /** epoch seconds */
  readonly createdAt: number;
  readonly entity: string | null;
  readonly type: string;
  /** derived names; editor and system as slugs */
  readonly names: Readonly<Record<Dimension, string | null>>;
  readonly isWrite: boolean | null;
  readonly dependencies: readonly string[];
  readonly counts: Readonly<Record<CountField, number | null>>;
  readonly aiSession: string | null;
  readonly aiSubscriptionPlan: string | null;
  readonly userAgent: string | null;
  /** imports.id, 0 = sent live */
  readonly importId: number;
  /** everything its program said about itself */
  readonly source: Source;
  /** null = none was sent */
  readonly sentCategory: string | null;
  /** fields Hearth does not know, as sent; null = there are none */
  readonly extra: Readonly<Record<string, unknown>> | null;
};

/** The entity with which the official installers try a new key. Source: hackatime-behaviour §2.3. */
const TEST_ENTITY = "test.txt";

/** Returns the heartbeat at a key, or undefined. */
export function heartbeatAt(store: Store, userId: number, key: Key): ListedHeartbeat | undefined {
  return inSnapshot(store.connection, () => {
    const row = store.heartbeats.at(userId, key);
    return row && listed(store, userId, row);
  });
}

/** Returns the newest `limit` heartbeats of an interval, oldest first. */
export function newestHeartbeats(store: Store, userId: number, interval: Interval, limit: number): ListedHeartbeat[] {
  return inSnapshot(store.connection, () =>
    store.heartbeats
      .newest(userId, Math.ceil(interval.startMs) * 1000, Math.ceil(interval.endMs) * 1000, limit)
      .reverse()
      .map((row) => listed(store, userId, row)),
  );
}

/** Returns the heartbeats of an interval, oldest first, `limit` of them after the first `skip`. */
export function heartbeatsOf(
  store: Store,
  userId: number,
  interval: Interval,
  skip: number,
  limit: number,
): ListedHeartbeat[] {
  return inSnapshot(store.connection, () =>
    [
      ...stream(store, userId, keyAt(Math.ceil(interval.startMs) * 1000), Math.ceil(interval.endMs) * 1000)
        .drop(skip)
        .take(limit),
    ].map((row) => listed(store, userId, row)),
  );
}

/** Returns all heartbeats of an interval, oldest first, read page by page while they are taken. */
export function* heartbeatsIn(store: Store, userId: number, interval: Interval): Generator<ListedHeartbeat> {
  const from = keyAt(Math.ceil(interval.startMs) * 1000);
  for (const row of stream(store, userId, from, Math.ceil(interval.endMs) * 1000)) yield listed(store, userId, row);
}

/** Where a heartbeat came from, in Hackatime's words: every import is a `wakapi_import` there. */
export type SourceType = "direct_entry" | "wakapi_import" | "test_entry";

/** Returns where a heartbeat came from; `importId` 0 = sent live. */
export function sourceTypeOf(importId: number, entity: string | null): SourceType {
  if (importId > 0) return "wakapi_import";
  return entity === TEST_ENTITY ? "test_entry" : "direct_entry";
}

/** Heartbeats looked at in one turn of the event loop, a few ms. */
const SLICE = 5_000;

/**
 * Returns the newest heartbeat at or after `fromUs` that `isWanted` by where it came from and its editor's slug;
 * undefined when there is none. Reads back through the stream as far as it must, in slices between which the event
 * loop goes on; when no program of the user is wanted it reads nothing.
 */
export async function mostRecent(
  store: Store,
  userId: number,
  isWanted: (sourceType: SourceType, editor: string | null) => boolean,
  fromUs = 0,
): Promise<ListedHeartbeat | undefined> {
  const isWantedOf = ({ sent, editorId }: StoredSource, entity: string | null) =>
    isWanted(sourceTypeOf(sent.importId, entity), editorId === 0 ? null : store.names.byId(editorId).value);
  const wanted = new Set<number>();
  const wantedTests = new Set<number>();
  for (const source of store.sources.ofUser(userId)) {
    if (isWantedOf(source, null)) wanted.add(source.id);
    if (isWantedOf(source, TEST_ENTITY)) wantedTests.add(source.id);
  }
  if (wanted.size === 0 && wantedTests.size === 0) return undefined;
  const testId = store.names.find(userId, "entity", TEST_ENTITY)?.id ?? -1;
  for (let key: Key | undefined = keyAt(Number.MAX_SAFE_INTEGER); key !== undefined; ) {
    const origins: Origin[] = store.heartbeats.originsBefore(userId, key, fromUs, SLICE);
    const found = origins.find(({ source_id: id, entity_id: entity }) =>
      (entity === testId ? wantedTests : wanted).has(id),
    );
    // Deleted in the meantime, it is as if it had never been: what is older may still be wanted.
    const heartbeat = found && heartbeatAt(store, userId, found);
    if (heartbeat !== undefined) return heartbeat;
    key = found ?? (origins.length < SLICE ? undefined : origins.at(-1));
    await new Promise((resume) => setImmediate(resume));
  }
  return undefined;
}

/** Returns the time of a user's first heartbeat, epoch ms, undefined when there is none; with limits the first that is shown. */
export function firstHeartbeatMs(store: Store, userId: number, shown?: Shown): number | undefined {
  const sinceUs = (shown?.sinceMs ?? 0) * 1000;
  const [first] = store.heartbeats.times(userId, sinceUs, Number.MAX_SAFE_INTEGER, 1, undefined);
  return first && countedMs(first.time);
}

function listed(store: Store, userId: number, row: HeartbeatRow): ListedHeartbeat {
  const source = store.sources.byId(row.source_id);
  const ids = new Uint32Array(GROUP_WIDTH);
  namesOf(store, userId, row, source.hasSentinels ? store.placeholders.at(userId, row) : undefined, ids);
  const value = (id: number | null | undefined) => (id ? store.names.byId(id).value : null);
  return {
    id: row.id,
    timeUs: row.time,
    createdAt: row.created_at,
    entity: value(row.entity_id),
    type: value(row.type_id) ?? "file",
    names: record(DIMENSIONS, (dimension) => value(ids[DIMENSIONS.indexOf(dimension)])),
    isWrite: row.is_write === null ? null : row.is_write === 1,
    dependencies: row.dependencies_id === null ? [] : store.names.listById(row.dependencies_id),
    counts: record(COUNT_FIELDS, (field) => row[field]),
    aiSession: value(row.ai_session_id),
    aiSubscriptionPlan: value(row.ai_subscription_plan_id),
    userAgent: source.sent.userAgent ?? source.sent.plugin ?? source.sent.header ?? null,
    importId: source.sent.importId,
    source: source.sent,
    sentCategory: value(row.category_id),
    extra: row.extra === null ? null : (JSON.parse(row.extra) as Record<string, unknown>),
  };
}
