import { and, eq, isNull } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { grants, users } from "./schema.ts";
import type { User } from "./users.ts";

export type Grant = typeof grants.$inferSelect;
export type NewGrant = typeof grants.$inferInsert;

/** Stores a grant and returns its row. */
export function insertGrant(orm: Orm, grant: NewGrant): Grant {
  return orm.insert(grants).values(grant).returning().get();
}

/** Returns the good grant with that hash and its user; revoked ones are as absent. */
export function grantByHash(orm: Orm, hash: Buffer): { grant: Grant; user: User } | undefined {
  return orm
    .select({ grant: grants, user: users })
    .from(grants)
    .innerJoin(users, eq(users.id, grants.userId))
    .where(and(eq(grants.hash, hash), isNull(grants.revokedAt)))
    .get();
}

/** Returns the good grants of a user, oldest first. */
export function grantsOf(orm: Orm, userId: number): Grant[] {
  return orm
    .select()
    .from(grants)
    .where(and(eq(grants.userId, userId), isNull(grants.revokedAt)))
    .orderBy(grants.id)
    .all();
}

/** Revokes a grant; returns it, or undefined when it is not there or already revoked. */
export function revokeGrant(orm: Orm, grantId: number, revokedAt: number): Grant | undefined {
  return orm
    .update(grants)
    .set({ revokedAt })
    .where(and(eq(grants.id, grantId), isNull(grants.revokedAt)))
    .returning()
    .get();
}

/** Notes which API key was made for the program of a grant. */
export function setGrantKey(orm: Orm, grantId: number, apiKeyId: number): void {
  orm.update(grants).set({ apiKeyId }).where(eq(grants.id, grantId)).run();
}

/** Notes when a grant's token was last used, epoch seconds. */
export function touchGrant(orm: Orm, grantId: number, lastUsedAt: number): void {
  orm.update(grants).set({ lastUsedAt }).where(eq(grants.id, grantId)).run();
}
