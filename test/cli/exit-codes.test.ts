import { expect, test } from "bun:test";
import { AppError } from "../../src/app/errors.ts";
import { exitCodes, exitOf, stoppedCode } from "../../src/cli/exit-codes.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { NewerDatabaseError } from "../../src/db/database.ts";

function fault(code: string, more: object = {}): Error {
  return Object.assign(new Error(code), { code }, more);
}

test.each([
  { name: "wrong usage", error: new UsageError("x"), is: "usage" },
  { name: "a newer database", error: new NewerDatabaseError("x"), is: "newerDatabase" },
  { name: "a port in use", error: fault("EADDRINUSE", { syscall: "listen" }), is: "portBusy" },
  { name: "a port that needs root", error: fault("EACCES", { syscall: "listen" }), is: "failure" },
  { name: "an unreadable directory", error: fault("EACCES", { syscall: "open" }), is: "unusableDirectory" },
  { name: "a read-only disk", error: fault("EROFS"), is: "unusableDirectory" },
  { name: "a file in place of the directory", error: fault("ENOTDIR"), is: "unusableDirectory" },
  { name: "a link that leads to itself", error: fault("ELOOP", { syscall: "open" }), is: "unusableDirectory" },
  { name: "a folder that cannot be made", error: fault("ENOENT", { syscall: "mkdir" }), is: "unusableDirectory" },
  { name: "no room for the folder", error: fault("ENOSPC", { syscall: "mkdir" }), is: "diskFull" },
  { name: "a file that is not there", error: fault("ENOENT", { syscall: "open" }), is: "failure" },
  { name: "a database that cannot be opened", error: fault("SQLITE_CANTOPEN"), is: "unusableDirectory" },
  { name: "a read-only database", error: fault("SQLITE_READONLY_DIRECTORY"), is: "unusableDirectory" },
  { name: "a full disk", error: fault("ENOSPC"), is: "diskFull" },
  { name: "a full database", error: fault("SQLITE_FULL"), is: "diskFull" },
  { name: "no room for the log's index", error: fault("SQLITE_IOERR_SHMSIZE"), is: "diskFull" },
  { name: "a failing disk", error: fault("SQLITE_IOERR_READ"), is: "unusableDirectory" },
  { name: "a damaged database", error: fault("SQLITE_CORRUPT_INDEX"), is: "damaged" },
  { name: "a file that is no database", error: fault("SQLITE_NOTADB"), is: "damaged" },
  { name: "a locked database", error: fault("SQLITE_BUSY"), is: "failure" },
  { name: "a refusal", error: new AppError("not_found", "x"), is: "failure" },
  { name: "a cause", error: new AppError("unavailable", "x", { cause: fault("SQLITE_FULL") }), is: "diskFull" },
  { name: "a bug", error: new TypeError("x"), is: "failure" },
  { name: "something thrown that is no error", error: "x", is: "failure" },
  { name: "nothing", error: undefined, is: "failure" },
] as const)("$name ends as $is", ({ error, is }) => {
  expect(exitOf(error)).toBe(is);
});

test("a circle of causes ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(exitOf(error)).toBe("failure");
});

test("no two ends share a number, and the documented ones stay", () => {
  const numbers = Object.fromEntries(Object.entries(exitCodes).map(([name, { code }]) => [name, code]));
  expect(numbers).toEqual({
    ok: 0,
    failure: 1,
    usage: 2,
    portBusy: 3,
    locked: 4,
    newerDatabase: 5,
    damaged: 6,
    unusableDirectory: 7,
    diskFull: 8,
    interrupted: 130,
  });
});

test.each([
  { signal: "SIGINT", is: 130 },
  { signal: "SIGTERM", is: 143 },
  { signal: "SIGHUP", is: 129 },
  { signal: "nothing known", is: 130 },
])("stopped by $signal it ends with $is", ({ signal, is }) => {
  expect(stoppedCode(signal)).toBe(is);
});
