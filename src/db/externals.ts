import type { Database } from "bun:sqlite";
import { prepared } from "./prepared.ts";

/** A stored external duration; times epoch ms, end exclusive. */
export type ExternalRow = {
  readonly id: number;
  readonly uuid: string;
  readonly provider: string;
  readonly external_id: string;
  readonly entity: string;
  readonly type: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly category: string;
  readonly project: string | null;
  readonly branch: string | null;
  readonly language: string | null;
  readonly meta: string | null;
  readonly group_id: number;
  /** epoch seconds */
  readonly created_at: number;
};

export type Externals = {
  /** Returns all of a user's, by start, then id: the order in which they win. */
  readonly all: (userId: number) => ExternalRow[];
  /** Returns those of a user that overlap an interval, in the same order. */
  readonly overlapping: (userId: number, startMs: number, endMs: number) => ExternalRow[];
  /** Stores one, in place of what the same provider told under the same id; returns it as stored. */
  readonly tell: (userId: number, row: Omit<ExternalRow, "id">) => ExternalRow;
  /** Deletes those of a user with these UUIDs that start in an interval; returns how many went. */
  readonly forget: (userId: number, uuids: readonly string[], startMs: number, endMs: number) => number;
  /** Names the group of one anew, after groups were rebuilt. */
  readonly regroup: (id: number, groupId: number) => void;
};

/** Returns the access to external durations over one connection; its statements are prepared here, once. */
export function openExternals(client: Database): Externals {
  const all = prepared<ExternalRow, number[]>(
    client,
    "SELECT * FROM external_durations WHERE user_id = ? ORDER BY start_ms, id",
  );
  const overlapping = prepared<ExternalRow, number[]>(
    client,
    "SELECT * FROM external_durations WHERE user_id = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms, id",
  );
  const tell = prepared<ExternalRow, (number | string | null)[]>(
    client,
    `INSERT INTO external_durations
       (user_id, uuid, provider, external_id, entity, type, start_ms, end_ms, category, project, branch, language, meta, group_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (user_id, provider, external_id) DO UPDATE SET
       entity = excluded.entity, type = excluded.type, start_ms = excluded.start_ms, end_ms = excluded.end_ms,
       category = excluded.category, project = excluded.project, branch = excluded.branch,
       language = excluded.language, meta = excluded.meta, group_id = excluded.group_id
     RETURNING *`,
  );
  const forget = prepared<null, (number | string)[]>(
    client,
    `DELETE FROM external_durations
     WHERE user_id = ? AND uuid IN (SELECT value FROM json_each(?)) AND start_ms >= ? AND start_ms < ?`,
  );
  const regroup = prepared<null, number[]>(client, "UPDATE external_durations SET group_id = ? WHERE id = ?");
  const changed = prepared<null, [number]>(client, "UPDATE streams SET externals = externals + 1 WHERE user_id = ?");

  return {
    all: (userId) => all.all(userId),
    overlapping: (userId, startMs, endMs) => overlapping.all(userId, startMs, endMs),
    tell(userId, row) {
      const stored = tell.get(
        userId,
        row.uuid,
        row.provider,
        row.external_id,
        row.entity,
        row.type,
        row.start_ms,
        row.end_ms,
        row.category,
        row.project,
        row.branch,
        row.language,
        row.meta,
        row.group_id,
        row.created_at,
      );
      if (stored === null) throw new Error("an external duration was not stored");
      changed.run(userId);
      return stored;
    },
    forget(userId, uuids, startMs, endMs) {
      const { changes } = forget.run(userId, JSON.stringify(uuids), startMs, endMs);
      if (changes > 0) changed.run(userId);
      return changes;
    },
    regroup(id, groupId) {
      regroup.run(groupId, id);
    },
  };
}
