// Sign-ins of the pages. The cookie's text is shown once, to the browser; only its hash is kept.
import { inTransaction } from "../db/database.ts";
import { deleteSession, deleteSessionsOf, deleteSessionsUntil, insertSession, sessionByHash } from "../db/sessions.ts";
import type { Context } from "./context.ts";
import { newSecret, secretHash } from "./secret.ts";
import type { User } from "./users.ts";

/** How long a session lasts after it was last used. */
export const SESSION_SECONDS = 30 * 86_400;

/** A session and whose it is. */
export type SignedIn = { readonly sessionId: number; readonly user: User };

/** Begins a session of a user and returns the text of its cookie; forgets sessions that have run out. */
export function beginSession(context: Context, user: User): string {
  const { connection } = context.store;
  const secret = newSecret(context);
  const now = Math.floor(context.now() / 1000);
  inTransaction(connection, () => {
    deleteSessionsUntil(connection.orm, now - SESSION_SECONDS);
    insertSession(connection.orm, { userId: user.id, hash: secretHash(secret), createdAt: now, lastUsedAt: now });
  });
  return secret;
}

/** Returns the session that a cookie's text stands for; undefined for one that was ended, has run out or never was. */
export function sessionOf(context: Context, secret: string): SignedIn | undefined {
  const hash = secretHash(secret);
  const found = sessionByHash(context.store.connection.orm, hash);
  if (found === undefined || !crypto.timingSafeEqual(found.session.hash, hash)) return undefined;
  const { id, lastUsedAt } = found.session;
  if (lastUsedAt + SESSION_SECONDS <= context.now() / 1000) return undefined;
  return { sessionId: id, user: found.user };
}

/** Ends a session. */
export function endSession({ store }: Context, sessionId: number): void {
  deleteSession(store.connection.orm, sessionId);
}

/** Ends the sessions of a user everywhere, `butId` apart. */
export function endSessionsOf({ store }: Context, userId: number, butId?: number): void {
  deleteSessionsOf(store.connection.orm, userId, butId);
}
