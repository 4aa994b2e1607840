// The stream of a user: ordered by (time, identity), inserted or deleted, never edited.
import type { Database } from "bun:sqlite";
import { prepared } from "./prepared.ts";

/** Place of a heartbeat in its user's stream. */
export type Key = { readonly time: number; readonly identity: number };

/** A stored heartbeat; ids are names.id, null = blank or a sentinel (the source says which). Times in µs. */
export type HeartbeatRow = Key & {
  readonly id: number;
  /** arrival, epoch seconds */
  readonly created_at: number;
  readonly source_id: number;
  readonly entity_id: number | null;
  readonly type_id: number | null;
  readonly category_id: number | null;
  readonly project_id: number | null;
  readonly branch_id: number | null;
  readonly language_id: number | null;
  readonly dependencies_id: number | null;
  readonly is_write: number | null;
  readonly lines: number | null;
  readonly lineno: number | null;
  readonly cursorpos: number | null;
  readonly project_root_count: number | null;
  readonly line_additions: number | null;
  readonly line_deletions: number | null;
  readonly ai_line_changes: number | null;
  readonly human_line_changes: number | null;
  readonly ai_input_tokens: number | null;
  readonly ai_cached_input_tokens: number | null;
  readonly ai_output_tokens: number | null;
  readonly ai_prompt_length: number | null;
  readonly ai_model_id: number | null;
  readonly ai_session_id: number | null;
  readonly ai_subscription_plan_id: number | null;
  readonly extra: string | null;
};

/** Columns whose numbers are summed beside the time. */
const SUMMED = [
  "line_additions",
  "line_deletions",
  "ai_line_changes",
  "human_line_changes",
  "ai_input_tokens",
  "ai_cached_input_tokens",
  "ai_output_tokens",
  "ai_prompt_length",
] as const satisfies readonly (keyof HeartbeatRow)[];

/** Lines and tokens of a heartbeat. */
export type Summed = Pick<HeartbeatRow, (typeof SUMMED)[number]>;

/** Fields of a heartbeat that decide the names its time is grouped by; those first that change most. */
export const GROUPED = [
  "entity_id",
  "source_id",
  "project_id",
  "branch_id",
  "language_id",
  "category_id",
  "type_id",
  "ai_model_id",
] as const satisfies readonly (keyof HeartbeatRow)[];

/** These, and what is counted beside the groups. */
const NAMED = [...GROUPED, "dependencies_id", "ai_session_id"] as const satisfies readonly (keyof HeartbeatRow)[];

/** What decides the names that the time of a heartbeat is grouped by. */
export type Grouped = Pick<HeartbeatRow, (typeof GROUPED)[number]>;

/** What decides the names that the time of a heartbeat counts under. */
export type Named = Pick<HeartbeatRow, (typeof NAMED)[number]>;

/**
 * What the credit of a heartbeat counts by. `entity_id` is null when a language was sent: only without one the name of
 * the file is asked for it.
 */
export type CreditedRow = Key & Named;

/** What a heartbeat counts by; `entity_id` as in CreditedRow. */
export type CountedRow = CreditedRow & Summed;

/** What is told about a heartbeat beside its credit; `entity_id` is there always. */
export type ToldRow = CountedRow & Pick<HeartbeatRow, "project_root_count">;

/** A heartbeat and the time of the next one of the stream, µs; null = it is the last. */
export type FollowedRow = ToldRow & { readonly next: number | null };

/** Leaves every other heartbeat out. */
export type Only = "writes" | undefined;

/** Between two times and not from a key on: comparing keys costs a tenth of a long read. */
export type ReadBetween<Row> = (userId: number, fromUs: number, untilUs: number, limit: number, only: Only) => Row[];

/** What sentinels are resolved by. */
export type Spoken = Key & Pick<HeartbeatRow, "source_id" | "project_id" | "language_id" | "branch_id">;

/** First and last heartbeat of a source, µs. */
export type SourceTimes = { readonly source_id: number; readonly first: number; readonly last: number };

/** What tells where a heartbeat came from. */
export type Origin = Key & { readonly source_id: number; readonly entity_id: number | null };

export type ProjectTimes = { readonly first: number | null; readonly last: number | null };

export type Heartbeats = {
  readonly insert: (userId: number, row: HeartbeatRow) => void;
  readonly remove: (userId: number, key: Key) => void;
  readonly at: (userId: number, key: Key) => HeartbeatRow | undefined;
  readonly last: (userId: number) => HeartbeatRow | undefined;
  readonly first: (userId: number) => HeartbeatRow | undefined;
  /** Returns the nearest heartbeat strictly before `key`. */
  readonly before: (userId: number, key: Key) => HeartbeatRow | undefined;
  /** Returns the nearest heartbeat strictly after `key`. */
  readonly after: (userId: number, key: Key) => HeartbeatRow | undefined;
  /** Returns the nearest heartbeat before or after `key` that is a write; may walk past many that are not. */
  readonly writeBefore: (userId: number, key: Key) => HeartbeatRow | undefined;
  readonly writeAfter: (userId: number, key: Key) => HeartbeatRow | undefined;
  /** Returns up to `limit` heartbeats from `from` (inclusive) up to `untilUs` (exclusive), ascending. */
  readonly page: (userId: number, from: Key, untilUs: number, limit: number) => HeartbeatRow[];
  /** Returns what the credit of up to `limit` heartbeats with fromUs ≤ time < untilUs counts by, ascending; a row costs half of one of `page`. */
  readonly credited: ReadBetween<CreditedRow>;
  /** Returns the same and what is told beside it. */
  readonly told: ReadBetween<ToldRow>;
  /** Returns the times of the same heartbeats; a row costs a third. */
  readonly times: ReadBetween<Pick<Key, "time">>;
  /**
   * Returns of the same heartbeats as `told` those about some entities, 0 = about nothing. SQLite passes over the others
   * without a word, at a tenth of the cost.
   */
  readonly about: (entityIds: readonly number[]) => ReadBetween<FollowedRow>;
  /** Returns what the last heartbeat before an instant counts by. */
  readonly creditedBefore: (userId: number, timeUs: number) => CreditedRow | undefined;
  /** Returns what up to `limit` heartbeats from `from` (inclusive) on count by, ascending; a row costs two thirds of `page`'s. */
  readonly counted: (userId: number, from: Key, limit: number) => CountedRow[];
  /** Returns what up to `limit` heartbeats from `from` up to `untilUs` (both inclusive) say, ascending; limit < 0 = all. */
  readonly spoken: (userId: number, from: Key, untilUs: number, limit: number) => Spoken[];
  /** Returns the newest `limit` heartbeats with fromUs ≤ time < untilUs, newest first. */
  readonly newest: (userId: number, fromUs: number, untilUs: number, limit: number) => HeartbeatRow[];
  /** Returns where up to `limit` heartbeats strictly before `key`, not older than `fromUs`, came from, newest first. */
  readonly originsBefore: (userId: number, key: Key, fromUs: number, limit: number) => Origin[];
  /** Returns the sources of the heartbeats with fromUs ≤ time < untilUs, each with its first and last time in there. */
  readonly sourcesBetween: (userId: number, fromUs: number, untilUs: number) => SourceTimes[];
  /**
   * Returns the first and last time with fromUs ≤ time < untilUs of a project, sent or resolved; nulls when it has none
   * there. Reads the heartbeats in between.
   */
  readonly projectTimes: (userId: number, projectId: number, fromUs: number, untilUs: number) => ProjectTimes;
  /** Returns the first of `count` new sequential ids; only inside a write transaction. */
  readonly takeIds: (count: number) => number;
};

const COLUMNS = [
  "time",
  "identity",
  "id",
  "created_at",
  "source_id",
  "entity_id",
  "type_id",
  "category_id",
  "project_id",
  "branch_id",
  "language_id",
  "dependencies_id",
  "is_write",
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
  "ai_model_id",
  "ai_session_id",
  "ai_subscription_plan_id",
  "extra",
] as const satisfies readonly (keyof HeartbeatRow)[];

const WRITES = "AND is_write = 1";
const LANGUAGE_BY_FILE = "CASE WHEN language_id IS NULL THEN entity_id END AS entity_id";

/** The key that sorts before every heartbeat at `timeUs`. */
export function keyAt(timeUs: number): Key {
  return { time: timeUs, identity: -1 };
}

/** Returns < 0, 0, > 0 as `a` stands before, at or after `b` in a stream. */
export function compareKeys(a: Key, b: Key): number {
  return a.time - b.time || a.identity - b.identity;
}

/** Returns whether two heartbeats agree in all of `GROUPED`; written out, because a loop over names costs ten times as much. */
export function isGroupedAlike(a: Grouped, b: Grouped): boolean {
  return (
    a.entity_id === b.entity_id &&
    a.source_id === b.source_id &&
    a.project_id === b.project_id &&
    a.branch_id === b.branch_id &&
    a.language_id === b.language_id &&
    a.category_id === b.category_id &&
    a.type_id === b.type_id &&
    a.ai_model_id === b.ai_model_id
  );
}

/**
 * Returns the access to heartbeats over one connection; its statements are prepared here, once.
 *
 * `= +?` and `LIMIT +?`, here and in the other tables: SQLite looks at the value of a plain `?` while it plans, and
 * then has to plan anew, 20 to 100 µs, whenever another value is bound. It does not look behind a plus.
 */
export function openHeartbeats(client: Database): Heartbeats {
  const list = COLUMNS.join(", ");
  const insert = prepared<null, (number | string | null)[]>(
    client,
    `INSERT INTO heartbeats (user_id, ${list}) VALUES (?${", ?".repeat(COLUMNS.length)})`,
  );
  const remove = prepared<null, number[]>(
    client,
    "DELETE FROM heartbeats WHERE user_id = ? AND time = ? AND identity = ?",
  );
  const at = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = ? AND time = ? AND identity = ?`,
  );
  const last = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? ORDER BY time DESC, identity DESC LIMIT 1`,
  );
  const first = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? ORDER BY time, identity LIMIT 1`,
  );
  const before = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND (time, identity) < (?, ?) ORDER BY time DESC, identity DESC LIMIT 1`,
  );
  const after = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND (time, identity) > (?, ?) ORDER BY time, identity LIMIT 1`,
  );
  const writeBefore = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND (time, identity) < (?, ?) AND is_write = 1 ORDER BY time DESC, identity DESC LIMIT 1`,
  );
  const writeAfter = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND (time, identity) > (?, ?) AND is_write = 1 ORDER BY time, identity LIMIT 1`,
  );
  const page = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND (time, identity) >= (?, ?) AND time < ? ORDER BY time, identity LIMIT +?`,
  );
  const creditedList = `time, identity, ${NAMED.map((name) => (name === "entity_id" ? LANGUAGE_BY_FILE : name)).join(", ")}`;
  const betweenSql = (columns: string, condition: string) =>
    `SELECT ${columns} FROM heartbeats AS h WHERE user_id = +? AND time >= ? AND time < ? ${condition} ORDER BY time, identity LIMIT +?`;
  const between = <Row>(columns: string): ReadBetween<Row> => {
    const all = prepared<Row, number[]>(client, betweenSql(columns, ""));
    const writes = prepared<Row, number[]>(client, betweenSql(columns, WRITES));
    return (userId, fromUs, untilUs, limit, only) =>
      (only === "writes" ? writes : all).all(userId, fromUs, untilUs, limit);
  };
  const toldList = `time, identity, ${NAMED.join(", ")}, project_root_count, ${SUMMED.join(", ")}`;
  const aboutSql = (condition: string) =>
    betweenSql(
      `${toldList}, (SELECT n.time FROM heartbeats AS n WHERE n.user_id = h.user_id AND (n.time, n.identity) > (h.time, h.identity)
         ${condition} ORDER BY n.time, n.identity LIMIT 1) AS next`,
      `${condition} AND coalesce(entity_id, 0) IN (SELECT value FROM json_each(?))`,
    );
  const about = prepared<FollowedRow, [number, number, number, string, number]>(client, aboutSql(""));
  const writesAbout = prepared<FollowedRow, [number, number, number, string, number]>(client, aboutSql(WRITES));
  const creditedBefore = prepared<CreditedRow, number[]>(
    client,
    `SELECT ${creditedList} FROM heartbeats WHERE user_id = +? AND time < ? ORDER BY time DESC, identity DESC LIMIT 1`,
  );
  const counted = prepared<CountedRow, number[]>(
    client,
    `SELECT ${creditedList}, ${SUMMED.join(", ")}
     FROM heartbeats WHERE user_id = +? AND (time, identity) >= (?, ?) ORDER BY time, identity LIMIT +?`,
  );
  const spoken = prepared<Spoken, number[]>(
    client,
    `SELECT time, identity, source_id, project_id, language_id, branch_id FROM heartbeats
     WHERE user_id = +? AND (time, identity) >= (?, ?) AND time <= ? ORDER BY time, identity LIMIT +?`,
  );
  const newest = prepared<HeartbeatRow, number[]>(
    client,
    `SELECT ${list} FROM heartbeats WHERE user_id = +? AND time >= ? AND time < ? ORDER BY time DESC, identity DESC LIMIT +?`,
  );
  const originsBefore = prepared<Origin, number[]>(
    client,
    `SELECT time, identity, source_id, entity_id FROM heartbeats
     WHERE user_id = +? AND (time, identity) < (?, ?) AND time >= ? ORDER BY time DESC, identity DESC LIMIT +?`,
  );
  const sourcesBetween = prepared<SourceTimes, number[]>(
    client,
    `SELECT source_id, min(time) AS first, max(time) AS last FROM heartbeats
     WHERE user_id = ? AND time >= ? AND time < ? GROUP BY source_id`,
  );
  const projectTimes = prepared<ProjectTimes, number[]>(
    client,
    `SELECT min(time) AS first, max(time) AS last FROM (
       SELECT time FROM heartbeats WHERE user_id = ?1 AND project_id = ?2 AND time >= ?3 AND time < ?4
       UNION ALL
       SELECT time FROM placeholders WHERE user_id = ?1 AND project_id = ?2 AND time >= ?3 AND time < ?4)`,
  );
  // Counted in a row of its own: the table has no index on id, and an id is never given twice.
  const takeIds = prepared<{ value: string }, [number]>(
    client,
    "UPDATE meta SET value = CAST(value AS INTEGER) + ? WHERE key = 'next_heartbeat_id' RETURNING value",
  );
  const startIds = prepared(client, "INSERT OR IGNORE INTO meta VALUES ('next_heartbeat_id', '1')");

  return {
    insert(userId, row) {
      insert.run(
        userId,
        row.time,
        row.identity,
        row.id,
        row.created_at,
        row.source_id,
        row.entity_id,
        row.type_id,
        row.category_id,
        row.project_id,
        row.branch_id,
        row.language_id,
        row.dependencies_id,
        row.is_write,
        row.lines,
        row.lineno,
        row.cursorpos,
        row.project_root_count,
        row.line_additions,
        row.line_deletions,
        row.ai_line_changes,
        row.human_line_changes,
        row.ai_input_tokens,
        row.ai_cached_input_tokens,
        row.ai_output_tokens,
        row.ai_prompt_length,
        row.ai_model_id,
        row.ai_session_id,
        row.ai_subscription_plan_id,
        row.extra,
      );
    },
    remove(userId, key) {
      remove.run(userId, key.time, key.identity);
    },
    at: (userId, key) => at.get(userId, key.time, key.identity) ?? undefined,
    last: (userId) => last.get(userId) ?? undefined,
    first: (userId) => first.get(userId) ?? undefined,
    before: (userId, key) => before.get(userId, key.time, key.identity) ?? undefined,
    after: (userId, key) => after.get(userId, key.time, key.identity) ?? undefined,
    writeBefore: (userId, key) => writeBefore.get(userId, key.time, key.identity) ?? undefined,
    writeAfter: (userId, key) => writeAfter.get(userId, key.time, key.identity) ?? undefined,
    page: (userId, from, untilUs, limit) => page.all(userId, from.time, from.identity, untilUs, limit),
    credited: between(creditedList),
    told: between(toldList),
    about: (entityIds) => (userId, fromUs, untilUs, limit, only) =>
      (only === "writes" ? writesAbout : about).all(userId, fromUs, untilUs, JSON.stringify(entityIds), limit),
    times: between("time"),
    creditedBefore: (userId, timeUs) => creditedBefore.get(userId, timeUs) ?? undefined,
    counted: (userId, from, limit) => counted.all(userId, from.time, from.identity, limit),
    spoken: (userId, from, untilUs, limit) => spoken.all(userId, from.time, from.identity, untilUs, limit),
    originsBefore: (userId, key, fromUs, limit) => originsBefore.all(userId, key.time, key.identity, fromUs, limit),
    newest: (userId, fromUs, untilUs, limit) => newest.all(userId, fromUs, untilUs, limit),
    sourcesBetween: (userId, fromUs, untilUs) => sourcesBetween.all(userId, fromUs, untilUs),
    projectTimes: (userId, projectId, fromUs, untilUs) =>
      projectTimes.get(userId, projectId, fromUs, untilUs) ?? { first: null, last: null },
    takeIds(count) {
      let row = takeIds.get(count);
      if (row === null) {
        startIds.run();
        row = takeIds.get(count);
      }
      if (row === null) throw new Error("no heartbeat ids could be taken");
      return Number(row.value) - count;
    },
  };
}
