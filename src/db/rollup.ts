// Derived: a user's credit per quarter-hour and group, one packed row per UTC day and generation. May be dropped.
import type { Database } from "bun:sqlite";
import type { Rule } from "../domain/credit.ts";
import { type Change, cellsOf, mergedCells, mergedSums, sumsOf } from "./cells.ts";
import type { Key } from "./heartbeats.ts";
import { passingPages } from "./page-cache.ts";
import { prepared } from "./prepared.ts";
import { type DayRow, dayOf, daysTogether } from "./rollup-days.ts";
import { mergedTags } from "./tags.ts";

/** Which rows are live, and the rule they were counted with. */
export type StreamState = Rule & {
  readonly generation: number;
  readonly version: number;
  /** version of the user's external durations (db/externals.ts raises it) */
  readonly externals: number;
};

/** A recount under way; heartbeats before `frontier` are in its generation already. */
export type Recount = Rule & { readonly generation: number; readonly frontier: Key };

/** A day's packed rows; `sums` (lines, tokens) and `tags` undefined when it has none. */
export type RollupDay = {
  readonly day: number;
  readonly cells: Uint32Array;
  readonly sums?: Float64Array;
  readonly tags?: Float64Array;
};

export type Rollup = {
  /** Returns the state of a user's stream; undefined while nothing was ever counted. */
  readonly state: (userId: number) => StreamState | undefined;
  /** Stores all of a state but the version of the external durations, which is theirs to raise. */
  readonly setState: (userId: number, state: Omit<StreamState, "externals">) => void;
  readonly recount: (userId: number) => Recount | undefined;
  readonly setRecount: (userId: number, recount: Recount | undefined) => void;
  /** Returns the highest generation ever begun, 0 for none. */
  readonly newestGeneration: (userId: number) => number;
  /** Returns the users whose recount is not finished. */
  readonly recounting: () => number[];
  /** Returns the users who have rows of generations that are neither live nor being counted. */
  readonly unswept: () => number[];
  /** Applies a change to a generation, days marked with `version`. @throws DerivedFault below zero. */
  readonly apply: (userId: number, generation: number, version: number, change: Change) => void;
  /** Marks days with `version` though their numbers stay what they are; days that are not there are empty ones then. */
  readonly touch: (userId: number, generation: number, version: number, days: Iterable<number>) => void;
  /** Returns the days of a generation written after `version`, ascending. */
  readonly changed: (userId: number, generation: number, version: number) => RollupDay[];
  /** As `changed`, only the days before `endDay`. */
  readonly changedBefore: (userId: number, generation: number, version: number, endDay: number) => RollupDay[];
  /** Returns whether a day of a generation before `endDay` was written after `version`. */
  readonly isChangedBefore: (userId: number, generation: number, version: number, endDay: number) => boolean;
  /** Returns up to `limit` days of a generation in [fromDay, endDay), ascending, in one piece of memory; limit < 0 = all, each by itself. */
  readonly between: (userId: number, generation: number, fromDay: number, endDay: number, limit: number) => RollupDay[];
  /** Deletes up to `limit` rows of other generations than `kept`; returns how many went. */
  readonly sweep: (userId: number, kept: readonly number[], limit: number) => number;
};

type Packed = Omit<DayRow, "day">;
type StateRow = { generation: number; version: number; timeout_ms: number; idle_ms: number; externals: number };
type RecountRow = {
  generation: number;
  timeout_ms: number;
  idle_ms: number;
  frontier_time: number;
  frontier_identity: number;
};

/** Returns the access to the rollup over one connection; its statements are prepared here, once. */
export function openRollup(client: Database): Rollup {
  const state = prepared<StateRow, [number]>(
    client,
    "SELECT generation, version, timeout_ms, idle_ms, externals FROM streams WHERE user_id = +?",
  );
  const setState = prepared<null, number[]>(
    client,
    `INSERT INTO streams (user_id, generation, version, timeout_ms, idle_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET generation = excluded.generation, version = excluded.version,
       timeout_ms = excluded.timeout_ms, idle_ms = excluded.idle_ms`,
  );
  const recount = prepared<RecountRow, [number]>(client, "SELECT * FROM recounts WHERE user_id = +?");
  const newestGeneration = prepared<{ newest: number }, [number]>(
    client,
    `SELECT max(
       coalesce((SELECT generation FROM streams WHERE user_id = ?1), 0),
       coalesce((SELECT generation FROM recounts WHERE user_id = ?1), 0),
       coalesce((SELECT max(generation) FROM rollup WHERE user_id = ?1), 0)) AS newest`,
  );
  const recounting = prepared<{ user_id: number }, []>(client, "SELECT user_id FROM recounts ORDER BY user_id");
  const unswept = prepared<{ user_id: number }, []>(
    client,
    `SELECT user_id FROM streams s WHERE
       EXISTS (SELECT 1 FROM rollup r WHERE r.user_id = s.user_id AND r.generation < s.generation)
       OR EXISTS (SELECT 1 FROM rollup r WHERE r.user_id = s.user_id AND r.generation > s.generation
         AND r.generation NOT IN (SELECT generation FROM recounts c WHERE c.user_id = s.user_id))
     ORDER BY user_id`,
  );
  const setRecount = prepared<null, number[]>(client, "INSERT OR REPLACE INTO recounts VALUES (?, ?, ?, ?, ?, ?)");
  const endRecount = prepared<null, [number]>(client, "DELETE FROM recounts WHERE user_id = ?");
  const read = prepared<Packed, number[]>(
    client,
    "SELECT cells, sums, tags FROM rollup WHERE user_id = ? AND generation = ? AND day = ?",
  );
  const insert = prepared<null, (number | Uint8Array | null)[]>(
    client,
    "INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  // A replaced row would be a new one at the end of its table: two more pages in the log of every heartbeat.
  const update = prepared<null, (number | Uint8Array | null)[]>(
    client,
    "UPDATE rollup SET version = ?, cells = ?, sums = ?, tags = ? WHERE user_id = ? AND generation = ? AND day = ?",
  );
  const touch = prepared<null, number[]>(
    client,
    `INSERT INTO rollup VALUES (?, ?, ?, ?, x'', NULL, NULL)
     ON CONFLICT (user_id, generation, day) DO UPDATE SET version = excluded.version`,
  );
  // What changed is a few rows of thousands. Left to itself, SQLite walks through all of them, by day, to save the sorting.
  const changed = prepared<DayRow, number[]>(
    client,
    `SELECT day, cells, sums, tags FROM rollup INDEXED BY rollup_version
     WHERE user_id = +? AND generation = +? AND version > ? AND day < ? ORDER BY day`,
  );
  const anyChanged = prepared<unknown, number[]>(
    client,
    `SELECT 1 FROM rollup INDEXED BY rollup_version
     WHERE user_id = +? AND generation = +? AND version > ? AND day < ? LIMIT 1`,
  );
  const between = prepared<DayRow, number[]>(
    client,
    `SELECT day, cells, sums, tags FROM rollup WHERE user_id = +? AND generation = +? AND day >= ? AND day < ?
     ORDER BY day LIMIT +?`,
  );
  const sweep = prepared<null, (number | string)[]>(
    client,
    `DELETE FROM rollup WHERE (user_id, generation, day) IN (
       SELECT user_id, generation, day FROM rollup
       WHERE user_id = ? AND generation NOT IN (SELECT value FROM json_each(?)) LIMIT ?)`,
  );

  return {
    state(userId) {
      const row = state.get(userId);
      return row === null
        ? undefined
        : {
            generation: row.generation,
            version: row.version,
            timeoutMs: row.timeout_ms,
            idleMs: row.idle_ms,
            externals: row.externals,
          };
    },
    setState(userId, { generation, version, timeoutMs, idleMs }) {
      setState.run(userId, generation, version, timeoutMs, idleMs);
    },
    recount(userId) {
      const row = recount.get(userId);
      return row === null
        ? undefined
        : {
            generation: row.generation,
            timeoutMs: row.timeout_ms,
            idleMs: row.idle_ms,
            frontier: { time: row.frontier_time, identity: row.frontier_identity },
          };
    },
    setRecount(userId, next) {
      if (next === undefined) endRecount.run(userId);
      else
        setRecount.run(
          userId,
          next.generation,
          next.timeoutMs,
          next.idleMs,
          next.frontier.time,
          next.frontier.identity,
        );
    },
    newestGeneration: (userId) => newestGeneration.get(userId)?.newest ?? 0,
    recounting: () => recounting.all().map((row) => row.user_id),
    unswept: () => unswept.all().map((row) => row.user_id),
    apply(userId, generation, version, change) {
      for (const [day, { cells, sums, tags }] of change) {
        const old = read.get(userId, generation, day) ?? undefined;
        const nextCells = blobOf(mergedCells(old && cellsOf(old.cells), cells));
        const nextSums =
          sums.size === 0 ? (old?.sums ?? null) : blobOf(mergedSums(old?.sums ? sumsOf(old.sums) : undefined, sums));
        const nextTags = tags.every(({ size }) => size === 0)
          ? (old?.tags ?? null)
          : blobOf(mergedTags(old?.tags ? sumsOf(old.tags) : undefined, tags));
        if (old === undefined) insert.run(userId, generation, day, version, nextCells, nextSums, nextTags);
        else update.run(version, nextCells, nextSums, nextTags, userId, generation, day);
      }
    },
    touch(userId, generation, version, days) {
      for (const day of days) touch.run(userId, generation, day, version);
    },
    changed: (userId, generation, version) =>
      changed.all(userId, generation, version, Number.MAX_SAFE_INTEGER).map(dayOf),
    changedBefore: (userId, generation, version, endDay) => changed.all(userId, generation, version, endDay).map(dayOf),
    isChangedBefore: (userId, generation, version, endDay) =>
      anyChanged.get(userId, generation, version, endDay) !== null,
    between(userId, generation, fromDay, endDay, limit) {
      const rows = () => between.all(userId, generation, fromDay, endDay, limit);
      return limit < 0 ? passingPages(client, rows).map(dayOf) : daysTogether(rows());
    },
    sweep: (userId, kept, limit) => sweep.run(userId, JSON.stringify(kept), limit).changes,
  };
}

function blobOf(words: Uint32Array | Float64Array | undefined): Uint8Array | null {
  return words === undefined ? null : new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
