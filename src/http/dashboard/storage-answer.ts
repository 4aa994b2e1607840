/** Where and how much is stored; instants are epoch ms. */
export type StorageAnswer = {
  /** null = in memory, or for users who are no admins */
  readonly data_directory: string | null;
  /** of the database and its log */
  readonly size_bytes: number;
  /** one's own */
  readonly heartbeats: number;
  readonly first_ms: number | null;
  readonly last_ms: number | null;
  readonly versions: { readonly hearth: string; readonly bun: string; readonly sqlite: string };
};
