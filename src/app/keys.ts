import { inTransaction } from "../db/database.ts";
import { type ApiKey, insertKey, keyByHash, keysOf, revokeKey } from "../db/keys.ts";
import { cleanText } from "../domain/text.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import { secretHash } from "./secret.ts";

/** What a key may do: *write* = what editor programs call; *read* = every read; *full* = everything. */
export const SCOPES = ["full", "read", "write"] as const;
export type Scope = (typeof SCOPES)[number];

/** Characters of a key's name. */
export const LONGEST_KEY_NAME = 100;

/**
 * Makes a key and returns its text, which is shown this once: only its hash is kept. Lower-case UUIDv4 without prefix,
 * the one shape that every plugin accepts (clients.md 0.1). The name is cleaned as texts of heartbeats are.
 * @throws AppError `invalid` for a blank or overlong name.
 */
export function createKey(context: Context, userId: number, name: string, scope: Scope): { key: string; row: ApiKey } {
  const clean = cleanText(name);
  if (clean === "" || clean.length > LONGEST_KEY_NAME)
    throw new AppError("invalid", `A key needs a name of 1 to ${LONGEST_KEY_NAME} characters`, { parameter: "name" });
  const key = context.uuid();
  return { key, row: storeKey(context, { userId, name: clean, scope, key }) };
}

/** Stores a key that was made elsewhere, by its hash, and returns its row. `key` is a random lower-case UUIDv4. */
export function storeKey(
  context: Context,
  { key, ...about }: { readonly userId: number; readonly name: string; readonly scope: Scope; readonly key: string },
): ApiKey {
  return insertKey(context.store.connection.orm, {
    ...about,
    hash: secretHash(key),
    hint: key.slice(-4),
    createdAt: Math.floor(context.now() / 1000),
  });
}

/** Returns the keys of a user, revoked ones too, oldest first; never their text. */
export function listKeys(context: Context, userId: number): ApiKey[] {
  return keysOf(context.store.connection.orm, userId);
}

/** Revokes a key of a user by its id. @throws AppError `not_found` when it is not theirs or already revoked. */
export function revokeById(context: Context, userId: number, keyId: number): ApiKey {
  const isTheirs = listKeys(context, userId).some(({ id }) => id === keyId);
  const revoked = isTheirs
    ? revokeKey(context.store.connection.orm, keyId, Math.floor(context.now() / 1000))
    : undefined;
  if (revoked === undefined) throw new AppError("not_found", "There is no such key, or it is already revoked");
  return revoked;
}

/** Revokes a key of a user by its id, name or last four characters. @throws AppError when none or several match. */
export function revoke(context: Context, userId: number, which: string): ApiKey {
  const good = listKeys(context, userId).filter((key) => key.revokedAt === null);
  const byId = good.filter((key) => String(key.id) === which);
  const matches = byId.length > 0 ? byId : good.filter((key) => key.name === which || key.hint === which);
  const [match] = matches;
  if (match === undefined) throw new AppError("not_found", "There is no such key, or it is already revoked");
  if (matches.length > 1)
    throw new AppError("conflict", "Several keys are called that; name the one by its number", { parameter: "key" });
  return revokeById(context, userId, match.id);
}

/**
 * Puts a new key in the place of one of a user's, named by its text: same name, same scope; the old one counts no more.
 * Returns the new one, shown this once. @throws AppError `not_found` for a key that is not theirs or not good.
 */
export function rotateKey(context: Context, userId: number, key: string): { key: string; row: ApiKey } {
  const { orm } = context.store.connection;
  const found = keyByHash(orm, secretHash(key))?.key;
  if (found === undefined || found.userId !== userId)
    throw new AppError("not_found", "There is no such key, or it is already revoked", {
      short: "Token is invalid or already revoked",
    });
  return inTransaction(context.store.connection, () => {
    revokeKey(orm, found.id, Math.floor(context.now() / 1000));
    // A name that is kept is good, even one from before names were cleaned.
    const fresh = context.uuid();
    const row = storeKey(context, { userId, name: found.name, scope: found.scope as Scope, key: fresh });
    return { key: fresh, row };
  });
}
