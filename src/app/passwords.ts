import { updateUser } from "../db/users.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { User } from "./users.ts";

const SHORTEST = 8;
/** More than anyone types; a limit so that hashing stays quick. */
const LONGEST = 1_000;

/**
 * Gives a user a password, stored as argon2id. Any characters count as they are, blanks at the ends too.
 * @throws AppError `invalid` for one that is shorter than 8 characters or longer than 1,000.
 */
export async function setPassword({ store }: Context, user: User, password: string): Promise<void> {
  const length = [...password].length;
  if (length < SHORTEST || length > LONGEST)
    throw new AppError("invalid", `A password has ${SHORTEST} to 1,000 characters`, { parameter: "password" });
  const passwordHash = await Bun.password.hash(password, "argon2id");
  updateUser(store.connection.orm, user.id, { passwordHash });
}

/** Takes a user's password away; returns whether there was one. */
export function removePassword({ store }: Context, user: User): boolean {
  updateUser(store.connection.orm, user.id, { passwordHash: null });
  return user.passwordHash !== null;
}
