import { constants } from "node:os";
import { DamagedDatabaseError, NewerDatabaseError } from "../db/database.ts";
import { isShapeFault } from "../db/shape.ts";
import { UsageError } from "./usage.ts";

/** How the program ends. Scripts and service managers rely on the numbers: none is ever given another meaning. */
export const exitCodes = {
  ok: { code: 0, meaning: "done, or stopped in order" },
  failure: { code: 1, meaning: "something failed while running" },
  usage: { code: 2, meaning: "a command line, variable or file that cannot be used" },
  portBusy: { code: 3, meaning: "the port is taken by another program" },
  locked: { code: 4, meaning: "another server uses the data directory" },
  newerDatabase: { code: 5, meaning: "the database was written by a newer version" },
  damaged: { code: 6, meaning: "the database is damaged or contradicts itself" },
  unusableDirectory: { code: 7, meaning: "the data directory cannot be read or written" },
  diskFull: { code: 8, meaning: "the disk is full, or the database has reached its size limit" },
  interrupted: { code: 130, meaning: "stopped by Ctrl-C before it was done" },
} as const;

export type ExitName = keyof typeof exitCodes;

/** Codes of the operating system and of SQLite (by prefix) that have an exit code of their own. */
const faults: readonly (readonly [code: RegExp, name: ExitName])[] = [
  [/^EADDRINUSE$/, "portBusy"],
  [/^(?:ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_SHMSIZE)$/, "diskFull"],
  [/^(?:SQLITE_CORRUPT|SQLITE_NOTADB)/, "damaged"],
  [/^(?:EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ELOOP|ENAMETOOLONG)$/, "unusableDirectory"],
  [/^SQLITE_(?:CANTOPEN|READONLY|PERM|IOERR)/, "unusableDirectory"],
];

/** How a thrown error ends the program: by its kind, else by the first known code in its chain of causes, else as a failure. */
export function exitOf(error: unknown): ExitName {
  if (error instanceof UsageError) return "usage";
  for (let depth = 0, current = error; current instanceof Error && depth < 5; depth++, current = current.cause) {
    if (current instanceof NewerDatabaseError) return "newerDatabase";
    if (current instanceof DamagedDatabaseError || isShapeFault(current)) return "damaged";
    const { code, syscall } = current as NodeJS.ErrnoException;
    // A port below 1024 is refused with EACCES too, and is no fault of the data directory.
    const found =
      syscall === "listen" && code !== "EADDRINUSE" ? undefined : faults.find(([known]) => known.test(`${code}`));
    if (found !== undefined) return found[1];
    // The only folder the program makes: whatever stands in its way, the system has many names for it.
    if (syscall === "mkdir") return "unusableDirectory";
  }
  return "failure";
}

/**
 * Returns how a command ends that a signal, such as `SIGINT`, stopped before it was done: as it would without a handler,
 * with 128 and the signal's number, which is 130 for Ctrl-C and for what is no signal.
 */
export function stoppedCode(signal: unknown): number {
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return number === undefined ? exitCodes.interrupted.code : 128 + number;
}
