// What keeps the program from starting: one sentence that says what and where, and an exit code of its own.
import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { serve, spawnSync } from "bun";
import manifest from "../../package.json" with { type: "json" };
import { announcement, hasBinary, hearth, hearthOut, newKey, serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const unusable = (rest: string) => `hearth: the data directory cannot be read or written: ${rest}\n`;

/** Makes what must be there at or below a folder and returns the data directory to try. */
type Obstacle = { readonly name: string; readonly make: (folder: string) => string; readonly err: RegExp };

const obstacles: readonly Obstacle[] = [
  {
    name: "a file",
    make: (folder) => {
      writeFileSync(join(folder, "file"), "");
      return join(folder, "file");
    },
    err: /EEXIST: file already exists, mkdir '.*\/file'/,
  },
  {
    name: "below a file",
    make: (folder) => {
      writeFileSync(join(folder, "file"), "");
      return join(folder, "file/below");
    },
    err: /ENOTDIR: not a directory, mkdir '.*\/file\/below'/,
  },
  {
    name: "a link that leads to itself",
    make: (folder) => {
      symlinkSync(join(folder, "loop"), join(folder, "loop"));
      return join(folder, "loop");
    },
    err: /ELOOP: .*\/loop/,
  },
  { name: "in the kernel's file system", make: () => "/proc/hearth", err: /ENOENT: .* mkdir '\/proc\/hearth'/ },
  { name: "too long a name", make: (folder) => join(folder, "a".repeat(300)), err: /ENAMETOOLONG: / },
  {
    name: "with a folder in place of the database",
    make: (folder) => {
      mkdirSync(join(folder, "hearth.db"));
      return folder;
    },
    err: /\/hearth\.db: unable to open database file/,
  },
];

describe.each([{ command: ["serve", "--port", "0"] }, { command: ["key", "create", "x"] }])(
  "$command",
  ({ command }) => {
    testBinary.each([...obstacles])("a data directory that is $name", async ({ make, err }) => {
      using folder = temporaryFolder();
      const ran = await hearth([...command, "--data-dir", make(folder.path)]);
      expect(ran).toMatchObject({ code: 7, out: "" });
      expect(ran.err).toMatch(new RegExp(`^${unusable(`[^\\n]*${err.source}[^\\n]*`)}$`));
    });

    testBinary.each([
      { name: "without its header", at: 0, bytes: Buffer.alloc(100) },
      { name: "with other bytes in its pages", at: 4096, bytes: Buffer.alloc(100_000, 7) },
    ])("a database $name", async ({ at, bytes }) => {
      using folder = temporaryFolder();
      await newKey(folder.path);
      const path = join(folder.path, "hearth.db");
      writeSync(openSync(path, "r+"), bytes, 0, bytes.length, at);
      const before = readFileSync(path);
      const ran = await hearth([...command, "--data-dir", folder.path]);
      expect(ran).toMatchObject({ code: 6, out: "" });
      expect(ran.err).toMatch(/^hearth: the database is damaged[^\n]*: [^\n]*\/hearth\.db: [^\n]*\n$/);
      expect(readFileSync(path).equals(before)).toBe(true);
    });

    testBinary("a database of a later version", async () => {
      using folder = temporaryFolder();
      await newKey(folder.path);
      const database = new Database(join(folder.path, "hearth.db"), { readwrite: true });
      const { known } = database.query("SELECT count(*) AS known FROM __drizzle_migrations").get() as { known: number };
      // As if written by a version of the year 2100.
      database.run("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 4102444800000)");
      database.run("UPDATE meta SET value = '9.8.7' WHERE key = 'hearth'");
      database.close();
      expect(await hearth([...command, "--data-dir", folder.path])).toEqual({
        code: 5,
        out: "",
        err: `hearth: the database is schema ${known + 1}, written by hearth 9.8.7; this is hearth ${manifest.version}, which knows schema ${known}: use the newer one\n`,
      });
    });
  },
);

describe("a read-only file system", () => {
  const folder = temporaryFolder();
  const disk = join(folder.path, "disk");
  mkdirSync(disk);
  const canMount = hasBinary && spawnSync(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]).exitCode === 0;
  afterAll(() => {
    if (canMount) spawnSync(["umount", "-l", disk]);
    folder[Symbol.dispose]();
  });

  test.skipIf(!canMount)("holds no data directory, and says so", async () => {
    await newKey(join(disk, "used"));
    await hearthOut(["key", "list", "--data-dir", join(disk, "used")]);
    mkdirSync(join(disk, "empty"));
    spawnSync(["mount", "-o", "remount,ro", disk]);
    for (const command of [
      ["serve", "--port", "0"],
      ["key", "create", "x"],
    ])
      for (const name of ["used", "empty", "absent"]) {
        const ran = await hearth([...command, "--data-dir", join(disk, name)]);
        expect(ran).toMatchObject({ code: 7, out: "" });
        expect(ran.err).toMatch(new RegExp(`^${unusable(`[^\\n]*${join(disk, name)}[^\\n]*`)}$`));
      }
  });
});

describe("the port", () => {
  const answer = () => new Response("not hearth");

  testBinary.each([{ address: "127.0.0.1" }, { address: "::1" }])(
    "busy on $address counts as busy",
    async ({ address }) => {
      using folder = temporaryFolder();
      using other = serve({ hostname: address, port: 0, fetch: answer });
      const ran = await hearth(["serve", "--port", String(other.port), "--data-dir", folder.path]);
      expect(ran).toEqual({
        code: 3,
        out: "",
        err: `hearth: the port is taken by another program: cannot listen on ${address} port ${other.port}; choose another with --port\n`,
      });
      // Nothing was left listening on the address that was free, and nobody is told of a server.
      expect(announcement(folder.path)).toBeUndefined();
      const [free] = ["127.0.0.1", "::1"].filter((host) => host !== address);
      serve({ hostname: free ?? "", port: other.port ?? 0, fetch: answer }).stop(true);
    },
  );

  testBinary("0 takes one number on both addresses, and no other", async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const { port } = new URL(server.base);
    expect(announcement(folder.path)?.url).toBe(`http://127.0.0.1:${port}`);
    for (const host of ["127.0.0.1", "[::1]", "localhost"])
      expect((await fetch(`http://${host}:${port}/api/health`)).status).toBe(200);
    expect(server.err()).toContain(`listening  http://127.0.0.1:${port}  http://[::1]:${port}\n`);
    for (const hostname of ["127.0.0.1", "::1"])
      expect(() => serve({ hostname, port: Number(port), fetch: answer })).toThrow();
  });

  testBinary("on an address that this computer does not have is a failure that names it", async () => {
    using folder = temporaryFolder();
    const ran = await hearth(["serve", "--port", "0", "--host", "192.0.2.1", "--data-dir", folder.path]);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toMatch(/^hearth: cannot listen on 192\.0\.2\.1 port 0: [^\n]*EADDRNOTAVAIL[^\n]*\n$/);
  });
});

describe("a second server on the same data directory", () => {
  testBinary("is refused with the address of the first, and disturbs nothing", async () => {
    using folder = temporaryFolder();
    await using first = await serving(folder.path);
    const announced = announcement(folder.path);
    expect(await hearth(["serve", "--port", "0", "--data-dir", folder.path])).toEqual({
      code: 4,
      out: "",
      err: `hearth: another hearth serves this data directory already, at ${first.base}: ${folder.path}\n`,
    });
    expect(announcement(folder.path)).toEqual(announced);
    expect((await fetch(`${first.base}/api/health`)).status).toBe(200);
  });

  testBinary("is refused through another name of the directory, too", async () => {
    using folder = temporaryFolder();
    const link = join(folder.path, "link");
    mkdirSync(join(folder.path, "data"));
    symlinkSync(join(folder.path, "data"), link);
    await using _first = await serving(join(folder.path, "data"));
    expect(await hearth(["serve", "--port", "0", "--data-dir", link])).toMatchObject({ code: 4 });
  });

  testBinary("serves at once when the first one is killed", async () => {
    using folder = temporaryFolder();
    await using first = await serving(folder.path);
    await first.kill();
    expect(announcement(folder.path)?.pid).toBe(first.child.pid);
    await using second = await serving(folder.path);
    expect(announcement(folder.path)?.pid).toBe(second.child.pid);
  });
});
