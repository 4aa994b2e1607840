import { desc, eq } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { imports } from "./schema.ts";

/** Stores that an import begins and returns its id; `startedAt` epoch seconds, `file` without its folders. */
export function insertImport(orm: Orm, userId: number, file: string, startedAt: number): number {
  return orm.insert(imports).values({ userId, file, startedAt }).returning({ id: imports.id }).get().id;
}

/** Stores that an import read its file to the end; epoch seconds. */
export function finishImport(orm: Orm, importId: number, finishedAt: number): void {
  orm.update(imports).set({ finishedAt }).where(eq(imports.id, importId)).run();
}

/** A row of the imports table. */
export type Import = typeof imports.$inferSelect;

/** Returns the imports of a user, the newest first. */
export function importsOf(orm: Orm, userId: number): Import[] {
  return orm.select().from(imports).where(eq(imports.userId, userId)).orderBy(desc(imports.id)).all();
}
