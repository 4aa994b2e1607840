import type { Context } from "../../src/app/context.ts";
import { type Histories, openHistories } from "../../src/app/history.ts";
import { type Ingest, openIngest } from "../../src/app/ingest.ts";
import { openDatabase } from "../../src/db/database.ts";
import { openStore, type Store } from "../../src/db/store.ts";
import { insertUser, type NewUser, type User } from "../../src/db/users.ts";

/** 2026-08-10T12:00:00Z: "now" of every test that does not say otherwise. */
export const NOON = Date.UTC(2026, 7, 10, 12);

export type Memory = {
  readonly context: Context;
  readonly store: Store;
  readonly histories: Histories;
  readonly ingest: Ingest;
  readonly addUser: (user?: Partial<NewUser>) => User;
};

/**
 * Returns a real store over a database, in memory unless a `path` says otherwise, with the real migrations, counted
 * UUIDs, and a clock that stands still or is moved by the test.
 */
export function memory(clock: number | (() => number) = NOON, path = ":memory:"): Memory {
  const now = typeof clock === "number" ? () => clock : clock;
  const store = openStore(openDatabase(path, { version: "0.0.0-test" }));
  let made = 0;
  const context: Context = {
    store,
    now,
    uuid: () => `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`,
    log: () => {},
    serverZone: "UTC",
  };
  return {
    context,
    store,
    histories: openHistories(store),
    ingest: openIngest(context),
    addUser: (user = {}) =>
      insertUser(store.connection.orm, {
        uuid: context.uuid(),
        name: `user${made}`,
        createdAt: Math.floor(now() / 1000),
        ...user,
      }),
  };
}
