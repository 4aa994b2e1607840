import { Database, SQLiteError } from "bun:sqlite";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Holds the lock and nothing else: always empty. */
const LOCK_FILE = "hearth.lock";
/** Tells people and other commands which server holds the lock; only information, never proof that one runs. */
const SERVER_FILE = "server.json";

export type AnnouncedServer = {
  /** Process id. */
  readonly pid: number;
  /** The address to open in a browser, without a path. */
  readonly url: string;
  /** Version of the server's executable. */
  readonly version: string;
  /** When it started to listen, RFC 3339 UTC. */
  readonly since: string;
};

/** Keep the lock referenced as long as it is needed: one that is garbage-collected is given back. */
export type DataDirectoryLock = {
  /** Writes who holds the lock into `server.json`, readable by the owner alone. */
  announce(server: AnnouncedServer): void;
  /** Removes `server.json` and gives the lock back. Calling it again does nothing. */
  release(): void;
};

/**
 * The lock that makes this process the only server of a data directory, or undefined while another one (or this process itself)
 * holds it. The directory must exist. Throws the system's error, or one that names the file and is caused by SQLite's, when the directory cannot be written.
 *
 * The operating system holds it, as the exclusive lock of a transaction on an empty SQLite file, and gives it back when the
 * process ends, however it ends. Nothing else in this process may open and close `hearth.lock`: by the rules of POSIX that
 * would give the lock back.
 */
export function lockDataDirectory(directory: string): DataDirectoryLock | undefined {
  const path = join(directory, LOCK_FILE);
  createPrivateFile(path);
  const database = new Database(path, { readwrite: true });
  try {
    // In memory, so that no journal file ever stands beside the lock. Busy means held, but for the moment in which
    // another command asks whether it is (`isServed`).
    database.run("PRAGMA busy_timeout = 100");
    database.run("PRAGMA journal_mode = MEMORY");
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof SQLiteError && error.code?.startsWith("SQLITE_BUSY")) return undefined;
    // SQLite does not say which file it means, and this one is not the database.
    throw error instanceof SQLiteError ? new Error(`${path}: ${error.message}`, { cause: error }) : error;
  }

  const serverFile = join(directory, SERVER_FILE);
  // One that is here now was left by a server that was killed.
  rmSync(serverFile, { force: true });
  let held = true;
  return {
    announce(server) {
      // Renamed into place, so that nobody ever reads half of it.
      const draft = `${serverFile}.new`;
      writeFileSync(draft, `${JSON.stringify(server, undefined, 2)}\n`, { mode: 0o600 });
      renameSync(draft, serverFile);
    },
    release() {
      if (!held) return;
      held = false;
      rmSync(serverFile, { force: true });
      database.close();
    },
  };
}

/** Returns whether a server holds a data directory now; changes nothing there. */
export function isServed(directory: string): boolean {
  const path = join(directory, LOCK_FILE);
  if (!existsSync(path)) return false;
  const database = new Database(path, { readonly: true });
  try {
    database.run("PRAGMA busy_timeout = 0");
    // Any read needs what an exclusive lock forbids.
    database.query("SELECT 1 FROM sqlite_schema").all();
    return false;
  } catch (error) {
    if (error instanceof SQLiteError && error.code?.startsWith("SQLITE_BUSY")) return true;
    throw error;
  } finally {
    database.close();
  }
}

/**
 * The server that announced itself in a data directory, or undefined when there is no readable announcement. One that was
 * killed leaves its announcement behind, so ask only after `lockDataDirectory` found the directory held.
 */
export function announcedServer(directory: string): AnnouncedServer | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(join(directory, SERVER_FILE), "utf8"));
    return isAnnouncedServer(found) ? found : undefined;
  } catch {
    // Absent, unreadable or not JSON: the same as no announcement, which is only information.
    return undefined;
  }
}

function isAnnouncedServer(value: unknown): value is AnnouncedServer {
  if (typeof value !== "object" || value === null) return false;
  const server = value as Record<string, unknown>;
  return (
    typeof server["pid"] === "number" &&
    typeof server["url"] === "string" &&
    typeof server["version"] === "string" &&
    typeof server["since"] === "string"
  );
}

/** Creates the file for the owner alone. An existing one is not even opened: closing it could give back a lock held here. */
function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
