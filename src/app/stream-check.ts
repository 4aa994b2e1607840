// A user's stream from the first heartbeat to the last, everything derived from it worked out once more on the way.
import { type HeartbeatRow, type Key, keyAt } from "../db/heartbeats.ts";
import type { Inspection } from "../db/inspection.ts";
import { NAME_KINDS } from "../db/names.ts";
import type { StoredSource } from "../db/sources.ts";
import type { Store } from "../db/store.ts";
import { countedMs, earned } from "../domain/credit.ts";
import { DIMENSIONS, GROUP_WIDTH, record } from "../domain/dimension.ts";
import { PROJECT_REACH_US, VALUE_REACH_US } from "../domain/placeholder.ts";
import { openCountsCheck } from "./counts-check.ts";
import { stream } from "./credits.ts";
import type { Faults } from "./faults.ts";
import type { NameBook } from "./names-check.ts";
import { sumsOfHeartbeat } from "./share.ts";
import type { User } from "./users.ts";

/** What is found goes to the check it belongs to. */
export type StreamFaults = {
  readonly references: Faults;
  readonly ids: Faults;
  readonly placeholders: Faults;
  readonly counts: Faults;
};

export type StreamFacts = {
  readonly heartbeats: number;
  /** epoch µs, undefined for an empty stream */
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
  /** newest arrival, epoch seconds, 0 for none */
  readonly arrivedAt: number;
};

/** Takes ids of heartbeats, each once and below the next one to be given; returns what is wrong with one. */
export type IdBook = (id: number) => string | undefined;

/** Returns a book for ids from 1 to below `next`; one bit each. */
export function openIdBook(next: number): IdBook {
  const taken = new Uint8Array(Math.ceil(next / 8) + 1);
  return (id) => {
    if (id < 1 || id >= next) return `heartbeat id ${id} was never given: the next one is ${next}`;
    const [byte, bit] = [id >>> 3, 1 << (id & 7)];
    if (((taken[byte] ?? 0) & bit) !== 0) return `heartbeat id ${id} was given twice`;
    taken[byte] = (taken[byte] ?? 0) | bit;
    return undefined;
  };
}

type Named = { readonly timeUs: number; readonly id: number };
type Resolved = { readonly projectId: number; readonly languageId: number; readonly branchId: number };

const PLACE = record(DIMENSIONS, (dimension) => DIMENSIONS.indexOf(dimension));
const NONE: Resolved = { projectId: 0, languageId: 0, branchId: 0 };

/** Columns of a heartbeat that name something, and what kind of name that must be. */
const REFERENCES = [
  ["entity_id", NAME_KINDS.entity],
  ["type_id", NAME_KINDS.type],
  ["category_id", NAME_KINDS.category],
  ["project_id", NAME_KINDS.project],
  ["branch_id", NAME_KINDS.branch],
  ["language_id", NAME_KINDS.language],
  ["dependencies_id", NAME_KINDS.dependencies],
  ["ai_model_id", NAME_KINDS.ai_model],
  ["ai_session_id", NAME_KINDS.ai_session],
  ["ai_subscription_plan_id", NAME_KINDS.ai_subscription_plan],
] as const satisfies readonly (readonly [keyof HeartbeatRow, number])[];

export type StreamQuestion = {
  readonly store: Store;
  readonly inspection: Inspection;
  readonly user: User;
  readonly book: NameBook;
  /** the user's, by id */
  readonly sources: ReadonlyMap<number, StoredSource>;
  /** of all users: an id is given once in a database */
  readonly ids: IdBook;
  readonly faults: StreamFaults;
  /** called now and then with how many heartbeats of the stream are behind */
  readonly progress: (heartbeats: number) => void;
};

/**
 * Reads a user's whole stream and adds what contradicts it to `faults`: ids of names and sources that are not there,
 * sentinels that resolve to something else, counts of the live generation that differ. Memory stays the same however
 * long the stream is. Inside a snapshot.
 */
export function checkStream({
  store,
  inspection,
  user,
  book,
  sources,
  ids,
  faults,
  progress,
}: StreamQuestion): StreamFacts {
  const state = store.rollup.state(user.id);
  const rule = state ?? user;
  const days = inspection.days(user.id, state?.generation ?? 0);
  const counts = openCountsCheck(days, state?.version ?? 0, faults.counts);
  const resolve = resolver();
  const names = new Uint32Array(GROUP_WIDTH);
  let [heartbeats, sentinels, arrivedAt] = [0, 0, 0];
  let firstUs: number | undefined;
  let previous: { row: HeartbeatRow; groupId: number } | undefined;

  function count({ row, groupId }: { row: HeartbeatRow; groupId: number }, next: Key | undefined): void {
    const timeMs = countedMs(row.time);
    const gapMs = next === undefined ? undefined : countedMs(next.time) - timeMs;
    const tags = { dependenciesId: row.dependencies_id ?? 0, sessionId: row.ai_session_id ?? 0 };
    counts.add({ timeMs, ...earned(gapMs, rule), groupId, sums: sumsOfHeartbeat(row), ...tags });
  }

  for (const row of stream(store, user.id, keyAt(0), Number.MAX_SAFE_INTEGER)) {
    if (previous !== undefined) count(previous, row);
    heartbeats++;
    firstUs ??= row.time;
    arrivedAt = Math.max(arrivedAt, row.created_at);
    for (const [column, kind] of REFERENCES) {
      const id = row[column];
      if (id !== null && book.kinds[id] !== kind) faults.references.add(`heartbeat ${row.id} names ${column} ${id}`);
    }
    const misgiven = ids(row.id);
    if (misgiven !== undefined) faults.ids.add(misgiven);
    const source = sources.get(row.source_id);
    if (source === undefined) faults.references.add(`heartbeat ${row.id} names source ${row.source_id}`);
    const resolved = resolve(row, source);
    if (source?.hasSentinels) {
      sentinels++;
      checkPlaceholder(store, user.id, row, resolved, faults.placeholders);
    }
    namesOf(row, source, resolved, book, names);
    const groupId = store.groups.find(user.id, names) ?? 0;
    if (groupId === 0) faults.counts.add(`heartbeat ${row.id} counts under no group`);
    previous = { row, groupId };
    if (heartbeats % 100_000 === 0) progress(heartbeats);
  }
  if (previous !== undefined) count(previous, undefined);
  if (previous !== undefined && state === undefined) faults.counts.add("nothing was ever counted");
  counts.end();
  const surplus = inspection.placeholderCount(user.id) - sentinels;
  if (surplus !== 0)
    faults.placeholders.add(`${Math.abs(surplus)} too ${surplus > 0 ? "many" : "few"} for ${user.name}`);
  return { heartbeats, firstUs, lastUs: previous?.row.time, arrivedAt };
}

/** Returns a function that resolves the sentinels of a stream's heartbeats, each given once, ascending. */
function resolver(): (row: HeartbeatRow, source: StoredSource | undefined) => Resolved {
  let project: Named | undefined;
  const languages = new Map<number, Named>();
  const branches = new Map<number, Named>();
  const near = (found: Named | undefined, { time }: Key, reachUs: number) =>
    found !== undefined && found.timeUs >= time - reachUs ? found.id : 0;
  return (row, source) => {
    const sent = source?.sent.sentinels;
    const projectId = sent?.project ? near(project, row, PROJECT_REACH_US) : 0;
    const context = sent?.project ? projectId : (row.project_id ?? 0);
    const resolved =
      sent === undefined || context === 0
        ? NONE
        : {
            projectId,
            languageId: sent.language ? near(languages.get(context), row, VALUE_REACH_US) : 0,
            branchId: sent.branch ? near(branches.get(context), row, VALUE_REACH_US) : 0,
          };
    if (row.project_id !== null) project = { timeUs: row.time, id: row.project_id };
    if (context !== 0 && row.language_id !== null) languages.set(context, { timeUs: row.time, id: row.language_id });
    if (context !== 0 && row.branch_id !== null) branches.set(context, { timeUs: row.time, id: row.branch_id });
    return resolved;
  };
}

function checkPlaceholder(store: Store, userId: number, row: HeartbeatRow, resolved: Resolved, faults: Faults): void {
  const stored = store.placeholders.at(userId, row);
  if (stored === undefined) faults.add(`heartbeat ${row.id} has none`);
  else if (
    (stored.project_id ?? 0) !== resolved.projectId ||
    (stored.language_id ?? 0) !== resolved.languageId ||
    (stored.branch_id ?? 0) !== resolved.branchId
  )
    faults.add(`that of heartbeat ${row.id} resolves to something else`);
}

/** Writes the names a heartbeat counts under into `into`, 0 = Unknown (contract §3, Derived at ingest). */
function namesOf(
  row: HeartbeatRow,
  source: StoredSource | undefined,
  resolved: Resolved,
  book: NameBook,
  into: Uint32Array,
): void {
  const sent = source?.sent.sentinels;
  const languageId = sent?.language ? resolved.languageId : (row.language_id ?? 0);
  const isFile = row.type_id === null;
  into[PLACE.project] = sent?.project ? resolved.projectId : (row.project_id ?? 0);
  into[PLACE.language] =
    languageId !== 0 ? (book.canonicalIds[languageId] ?? 0) : isFile ? (book.languageIds[row.entity_id ?? 0] ?? 0) : 0;
  into[PLACE.editor] = source?.editorId ?? 0;
  into[PLACE.operating_system] = source?.operatingSystemId ?? 0;
  into[PLACE.machine] = source?.machineId ?? 0;
  into[PLACE.category] =
    row.category_id !== null
      ? (book.canonicalIds[row.category_id] ?? 0)
      : book.browsingTypes.has(row.type_id ?? 0)
        ? book.browsingId
        : book.codingId;
  into[PLACE.branch] = sent?.branch ? resolved.branchId : (row.branch_id ?? 0);
  into[PLACE.ai_model] = row.ai_model_id ?? source?.aiModelId ?? 0;
}
