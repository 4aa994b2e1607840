// Figures over several users, one of each: what server-wide answers are made of.
import { allUsers, type User } from "../db/users.ts";
import type { Context } from "./context.ts";
import type { Histories } from "./history.ts";
import { type Reader, reading } from "./summary.ts";

/** Returns the asker and the public users, whose figures the asker may see one by one (contract §4). */
export function visibleUsers({ store }: Context, self: User | undefined): User[] {
  return allUsers(store.connection.orm).filter((user) => user.id === self?.id || user.isPublic);
}

/** Returns what `work` says of each of the users. */
export function ofEach<T>(
  { store }: Context,
  histories: Histories,
  users: readonly User[],
  work: (user: User, reader: Reader) => T,
): T[] {
  return users.map((user) => reading(store, histories, user.id, (reader) => work(user, reader)));
}

/** Several users' figures of one kind; ms or a count. */
export type Spread = {
  readonly count: number;
  readonly sum: number;
  readonly average: number;
  readonly max: number;
  readonly median: number;
};

/** Returns how values spread; zeros for none. The median of an even number is the mean of the two in the middle. */
export function spreadOf(values: readonly number[]): Spread {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  const high = ascending[middle] ?? 0;
  const sum = ascending.reduce((total, value) => total + value, 0);
  return {
    count: ascending.length,
    sum,
    average: ascending.length === 0 ? 0 : sum / ascending.length,
    max: ascending.at(-1) ?? 0,
    median: ascending.length % 2 === 1 ? high : ((ascending[middle - 1] ?? 0) + high) / 2,
  };
}
