import type { Scope } from "../../app/keys.ts";

/** An API key as lists show it; never its text. Times RFC 3339. */
export type KeyAnswer = {
  readonly id: number;
  readonly name: string;
  /** its last four characters */
  readonly hint: string;
  readonly scope: Scope;
  readonly created_at: string;
  /** to the minute; null = never */
  readonly last_used_at: string | null;
  /** null = it is good */
  readonly revoked_at: string | null;
};

/** `GET /-/keys`: oldest first, revoked ones too. */
export type KeysAnswer = { readonly keys: readonly KeyAnswer[] };

/** `POST /-/keys`: `key` is the text, shown this once. */
export type NewKeyAnswer = KeyAnswer & { readonly key: string };
