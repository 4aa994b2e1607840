import { inTransaction } from "../db/database.ts";
import { updateUser } from "../db/users.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import { endSessionsOf } from "./sessions.ts";
import { allOf, type User } from "./users.ts";

const SHORTEST = 8;
/** More than anyone types; a limit so that hashing stays quick. */
const LONGEST = 1_000;

/** argon2id of no one's password, made as `setPassword` makes them: checking it takes as long as checking a real one. */
export const NOBODYS_HASH =
  "$argon2id$v=19$m=65536,t=2,p=1$ihnnv5fET7lcOxSZmK/CdauSaB+4HocRCX7Y02GGasI$mvl54Fg8cq9UntHHqvwAmFEEnXwtthm/pJCRDhYT1z0";

/**
 * Gives a user a password, stored as argon2id, and ends their sessions, `keptSessionId` apart. Any characters count as
 * they are, blanks at the ends too. @throws AppError `invalid` for one that is shorter than 8 characters or longer than 1,000.
 */
export async function setPassword(
  context: Context,
  user: User,
  password: string,
  keptSessionId?: number,
): Promise<void> {
  const length = [...password].length;
  if (length < SHORTEST || length > LONGEST)
    throw new AppError("invalid", `A password has ${SHORTEST} to 1,000 characters`, { parameter: "password" });
  const passwordHash = await Bun.password.hash(password, "argon2id");
  replaceHash(context, user, passwordHash, keptSessionId);
}

/** Takes a user's password away and ends their sessions; returns whether there was one. */
export function removePassword(context: Context, user: User): boolean {
  replaceHash(context, user, null);
  return user.passwordHash !== null;
}

/** Returns whether a password is the user's; never for a user without one, which takes as long to say. Off the event loop. */
export async function isPasswordOf(user: Pick<User, "passwordHash"> | undefined, password: string): Promise<boolean> {
  const hash = user?.passwordHash ?? null;
  const isRight = await Bun.password.verify(password.slice(0, 2 * LONGEST), hash ?? NOBODYS_HASH);
  return isRight && hash !== null;
}

/**
 * Returns the user whose name and password these are; undefined for a wrong one of them, without a hint which, also in
 * the time it takes. No name means the only user of a server that has but one.
 */
export async function userByPassword(
  context: Context,
  name: string | undefined,
  password: string,
): Promise<User | undefined> {
  const users = allOf(context);
  const wanted = name?.toLowerCase();
  const named =
    wanted === undefined ? (users.length === 1 ? users[0] : undefined) : users.find((user) => isCalled(user, wanted));
  return (await isPasswordOf(named, password)) ? named : undefined;
}

function isCalled(user: User, wanted: string): boolean {
  return user.name.toLowerCase() === wanted;
}

function replaceHash(context: Context, user: User, passwordHash: string | null, keptSessionId?: number): void {
  const { connection } = context.store;
  inTransaction(connection, () => {
    updateUser(connection.orm, user.id, { passwordHash });
    endSessionsOf(context, user.id, keptSessionId);
  });
}
