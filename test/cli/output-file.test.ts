import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { spawn, spawnSync } from "bun";
import { isSameFile, placeOf, writeInto } from "../../src/cli/output-file.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function folderOf(): { readonly path: string } & Disposable {
  const folder = temporaryFolder();
  return { path: realpathSync(folder.path), [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

/** What a command does that writes there. */
async function put(path: string, lines: Iterable<string>, stopped = new AbortController().signal): Promise<void> {
  const place = placeOf(path);
  if (place.kind === "output") throw new RangeError(`${path} is the standard output`);
  await writeInto(place, lines, stopped);
}

const named = (path: string) => readdirSync(path).sort();

describe("a file that is absent or regular is replaced when it is whole", () => {
  test("and only its owner may read it, whatever the one before it allowed", async () => {
    using folder = folderOf();
    const path = join(folder.path, "out.json");
    writeFileSync(path, "before");
    chmodSync(path, 0o644);
    linkSync(path, join(folder.path, "other"));
    expect(placeOf(path)).toEqual({ kind: "file", path });
    await put(path, ["a", "b"]);
    expect(readFileSync(path, "utf8")).toBe("a\nb\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder.path, "other"), "utf8")).toBe("before");
    expect(named(folder.path)).toEqual(["other", "out.json"]);
  });

  test("beside a file that only looks like its part", async () => {
    using folder = folderOf();
    const path = join(folder.path, "out.json");
    writeFileSync(`${path}.part`, "mine");
    await put(path, ["a"]);
    expect(readFileSync(`${path}.part`, "utf8")).toBe("mine");
    expect(named(folder.path)).toEqual(["out.json", "out.json.part"]);
  });

  test.each([
    { name: "to a file", there: "before" },
    { name: "to nothing yet", there: undefined },
  ])("through links $name, which stay", async ({ there }) => {
    using folder = folderOf();
    for (const name of ["real", "links"]) mkdirSync(join(folder.path, name));
    const target = join(folder.path, "real", "out.json");
    if (there !== undefined) writeFileSync(target, there);
    symlinkSync("../real", join(folder.path, "links", "folder"));
    symlinkSync("folder/../real/out.json", join(folder.path, "links", "near"));
    symlinkSync(join(folder.path, "links", "near"), join(folder.path, "links", "far"));
    const far = join(folder.path, "links", "far");
    expect(placeOf(far)).toEqual({ kind: "file", path: target });
    await put(far, ["a"]);
    expect(readFileSync(target, "utf8")).toBe("a\n");
    expect(lstatSync(target).isSymbolicLink()).toBe(false);
    expect(readlinkSync(far)).toBe(join(folder.path, "links", "near"));
    expect(named(join(folder.path, "real"))).toEqual(["out.json"]);
  });

  test.each([
    { name: "a fault", stop: undefined },
    { name: "a stop", stop: "SIGINT" },
  ])("and stays as it was after $name", async ({ stop }) => {
    using folder = folderOf();
    const path = join(folder.path, "out.json");
    writeFileSync(path, "before");
    const stopping = new AbortController();
    function* lines(): Generator<string> {
      yield "a";
      expect(named(folder.path).length).toBe(2);
      if (stop === undefined) throw new RangeError("broken");
      stopping.abort(stop);
      yield "b";
    }
    const written = put(path, lines(), stopping.signal);
    if (stop === undefined) expect(written).rejects.toThrow(new RangeError("broken"));
    else expect(written).rejects.toBe(stop);
    await written.catch(() => {});
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(named(folder.path)).toEqual(["out.json"]);
  });
});

describe("anything else is written into as it is", () => {
  test("a pipe with a name", async () => {
    using folder = folderOf();
    const path = join(folder.path, "pipe");
    expect(spawnSync(["mkfifo", path]).exitCode).toBe(0);
    expect(placeOf(path)).toEqual({ kind: "stream", path });
    const reader = spawn(["cat", path], { stdout: "pipe" });
    await put(path, ["a", "b"]);
    expect(await new Response(reader.stdout).text()).toBe("a\nb\n");
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(named(folder.path)).toEqual(["pipe"]);
  });

  test("a pipe whose reader has enough", async () => {
    using folder = folderOf();
    const path = join(folder.path, "pipe");
    expect(spawnSync(["mkfifo", path]).exitCode).toBe(0);
    const reader = spawn(["head", "-c", "1", path], { stdout: "pipe" });
    await put(path, Array<string>(40_000).fill("a".repeat(100)));
    expect(await new Response(reader.stdout).text()).toBe("a");
  });

  test("a device, also through a link", async () => {
    using folder = folderOf();
    const path = join(folder.path, "null");
    // Only root makes devices, and not in every container.
    if (spawnSync(["mknod", path, "c", "1", "3"], { stderr: "ignore" }).exitCode !== 0) return;
    const link = join(folder.path, "link");
    symlinkSync("null", link);
    for (const name of [path, link]) {
      expect(placeOf(name)).toEqual({ kind: "stream", path: name });
      await put(name, ["a"]);
    }
    expect(lstatSync(path).isCharacterDevice()).toBe(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(named(folder.path)).toEqual(["link", "null"]);
  });

  test("a descriptor that somebody opened, behind what stands there", async () => {
    using folder = folderOf();
    const path = join(folder.path, "log");
    writeFileSync(path, "before\n");
    const descriptor = openSync(path, "a");
    try {
      const name = `/dev/fd/${descriptor}`;
      expect(placeOf(name)).toEqual({ kind: "stream", path: name });
      await put(name, ["a"]);
    } finally {
      closeSync(descriptor);
    }
    expect(readFileSync(path, "utf8")).toBe("before\na\n");
  });

  test.each(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])("%s is the standard output", (path) => {
    expect(placeOf(path)).toEqual({ kind: "output" });
  });
});

describe("what cannot be written is refused with the name of the file", () => {
  const cases: { name: string; file: string; says: string }[] = [
    { name: "a folder", file: "sub", says: "is a folder; name a file in it" },
    { name: "a link to a folder", file: "way", says: "is a folder; name a file in it" },
    { name: "a file in no folder", file: "no/out", says: "cannot be written: its folder is not there" },
    { name: "a file in a file", file: "plain/out", says: "cannot be written: a part of its path is no folder" },
    { name: "a link to itself", file: "round", says: "cannot be written: its links lead in a circle" },
    { name: "a long name", file: "a".repeat(300), says: "cannot be written: its name is too long" },
  ];
  test.each(cases)("$name", async ({ file, says }) => {
    using folder = folderOf();
    mkdirSync(join(folder.path, "sub"));
    writeFileSync(join(folder.path, "plain"), "");
    symlinkSync("sub", join(folder.path, "way"));
    symlinkSync("round", join(folder.path, "round"));
    const before = named(folder.path);
    const path = join(folder.path, file);
    const fault = await put(path, ["a"]).catch((error: unknown) => error);
    if (!(fault instanceof UsageError)) throw fault;
    expect([fault.message, fault.hint].filter(Boolean).join("; ")).toBe(`${path} ${says}`);
    expect(named(folder.path)).toEqual(before);
  });
});

test("a file is the same under every name, and nothing is the same as what is not there", () => {
  using folder = folderOf();
  const at = (name: string) => join(folder.path, name);
  writeFileSync(at("a"), "");
  writeFileSync(at("b"), "");
  linkSync(at("a"), at("hard"));
  symlinkSync("a", at("soft"));
  expect(["a", "hard", "soft", "b", "none"].map((name) => isSameFile(at(name), at("a")))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(isSameFile(at("none"), at("none"))).toBe(false);
});
