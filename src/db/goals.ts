import { and, eq, sql } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { goals } from "./schema.ts";

/** A row of the goals table. */
export type Goal = typeof goals.$inferSelect;
export type NewGoal = typeof goals.$inferInsert;

/** Stores a goal and returns its row. */
export function insertGoal(orm: Orm, goal: NewGoal): Goal {
  return orm.insert(goals).values(goal).returning().get();
}

/** Returns a function that reads the goals of a user, oldest first; its statement is prepared once, when it is first used. */
export function openGoalsOf(orm: Orm): (userId: number) => Goal[] {
  const prepare = () =>
    orm
      .select()
      .from(goals)
      .where(eq(goals.userId, sql.placeholder("userId")))
      .orderBy(goals.id)
      .prepare();
  let statement: ReturnType<typeof prepare> | undefined;
  return (userId) => {
    statement ??= prepare();
    return statement.all({ userId });
  };
}

/** Returns a goal of a user by its UUID, which is lower-case; undefined for somebody else's. */
export function goalByUuid(orm: Orm, userId: number, uuid: string): Goal | undefined {
  return orm
    .select()
    .from(goals)
    .where(and(eq(goals.userId, userId), eq(goals.uuid, uuid)))
    .get();
}

/** Changes columns of a goal and returns the row; undefined when there is none. */
export function updateGoal(orm: Orm, goalId: number, changes: Partial<NewGoal>): Goal | undefined {
  return orm.update(goals).set(changes).where(eq(goals.id, goalId)).returning().get();
}

/** Deletes a goal, if it is there. */
export function deleteGoal(orm: Orm, goalId: number): void {
  orm.delete(goals).where(eq(goals.id, goalId)).run();
}
