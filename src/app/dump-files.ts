// Data dumps on disk: a folder beside the database is all there is to know about them.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { User } from "./users.ts";

/** What a dump holds: heartbeats, or totals by day. */
export const DUMP_TYPES = ["heartbeats", "daily"] as const;
export type DumpType = (typeof DUMP_TYPES)[number];

/** A dump to be written into the file at `path` by somebody who has no context of the server's. */
export type DumpTask = {
  readonly userId: number;
  readonly type: DumpType;
  readonly path: string;
  /** IANA zone that the days are cut in */
  readonly zone: string;
  readonly nowMs: number;
};

/** A dump that is being written, is done, or was given up. */
export type DumpFile = {
  readonly id: string;
  readonly type: string;
  readonly state: "writing" | "done" | "failed";
  /** epoch ms */
  readonly createdMs: number;
  /** when it is deleted, epoch ms */
  readonly expiresMs: number;
  readonly path: string;
};

const FOLDER = "dumps";
const EXPIRY_MS = 7 * 86_400_000;
/** Dumps of one user and type that are kept. */
const KEPT = 3;
/** A file that has not grown for so long is nobody's any more: its server was stopped. */
const STUCK_MS = 60_000;
const CHUNK_BYTES = 256 * 1024;

const STATES = { part: "writing", json: "done", failed: "failed" } as const;

/** User, type, epoch ms and UUID of a dump, and how far it is. */
const NAME = /^(\d+)\.([a-z]+)\.(\d+)\.([0-9a-f-]{36})\.(part|json|failed)$/;

/** Returns a user's dumps, the newest first; those that have expired are deleted. */
export function dumpsOf(context: Context, user: Pick<User, "id">): DumpFile[] {
  const folder = folderOf(context);
  if (folder === undefined) return [];
  const found = namesIn(folder).flatMap((name): DumpFile[] => {
    const [, owner, type = "", created, id = "", ending] = NAME.exec(name) ?? [];
    if (Number(owner) !== user.id) return [];
    const path = join(folder, name);
    const state = STATES[ending as keyof typeof STATES];
    const isStuck = state === "writing" && context.now() - changedMs(path) > STUCK_MS;
    const createdMs = Number(created);
    return [{ id, type, state: isStuck ? "failed" : state, createdMs, expiresMs: createdMs + EXPIRY_MS, path }];
  });
  const [expired, kept] = [
    found.filter(({ expiresMs }) => expiresMs <= context.now()),
    found.filter(({ expiresMs }) => expiresMs > context.now()),
  ];
  for (const { path } of expired) rmSync(path, { force: true });
  return kept.sort((a, b) => b.createdMs - a.createdMs || (a.id < b.id ? 1 : -1));
}

/**
 * Makes the empty file of a new dump, readable by its owner alone, and deletes the oldest of those before it.
 * @throws AppError `unavailable` when the server keeps no files.
 */
export function beginDump(context: Context, user: Pick<User, "id">, type: DumpType): DumpFile {
  const folder = folderOf(context);
  if (folder === undefined) throw new AppError("unavailable", "This server keeps no files");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const older = dumpsOf(context, user).filter((dump) => dump.type === type && dump.state !== "writing");
  for (const { path } of older.slice(KEPT - 1)) rmSync(path, { force: true });
  const id = context.uuid();
  const createdMs = context.now();
  const path = join(folder, `${user.id}.${type}.${createdMs}.${id}.part`);
  closeSync(openSync(path, "wx", 0o600));
  return { id, type, state: "writing", createdMs, expiresMs: createdMs + EXPIRY_MS, path };
}

/** Writes a dump that was begun and gives its file the final name; when that fails, marks it so and throws the fault. */
export async function writeDump(partPath: string, lines: Iterable<string>): Promise<void> {
  try {
    const file = openSync(partPath, "w", 0o600);
    try {
      await writeLines(file, lines);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (fault) {
    renameSync(partPath, ended(partPath, "failed"));
    throw fault;
  }
  renameSync(partPath, ended(partPath, "json"));
}

/**
 * Writes lines into an open file, to which the system may not have put them yet when it resolves. Gives the event loop
 * a turn after each chunk, so that a server that writes in its own thread stays answering.
 */
export async function writeLines(file: number, lines: Iterable<string>): Promise<void> {
  let waiting: string[] = [];
  let length = 0;
  for (const line of lines) {
    waiting.push(line, "\n");
    length += line.length;
    if (length < CHUNK_BYTES) continue;
    writeWhole(file, waiting.join(""));
    waiting = [];
    length = 0;
    await new Promise((resume) => setImmediate(resume));
  }
  writeWhole(file, waiting.join(""));
}

/** A disk that is nearly full takes a part, and refuses the rest with a fault of its own. */
function writeWhole(file: number, text: string): void {
  for (let left = Buffer.from(text); left.length > 0; ) left = left.subarray(writeSync(file, left));
}

function ended(partPath: string, ending: "json" | "failed"): string {
  return partPath.replace(/part$/, ending);
}

/** A database in memory has no place for files. */
function folderOf({ store }: Context): string | undefined {
  const { path } = store.connection;
  return path === ":memory:" ? undefined : join(dirname(path), FOLDER);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw fault;
  }
}

/** Returns when a file was last written; one that was renamed meanwhile was written just now. */
function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
}
