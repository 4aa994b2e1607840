import { type Store, write } from "../db/store.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import { beginRecount } from "./stream.ts";
import { changeUser, type User, type UserChanges } from "./users.ts";

/** Returns whether a user's history is being counted anew; until it is, figures are those of the old rule. */
export function isRecounting({ rollup }: Store, userId: number): boolean {
  return rollup.recounting().includes(userId);
}

/**
 * Changes a user; new numbers of the counting rule and the beginning of the recount they need are one transaction, so
 * that a recount that is cut off is known and finished later. `isRecounting`: `resumeRecount` has work to do.
 * @throws AppError naming the parameter that is wrong.
 */
export function changeSettings(
  context: Context,
  user: User,
  changes: UserChanges,
): { readonly user: User; readonly isRecounting: boolean } {
  return write(context.store, () => {
    const before = context.store.userById(user.id);
    if (before === undefined) throw new AppError("not_found", "This user is not here any more");
    const changed = changeUser(context, before, changes);
    const isRecounting = changed.timeoutMs !== before.timeoutMs || changed.idleMs !== before.idleMs;
    if (isRecounting) beginRecount(context.store, user.id, changed);
    return { user: changed, isRecounting };
  });
}
