import { expect, test } from "bun:test";
import { AppError } from "../../src/app/errors.ts";
import { exitOf } from "../../src/cli/exit-codes.ts";
import { fileFault } from "../../src/cli/file-faults.ts";

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: in the system's words`), { code });
}

test.each([
  { code: "ENOENT", act: "read", says: "/x cannot be read: it is not there", is: "usage" },
  { code: "ENOENT", act: "written", says: "/x cannot be written: its folder is not there", is: "usage" },
  { code: "EACCES", act: "read", says: "/x cannot be read: this account is not allowed to", is: "usage" },
  { code: "EPERM", act: "written", says: "/x cannot be written: this account is not allowed to", is: "usage" },
  { code: "EROFS", act: "written", says: "/x cannot be written: its disk can only be read", is: "usage" },
  { code: "EISDIR", act: "read", says: "/x cannot be read: it is a folder", is: "usage" },
  { code: "ENOTDIR", act: "read", says: "/x cannot be read: a part of its path is no folder", is: "usage" },
  { code: "ENXIO", act: "written", says: "/x cannot be written: nothing is there to take it", is: "usage" },
  { code: "ENOSPC", act: "written", says: "/x cannot be written", is: "diskFull" },
  { code: "EDQUOT", act: "written", says: "/x cannot be written", is: "diskFull" },
  { code: "EIO", act: "read", says: "/x cannot be read: EIO: in the system's words", is: "failure" },
] as const)("$code of a file that is $act ends as $is", ({ code, act, says, is }) => {
  const told = fileFault("/x", act, fault(code));
  expect(told).toMatchObject({ message: says, cause: { code } });
  expect(exitOf(told)).toBe(is);
});

test.each([
  { name: "a refusal", error: new AppError("invalid", "no") },
  { name: "a bug", error: new TypeError("no") },
  {
    name: "the database",
    error: Object.assign(new Error("full"), { code: "SQLITE_FULL" }),
  },
  { name: "no error", error: "no" },
])("$name is no fault of the file", ({ error }) => {
  expect(fileFault("/x", "written", error)).toBe(error);
});
