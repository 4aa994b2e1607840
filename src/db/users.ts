import { count, eq, sql } from "drizzle-orm";
import type { Orm } from "./database.ts";
import { users } from "./schema.ts";

/** A row of the users table; ms, ISO weekday 1–7, IANA zones. */
export type User = typeof users.$inferSelect;
export type NewUser = typeof users.$inferInsert;

/** Stores a user and returns the row. */
export function insertUser(orm: Orm, user: NewUser): User {
  return orm.insert(users).values(user).returning().get();
}

/** Changes columns of a user and returns the row; undefined when there is none. */
export function updateUser(orm: Orm, userId: number, changes: Partial<NewUser>): User | undefined {
  return orm.update(users).set(changes).where(eq(users.id, userId)).returning().get();
}

/** Returns a function that reads a user by id; its statement is prepared once, when it is first used: paths that are hot ask. */
export function openUserById(orm: Orm): (userId: number) => User | undefined {
  const prepare = () =>
    orm
      .select()
      .from(users)
      .where(eq(users.id, sql.placeholder("id")))
      .prepare();
  let statement: ReturnType<typeof prepare> | undefined;
  return (id) => {
    statement ??= prepare();
    return statement.get({ id });
  };
}

const ASCII = /^[ -~]*$/;

/** Returns the user of that name, in any case. */
export function userByName(orm: Orm, name: string): User | undefined {
  const found = orm.select().from(users).where(sql`lower(${users.name}) = lower(${name})`).get();
  if (found !== undefined || ASCII.test(name)) return found;
  // SQLite knows the case of ASCII alone; a server has few users.
  const wanted = name.toLowerCase();
  return allUsers(orm).find((user) => user.name.toLowerCase() === wanted);
}

/** Returns the user with that e-mail address, in any case. */
export function userByEmail(orm: Orm, email: string): User | undefined {
  return orm.select().from(users).where(sql`lower(${users.email}) = lower(${email})`).get();
}

/** Returns the user with that Slack id, as it is written. */
export function userBySlackId(orm: Orm, slackId: string): User | undefined {
  return orm.select().from(users).where(eq(users.slackId, slackId)).get();
}

/** Returns the user with that UUID, which is lower-case. */
export function userByUuid(orm: Orm, uuid: string): User | undefined {
  return orm.select().from(users).where(eq(users.uuid, uuid)).get();
}

/** Returns every user, oldest first. */
export function allUsers(orm: Orm): User[] {
  return orm.select().from(users).orderBy(users.id).all();
}

/** Returns how many users there are. */
export function countUsers(orm: Orm): number {
  return orm.select({ n: count() }).from(users).get()?.n ?? 0;
}
