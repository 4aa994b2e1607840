import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type ClientHints, client, parseUserAgent, type UserAgent } from "../../src/domain/user-agent.ts";
import { type AgentRow, cli, WAKATIME_AGENTS } from "./user-agent-table.ts";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";

type ClientRow = { readonly name: string; readonly hints: Partial<ClientHints>; readonly expected: Partial<UserAgent> };

describe("an agent of the WakaTime form", () => {
  test.each([...WAKATIME_AGENTS])("$text", ({ text, expected }) => {
    expect(parseUserAgent(text, false)).toEqual({ wakatime: true, ...expected });
  });

  test.each([
    { platform: "darwin-24.5.0-arm64", expected: "macos" },
    { platform: "macOS-14.5-arm64-arm-64bit", expected: "macos" },
    { platform: "Macintosh", expected: "macos" },
    { platform: "windows-10.0.26100-x86_64", expected: "windows" },
    { platform: "Windows-10-10.0.19041-SP0", expected: "windows" },
    { platform: "win32", expected: "windows" },
    { platform: "linux-6.6.87.2-microsoft-standard-WSL2-x86_64", expected: "wsl" },
    { platform: "Linux-4.4.0-19041-Microsoft-x86_64-with-glibc2.35", expected: "wsl" },
    { platform: "linux-5.15.153-wsl2-custom-x86_64", expected: "wsl" },
    { platform: "android-5.10.198-aarch64", expected: "android" },
    { platform: "Linux-5.10.198-android12-9-aarch64", expected: "android" },
    { platform: "Chrome OS-126", expected: "chromeos" },
    { platform: "iPhone OS 18", expected: "ios" },
    { platform: "iPad", expected: "ios" },
    { platform: "freebsd-14.1-RELEASE-amd64", expected: "freebsd" },
    { platform: "OpenBSD-7.5-amd64", expected: "openbsd" },
    { platform: "netbsd-10.0-amd64", expected: "netbsd" },
    { platform: "dragonfly-6.4-amd64", expected: "dragonfly" },
    { platform: "SunOS-5.11", expected: "solaris" },
    { platform: "none-none-none", expected: undefined },
    { platform: "web", expected: undefined },
    { platform: "OS_NAME", expected: undefined },
    { platform: "Python Client", expected: undefined },
    { platform: "VSCode/1.99", expected: undefined },
    { platform: "WebStorm-2025", expected: undefined },
    { platform: "windsurf-1.98", expected: undefined },
  ])("runs on ($platform)", ({ platform, expected }) => {
    const agent = parseUserAgent(`wakatime/v1.118.0 (${platform}) go1.24.4 vim/9.1 vim-wakatime/11.1`, false);
    expect(agent.operatingSystem).toBe(expected);
    expect(agent.editor).toBe("vim");
  });
});

describe("an agent of an AI coding heartbeat", () => {
  test.each([
    // hackatime-behaviour.md §2.4, hackatime-api.md §5.6, wakatime-api.md §4.1.3
    { chain: "sonnet/5-1 claude-code/2.1.90", editor: "claude-code", aiModel: "sonnet/5-1" },
    { chain: "opus/4-8 claude-code/2.1.202", editor: "claude-code", aiModel: "opus/4-8" },
    { chain: "claude/2.1.77 claude-code-wakatime/3.1.5", editor: "claude-code", aiModel: undefined },
    {
      chain: "gpt/5.5-high mcp-wakatime/unknown vscode/1.120.0 vscode-wakatime/30.0.0",
      editor: "vscode",
      aiModel: "gpt/5.5-high",
    },
    { chain: "gpt/5.5 -high vscode/1.120.0 vscode-wakatime/30.0.0", editor: "vscode", aiModel: "gpt/5.5-high" },
    { chain: "brandneweditor/0.3 vscode-wakatime/25.0.2", editor: "brandneweditor", aiModel: undefined },
    {
      chain: "brandnewmodel/7 brandneweditor/0.3 vscode-wakatime/25.0.2",
      editor: "brandneweditor",
      aiModel: "brandnewmodel/7",
    },
    { chain: "vscode/1.112.0 vscode-wakatime/30.2.0", editor: "vscode", aiModel: undefined },
    {
      chain: "GPT/5.3-Codex Codex Desktop/0.99 codex-desktop-wakatime/1.0",
      editor: "codex-desktop",
      aiModel: "gpt/5.3-codex",
    },
    { chain: "o3 codex/0.42.0", editor: "codex", aiModel: "o3" },
    { chain: "o3 brandneweditor/0.3", editor: "brandneweditor", aiModel: "o3" },
    { chain: "sonnet/4-5 cursor/1.7.0 vscode-wakatime/25.3.0", editor: "cursor", aiModel: "sonnet/4-5" },
    { chain: "claude/4.5-sonnet cursor/1.7.0 vscode-wakatime/25.3.0", editor: "cursor", aiModel: "claude/4.5-sonnet" },
    { chain: "claude/2.1.118 cursor/1.7.0 vscode-wakatime/25.3.0", editor: "claude-code", aiModel: undefined },
    { chain: "Claude/2.1.118 jetbrains/PyCharm/2023.1", editor: "claude-code", aiModel: undefined },
    { chain: "codex/5.2 opencode/1.0.5", editor: "opencode", aiModel: "codex/5.2" },
    { chain: "codex/0.42.0 vscode/1.112.0", editor: "codex", aiModel: undefined },
    { chain: "gemini/2.5-pro goose/1.0", editor: "goose", aiModel: "gemini/2.5-pro" },
    { chain: "gemini/0.9.0 vscode/1.112.0", editor: "gemini", aiModel: undefined },
    { chain: "Copilot/gpt-5 vscode/1.112.0 vscode-wakatime/30.2.0", editor: "copilot", aiModel: "gpt-5" },
    { chain: "GitHubCopilot/4o vscode/1.112.0", editor: "github-copilot", aiModel: "4o" },
    { chain: "Copilot/1.300.0 vscode/1.112.0", editor: "copilot", aiModel: undefined },
    { chain: "Copilot/unknown vscode/1.112.0", editor: "copilot", aiModel: undefined },
    { chain: "Gemini/flash", editor: "gemini", aiModel: "flash" },
    { chain: "glm/4.6", editor: undefined, aiModel: "glm/4.6" },
    { chain: "nemotron/3", editor: undefined, aiModel: "nemotron/3" },
    { chain: "composer/1", editor: undefined, aiModel: "composer/1" },
    { chain: "hermes/4-405b", editor: undefined, aiModel: "hermes/4-405b" },
    { chain: "glm/4.6 opencode-wakatime/1.3.9", editor: "opencode", aiModel: "glm/4.6" },
    { chain: "Oh My Pi/1.0", editor: "pi", aiModel: undefined },
    { chain: "Qwen Code/0.4.0 vscode/1.112.0", editor: "qwen-code", aiModel: undefined },
    { chain: "Roo Code/3.30 vscode/1.112.0", editor: "roo-code", aiModel: undefined },
    { chain: "Factory Droid/0.22 vscode/1.112.0", editor: "droid", aiModel: undefined },
    { chain: "github-copilot-cli/0.0.340 vscode/1.112.0", editor: "copilot-cli", aiModel: undefined },
    { chain: "antigravity-ide/1.0 vscode/1.112.0", editor: "antigravity-ide", aiModel: undefined },
    { chain: "cline/3.30 vscode/1.112.0 vscode-wakatime/30.2.0", editor: "cline", aiModel: undefined },
    { chain: "sonnet/5-1 futureagent-cli/1.0", editor: "futureagent-cli", aiModel: "sonnet/5-1" },
    { chain: "futureagent-cli/1.0 vscode/1.112.0", editor: "futureagent-cli", aiModel: undefined },
    // no model, whatever follows: programs that are known
    { chain: "vim/9.1 neovim/0.11 vim-wakatime/12.0.0", editor: "vim", aiModel: undefined },
    { chain: "jetbrains/PyCharm/2023.1 pycharm-wakatime/15", editor: "pycharm", aiModel: undefined },
  ])("$chain", ({ chain, editor, aiModel }) => {
    const agent = parseUserAgent(cli(chain), true);
    expect({ editor: agent.editor, aiModel: agent.aiModel }).toEqual({ editor, aiModel });
    expect(agent.wakatime).toBe(true);
  });
});

describe("a browser's extension", () => {
  test.each([
    { text: "Firefox/140.0 linux_x86-64 firefox-wakatime/4.1.0", editor: "firefox", operatingSystem: "linux" },
    { text: "Chrome/117.0.0.0 win_x86-64 chrome-wakatime/3.0.19", editor: "chrome", operatingSystem: "windows" },
    { text: "Chrome/117.0.0.0 mac_arm-64 chrome-wakatime/3.0.19", editor: "chrome", operatingSystem: "macos" },
    { text: "Chrome/117.0.0.0 cros_x86-64 chrome-wakatime/3.0.19", editor: "chrome", operatingSystem: "chromeos" },
    { text: "Firefox/140.0 android_arm firefox-wakatime/4.1.0", editor: "firefox", operatingSystem: "android" },
    { text: "Firefox/140.0 linux firefox-wakatime/4.1.0", editor: "firefox", operatingSystem: "linux" },
    { text: "Chrome/149.0.0.0 win_x86-64 edge-wakatime/4.1.1", editor: "edge", operatingSystem: "windows" },
    { text: "Edg/149.0.0.0 win_x86-64 edge-wakatime/4.1.1", editor: "edge", operatingSystem: "windows" },
    { text: "EdgA/149.0.0.0 android_arm edge-wakatime/4.1.1", editor: "edge", operatingSystem: "android" },
    { text: "OPR/110.0 linux_x86-64 chrome-wakatime/4.1.1", editor: "opera", operatingSystem: "linux" },
    { text: "Brave/1.70 linux_x86-64 chrome-wakatime/4.1.1", editor: "brave", operatingSystem: "linux" },
    { text: "Chrome/149.0.0.0 win_x86-64 onshape-wakatime/1.0.0", editor: "onshape", operatingSystem: "windows" },
    { text: `${CHROME} chrome-wakatime/3.0.6`, editor: "chrome", operatingSystem: "linux" },
    { text: `${CHROME} onshape-wakatime/1.0.0`, editor: "onshape", operatingSystem: "linux" },
    { text: "browser-wakatime/1.0.0", editor: undefined, operatingSystem: undefined },
  ])("$text", ({ text, editor, operatingSystem }) => {
    const agent = parseUserAgent(text, false);
    expect({ editor: agent.editor, operatingSystem: agent.operatingSystem }).toEqual({ editor, operatingSystem });
    expect(agent.wakatime).toBe(true);
  });
});

describe("any other agent", () => {
  test.each<AgentRow>([
    { text: CHROME, expected: { editor: "chrome", operatingSystem: "linux" } },
    { text: `${CHROME} Edg/149.0.0.0`, expected: { editor: "edge", operatingSystem: "linux" } },
    { text: `${CHROME} OPR/110.0.0.0`, expected: { editor: "opera", operatingSystem: "linux" } },
    { text: `${CHROME} Vivaldi/7.1`, expected: { editor: "vivaldi", operatingSystem: "linux" } },
    {
      text: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
      expected: { editor: "firefox", operatingSystem: "windows" },
    },
    {
      text: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
      expected: { editor: "safari", operatingSystem: "macos" },
    },
    {
      text: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
      expected: { editor: "chrome", operatingSystem: "ios" },
    },
    {
      text: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 EdgA/126.0",
      expected: { editor: "edge", operatingSystem: "android" },
    },
    {
      text: "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
      expected: { editor: "chrome", operatingSystem: "chromeos" },
    },
    {
      text: "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      expected: { editor: "firefox", operatingSystem: "linux" },
    },
    {
      text: "Mozilla/5.0 (X11; FreeBSD amd64; rv:140.0) Gecko/20100101 Firefox/140.0",
      expected: { editor: "firefox", operatingSystem: "freebsd" },
    },
    {
      text: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Code/1.112.0 Chrome/142.0 Electron/39.2 Safari/537.36",
      expected: { editor: "vscode", operatingSystem: "linux" },
    },
    { text: "Mozilla/5.0", expected: { editor: "mozilla" } },
    { text: "curl/8.5.0", expected: { editor: "curl" } },
    { text: "python-requests/2.31.0", expected: { editor: "python-requests" } },
    { text: "Python/3.12 aiohttp/3.9.1", expected: { editor: "aiohttp" } },
    { text: "vscode/1.0.0", expected: { editor: "vscode" } },
    { text: "windows/vscode", expected: { editor: "vscode", operatingSystem: "windows" } },
    { text: "HBuilder X/4.29 (Windows_NT 10.0.19045)", expected: { editor: "hbuilderx", operatingSystem: "windows" } },
    { text: "Xcode/16 CFNetwork/1494.0.7 Darwin/23.4.0", expected: { editor: "xcode", operatingSystem: "macos" } },
    {
      text: "Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6)",
      expected: { editor: "dalvik", operatingSystem: "android" },
    },
    { text: "node", expected: {} },
    { text: "my_agent", expected: {} },
    { text: "vscode", expected: {} },
    { text: "garbage", expected: {} },
    { text: "1.0/2.0", expected: {} },
    { text: "/ // ()", expected: {} },
    { text: "", expected: {} },
  ])("$text", ({ text, expected }) => {
    expect(parseUserAgent(text, false)).toEqual({ wakatime: false, ...expected });
  });
});

describe("client", () => {
  const vim = cli("vim/901 vim-wakatime/11.1.1");

  test.each<ClientRow>([
    {
      name: "WakaTime's form beats the body",
      hints: { userAgent: vim, editor: "nano", operatingSystem: "Windows" },
      expected: { editor: "vim", operatingSystem: "linux", plugin: "vim-wakatime/11.1.1" },
    },
    {
      name: "the body says what WakaTime's form does not",
      hints: { header: "wakatime/unset (Blender-4.5.1)", editor: "Blender", operatingSystem: "MacOS" },
      expected: { editor: "blender", operatingSystem: "macos" },
    },
    {
      name: "the body beats any other agent",
      hints: { userAgent: CHROME, editor: "VS Code", operatingSystem: "Darwin" },
      expected: { editor: "vscode", operatingSystem: "macos" },
    },
    {
      name: "the API guide's sample",
      hints: { userAgent: "Mozilla/5.0", header: "python-requests/2.31.0", editor: "vscode", operatingSystem: "Linux" },
      expected: { editor: "vscode", operatingSystem: "linux" },
    },
    {
      name: "any other agent, when nothing else speaks",
      hints: { header: CHROME },
      expected: { editor: "chrome", operatingSystem: "linux" },
    },
    {
      name: "field by field",
      hints: { header: CHROME, editor: "Replit" },
      expected: { editor: "replit", operatingSystem: "linux" },
    },
    {
      name: "the heartbeat's agent before its plugin before the header",
      hints: { userAgent: vim, plugin: "zed/1 zed-wakatime/2", header: cli("emacs/29 emacs-wakatime/1") },
      expected: { editor: "vim", operatingSystem: "linux", plugin: "vim-wakatime/11.1.1" },
    },
    {
      name: "a WakaTime header before another agent in the heartbeat",
      hints: { userAgent: "Mozilla/5.0", header: vim },
      expected: { editor: "vim", operatingSystem: "linux", plugin: "vim-wakatime/11.1.1" },
    },
    {
      name: "a blank or empty name in the body is none",
      hints: { editor: " ", operatingSystem: "Unknown", header: "curl/8.5.0" },
      expected: { editor: "curl" },
    },
    {
      name: "unknown names in the body become slugs",
      hints: { editor: "Tide Table", operatingSystem: "SerenityOS" },
      expected: { editor: "tide-table", operatingSystem: "serenityos" },
    },
    {
      name: "a model of AI coding",
      hints: { userAgent: cli("opus/4-8 claude-code/2.1.202"), aiCoding: true },
      expected: { editor: "claude-code", operatingSystem: "linux", aiModel: "opus/4-8" },
    },
    { name: "nothing", hints: {}, expected: {} },
    // the recorded clients whose agent is spread over several places
    {
      name: "browser-wakatime",
      hints: { plugin: "Chrome/149.0.0.0 linux_x86-64 chrome-wakatime/4.1.1", header: CHROME },
      expected: { editor: "chrome", operatingSystem: "linux", plugin: "chrome-wakatime/4.1.1" },
    },
    {
      name: "vscode-wakatime in the browser",
      hints: { plugin: "(Linux) vscode/1.112.0 vscode-wakatime/30.2.0", header: CHROME },
      expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
    },
    {
      name: "vscode-wakatime in the browser, no system named",
      hints: { plugin: "vscode/1.112.0 vscode-wakatime/30.2.0", header: CHROME },
      expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
    },
    {
      name: "chrome-wakapi",
      hints: { plugin: "browser-wakatime/1.0.0", header: CHROME },
      expected: { editor: "chrome", operatingSystem: "linux", plugin: "browser-wakatime/1.0.0" },
    },
    {
      name: "adobe-wakatime",
      hints: {
        plugin: "adobe-photoshop-wakatime/1.2.0",
        header: "Photoshop/26.1.0 darwin_arm64 adobe-photoshop-wakatime/1.2.0",
      },
      expected: { editor: "photoshop", operatingSystem: "macos", plugin: "adobe-photoshop-wakatime/1.2.0" },
    },
    {
      name: "wakapi-anyide",
      hints: {
        userAgent: "wakatime/unset (Linux-none-none) wakapi-anyide-wakatime/unset",
        header: "wakatime/unset (Linux-none-none) wakapi-anyide-wakatime/unset",
        editor: "wakapi-anyide",
        operatingSystem: "Linux",
      },
      expected: { editor: "wakapi-anyide", operatingSystem: "linux", plugin: "wakapi-anyide-wakatime/unset" },
    },
    {
      name: "Wakapi-Discord",
      hints: {
        header: "wakatime/1.0.0 (Windows-idk) Discord/1.0.0 Discord-wakatime/1.0.0",
        editor: "Discord",
        operatingSystem: "Windows",
      },
      expected: { editor: "discord", operatingSystem: "windows", plugin: "discord-wakatime/1.0.0" },
    },
  ])("$name", ({ hints, expected }) => {
    expect(client({ aiCoding: false, ...hints })).toEqual(expected);
  });
});

describe("on any text", () => {
  const piece = fc.constantFrom(
    ..."wakatime/v1 (linux-6) (Linux ( ) go1.2 vim/9 vim-wakatime/1 -wakatime x-hackatime/ / // gpt/5 o3 Claude/2 İ/1 ß ΑΣ Chrome/1 Electron/2 -high \u0000 \u0085 \ud83d".split(
      " ",
    ),
  );
  const agent = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" ")),
    fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary" }),
  );

  test("never throws, and every field is lower case without control characters and not empty", () => {
    fc.assert(
      fc.property(agent, agent, fc.boolean(), (userAgent, editor, aiCoding) => {
        const said = client({ userAgent, editor, operatingSystem: editor, aiCoding });
        for (const value of Object.values(said)) {
          expect(value).not.toBe("");
          expect(value).toBe(value.toLowerCase());
          expect(value).not.toMatch(/\p{Cc}/u);
          expect(value.isWellFormed()).toBe(true);
        }
        for (const slug of [said.editor, said.operatingSystem]) expect(slug ?? "").not.toMatch(/\s/);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    { name: "open brackets", unit: "(" },
    { name: "slashes", unit: "/" },
    { name: "hyphens", unit: "-" },
    { name: "digits", unit: "1" },
    { name: "bare words", unit: "a " },
    { name: "words and versions", unit: "a b/1 " },
    { name: "plugins", unit: "x-wakatime/1 " },
    { name: "plugin endings", unit: "-wakatime" },
    { name: "comments", unit: "(a b) " },
    { name: "programs", unit: "vim/9 " },
  ])("a hundred thousand characters of $name take no time to speak of", ({ unit }) => {
    const text = unit.repeat(100_000 / unit.length);
    const start = performance.now();
    parseUserAgent(text, true);
    // About 100 ms; a pattern or loop of quadratic cost takes many seconds.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
