// Derived: what sentinels resolve to. Holds one row for every heartbeat that has one, so it is their index too.
import type { Database } from "bun:sqlite";
import type { LookBack } from "../domain/placeholder.ts";
import type { Key } from "./heartbeats.ts";
import { prepared } from "./prepared.ts";

export type PlaceholderRow = Key & {
  readonly project_id: number | null;
  readonly language_id: number | null;
  readonly branch_id: number | null;
};

export type Placeholders = {
  readonly at: (userId: number, key: Key) => PlaceholderRow | undefined;
  readonly put: (userId: number, row: PlaceholderRow) => void;
  readonly remove: (userId: number, key: Key) => void;
  /** Returns the rows with fromUs ≤ time ≤ untilUs, ascending. */
  readonly between: (userId: number, fromUs: number, untilUs: number) => PlaceholderRow[];
  /** Returns whether the user has any at or after `fromUs`. */
  readonly anyFrom: (userId: number, fromUs: number) => boolean;
  /** Returns the rows whose heartbeat is not there or has none of `sourceIds`, the sources with sentinels; reads all. */
  readonly orphans: (userId: number, sourceIds: readonly number[]) => Key[];
  /** Returns how a heartbeat at `key` looks back into its stream. */
  readonly lookBack: (userId: number, key: Key) => LookBack;
};

type Found = { readonly time: number; readonly identity: number; readonly value: number };

/** Returns the access to placeholders over one connection; its statements are prepared here, once. */
export function openPlaceholders(client: Database): Placeholders {
  const at = prepared<PlaceholderRow, number[]>(
    client,
    "SELECT time, identity, project_id, language_id, branch_id FROM placeholders WHERE user_id = ? AND time = ? AND identity = ?",
  );
  const put = prepared<null, (number | null)[]>(
    client,
    "INSERT OR REPLACE INTO placeholders VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = prepared<null, number[]>(
    client,
    "DELETE FROM placeholders WHERE user_id = ? AND time = ? AND identity = ?",
  );
  const between = prepared<PlaceholderRow, number[]>(
    client,
    "SELECT time, identity, project_id, language_id, branch_id FROM placeholders WHERE user_id = +? AND time >= ? AND time <= ? ORDER BY time, identity",
  );
  const anyFrom = prepared<unknown, number[]>(
    client,
    "SELECT 1 FROM placeholders WHERE user_id = +? AND time >= ? LIMIT 1",
  );
  const orphans = prepared<Key, [number, string]>(
    client,
    `SELECT time, identity FROM placeholders p WHERE user_id = ? AND NOT EXISTS (
       SELECT 1 FROM heartbeats h WHERE h.user_id = p.user_id AND h.time = p.time AND h.identity = p.identity
         AND h.source_id IN (SELECT value FROM json_each(?)))
     ORDER BY time, identity`,
  );
  const lastProject = prepared<{ value: number }, number[]>(
    client,
    `SELECT project_id AS value FROM heartbeats
     WHERE user_id = +? AND (time, identity) < (?, ?) AND time >= ? AND project_id IS NOT NULL
     ORDER BY time DESC, identity DESC LIMIT 1`,
  );
  // A source of a value stands in its project either by what it sent or by what its own sentinel resolved to.
  const nearest = (column: "language_id" | "branch_id") => ({
    sent: prepared<Found, number[]>(
      client,
      `SELECT time, identity, ${column} AS value FROM heartbeats
       WHERE user_id = +? AND (time, identity) < (?, ?) AND time >= ? AND project_id = +? AND ${column} IS NOT NULL
       ORDER BY time DESC, identity DESC LIMIT 1`,
    ),
    resolved: prepared<Found, number[]>(
      client,
      `SELECT h.time, h.identity, h.${column} AS value
       FROM placeholders p CROSS JOIN heartbeats h ON h.user_id = p.user_id AND h.time = p.time AND h.identity = p.identity
       WHERE p.user_id = +? AND (p.time, p.identity) < (?, ?) AND p.time >= ? AND p.project_id = +? AND h.${column} IS NOT NULL
       ORDER BY p.time DESC, p.identity DESC LIMIT 1`,
    ),
  });
  const language = nearest("language_id");
  const branch = nearest("branch_id");

  function later(by: typeof language, bound: readonly [number, number, number, number, number]): number | undefined {
    const sent = by.sent.get(...bound);
    const [userId, time, identity, fromUs, projectId] = bound;
    // What is older than the one found cannot be nearer.
    const resolved = by.resolved.get(userId, time, identity, sent?.time ?? fromUs, projectId);
    if (sent === null || resolved === null) return (sent ?? resolved)?.value;
    return (sent.time - resolved.time || sent.identity - resolved.identity) > 0 ? sent.value : resolved.value;
  }

  return {
    at: (userId, key) => at.get(userId, key.time, key.identity) ?? undefined,
    put(userId, { time, identity, project_id, language_id, branch_id }) {
      put.run(userId, time, identity, project_id, language_id, branch_id);
    },
    remove(userId, key) {
      remove.run(userId, key.time, key.identity);
    },
    between: (userId, fromUs, untilUs) => between.all(userId, fromUs, untilUs),
    orphans: (userId, sourceIds) => orphans.all(userId, JSON.stringify(sourceIds)),
    anyFrom: (userId, fromUs) => anyFrom.get(userId, fromUs) !== null,
    lookBack: (userId, key) => ({
      project: (reachUs) => lastProject.get(userId, key.time, key.identity, key.time - reachUs)?.value,
      language: (projectId, reachUs) =>
        later(language, [userId, key.time, key.identity, key.time - reachUs, projectId]),
      branch: (projectId, reachUs) => later(branch, [userId, key.time, key.identity, key.time - reachUs, projectId]),
    }),
  };
}
