import { and, eq, sql } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { goals } from "./schema.ts";

/** A row of the goals table. */
export type Goal = typeof goals.$inferSelect;
export type NewGoal = typeof goals.$inferInsert;

export function insertGoal(orm: Orm, goal: NewGoal): Goal {
  return orm.insert(goals).values(goal).returning().get();
}

/** Returns a function that reads the goals of a user, oldest first; its statement is prepared here, once: every status bar asks. */
export function openGoalsOf(orm: Orm): (userId: number) => Goal[] {
  const statement = orm
    .select()
    .from(goals)
    .where(eq(goals.userId, sql.placeholder("userId")))
    .orderBy(goals.id)
    .prepare();
  return (userId) => statement.all({ userId });
}

export function goalByUuid(orm: Orm, userId: number, uuid: string): Goal | undefined {
  return orm
    .select()
    .from(goals)
    .where(and(eq(goals.userId, userId), eq(goals.uuid, uuid)))
    .get();
}

export function updateGoal(orm: Orm, goalId: number, changes: Partial<NewGoal>): Goal | undefined {
  return orm.update(goals).set(changes).where(eq(goals.id, goalId)).returning().get();
}

export function deleteGoal(orm: Orm, goalId: number): void {
  orm.delete(goals).where(eq(goals.id, goalId)).run();
}
