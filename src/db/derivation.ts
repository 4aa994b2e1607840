// How a process learns that another one has derived names or sources anew, which it may remember as they were.
import type { Database } from "bun:sqlite";
import { prepared } from "./prepared.ts";

export type Derivation = {
  /** Notes that names or sources say something else now; inside the write transaction that changed them. */
  readonly changed: () => void;
  /** Forgets what is interned when anybody changed it since the last call; one look-up by key. */
  readonly refresh: () => void;
};

/** Returns the access to the count of derivations; `forget` drops what is interned. Statements are prepared once. */
export function openDerivation(client: Database, forget: () => void): Derivation {
  const read = prepared<{ value: string }, []>(client, "SELECT value FROM meta WHERE key = 'derived'");
  const raise = prepared<null, []>(
    client,
    "INSERT INTO meta VALUES ('derived', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
  );
  // Not read yet: the first call forgets what was interned until then.
  let seen: string | undefined = "";
  return {
    changed() {
      raise.run();
    },
    refresh() {
      const now = read.get()?.value;
      if (now === seen) return;
      seen = now;
      forget();
    },
  };
}
