import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { version as bunVersion } from "bun";
import manifest from "../../package.json" with { type: "json" };

const root = join(import.meta.dir, "../..");

/** Every file that people write under the three source folders, as a path from the top. Samples and recorded answers are data. */
const files = ["src", "web", "test"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.(?:ts|tsx|css|html)$/.test(path) && !/^test\/(?:fixtures|golden)\//.test(path))
  .sort();

const sources = files
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test("the walk finds the sources", () => {
  expect(files).toContain("src/main.ts");
  expect(files).toContain("test/house/tree.test.ts");
});

test("the top level holds what it is given and nothing else", () => {
  const given = [
    "src",
    "web",
    "migrations",
    "test",
    "bunfig.toml",
    "package.json",
    "tsconfig.json",
    "README.md",
    "bun.lock",
    "LICENSE",
  ];
  const made = ["dist", "node_modules"];
  const found = readdirSync(root).filter((name) => !name.startsWith("."));
  expect(found.filter((name) => !given.includes(name) && !made.includes(name))).toEqual([]);
});

test("src holds the layers, and beside them the files that belong to none", () => {
  const layers = ["app", "build", "cli", "db", "domain", "http"];
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !layers.includes(name))).toEqual([]);
});

test("no file is longer than 400 lines, tables of data apart", () => {
  const long = files.filter((path) => !/-(?:table|names)\.ts$/.test(path) && lineCount(path) > 400);
  expect(long.map((path) => `${path}: ${lineCount(path)}`)).toEqual([]);
});

function lineCount(path: string): number {
  return readFileSync(join(root, path), "utf8").trimEnd().split("\n").length;
}

test("file names are kebab-case and say something", () => {
  const empty = [
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "managers",
    "shared",
    "stuff",
    "lib",
  ];
  const bad = files.filter((path) => {
    const [stem = "", ...suffixes] = basename(path).split(".");
    const folders = path.split("/").slice(0, -1);
    const barrel = stem === "index" && path !== "web/index.html";
    const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) && suffixes.length <= 2;
    return barrel || !kebab || [...folders, ...stem.split("-")].some((word) => empty.includes(word));
  });
  expect(bad).toEqual([]);
});

/** Words and forms that no source may hold. Spelled in two parts, so that this file does not hold them either. */
const forbidden = [
  { name: "a note to do something later", pattern: new RegExp(`\\b(?:${["TO", "FIX"].join("DO|")}ME|XX${"X"})\\b`) },
  {
    name: "the type that turns checking off",
    pattern: new RegExp(`(?:[:<,|(]|\\bas)\\s*${"an"}y\\b(?=\\s*[\\]\\[>,;)=|{]|$)`, "m"),
  },
  {
    name: "a comment that silences a tool",
    pattern: new RegExp(`@ts-(?:ignore|nocheck|expect-error)|biome-${"ignore"}|eslint-(?:dis|en)able`),
  },
  { name: "a test that alone would run", pattern: new RegExp(`\\b(?:test|describe|it)\\.${"only"}\\b`) },
  { name: "an import that hides where a thing lives", pattern: /from "(?:\.\.?\/)+(?:[^"]*\/)?index(?:\.ts)?"/ },
];

describe.each(forbidden)("no source holds $name", ({ pattern }) => {
  test(`${pattern}`, () => {
    expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

test.each([
  { line: `const x: ${"an"}y = 1;`, found: true },
  { line: `f(x as ${"an"}y)`, found: true },
  { line: `Map<string, ${"an"}y>`, found: true },
  { line: `let x: ${"an"}y[]`, found: true },
  { line: "// in any order, as any reader sees; any: one of them", found: false },
  { line: 'error("takes no name, any other does")', found: false },
])("the search for unchecked types finds $line: $found", ({ line, found }) => {
  expect(forbidden[1]?.pattern.test(line)).toBe(found);
});

test("dependencies are pinned to one version", () => {
  const versions = { ...manifest.dependencies, ...manifest.devDependencies };
  const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

test("one Bun runs everything: the package manager's, the types' and this one", () => {
  expect(manifest.packageManager).toBe(`bun@${manifest.devDependencies["bun-types"]}`);
  expect(`bun@${bunVersion}`).toBe(manifest.packageManager);
});

test("only main.ts and the build scripts touch the process's arguments, environment and signals", () => {
  const touching = sources.filter(
    ({ path, text }) =>
      path.startsWith("src/") &&
      !path.startsWith("src/build/") &&
      path !== "src/main.ts" &&
      /\bprocess\.(?:argv|env|on|exit|exitCode)\b|\bBun\.(?:argv|env)\b/.test(
        text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, ""),
      ),
  );
  expect(touching.map(({ path }) => path)).toEqual([]);
});
