import { timingSafeEqual } from "node:crypto";
import { tryTransaction } from "../db/database.ts";
import { keyByHash, touchKey } from "../db/keys.ts";
import type { User } from "../db/users.ts";
import type { Context } from "./context.ts";
import { keyHash, type Scope } from "./keys.ts";

/** Who asks, and what their key may do. */
export type Access = { readonly user: User; readonly keyId: number; readonly scope: Scope };

export type AccessBook = {
  /** Returns who a key (a lower-case UUID) belongs to; undefined for one that is unknown or revoked. */
  readonly authenticate: (key: string) => Access | undefined;
  /** Must follow every change to a user or a key in this process. */
  readonly forget: () => void;
  /** Writes when keys were last used; to be called now and then, and at the end. */
  readonly saveUses: () => void;
};

const CACHED = 1_000;

/**
 * Returns the book of keys. Answers are remembered as long as no other process has written to the database
 * (`PRAGMA data_version`), so that a key made or revoked by a command beside the server counts at once.
 */
export function openAccess(context: Context): AccessBook {
  const { client, orm } = context.store.connection;
  const dataVersion = client.prepare<{ data_version: number }, []>("PRAGMA data_version");
  // By hash, so that no key lies in memory longer than its request.
  const known = new Map<string, Access>();
  const uses = new Map<number, number>();
  let version = -1;

  function lookUp(hash: Buffer): Access | undefined {
    const current = dataVersion.get()?.data_version ?? -1;
    if (current !== version) known.clear();
    version = current;
    const text = hash.toString("base64");
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const found = keyByHash(orm, hash);
    if (found === undefined || !timingSafeEqual(found.key.hash, hash)) return undefined;
    const access = { user: found.user, keyId: found.key.id, scope: found.key.scope as Scope };
    if (known.size >= CACHED) known.clear();
    known.set(text, access);
    return access;
  }

  return {
    authenticate(key) {
      const access = lookUp(keyHash(key));
      if (access !== undefined) uses.set(access.keyId, Math.floor(context.now() / 60_000) * 60);
      return access;
    },
    forget: () => known.clear(),
    saveUses() {
      if (uses.size === 0) return;
      // Not worth a wait: while another process writes, they are kept for the next time.
      const saved = tryTransaction(context.store.connection, () => {
        for (const [keyId, at] of uses) touchKey(orm, keyId, at);
      });
      if (saved !== undefined) uses.clear();
    },
  };
}
