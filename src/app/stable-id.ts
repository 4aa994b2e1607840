/** What has an id that API families show as a UUID. */
export type StableKind = "machine" | "user_agent" | "project" | "editor" | "language";

/**
 * Returns the UUID of something of a user that is known by its text alone: the same for ever and on every path, without
 * being stored. `userUuid` is the user's own,
 * empty for what belongs to nobody. Shaped as version 4, because strict readers check that.
 *
 * **Ours:** the first 16 bytes of SHA-256 over user, kind and text, separated by NUL, with the version's bits set.
 */
export function stableId(userUuid: string, kind: StableKind, text: string): string {
  const bytes = new Bun.CryptoHasher("sha256").update([userUuid, kind, text].join("\0")).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
