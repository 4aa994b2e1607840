/** What has an id that API families show as a UUID. */
export type StableKind = "machine" | "user_agent" | "project" | "editor" | "language";

/** Texts whose id is remembered; every heartbeat names a program and a machine. */
const REMEMBERED = 1_000;
const remembered = new Map<string, string>();

/**
 * Returns the UUID of something of a user that is known by its text alone: the same for ever and on every path, without
 * being stored. `userUuid` is the user's own, empty for what belongs to nobody. Shaped as version 4, because strict
 * readers check that. Remembers a bounded number of answers, as a plain cache of a pure function.
 *
 * **Ours:** the first 16 bytes of SHA-256 over user, kind and text, separated by NUL, with the version's bits set.
 */
export function stableId(userUuid: string, kind: StableKind, text: string): string {
  const named = [userUuid, kind, text].join("\0");
  const known = remembered.get(named);
  if (known !== undefined) return known;
  const bytes = new Bun.CryptoHasher("sha256").update(named).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const id = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(named, id);
  return id;
}
