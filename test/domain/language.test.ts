import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalLanguage, languageColor, languageOfPath } from "../../src/domain/language.ts";
import { EXTENSION_CHOICES, FILE_NAME_CHOICES, OTHER_NAMES } from "../../src/domain/language-choices.ts";
import { linguistTable } from "../../src/domain/linguist.ts";

const LINGUIST = linguistTable()
  .split("\n")
  .map((line) => line.split("\t"))
  .map(([name = "", , , extensions = "", fileNames = ""]) => ({ name, extensions, fileNames }));
const NAMES = new Set(LINGUIST.map(({ name }) => name));

/** Returns the members that several languages hold, in lower case. */
function shared(lists: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const list of lists)
    for (const member of new Set(list.toLowerCase().split("|"))) count.set(member, (count.get(member) ?? 0) + 1);
  return [...count].filter(([member, n]) => member !== "" && n > 1).map(([member]) => member);
}

describe("canonicalLanguage", () => {
  test.each([
    // every language of the recorded clients
    { text: "Python", expected: "Python" },
    { text: "Text", expected: "Text" },
    { text: "TypeScript", expected: "TypeScript" },
    { text: "Perl", expected: "Perl" },
    { text: "TOML", expected: "TOML" },
    { text: "zig", expected: "Zig" },
    { text: "Photoshop", expected: "Photoshop" },
    { text: "Tickets", expected: "Tickets" },
    // names, aliases, any case
    { text: "js", expected: "JavaScript" },
    { text: "JAVASCRIPT", expected: "JavaScript" },
    { text: "cpp", expected: "C++" },
    { text: "c++", expected: "C++" },
    { text: "CSharp", expected: "C#" },
    { text: "C Sharp", expected: "C#" },
    { text: "fsharp", expected: "F#" },
    { text: "golang", expected: "Go" },
    { text: "rs", expected: "Rust" },
    { text: "py", expected: "Python" },
    { text: "python3", expected: "Python" },
    { text: "Python 3", expected: "Python" },
    { text: "Python 2.x", expected: "Python" },
    { text: "plain text", expected: "Text" },
    { text: "Plain Text", expected: "Text" },
    { text: "plaintext", expected: "Text" },
    { text: "Bash", expected: "Shell" },
    { text: "zsh", expected: "Shell" },
    { text: "Shell Script", expected: "Shell" },
    { text: "shellscript", expected: "Shell" },
    { text: "Bash Session", expected: "ShellSession" },
    { text: "VimL", expected: "Vim script" },
    { text: "Objective-C", expected: "Objective-C" },
    { text: "ObjectiveC", expected: "Objective-C" },
    { text: "objective-cpp", expected: "Objective-C++" },
    { text: "Go Template", expected: "Go Template" },
    { text: "Go HTML Template", expected: "Go Template" },
    { text: "Docker", expected: "Dockerfile" },
    { text: "dockercompose", expected: "YAML" },
    { text: "Makefile", expected: "Makefile" },
    { text: "Base Makefile", expected: "Makefile" },
    { text: "Batch Script", expected: "Batchfile" },
    { text: "bat", expected: "Batchfile" },
    { text: "PL/pgSQL", expected: "PLpgSQL" },
    { text: "Transact-SQL", expected: "TSQL" },
    { text: "Vue.js", expected: "Vue" },
    { text: "vue", expected: "Vue" },
    { text: "LESS", expected: "Less" },
    { text: "Jade", expected: "Pug" },
    { text: "HTML+Django", expected: "Jinja" },
    { text: "Django/Jinja", expected: "Jinja" },
    { text: "CSHTML", expected: "HTML+Razor" },
    { text: "Java Server Page", expected: "Java Server Pages" },
    { text: "GAS", expected: "Assembly" },
    { text: "NASM", expected: "Assembly" },
    { text: "Matlab", expected: "MATLAB" },
    { text: "Mathematica", expected: "Wolfram Language" },
    { text: "Emacs Lisp", expected: "Emacs Lisp" },
    { text: "EmacsLisp", expected: "Emacs Lisp" },
    { text: "Robot Framework", expected: "RobotFramework" },
    { text: "jsonc", expected: "JSON with Comments" },
    { text: "typescriptreact", expected: "TSX" },
    { text: "JSX", expected: "JSX" },
    { text: "javascriptreact", expected: "JSX" },
    { text: "Terraform", expected: "HCL" },
    { text: "LaTeX", expected: "TeX" },
    { text: "dot", expected: "Graphviz (DOT)" },
    { text: "C--", expected: "C--" },
    { text: "C-", expected: "C-" },
    // what nobody knows stays
    { text: "  Lapse ", expected: "Lapse" },
    { text: "Ansible", expected: "Ansible" },
    { text: "constructor", expected: "constructor" },
    { text: "__proto__", expected: "__proto__" },
    // what says nothing
    { text: "", expected: undefined },
    { text: "Unknown", expected: undefined },
    { text: " UNKNOWN ", expected: undefined },
  ])("$text is $expected", ({ text, expected }) => {
    expect(canonicalLanguage(text)).toBe(expected);
  });

  test("control characters do not count", () => {
    expect(canonicalLanguage("Brainf\0uck\n")).toBe("Brainfuck");
    expect(canonicalLanguage("\tunknown\n")).toBeUndefined();
    expect(canonicalLanguage(" \t\0")).toBeUndefined();
  });

  test("every name of linguist is its own", () => {
    expect([...NAMES].filter((name) => canonicalLanguage(name) !== name)).toEqual([]);
  });

  test("a canonical name is canonical, and holds no control characters", () => {
    const known = fc.constantFrom(...NAMES, ...Object.keys(OTHER_NAMES)).map((name) => name.toUpperCase());
    fc.assert(
      fc.property(fc.oneof(known, fc.string({ unit: "binary" })), (text) => {
        const language = canonicalLanguage(text);
        if (language === undefined) return;
        expect(canonicalLanguage(language)).toBe(language);
        expect(language).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe("languageOfPath", () => {
  test.each([
    { entity: "/home/mira/src/tidepool/app.py", expected: "Python" },
    { entity: "/home/mira/old/perl/Makefile", expected: "Makefile" },
    { entity: "/home/mira/old/perl/wiki.pl", expected: "Perl" },
    { entity: "test.txt", expected: "Text" },
    { entity: "src/main.zig", expected: "Zig" },
    { entity: "C:/Users/Mira/src/tide.rs", expected: "Rust" },
    { entity: "C:\\Users\\Mira\\src\\Tide.CS", expected: "C#" },
    { entity: "\\\\server\\share\\tide.fs", expected: "F#" },
    { entity: "ssh://host/home/mira/tide.go", expected: "Go" },
    { entity: "HIDDEN.py", expected: "Python" },
    { entity: "tide.ts", expected: "TypeScript" },
    { entity: "tide.d.ts", expected: "TypeScript" },
    { entity: "tide.mts", expected: "TypeScript" },
    { entity: "Tide.tsx", expected: "TSX" },
    { entity: "Tide.jsx", expected: "JavaScript" },
    { entity: "tide.h", expected: "C" },
    { entity: "tide.hpp", expected: "C++" },
    { entity: "tide.hh", expected: "C++" },
    { entity: "tide.C", expected: "C" },
    { entity: "tide.m", expected: "Objective-C" },
    { entity: "tide.mm", expected: "Objective-C++" },
    { entity: "tide.json", expected: "JSON" },
    { entity: "README.md", expected: "Markdown" },
    { entity: "tide.sql", expected: "SQL" },
    { entity: "tide.R", expected: "R" },
    { entity: "tide.ex", expected: "Elixir" },
    { entity: "tide.exs", expected: "Elixir" },
    { entity: "tide.d", expected: "D" },
    { entity: "01-tide.t", expected: "Perl" },
    { entity: "tide.v", expected: "Verilog" },
    { entity: "tide.yml", expected: "YAML" },
    { entity: "tide.yaml", expected: "YAML" },
    { entity: "tide.html", expected: "HTML" },
    { entity: "tide.php", expected: "PHP" },
    { entity: "tide.blade.php", expected: "PHP" },
    { entity: "tide.mod", expected: "Modula-2" },
    { entity: "/src/tide/go.mod", expected: "Go Module" },
    { entity: "tide.asm", expected: "Assembly" },
    { entity: "tide.s", expected: "Assembly" },
    { entity: "tide.S", expected: "Assembly" },
    { entity: "tide.luau", expected: "Luau" },
    { entity: "tide.lua", expected: "Lua" },
    { entity: "tide.ad", expected: "AsciiDoc" },
    { entity: "tide.uc", expected: "UnrealScript" },
    { entity: "tide.sol", expected: "Solidity" },
    { entity: "tide.vue", expected: "Vue" },
    { entity: "tide.svelte", expected: "Svelte" },
    { entity: "tide.kt", expected: "Kotlin" },
    { entity: "tide.swift", expected: "Swift" },
    { entity: "tide.ml", expected: "OCaml" },
    { entity: "tide.gd", expected: "GDScript" },
    { entity: "tide.frag", expected: "GLSL" },
    { entity: "tide.1", expected: "Roff Manpage" },
    { entity: "Dockerfile", expected: "Dockerfile" },
    { entity: "/src/CMakeLists.txt", expected: "CMake" },
    { entity: "package.json", expected: "JSON" },
    { entity: "tsconfig.json", expected: "JSON with Comments" },
    { entity: "/etc/hosts", expected: "Hosts File" },
    { entity: "/home/mira/.bashrc", expected: "Shell" },
    { entity: "/home/mira/.gitignore", expected: "Ignore List" },
    { entity: "/home/mira/.vimrc", expected: "Vim script" },
    { entity: ".eslintrc", expected: "JSON with Comments" },
    { entity: ".config.json", expected: "JSON" },
    { entity: " tide.py ", expected: "Python" },
    { entity: ".py", expected: undefined },
    { entity: "/src.py/tide", expected: undefined },
    { entity: "/src.d\\tide", expected: undefined },
    { entity: "tide.", expected: undefined },
    { entity: "tide.unheardof", expected: undefined },
    { entity: "tide.constructor", expected: undefined },
    { entity: "/src/dir.py/", expected: undefined },
    { entity: "git commit", expected: undefined },
    { entity: "https://example.rs", expected: undefined },
    { entity: "http://example.org/tide.py", expected: undefined },
    { entity: "", expected: undefined },
  ])("$entity is $expected", ({ entity, expected }) => {
    expect(languageOfPath(entity)).toBe(expected);
  });

  test("every extension and file name that languages share is decided", () => {
    const extensions = shared(LINGUIST.map((language) => language.extensions));
    expect(extensions.length).toBeGreaterThan(150);
    expect(extensions.filter((extension) => EXTENSION_CHOICES[extension.slice(1)] === undefined)).toEqual([]);
    const fileNames = shared(LINGUIST.map((language) => language.fileNames));
    expect(fileNames.filter((fileName) => FILE_NAME_CHOICES[fileName] === undefined)).toEqual([]);
  });

  test("every decision names a language of linguist", () => {
    const chosen = { ...EXTENSION_CHOICES, ...FILE_NAME_CHOICES, ...OTHER_NAMES };
    expect(Object.values(chosen).filter((name) => !NAMES.has(name) && name !== "JSX")).toEqual([]);
  });

  test("takes any text, and answers with a canonical name or nothing", () => {
    const extension = fc.constantFrom(...Object.keys(EXTENSION_CHOICES), "", "py", "PY", "rs");
    const path = fc.tuple(fc.string({ unit: "binary" }), extension).map(([stem, end]) => `${stem}.${end}`);
    fc.assert(
      fc.property(path, (entity) => {
        const language = languageOfPath(entity);
        if (language !== undefined) expect(canonicalLanguage(language)).toBe(language);
      }),
    );
  });
});

describe("languageColor", () => {
  test.each([
    { name: "TypeScript", expected: "#3178c6" },
    { name: "Python", expected: "#3572A5" },
    { name: "js", expected: "#f1e05a" },
    { name: "Bash", expected: "#89e051" },
    { name: "Text", expected: "#888888" },
    { name: "Tickets", expected: "#888888" },
    { name: "Unknown", expected: "#888888" },
    { name: "", expected: "#888888" },
    { name: "Go\t#00ADD8", expected: "#888888" },
    { name: "Emacs lisp", expected: "#c065db" },
  ])("$name is $expected", ({ name, expected }) => {
    expect(languageColor(name)).toBe(expected);
  });
});
