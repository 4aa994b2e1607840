import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../src/db/database.ts";
import { DIMENSIONS } from "../../src/domain/dimension.ts";
import { runInProcess } from "../support/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let directory: string;

beforeEach(() => {
  folder = temporaryFolder();
  directory = join(folder.path, "data");
});

afterEach(() => folder[Symbol.dispose]());

function hearth(...args: readonly string[]) {
  return runInProcess([...args, "--data-dir", directory]);
}

/** The whole row of a user. */
function rowOf(name: string): Record<string, unknown> {
  const { client } = openDatabase(join(directory, "hearth.db"), { version: "0.0.0-test", readonly: true });
  try {
    return client.query<Record<string, unknown>, [string]>("SELECT * FROM users WHERE name = ?").get(name) ?? {};
  } finally {
    client.close();
  }
}

test("the first command on an empty directory makes a database and a user after the account, and nothing else", async () => {
  const listed = await hearth("user", "list");
  expect(listed).toEqual({
    code: 0,
    err: "",
    out: expect.stringMatching(/^1 {2}ada {2}[^ ]+ {2}timeout 120 s, idle 120 s {2}private {2}admin {2}no password\n$/),
  });
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, "hearth.db")).mode & 0o777).toBe(0o600);
  expect(existsSync(join(directory, "hearth.lock"))).toBe(false);
});

describe("user add", () => {
  test("makes a user with what is told of them", async () => {
    const about = ["--display-name", "Grace H.", "--email", "grace@example.org", "--slack-id", "U7"];
    const made = await hearth("user", "add", "grace", ...about, "--timezone", "america/new_york", "--admin");
    expect(made).toEqual({ code: 0, out: "", err: "made user 2 (grace)\n" });
    expect(rowOf("grace")).toMatchObject({
      display_name: "Grace H.",
      email: "grace@example.org",
      slack_id: "U7",
      time_zone: "America/New_York",
      is_admin: 1,
      is_public: 0,
    });
    expect((await hearth("user", "list")).out).toContain(
      "\n2  grace  America/New_York  timeout 120 s, idle 120 s  private  admin",
    );
  });

  test("keeps no control characters", async () => {
    await hearth("user", "add", "bob", "--display-name", " B\x1b[31mo\nb\x07 ", "--slack-id", "U\n7");
    expect(rowOf("bob")).toMatchObject({ display_name: "B[31mob", slack_id: "U7" });
    await hearth("user", "set", "bob", "--display-name", "\x1b", "--slack-id", "\x07");
    expect(rowOf("bob")).toMatchObject({ display_name: null, slack_id: null });
  });

  test("gives no rights unless told", async () => {
    await hearth("user", "add", "bob");
    expect((await hearth("user", "list")).out).toMatch(/\n2 {2}bob .* private {2}no admin {2}no password\n$/);
  });

  test.each([
    { name: "a name that is taken, in any case", args: ["ADA"], code: 1, err: "That name is taken" },
    {
      name: "a name that cannot stand in an address",
      args: ["a/b"],
      code: 2,
      err: "A user name has 1 to 40 letters, digits, dots, dashes or underscores, and is no number",
    },
    {
      name: "a zone that is none",
      args: ["bob", "--timezone", "+02:00"],
      code: 2,
      err: "This is no IANA time zone, such as Europe/Lisbon",
    },
    {
      name: "a name that means whoever asks",
      args: ["Current"],
      code: 2,
      err: "A user cannot be called current, my or me: in an address these words mean whoever asks",
    },
    { name: "an address that is none", args: ["bob", "--email", "bob"], code: 2, err: "This is no e-mail address" },
    {
      name: "an address with a control character",
      args: ["bob", "--email", "b\x1b[1m@example.org"],
      code: 2,
      err: "This is no e-mail address",
    },
  ])("refuses $name", async ({ args, code, err }) => {
    expect(await hearth("user", "add", ...args)).toEqual({ code, out: "", err: `hearth: ${err}\n` });
    expect((await hearth("user", "list")).out.split("\n").length).toBe(2);
  });
});

describe("user set", () => {
  test("changes the first user without a name", async () => {
    const args = ["--name", "lovelace", "--week-start", "Sunday", "--public", "on", "--admin", "off"];
    expect(await hearth("user", "set", ...args)).toEqual({ code: 0, out: "", err: "changed user 1 (lovelace)\n" });
    expect(rowOf("lovelace")).toMatchObject({ week_start: 7, is_public: 1, is_admin: 0, timeout_ms: 120_000 });
  });

  test("changes the one that is named, and clears what is empty", async () => {
    await hearth(
      "user",
      "add",
      "grace",
      "--email",
      "g@example.org",
      "--slack-id",
      "U7",
      "--timezone",
      "UTC",
      "--display-name",
      "G",
    );
    await hearth(
      "user",
      "set",
      "grace",
      "--email=",
      "--slack-id",
      "",
      "--timezone=",
      "--display-name",
      " ",
      "--week-start",
      "3",
    );
    expect(rowOf("grace")).toMatchObject({
      email: null,
      slack_id: null,
      time_zone: null,
      display_name: null,
      week_start: 3,
    });
  });

  test.each([
    { name: "nothing", args: [], err: "there is nothing to change; see hearth user set --help" },
    {
      name: "nobody",
      args: ["bob", "--public", "on"],
      err: "there is no user of that name; list them with: hearth user list",
    },
    { name: "half a switch", args: ["--public", "yes"], err: "--public is on or off" },
    {
      name: "a day that is none",
      args: ["--week-start", "8"],
      err: "--week-start is one of monday, tuesday, wednesday, thursday, friday, saturday, sunday, or 1 to 7",
    },
    { name: "a time that is none", args: ["--timeout", "2m"], err: "--timeout is a whole number of seconds" },
    {
      name: "a timeout that is too short",
      args: ["--timeout", "29"],
      err: "The timeout is 30 s to 60 min, got 29 s",
    },
    {
      name: "an idle credit over the timeout",
      args: ["--idle", "121"],
      err: "The idle credit is 0 s to the timeout, got 121 s",
    },
    { name: "no days", args: ["--public-days", "0"], err: "--public-days is a number of days, or all" },
    { name: "days in words", args: ["--public-days", "a week"], err: "--public-days is a number of days, or all" },
    {
      name: "too many days",
      args: ["--public-days", "99999"],
      err: "Public statistics reach back 1 to 36525 days",
    },
    {
      name: "an unknown dimension",
      args: ["--public-dimensions", "project,mood"],
      err: `--public-dimensions is made of ${DIMENSIONS.join(", ")}, or all`,
    },
    { name: "an unknown preset", args: ["--preset", "toggl"], err: "--preset is one of hackatime, wakatime, wakapi" },
    {
      name: "a preset and a number",
      args: ["--preset", "wakapi", "--idle", "0"],
      err: "--preset sets both the timeout and the idle credit; give it alone",
    },
  ])("refuses $name", async ({ args, err }) => {
    expect(await hearth("user", "set", ...args)).toEqual({ code: 2, out: "", err: `hearth: ${err}\n` });
  });
});

test.each([
  {
    name: "some",
    args: ["--public-days=30", "--public-dimensions=project, Language,operating system"],
    days: 30,
    shown: '["project","language","operating_system"]',
  },
  { name: "none but totals", args: ["--public-days=1", "--public-dimensions="], days: 1, shown: "[]" },
  { name: "all again", args: ["--public-days=all", "--public-dimensions=all"], days: null, shown: null },
])("what public statistics show is set: $name", async ({ args, days, shown }) => {
  await hearth("user", "set", "--public", "on", "--public-days", "7", "--public-dimensions", "editor");
  expect((await hearth("user", "set", ...args)).code).toBe(0);
  expect(rowOf("ada")).toMatchObject({ is_public: 1, public_days: days, public_dimensions: shown });
});

describe("another counting rule", () => {
  beforeEach(async () => {
    const beats = [0, 60, 400, 1_400].map((at) => ({ time: 1_786_352_400 + at, entity: "/a.ts", project: "tide" }));
    const file = join(folder.path, "beats.json");
    writeFileSync(file, JSON.stringify(beats));
    expect((await hearth("import", file)).code).toBe(0);
  });

  test.each([
    { name: "a preset", args: ["--preset", "WakaTime"], after: "6 mins  (timeout 900 s, idle 0 s)" },
    {
      name: "numbers",
      args: ["--timeout", "30", "--idle", "15"],
      after: "0 secs",
      says: "45 secs  (timeout 30 s, idle 15 s)",
    },
    {
      name: "a shorter timeout, which takes the idle credit along",
      args: ["--timeout", "90"],
      says: "4 mins  (timeout 90 s, idle 90 s)",
    },
  ])("counts all history anew and says the totals: $name", async ({ args, after, says = after }) => {
    const changed = await hearth("user", "set", ...args);
    expect(changed).toEqual({
      code: 0,
      out: `total before: 5 mins\ntotal now:    ${says}\n`,
      err: "changed user 1 (ada)\n",
    });
    expect((await hearth("doctor")).code).toBe(0);
  });

  test("that is the one already counts nothing", async () => {
    expect(await hearth("user", "set", "--preset", "hackatime")).toMatchObject({ code: 0, out: "" });
  });
});
