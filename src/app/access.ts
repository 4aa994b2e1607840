import { tryTransaction } from "../db/database.ts";
import { touchGrant } from "../db/grants.ts";
import { keyByHash, touchKey } from "../db/keys.ts";
import { prepared } from "../db/prepared.ts";
import { touchSession } from "../db/sessions.ts";
import type { User } from "../db/users.ts";
import { type CodeBook, openCodes } from "./codes.ts";
import type { Context } from "./context.ts";
import { type Grant, grantOf } from "./grants.ts";
import { instanceName } from "./instance.ts";
import type { Scope } from "./keys.ts";
import { secretHash } from "./secret.ts";
import { type SignedIn, sessionOf } from "./sessions.ts";

/** Who asks, and what their key or their program's token may do. */
export type Access = {
  readonly user: User;
  /** of a token `read`, or `profile` */
  readonly scope: Scope | "profile";
  /** what the token of a program stands for; undefined for an API key */
  readonly grant: Grant | undefined;
  /** Returns whether key or token would still be let in: they may have been revoked since. */
  readonly isKept: () => boolean;
};

export type AccessBook = {
  /** Returns who a key (a lower-case UUID) belongs to; undefined for one that is unknown or revoked. */
  readonly authenticate: (key: string) => Access | undefined;
  /** Returns who let in the program with a token; undefined for one that is unknown or revoked. */
  readonly token: (token: string) => Access | undefined;
  /** Returns the session that the text of a cookie stands for; undefined for one that is over or never was. */
  readonly session: (secret: string) => SignedIn | undefined;
  /** authorization codes, which programs exchange for tokens */
  readonly codes: CodeBook;
  /** what tells the cookies of this data directory from another's on the same host name */
  readonly instance: string;
  /** Must follow every change to a user or a key in this process. */
  readonly forget: () => void;
  /** Writes when keys, tokens and sessions were last used; to be called now and then, and at the end. */
  readonly saveUses: () => void;
};

type KeyAccess = Access & { readonly keyId: number };

const CACHED = 1_000;

/**
 * Returns the book of keys, tokens and sessions. Keys are remembered as long as no other process has written to the
 * database (`PRAGMA data_version`), so that one made or revoked by a command beside the server counts at once; tokens
 * and sessions, which send no heartbeats, are looked up each time.
 */
export function openAccess(context: Context): AccessBook {
  const { client, orm } = context.store.connection;
  const dataVersion = prepared<{ data_version: number }, []>(client, "PRAGMA data_version");
  // By hash, so that no key lies in memory longer than its request.
  const known = new Map<string, KeyAccess>();
  const keyUses = new Map<number, number>();
  const grantUses = new Map<number, number>();
  const sessionUses = new Map<number, number>();
  let version = -1;

  const minute = () => Math.floor(context.now() / 60_000) * 60;

  function lookUp(hash: Buffer): KeyAccess | undefined {
    const current = dataVersion.get()?.data_version ?? -1;
    if (current !== version) known.clear();
    version = current;
    const text = hash.toString("base64");
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const found = keyByHash(orm, hash);
    if (found === undefined || !crypto.timingSafeEqual(found.key.hash, hash)) return undefined;
    const { user, key } = found;
    const isKept = () => lookUp(hash) !== undefined;
    const access = { user, scope: key.scope as Scope, grant: undefined, isKept, keyId: key.id };
    if (known.size >= CACHED) known.clear();
    known.set(text, access);
    return access;
  }

  return {
    authenticate(key) {
      const access = lookUp(secretHash(key));
      if (access !== undefined) keyUses.set(access.keyId, minute());
      return access;
    },
    token(token) {
      const found = grantOf(context, token);
      if (found === undefined) return undefined;
      grantUses.set(found.grant.id, minute());
      const isKept = () => grantOf(context, token) !== undefined;
      return { ...found, scope: found.grant.scope === "profile read" ? "read" : "profile", isKept };
    },
    session(secret) {
      const found = sessionOf(context, secret);
      if (found !== undefined) sessionUses.set(found.sessionId, minute());
      return found;
    },
    codes: openCodes(context),
    instance: instanceName(context),
    forget: () => known.clear(),
    saveUses() {
      if (keyUses.size + grantUses.size + sessionUses.size === 0) return;
      // Not worth a wait: while another process writes, they are kept for the next time.
      const saved = tryTransaction(context.store.connection, () => {
        for (const [keyId, at] of keyUses) touchKey(orm, keyId, at);
        for (const [grantId, at] of grantUses) touchGrant(orm, grantId, at);
        for (const [sessionId, at] of sessionUses) touchSession(orm, sessionId, at);
      });
      if (saved === undefined) return;
      keyUses.clear();
      grantUses.clear();
      sessionUses.clear();
    },
  };
}
