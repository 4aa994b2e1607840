import { UsageError } from "./usage.ts";

/** What may be wrong with a file that was named, by the system's code: another name, or other rights, help. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "this account is not allowed to",
  EPERM: "this account is not allowed to",
  EROFS: "its disk can only be read",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENXIO: "nothing is there to take it",
  ENODEV: "nothing is there to take it",
  ETXTBSY: "it is a program that runs",
};

const MISSING = { read: "it is not there", written: "its folder is not there" } as const;

/** A code of the operating system; SQLite's and those of refusals look otherwise. */
const SYSTEM_CODE = /^E[A-Z0-9]+$/;

/**
 * Returns what a fault of the system means for a file that the command line names: a usage error that names the file
 * and what is wrong, or, when there is no room or the disk fails, an error of that cause. What is no fault of the
 * system comes back as it is, for it is not the file's.
 */
export function fileFault(path: string, act: "read" | "written", cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || !SYSTEM_CODE.test(code)) return cause;
  const what = `${path} cannot be ${act}`;
  const reason = code === "ENOENT" ? MISSING[act] : REASONS[code];
  if (reason !== undefined) return new UsageError(`${what}: ${reason}`, undefined, { cause });
  // That there is no room is said before it.
  const hasNoRoom = code === "ENOSPC" || code === "EDQUOT";
  return new Error(hasNoRoom ? what : `${what}: ${cause.message}`, { cause });
}
