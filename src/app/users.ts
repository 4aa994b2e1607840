import { inTransaction } from "../db/database.ts";
import {
  allUsers,
  countUsers,
  insertUser,
  type NewUser,
  type User,
  updateUser,
  userByEmail,
  userByName,
  userBySlackId,
  userByUuid,
} from "../db/users.ts";
import { PRESETS, type Rule, rule } from "../domain/credit.ts";
import { DIMENSIONS, type Dimension } from "../domain/dimension.ts";
import { cleanText } from "../domain/text.ts";
import { timeZoneName } from "../domain/zone.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";

export type { User } from "../db/users.ts";

/** Words for the asker in a path. */
const SELF = new Set(["current", "my", "me"]);

/** What a user is called in paths: letters, digits, `_`, `-`, `.`; no words that mean somebody else. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,39}$/u;

/** What may be changed of a user; absent = stays. */
export type UserChanges = {
  readonly name?: string;
  readonly displayName?: string | null;
  readonly email?: string | null;
  readonly slackId?: string | null;
  readonly timeZone?: string | null;
  readonly weekStart?: number;
  readonly timeoutMs?: number;
  readonly idleMs?: number;
  readonly isPublic?: boolean;
  /** days back that public statistics reach, today included; null = all time */
  readonly publicDays?: number | null;
  /** dimensions that public statistics show; null = all of them */
  readonly publicDimensions?: readonly Dimension[] | null;
  readonly isAdmin?: boolean;
};

const LONGEST_DISPLAY_NAME = 100;
/** A hundred years. */
const MOST_PUBLIC_DAYS = 36_525;

const DEFAULT_RULE: Rule = PRESETS.hackatime;

/** Returns whether a path's user word means the asker. */
export function isSelf(reference: string): boolean {
  return SELF.has(reference.toLowerCase());
}

/**
 * Makes a user. The first one is admin.
 * @throws AppError `invalid` for a name that cannot stand in a path, `conflict` for one that is taken in any case.
 */
export function createUser(context: Context, name: string, changes: UserChanges = {}): User {
  const { orm } = context.store.connection;
  const checked = checkedChanges(context, { ...changes, name });
  return inTransaction(context.store.connection, () => {
    if (userByName(orm, name) !== undefined) throw new AppError("conflict", "A user of that name is already here");
    return insertUser(orm, {
      ...checked,
      name,
      uuid: context.uuid(),
      isAdmin: countUsers(orm) === 0 || (changes.isAdmin ?? false),
      createdAt: Math.floor(context.now() / 1000),
    });
  });
}

/** Returns the first user, made when the database has none and named after the account of the computer. */
export function ensureFirstUser(context: Context, accountName: string): User {
  const { orm } = context.store.connection;
  const [first] = allUsers(orm);
  if (first !== undefined) return first;
  const name = accountName
    .replace(/[^\p{L}\p{N}_.-]/gu, "")
    .replace(/^[.-]+/, "")
    .slice(0, 40);
  try {
    return createUser(context, name === "" || isSelf(name) || /^\d+$/.test(name) ? "owner" : name);
  } catch (fault) {
    // Another process on the same empty directory was faster.
    const [made] = allUsers(orm);
    if (made !== undefined) return made;
    throw fault;
  }
}

/** Changes a user and returns it. @throws AppError naming the parameter that is wrong. */
export function changeUser(context: Context, user: User, changes: UserChanges): User {
  const changed = updateUser(context.store.connection.orm, user.id, checkedChanges(context, changes, user));
  if (changed === undefined) throw new AppError("not_found", "This user is not here any more");
  return changed;
}

function checkedChanges(context: Context, changes: UserChanges, user?: User): Partial<NewUser> {
  const { orm } = context.store.connection;
  const { name, email, timeZone, weekStart, publicDays, publicDimensions } = changes;
  const [displayName, slackId] = [cleaned(changes.displayName), cleaned(changes.slackId)];
  const invalid = (parameter: string, message: string) => new AppError("invalid", message, { parameter });
  const isTaken = (other: User | undefined) => other !== undefined && other.id !== user?.id;
  if (name !== undefined && isSelf(name))
    throw invalid("name", "A user cannot be called current, my or me: in an address these words mean whoever asks");
  if (name !== undefined && (!NAME.test(name) || /^\d+$/.test(name)))
    throw invalid("name", "A user name has 1 to 40 letters, digits, dots, dashes or underscores, and is no number");
  if (name !== undefined && isTaken(userByName(orm, name))) throw new AppError("conflict", "That name is taken");
  if (email && !/^[^\s\p{Cc}@/]+@[^\s\p{Cc}@/]+$/u.test(email)) throw invalid("email", "This is no e-mail address");
  if (email && isTaken(userByEmail(orm, email))) throw new AppError("conflict", "That e-mail address is taken");
  if (slackId && isTaken(userBySlackId(orm, slackId))) throw new AppError("conflict", "That Slack id is taken");
  const zone = timeZone ? timeZoneName(timeZone) : null;
  if (timeZone && zone === undefined) throw invalid("timezone", "This is no IANA time zone, such as Europe/Lisbon");
  if (weekStart !== undefined && (!Number.isInteger(weekStart) || weekStart < 1 || weekStart > 7))
    throw invalid("week_start", "The week starts on a day from 1 (Monday) to 7 (Sunday)");
  if (displayName && [...displayName].length > LONGEST_DISPLAY_NAME)
    throw invalid("display_name", `A name on screens has at most ${LONGEST_DISPLAY_NAME} characters`);
  const isReach = (days: number) => Number.isInteger(days) && days >= 1 && days <= MOST_PUBLIC_DAYS;
  if (publicDays !== undefined && publicDays !== null && !isReach(publicDays))
    throw invalid("public_days", `Public statistics reach back 1 to ${MOST_PUBLIC_DAYS} days`);
  if (publicDimensions?.some((dimension) => !DIMENSIONS.includes(dimension)))
    throw invalid("public_dimensions", `Public statistics show some of ${DIMENSIONS.join(", ")}`);
  const timeoutMs = changes.timeoutMs ?? user?.timeoutMs ?? DEFAULT_RULE.timeoutMs;
  const idleMs = changes.idleMs ?? Math.min(user?.idleMs ?? DEFAULT_RULE.idleMs, timeoutMs);
  try {
    rule(timeoutMs, idleMs);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError("invalid", `The ${cause.message}`, { parameter: "timeout", cause });
  }
  return {
    ...changes,
    ...(displayName !== undefined && { displayName }),
    ...(slackId !== undefined && { slackId }),
    ...(timeZone !== undefined && { timeZone: zone ?? null }),
    timeoutMs,
    idleMs,
  };
}

/** A text as it may be shown on a terminal, too; null for none. */
function cleaned(text: string | null | undefined): string | null | undefined {
  return text ? cleanText(text) || null : text;
}

/** Returns the user that a path names by name, `@name`, id or UUID. `self` answers current, my and me. */
export function findUser(context: Context, reference: string, self: User | undefined): User | undefined {
  const { orm } = context.store.connection;
  if (isSelf(reference)) return self;
  if (self !== undefined && (reference === self.name || reference === `@${self.name}`)) return self;
  if (/^\d{1,10}$/.test(reference)) return context.store.userById(Number(reference));
  return userByName(orm, reference.replace(/^@/, "")) ?? userByUuid(orm, reference.toLowerCase());
}

/** Returns the zone a user's days are cut in: chosen, else the first a client named, else the server's. */
export function zoneOf(context: Context, user: User): string {
  return user.timeZone ?? user.clientTimeZone ?? context.serverZone;
}

/** Returns the name a user goes by on screens. */
export function displayName(user: User): string {
  return user.displayName ?? user.name;
}

/** Returns the user with an e-mail address when the asker may know: admins anyone, others themselves. */
export function lookUpByEmail({ store }: Context, self: User, email: string): User | undefined {
  return known(self, userByEmail(store.connection.orm, email));
}

/** Returns the user with a Slack id when the asker may know. */
export function lookUpBySlackId({ store }: Context, self: User, slackId: string): User | undefined {
  return known(self, userBySlackId(store.connection.orm, slackId));
}

function known(self: User, found: User | undefined): User | undefined {
  return self.isAdmin || found?.id === self.id ? found : undefined;
}

/** Returns every user, the first one first. */
export function allOf({ store }: Pick<Context, "store">): User[] {
  return allUsers(store.connection.orm);
}
