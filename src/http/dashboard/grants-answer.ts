/** A program that the viewer let in. Times RFC 3339. */
export type GrantAnswer = {
  readonly id: number;
  /** as the program calls itself */
  readonly client_id: string;
  /** where it was sent back to */
  readonly redirect_uri: string;
  /** `profile`, or `profile read` */
  readonly scope: string;
  readonly created_at: string;
  /** to the minute; null = never */
  readonly last_used_at: string | null;
  /** the API key made for it, which stays good when the program is shut out; null = it asked for none */
  readonly api_key_id: number | null;
};

/** `GET /-/grants`: oldest first; those that were shut out are gone. */
export type GrantsAnswer = { readonly grants: readonly GrantAnswer[] };
