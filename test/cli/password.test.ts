import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { openDatabase } from "../../src/db/database.ts";
import { given, runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder[Symbol.dispose]());

function password(input = given(""), ...args: readonly string[]) {
  return runInProcess(["password", ...args, "--data-dir", folder.path], { input });
}

/** The stored hash of a user, null for none. */
function hashOf(name = "ada"): string | null | undefined {
  const { client } = openDatabase(join(folder.path, "hearth.db"), { version: "0.0.0-test", readonly: true });
  try {
    return client
      .query<{ hash: string | null }, [string]>("SELECT password_hash AS hash FROM users WHERE name = ?")
      .get(name)?.hash;
  } finally {
    client.close();
  }
}

describe("from another program, one line of the standard input", () => {
  test.each([
    { name: "a line", text: "correct horse\n", password: "correct horse" },
    { name: "a line without its end", text: "correct horse", password: "correct horse" },
    { name: "a line of Windows", text: "correct horse\r\n", password: "correct horse" },
    { name: "the first of several", text: "correct horse\nbattery staple\n", password: "correct horse" },
    { name: "blanks as they are", text: " correct horse \n", password: " correct horse " },
    { name: "eight letters of any kind", text: "pässwört\n", password: "pässwört" },
  ])("$name", async ({ text, password: expected }) => {
    expect(await password(given(text))).toEqual({ code: 0, out: "", err: "the password of ada is set\n" });
    const hash = hashOf() ?? "";
    expect(hash).toStartWith("$argon2id$");
    expect(await Bun.password.verify(expected, hash)).toBe(true);
    expect(await Bun.password.verify(`${expected}!`, hash)).toBe(false);
  });

  test.each([
    { name: "too short", text: "seven 7\n", code: 1, err: "A password has 8 to 1,000 characters" },
    { name: "too long", text: `${"x".repeat(1_001)}\n`, code: 1, err: "A password has 8 to 1,000 characters" },
    { name: "blank", text: "\n", code: 1, err: "A password has 8 to 1,000 characters" },
    { name: "not there", text: "", code: 2, err: "there is no password on the standard input; nothing was changed" },
  ])("is refused when it is $name", async ({ text, code, err }) => {
    expect(await password(given(text))).toEqual({ code, out: "", err: `hearth: ${err}\n` });
    expect(hashOf()).toBeNull();
  });
});

describe("on a terminal it is asked for twice", () => {
  const ASKED = "New password (it is not shown):\nThe same again:\n";

  test("and taken when both are the same", async () => {
    const ran = await password(given("correct horse\ncorrect horse\n", true));
    expect(ran).toEqual({ code: 0, out: "", err: `${ASKED}the password of ada is set\n` });
    expect(await Bun.password.verify("correct horse", hashOf() ?? "")).toBe(true);
  });

  test("and refused when they differ, or the person gives up", async () => {
    expect(await password(given("correct horse\ncorrect house\n", true))).toMatchObject({
      code: 2,
      err: `${ASKED}hearth: the two were not the same; nothing was changed\n`,
    });
    expect((await password(given("correct horse\n", true))).code).toBe(2);
    expect(hashOf()).toBeNull();
  });
});

test("is never an argument", async () => {
  const ran = await password(given(""), "correct horse");
  expect(ran.code).toBe(2);
});

test("belongs to the user that is named, and shows in no list", async () => {
  await runInProcess(["user", "add", "grace", "--data-dir", folder.path]);
  await password(given("correct horse\n"), "--user", "grace");
  expect(hashOf("ada")).toBeNull();
  const { out } = await runInProcess(["user", "list", "--data-dir", folder.path]);
  expect(out).toMatch(/ada .* no password\n.*grace .* password set\n$/);
  expect(out).not.toContain("argon");
});

test("can be taken away", async () => {
  await password(given("correct horse\n"));
  expect(await password(given(""), "--remove")).toEqual({ code: 0, out: "", err: "ada has no password any more\n" });
  expect(hashOf()).toBeNull();
  expect(await password(given(""), "--remove")).toEqual({ code: 0, out: "", err: "ada had no password\n" });
});
