import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder[Symbol.dispose]());

function hearth(...args: readonly string[]) {
  return runInProcess([...args, "--data-dir", join(folder.path, "data")]);
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/;

test("a new key stands alone on the output, in lower case, and is another one each time", async () => {
  const first = await hearth("key", "create", "laptop");
  expect(first).toEqual({ code: 0, err: "", out: expect.stringMatching(UUID_V4) });
  expect((await hearth("key", "create", "laptop")).out).not.toBe(first.out);
});

test("a key that cannot be printed is revoked again", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const written: string[] = [];
  const io = {
    out: (): never => {
      throw full;
    },
    err: (text: string) => written.push(text),
  };
  expect(
    await runInProcess(["key", "create", "laptop", "--data-dir", join(folder.path, "data")], { io }),
  ).toMatchObject({
    code: 8,
  });
  expect(written).toEqual([
    "hearth: the disk is full, or the database has reached its size limit: " +
      "the key could not be printed, so it is revoked: ENOSPC: no space left on device, write",
  ]);
  expect((await hearth("key", "list")).out).toContain("revoked 2026-11-21T00:00:00Z");
});

test("the list tells everything but the keys", async () => {
  const { out: key } = await hearth("key", "create", "laptop", "--scope", "write");
  const listed = await hearth("key", "list");
  expect(listed.out).toBe(`1  laptop  write  …${key.trim().slice(-4)}  made 2026-11-21T00:00:00Z  used never\n`);
  expect(listed.out).not.toContain(key.trim());
});

test("a name keeps no control characters, so that a line of the list is one key", async () => {
  await hearth("key", "create", " lap\x1b[31mtop\n2  root ");
  expect((await hearth("key", "list")).out).toMatch(/^1 {2}lap\[31mtop2 {2}root {2}full {2}…[^\n]*\n$/);
  expect((await hearth("key", "revoke", "1")).err).toBe("revoked key 1 (lap[31mtop2  root)\n");
});

describe("a key is revoked", () => {
  test.each([
    { name: "by its number", which: () => "1" },
    { name: "by its name", which: () => "laptop" },
    { name: "by its end", which: (key: string) => key.trim().slice(-4) },
  ])("$name", async ({ which }) => {
    const { out: key } = await hearth("key", "create", "laptop");
    expect(await hearth("key", "revoke", which(key))).toEqual({ code: 0, out: "", err: "revoked key 1 (laptop)\n" });
    expect((await hearth("key", "list")).out).toContain("revoked 2026-11-21T00:00:00Z");
    expect(await hearth("key", "revoke", which(key))).toEqual({
      code: 1,
      out: "",
      err: "hearth: There is no such key, or it is already revoked\n",
    });
  });

  test("but not when several could be meant", async () => {
    await hearth("key", "create", "laptop");
    await hearth("key", "create", "laptop");
    const asked = await hearth("key", "revoke", "laptop");
    expect(asked).toEqual({
      code: 1,
      out: "",
      err: "hearth: Several keys are called that; name the one by its number\n",
    });
    expect((await hearth("key", "list")).out).not.toContain("revoked");
  });
});

test("users have keys of their own", async () => {
  await hearth("user", "add", "grace");
  await hearth("key", "create", "hers", "--user", "grace");
  expect((await hearth("key", "list")).out).toBe("");
  expect((await hearth("key", "list", "--user", "@Grace")).out).toStartWith("1  hers  full  …");
  expect((await hearth("key", "revoke", "hers")).code).toBe(1);
});

test.each([
  {
    name: "without a name",
    args: ["key", "create"],
    code: 2,
    err: "key create needs NAME; usage: hearth key create NAME",
  },
  {
    name: "with a blank name",
    args: ["key", "create", " "],
    code: 2,
    err: "A key needs a name of 1 to 100 characters",
  },
  {
    name: "with a name of control characters alone",
    args: ["key", "create", "\t\x1b\n"],
    code: 2,
    err: "A key needs a name of 1 to 100 characters",
  },
  {
    name: "with too long a name",
    args: ["key", "create", "a".repeat(101)],
    code: 2,
    err: "A key needs a name of 1 to 100 characters",
  },
  {
    name: "with an unknown scope",
    args: ["key", "create", "a", "--scope", "all"],
    code: 2,
    err: "--scope is one of full, read, write",
  },
  {
    name: "for nobody",
    args: ["key", "create", "a", "--user", "bob"],
    code: 2,
    err: "there is no user of that name; list them with: hearth user list",
  },
])("no key is made $name", async ({ args, code, err }) => {
  expect(await hearth(...args)).toEqual({ code, out: "", err: `hearth: ${err}\n` });
  expect((await hearth("key", "list")).out).toBe("");
});
