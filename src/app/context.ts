import type { Store } from "../db/store.ts";

/** One line of what happened, for the operator; never a key, never what a person works on. */
export type Log = (
  level: "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** What every use case needs of the outside. Time and randomness come in here and nowhere else. */
export type Context = {
  readonly store: Store;
  /** Returns now, epoch ms. */
  readonly now: () => number;
  /** Returns a fresh random UUIDv4. */
  readonly uuid: () => string;
  readonly log: Log;
  /** the server's own IANA zone, for users without one */
  readonly serverZone: string;
};
