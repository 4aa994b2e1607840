import { statSync } from "node:fs";
import { dirname } from "node:path";
import { sqliteVersion } from "../db/sqlite-version.ts";
import type { User } from "../db/users.ts";
import { countedMs } from "../domain/credit.ts";
import type { Context } from "./context.ts";
import type { Histories } from "./history.ts";
import { reading } from "./summary.ts";

/** Where and how much is stored. */
export type StorageFacts = {
  /** absolute path; undefined for a database in memory */
  readonly directory: string | undefined;
  /** of the database and its log */
  readonly sizeBytes: number;
  /** the user's */
  readonly heartbeats: number;
  /** epoch ms */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly sqliteVersion: string;
};

/** Returns the facts of the storage, and of a user's part of it. */
export function storageFacts({ store }: Context, histories: Histories, user: User): StorageFacts {
  const { path } = store.connection;
  const [first, last] = [store.heartbeats.first(user.id), store.heartbeats.last(user.id)];
  return {
    directory: path === ":memory:" ? undefined : dirname(path),
    sizeBytes: path === ":memory:" ? 0 : sizeOf(path) + sizeOf(`${path}-wal`),
    heartbeats: reading(store, histories, user.id, (reader) => {
      return reader.summary({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER }).heartbeats;
    }),
    firstMs: first && countedMs(first.time),
    lastMs: last && countedMs(last.time),
    sqliteVersion: sqliteVersion(),
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
