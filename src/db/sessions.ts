import { and, eq, lte, ne } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { sessions, users } from "./schema.ts";
import type { User } from "./users.ts";

export type Session = typeof sessions.$inferSelect;
export type NewSession = typeof sessions.$inferInsert;

/** Stores a session and returns its row. */
export function insertSession(orm: Orm, session: NewSession): Session {
  return orm.insert(sessions).values(session).returning().get();
}

/** Returns the session with that hash and its user, however old it is. */
export function sessionByHash(orm: Orm, hash: Buffer): { session: Session; user: User } | undefined {
  return orm
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.hash, hash))
    .get();
}

/** Notes when a session was last used, epoch seconds. */
export function touchSession(orm: Orm, sessionId: number, lastUsedAt: number): void {
  orm.update(sessions).set({ lastUsedAt }).where(eq(sessions.id, sessionId)).run();
}

/** Ends a session, if it is there. */
export function deleteSession(orm: Orm, sessionId: number): void {
  orm.delete(sessions).where(eq(sessions.id, sessionId)).run();
}

/** Ends the sessions of a user, `butId` apart. */
export function deleteSessionsOf(orm: Orm, userId: number, butId = 0): void {
  orm
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, butId)))
    .run();
}

/** Removes the sessions of all users that were last used at a time or before, epoch seconds. */
export function deleteSessionsUntil(orm: Orm, seconds: number): void {
  orm.delete(sessions).where(lte(sessions.lastUsedAt, seconds)).run();
}
