import { and, eq, isNull } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { apiKeys, users } from "./schema.ts";
import type { User } from "./users.ts";

export type ApiKey = typeof apiKeys.$inferSelect;
export type NewApiKey = typeof apiKeys.$inferInsert;

/** Stores an API key and returns its row. */
export function insertKey(orm: Orm, key: NewApiKey): ApiKey {
  return orm.insert(apiKeys).values(key).returning().get();
}

/** Returns the good key with that hash and its user; revoked keys are as absent. */
export function keyByHash(orm: Orm, hash: Buffer): { key: ApiKey; user: User } | undefined {
  return orm
    .select({ key: apiKeys, user: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
    .get();
}

/** Returns a key by its id, a revoked one too. */
export function keyById(orm: Orm, keyId: number): ApiKey | undefined {
  return orm.select().from(apiKeys).where(eq(apiKeys.id, keyId)).get();
}

/** Returns the keys of a user, revoked ones too, oldest first. */
export function keysOf(orm: Orm, userId: number): ApiKey[] {
  return orm.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(apiKeys.id).all();
}

/** Revokes a key; returns it, or undefined when it is not there or already revoked. */
export function revokeKey(orm: Orm, keyId: number, revokedAt: number): ApiKey | undefined {
  return orm
    .update(apiKeys)
    .set({ revokedAt })
    .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    .returning()
    .get();
}

/** Notes when a key was last used, epoch seconds. */
export function touchKey(orm: Orm, keyId: number, lastUsedAt: number): void {
  orm.update(apiKeys).set({ lastUsedAt }).where(eq(apiKeys.id, keyId)).run();
}
