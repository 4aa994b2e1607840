import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { editorName, editorSlug, operatingSystemName, operatingSystemSlug } from "../../src/domain/client-name.ts";
import { AGENTS, BROWSERS, EDITORS, OPERATING_SYSTEMS } from "../../src/domain/client-names.ts";

describe("editorName", () => {
  test.each([
    { slug: "vscode", expected: "VS Code" },
    { slug: "intellijidea", expected: "IntelliJ IDEA" },
    { slug: "neovim", expected: "Neovim" },
    { slug: "vim", expected: "Vim" },
    { slug: "pycharm", expected: "PyCharm" },
    { slug: "webstorm", expected: "WebStorm" },
    { slug: "phpstorm", expected: "PhpStorm" },
    { slug: "datagrip", expected: "DataGrip" },
    { slug: "rubymine", expected: "RubyMine" },
    { slug: "goland", expected: "GoLand" },
    { slug: "rustrover", expected: "RustRover" },
    { slug: "androidstudio", expected: "Android Studio" },
    { slug: "visualstudio", expected: "Visual Studio" },
    { slug: "sublime", expected: "Sublime Text" },
    { slug: "kate", expected: "Kate" },
    { slug: "iterm2", expected: "iTerm2" },
    { slug: "zoom", expected: "Zoom" },
    { slug: "powershell", expected: "PowerShell" },
    { slug: "claude-code", expected: "Claude Code" },
    { slug: "opencode", expected: "OpenCode" },
    { slug: "code-oss", expected: "Code - OSS" },
    { slug: "kicad", expected: "KiCad" },
    { slug: "wakapi-anyide", expected: "Wakapi-anyide" },
    { slug: "brandneweditor", expected: "Brandneweditor" },
    { slug: "ßeditor", expected: "ßeditor" },
    { slug: "🦀", expected: "🦀" },
    { slug: "", expected: "" },
  ])("$slug is shown as $expected", ({ slug, expected }) => {
    expect(editorName(slug)).toBe(expected);
  });
});

describe("editorSlug", () => {
  test.each([
    { text: "vscode", expected: "vscode" },
    { text: "VSCode", expected: "vscode" },
    { text: "vs code", expected: "vscode" },
    { text: "VS Code", expected: "vscode" },
    { text: "vs-code", expected: "vscode" },
    { text: "vs_code", expected: "vscode" },
    { text: "vscode-insiders", expected: "vscode" },
    { text: "Visual Studio Code", expected: "vscode" },
    { text: "Visual Studio Code - Insiders", expected: "vscode" },
    { text: "Visual Studio", expected: "visualstudio" },
    { text: "Code - OSS", expected: "code-oss" },
    { text: "(VS Code)", expected: "vscode" },
    { text: "IntelliJ IDEA", expected: "intellijidea" },
    { text: "idea", expected: "intellijidea" },
    { text: "IntelliJIDEACommunityEdition", expected: "intellijidea" },
    { text: "IntelliJ IDEA Ultimate", expected: "intellijidea" },
    { text: "PyCharm Professional Edition", expected: "pycharm" },
    { text: "GodotEngine", expected: "godot" },
    { text: "Godot4.3", expected: "godot" },
    { text: "KiCadEDA9.0", expected: "kicad" },
    { text: "ktexteditor", expected: "kate" },
    { text: "RobloxStudio", expected: "roblox-studio" },
    { text: "zedpreview", expected: "zed" },
    { text: "NVIM", expected: "neovim" },
    { text: "claude", expected: "claude-code" },
    { text: "ClaudeCode", expected: "claude-code" },
    { text: "GitHub Copilot CLI", expected: "copilot-cli" },
    { text: "GitHubCopilot", expected: "github-copilot" },
    { text: "zoom.us", expected: "zoom" },
    { text: "WindowsPowerShell", expected: "powershell" },
    { text: "iTerm2", expected: "iterm2" },
    { text: "Sublime Text 4", expected: "sublime" },
    { text: "Google Chrome", expected: "chrome" },
    { text: "Microsoft Edge", expected: "edge" },
    { text: "Notepad++", expected: "notepad++" },
    { text: "Brand New Editor", expected: "brand-new-editor" },
    { text: ' "Brand New", ', expected: "brand-new" },
    { text: "Wakapi-anyide", expected: "wakapi-anyide" },
    { text: "constructor", expected: "constructor" },
    { text: "()", expected: "" },
    { text: "  ", expected: "" },
  ])("$text is $expected", ({ text, expected }) => {
    expect(editorSlug(text)).toBe(expected);
  });
});

describe("operating systems", () => {
  test.each([
    { text: "macos", slug: "macos", shown: "macOS" },
    { text: "macOS", slug: "macos", shown: "macOS" },
    { text: "MacOS", slug: "macos", shown: "macOS" },
    { text: "Mac", slug: "macos", shown: "macOS" },
    { text: "Mac OS X", slug: "macos", shown: "macOS" },
    { text: "Darwin", slug: "macos", shown: "macOS" },
    { text: "darwin-24.5.0-arm64", slug: "macos", shown: "macOS" },
    { text: "macOS 15.1", slug: "macos", shown: "macOS" },
    { text: "Windows", slug: "windows", shown: "Windows" },
    { text: "win32", slug: "windows", shown: "Windows" },
    { text: "win32-x64", slug: "windows", shown: "Windows" },
    { text: "Windows 11 Pro", slug: "windows", shown: "Windows" },
    { text: "Windows_NT", slug: "windows", shown: "Windows" },
    { text: "MINGW64_NT-10.0-19045", slug: "windows", shown: "Windows" },
    { text: "Linux", slug: "linux", shown: "Linux" },
    { text: "GNU/Linux", slug: "linux", shown: "Linux" },
    { text: "linux_x64", slug: "linux", shown: "Linux" },
    { text: "Linux 6.8.0", slug: "linux", shown: "Linux" },
    { text: "WSL", slug: "wsl", shown: "WSL" },
    { text: "wsl2", slug: "wsl", shown: "WSL" },
    { text: "Linux-4.4.0-19041-Microsoft-x86_64", slug: "wsl", shown: "WSL" },
    { text: "Windows Subsystem for Linux", slug: "wsl", shown: "WSL" },
    { text: "Chrome OS", slug: "chromeos", shown: "ChromeOS" },
    { text: "Chrome OS 126.0 x86_64", slug: "chromeos", shown: "ChromeOS" },
    { text: "CrOS", slug: "chromeos", shown: "ChromeOS" },
    { text: "iPadOS 18", slug: "ios", shown: "iOS" },
    { text: "iphone", slug: "ios", shown: "iOS" },
    { text: "Android 15", slug: "android", shown: "Android" },
    { text: "FreeBSD", slug: "freebsd", shown: "FreeBSD" },
    { text: "openbsd", slug: "openbsd", shown: "OpenBSD" },
    { text: "NetBSD", slug: "netbsd", shown: "NetBSD" },
    { text: "SunOS", slug: "solaris", shown: "Solaris" },
    { text: "SerenityOS", slug: "serenityos", shown: "Serenityos" },
    { text: "windsurf-1.0", slug: "windsurf-1.0", shown: "Windsurf-1.0" },
  ])("$text is $slug, shown as $shown", ({ text, slug, shown }) => {
    expect(operatingSystemSlug(text)).toBe(slug);
    expect(operatingSystemName(slug)).toBe(shown);
  });
});

describe("the table", () => {
  const tables = [
    { name: "editors, agents, browsers", rows: [...EDITORS, ...AGENTS, ...BROWSERS], slugOf: editorSlug },
    { name: "operating systems", rows: OPERATING_SYSTEMS, slugOf: operatingSystemSlug },
  ];

  test.each(tables)("$name: every slug, name and spelling leads to its row", ({ rows, slugOf }) => {
    const astray = rows.flatMap(([slug, ...names]) => [slug, ...names].filter((name) => slugOf(name) !== slug));
    expect(astray).toEqual([]);
    expect(new Set(rows.map(([slug]) => slug)).size).toBe(rows.length);
  });
});

describe("names and slugs of any text", () => {
  const words = fc.constantFrom(
    "VS Code",
    "Godot",
    "4.3",
    "linux",
    "Preview",
    "Edition",
    "(",
    '"',
    "-",
    " ",
    "_",
    "my",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words).map((list) => list.join("")),
  );

  test.each([
    { name: "editor", slugOf: editorSlug, nameOf: editorName },
    { name: "operating system", slugOf: operatingSystemSlug, nameOf: operatingSystemName },
  ])("$name: a slug, and the name shown for it, lead back to the slug", ({ slugOf, nameOf }) => {
    fc.assert(
      fc.property(text, (sent) => {
        const slug = slugOf(sent);
        expect(slugOf(slug)).toBe(slug);
        expect(slugOf(nameOf(slug))).toBe(slug);
        expect(slug).toBe(slug.toLowerCase());
        expect(slug).not.toMatch(/[\p{Cc}\s]/u);
      }),
    );
  });
});
