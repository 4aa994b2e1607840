import { type Connection, inTransaction, tryTransaction } from "./database.ts";
import { type Derivation, openDerivation } from "./derivation.ts";
import { type Externals, openExternals } from "./externals.ts";
import { type Goal, openGoalsOf } from "./goals.ts";
import { type Groups, openGroups } from "./groups.ts";
import { type Heartbeats, openHeartbeats } from "./heartbeats.ts";
import { type Names, openNames } from "./names.ts";
import { openPlaceholders, type Placeholders } from "./placeholders.ts";
import { openRollup, type Rollup } from "./rollup.ts";
import { openSources, type Sources } from "./sources.ts";
import { openUserById, type User } from "./users.ts";

/** The tables of the stream over one connection, their statements prepared, their caches shared. */
export type Store = {
  readonly connection: Connection;
  readonly names: Names;
  readonly sources: Sources;
  readonly heartbeats: Heartbeats;
  readonly placeholders: Placeholders;
  readonly groups: Groups;
  readonly rollup: Rollup;
  readonly externals: Externals;
  readonly derivation: Derivation;
  readonly userById: (userId: number) => User | undefined;
  /** oldest first */
  readonly goalsOf: (userId: number) => Goal[];
};

/** Returns the tables of an open database; their statements are prepared once, when they are first used. */
export function openStore(connection: Connection): Store {
  const { client } = connection;
  const names = openNames(client);
  const interning = { names, sources: openSources(client, names), groups: openGroups(client) };
  return {
    connection,
    ...interning,
    heartbeats: openHeartbeats(client),
    placeholders: openPlaceholders(client),
    rollup: openRollup(client),
    externals: openExternals(client),
    derivation: openDerivation(client, () => forgetInterned(interning)),
    userById: openUserById(connection.orm),
    goalsOf: openGoalsOf(connection.orm),
  };
}

/** Runs `work` in one write transaction; when it throws, everything it stored and interned is gone. */
export function write<T>(store: Store, work: () => T): T {
  return undoable(store, () => inTransaction(store.connection, refreshed(store, work)));
}

/** As `write`, but does not wait: undefined when another connection writes, and then nothing was done. */
export function tryWrite<T>(store: Store, work: () => T): { readonly result: T } | undefined {
  return undoable(store, () => tryTransaction(store.connection, refreshed(store, work)));
}

/** Another process may have derived names anew: what is written here must not go by the old ones. */
function refreshed<T>({ derivation }: Store, work: () => T): () => T {
  return () => {
    derivation.refresh();
    return work();
  };
}

function undoable<T>(store: Store, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    forgetInterned(store);
    throw cause;
  }
}

/** Forgets interned ids that a rolled-back transaction, or another process, may have made untrue. */
export function forgetInterned({ names, sources, groups }: Pick<Store, "names" | "sources" | "groups">): void {
  names.forget();
  sources.forget();
  groups.forget();
}

/** Gives back the memory of what can be read again: pages of the database, and names that were looked up. */
export function giveBack(store: Store): void {
  forgetInterned(store);
  store.connection.client.run("PRAGMA shrink_memory");
}
