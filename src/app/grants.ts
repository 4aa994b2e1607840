// Programs that a user let in: each has a token, which lasts until it is revoked and of which only the hash is kept.
import { type Grant, grantByHash, grantsOf, insertGrant, revokeGrant, setGrantKey } from "../db/grants.ts";
import { keyById } from "../db/keys.ts";
import { write } from "../db/store.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import { LONGEST_KEY_NAME, storeKey } from "./keys.ts";
import { newSecret, secretHash } from "./secret.ts";
import type { User } from "./users.ts";

export type { Grant } from "../db/grants.ts";

/** What a program may see: who the user is and the figures of `authenticated/…`; with `read`, everything that is read. */
const GRANT_SCOPES = ["profile", "profile read"] as const;
export type GrantScope = (typeof GRANT_SCOPES)[number];

/** What a user agreed to. */
export type Consent = {
  readonly userId: number;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: GrantScope;
};

/** Returns the scope that a request asks for, words by blank or comma; `profile` when it names none, undefined for an unknown word. */
export function grantScope(text: string | null): GrantScope | undefined {
  const words = (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
  if (words.some((word) => word !== "profile" && word !== "read")) return undefined;
  return words.includes("read") ? "profile read" : "profile";
}

/** Lets a program in and returns its token, which is shown this once. */
export function createGrant(context: Context, consent: Consent): { readonly token: string; readonly grant: Grant } {
  const token = `hearth_${newSecret(context)}`;
  const grant = insertGrant(context.store.connection.orm, {
    ...consent,
    hash: secretHash(token),
    createdAt: seconds(context),
  });
  return { token, grant };
}

/** Returns the grant a token stands for and its user; undefined for one that is revoked or never was. */
export function grantOf(context: Context, token: string): { readonly grant: Grant; readonly user: User } | undefined {
  const hash = secretHash(token);
  const found = grantByHash(context.store.connection.orm, hash);
  return found !== undefined && crypto.timingSafeEqual(found.grant.hash, hash) ? found : undefined;
}

/** Returns the programs a user let in and did not shut out again, oldest first. */
export function listGrants({ store }: Context, userId: number): Grant[] {
  return grantsOf(store.connection.orm, userId);
}

/** Revokes a grant of a user. @throws AppError `not_found` for one that is not theirs or already revoked. */
export function revokeGrantOf(context: Context, userId: number, grantId: number): void {
  if (!listGrants(context, userId).some(({ id }) => id === grantId))
    throw new AppError("not_found", "There is no such program, or it was already shut out");
  revokeGrantById(context, grantId);
}

/** Revokes a grant by its id, if it is still good. */
export function revokeGrantById(context: Context, grantId: number): void {
  revokeGrant(context.store.connection.orm, grantId, seconds(context));
}

/**
 * Returns the API key of the program behind a token: a write key named after the program, made when it asks for the
 * first time. It is computed from the token, so that asking again gives the same key although only its hash is kept.
 *
 * **Source:** hackatime-api §4.4, `api_keys`: desktop programs write what it answers into the file editors read.
 * **Ours:** it outlives the token, so that editors go on when the program is signed out; it is revoked as any other key.
 * @throws AppError `forbidden` once the key was revoked: the program must be let in anew.
 */
export function keyOfGrant(context: Context, grant: Grant, token: string): string {
  const { orm } = context.store.connection;
  const key = keyFrom(token);
  write(context.store, () => {
    const current = grantOf(context, token)?.grant;
    if (current === undefined) throw new AppError("unauthorised", "This program was shut out meanwhile");
    if (current.apiKeyId === null) {
      const name = grant.clientId.slice(0, LONGEST_KEY_NAME);
      setGrantKey(orm, grant.id, storeKey(context, { userId: grant.userId, name, scope: "write", key }).id);
    } else if (keyById(orm, current.apiKeyId)?.revokedAt !== null)
      throw new AppError("forbidden", "The API key of this program was revoked; let the program in anew");
  });
  return key;
}

/** Returns a UUIDv4 that only the holder of a token can compute. */
function keyFrom(token: string): string {
  const bytes = new Bun.CryptoHasher("sha256", token).update("api key").digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function seconds({ now }: Pick<Context, "now">): number {
  return Math.floor(now() / 1000);
}
