import { SQLiteError } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Context, Log } from "../app/context.ts";
import { ensureFirstUser, findUser } from "../app/users.ts";
import { type Connection, closeDatabase, type OpenOptions, openDatabase } from "../db/database.ts";
import { openStore } from "../db/store.ts";
import type { User } from "../db/users.ts";
import { createLog } from "../log.ts";
import { version } from "../version.ts";
import type { CommandInput } from "./command.ts";
import { UsageError } from "./usage.ts";

/** An open data directory. */
export type Data = {
  readonly context: Context;
  readonly directory: string;
  readonly path: string;
  readonly firstUser: User;
  readonly close: () => void;
};

export const DATABASE_FILE = "hearth.db";

/**
 * Opens the data directory, made when it is not there: readable by its owner alone. An empty one gets its database and
 * a first user, named after the account, and nothing else.
 */
export function openData(input: CommandInput): Data {
  const { config, environment, io } = input;
  const dataDirectory = prepareDirectory(input);
  const path = join(dataDirectory, DATABASE_FILE);
  const connection = openNamed(path, { version, maxDatabaseMb: config.maxDatabaseMb.value });
  const log: Log = createLog({
    level: config.logLevel.value,
    format: config.logFormat.value,
    write: io.err,
    now: environment.now,
  });
  const context: Context = {
    store: openStore(connection),
    now: environment.now,
    uuid: () => crypto.randomUUID(),
    log,
    // Found out when it is needed: the first to ask for a zone waits tens of milliseconds, and most users have their own.
    get serverZone() {
      return Temporal.Now.timeZoneId();
    },
  };
  const firstUser = ensureFirstUser(context, basename(environment.accountName));
  return { context, directory: dataDirectory, path, firstUser, close: () => closeDatabase(connection) };
}

/** Opens the database; a fault of SQLite, whose words do not say which file, comes with the path. */
function openNamed(path: string, options: OpenOptions): Connection {
  try {
    return openDatabase(path, options);
  } catch (cause) {
    if (!(cause instanceof SQLiteError)) throw cause;
    throw new Error(`${path}: ${cause.message}`, { cause });
  }
}

/** Makes the data directory when it is not there and returns it; what the program writes there is its owner's alone. */
export function prepareDirectory({ config }: CommandInput): string {
  const dataDirectory = config.dataDirectory.value;
  process.umask(0o077);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  return dataDirectory;
}

/** Runs a command's work on the data directory and closes it, whatever happens. */
export async function withData(input: CommandInput, work: (data: Data) => number | Promise<number>): Promise<number> {
  const data = openData(input);
  try {
    return await work(data);
  } finally {
    data.close();
  }
}

/** Returns the user that `--user` names, the first one without it. @throws UsageError for an unknown one. */
export function chosenUser({ flags }: CommandInput, { context, firstUser }: Data): User {
  const name = flags["user"];
  if (typeof name !== "string") return firstUser;
  const user = findUser(context, name, undefined);
  if (user === undefined) throw new UsageError("there is no user of that name", "list them with: hearth user list");
  return user;
}

/** The option by which a command is told whom it is about. */
export const USER_OPTION = {
  user: { type: "string", placeholder: "NAME", help: "whom it is about; the first user without it" },
} as const;
