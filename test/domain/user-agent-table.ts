import type { UserAgent } from "../../src/domain/user-agent.ts";

/** An agent, and the fields that must be read from it; others are not looked at. */
export type AgentRow = { readonly text: string; readonly expected: Partial<UserAgent> };

/** What wakatime-cli puts before its chain of programs. */
export const cli = (chain: string) => `wakatime/v2.26.5 (linux-6.8.0-31-generic-x86_64) go1.26.0 ${chain}`;

/** Agents of the WakaTime form, outside AI coding. */
export const WAKATIME_AGENTS: readonly AgentRow[] = [
  // hackatime-behaviour.md §2.4, hackatime-api.md §5.6
  {
    text: "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/25.0.2" },
  },
  {
    text: "wakatime/v1.118.0 (darwin-24.5.0-arm64) go1.24.4 windsurf/1.98.0 vscode-wakatime/25.0.2",
    expected: { editor: "windsurf", operatingSystem: "macos", plugin: "vscode-wakatime/25.0.2" },
  },
  {
    text: "wakatime/v1.110.0 (linux-5.15.153.1-microsoft-standard-WSL2-x86_64) go1.23 neovim/0.11 vim-wakatime/11.3.0",
    expected: { editor: "neovim", operatingSystem: "wsl", plugin: "vim-wakatime/11.3.0" },
  },
  {
    text: "wakatime/13.1.0 (Linux-6.1-x86_64) Python3.11.2.final.0 emacs-wakatime/1.0.2",
    expected: { editor: "emacs", operatingSystem: "linux", plugin: "emacs-wakatime/1.0.2" },
  },
  {
    text: "wakatime/v1.0.0 (darwin-arm64) go1.0.0 vscode/1.0.0 vscode-wakatime/1.0.0",
    expected: { editor: "vscode", operatingSystem: "macos", plugin: "vscode-wakatime/1.0.0" },
  },
  // the recorded clients
  {
    text: "wakatime/v1.90.0 (linux-6.8.0-31-generic-x86_64) go1.22.0 vim/901 vim-wakatime/11.1.1",
    expected: { editor: "vim", operatingSystem: "linux", plugin: "vim-wakatime/11.1.1" },
  },
  {
    text: "wakatime/v2.26.5 (darwin-25.2.0-arm64) go1.26.0 vscode/1.112.0 vscode-wakatime/30.2.0",
    expected: { editor: "vscode", operatingSystem: "macos", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: "wakatime/13.1.0 (Linux-5.10.0-28-amd64-x86_64-with-glibc2.31) Python3.9.2.final.0 emacs/27.1 emacs-wakatime/1.0.2",
    expected: { editor: "emacs", operatingSystem: "linux", plugin: "emacs-wakatime/1.0.2" },
  },
  {
    text: "wakatime/v1.131.0 (linux-6.12.0-generic-x86_64) go1.24.4 zsh/5.9 terminal-wakatime/v1.1.5",
    expected: { editor: "zsh", operatingSystem: "linux", plugin: "terminal-wakatime/v1.1.5" },
  },
  {
    text: "wakatime/unset (Linux-none-none) wakapi-anyide-wakatime/unset",
    expected: { editor: "wakapi-anyide", operatingSystem: "linux", plugin: "wakapi-anyide-wakatime/unset" },
  },
  {
    text: "wakatime/1.0.0 (Windows-idk) Discord/1.0.0 Discord-wakatime/1.0.0",
    expected: { editor: "discord", operatingSystem: "windows", plugin: "discord-wakatime/1.0.0" },
  },
  {
    text: "wakatime/v2.26.5 (darwin-25.2.0-arm64) go1.26.0 Slack/4.45.0 macos-wakatime/5.33.0",
    expected: { editor: "slack", operatingSystem: "macos", plugin: "macos-wakatime/5.33.0" },
  },
  {
    text: "Chrome/149.0.0.0 linux_x86-64 chrome-wakatime/4.1.1",
    expected: { editor: "chrome", operatingSystem: "linux", plugin: "chrome-wakatime/4.1.1" },
  },
  {
    text: "(Linux) vscode/1.112.0 vscode-wakatime/30.2.0",
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: "Photoshop/26.1.0 darwin_arm64 adobe-photoshop-wakatime/1.2.0",
    expected: { editor: "photoshop", operatingSystem: "macos", plugin: "adobe-photoshop-wakatime/1.2.0" },
  },
  {
    text: "adobe-photoshop-wakatime/1.2.0",
    expected: { editor: "photoshop", plugin: "adobe-photoshop-wakatime/1.2.0" },
  },
  // clients.md A5
  {
    text: "wakatime/v1.102.1 (darwin-23.6.0-arm64) go1.22.4 intellijidea/2026.1 intellijidea-wakatime/16.1.2",
    expected: { editor: "intellijidea", operatingSystem: "macos", plugin: "intellijidea-wakatime/16.1.2" },
  },
  {
    text: "wakatime/v2.26.5 (windows-10.0.26100.1-x86_64) go1.26.0 Figma/126.1 windows-wakatime/1.5.0",
    expected: { editor: "figma", operatingSystem: "windows", plugin: "windows-wakatime/1.5.0" },
  },
  {
    text: cli("Thunderbird/128 linux-wakatime/1.5.0"),
    expected: { editor: "thunderbird", operatingSystem: "linux", plugin: "linux-wakatime/1.5.0" },
  },
  {
    text: cli("claude-code/2.1.90 claude-code-wakatime/4.1.0"),
    expected: { editor: "claude-code", operatingSystem: "linux", plugin: "claude-code-wakatime/4.1.0" },
  },
  {
    text: cli("opencode/1.0.5 opencode-wakatime/1.3.9"),
    expected: { editor: "opencode", operatingSystem: "linux", plugin: "opencode-wakatime/1.3.9" },
  },
  {
    text: cli("Zed/0.190.0 Zed-wakatime/0.1.10"),
    expected: { editor: "zed", operatingSystem: "linux", plugin: "zed-wakatime/0.1.10" },
  },
  {
    text: cli("jupyterlab/4.4.0 jupyterlab-wakatime/0.2.0"),
    expected: { editor: "jupyterlab", operatingSystem: "linux", plugin: "jupyterlab-wakatime/0.2.0" },
  },
  {
    text: cli("obsidian/1.8.10 obsidian-wakatime/2.2.0"),
    expected: { editor: "obsidian", operatingSystem: "linux", plugin: "obsidian-wakatime/2.2.0" },
  },
  {
    text: cli("sublime/4180 sublime-wakatime/11.1.3"),
    expected: { editor: "sublime", operatingSystem: "linux", plugin: "sublime-wakatime/11.1.3" },
  },
  {
    text: "wakatime/v1.102.1 (windows-10.0.22631-x86_64) go1.22.4 visualstudio/17.11 visualstudio-wakatime/13.5.0",
    expected: { editor: "visualstudio", operatingSystem: "windows", plugin: "visualstudio-wakatime/13.5.0" },
  },
  {
    text: "wakatime/v1.102.1 (darwin-23.6.0-arm64) go1.22.4 xcode/16.0 xcode-wakatime/5.3.2",
    expected: { editor: "xcode", operatingSystem: "macos", plugin: "xcode-wakatime/5.3.2" },
  },
  {
    text: cli("kicad/9.0.2 kicad-wakatime/0.5.1"),
    expected: { editor: "kicad", operatingSystem: "linux", plugin: "kicad-wakatime/0.5.1" },
  },
  {
    text: cli("GeometryDash/2.2074 geometrydash-wakatime/1.2.0"),
    expected: { editor: "geometrydash", operatingSystem: "linux", plugin: "geometrydash-wakatime/1.2.0" },
  },
  {
    text: cli("Unity/6000.0.23f1 unity-wakatime/1.0.0"),
    expected: { editor: "unity", operatingSystem: "linux", plugin: "unity-wakatime/1.0.0" },
  },
  // forks keep their names; aliases fold
  {
    text: cli("cursor/1.7.0 vscode-wakatime/25.3.0"),
    expected: { editor: "cursor", operatingSystem: "linux", plugin: "vscode-wakatime/25.3.0" },
  },
  {
    text: cli("VSCodium/1.99 vscode-wakatime/25.3.0"),
    expected: { editor: "vscodium", operatingSystem: "linux", plugin: "vscode-wakatime/25.3.0" },
  },
  {
    text: cli("kiro/0.2.1 vscode-wakatime/25.3.0"),
    expected: { editor: "kiro", operatingSystem: "linux", plugin: "vscode-wakatime/25.3.0" },
  },
  {
    text: cli("Antigravity/1.11.2 vscode-wakatime/25.3.0"),
    expected: { editor: "antigravity", operatingSystem: "linux", plugin: "vscode-wakatime/25.3.0" },
  },
  {
    text: cli("futurefork/9.9 vscode-hackatime/1.0.0"),
    expected: { editor: "futurefork", operatingSystem: "linux", plugin: "vscode-hackatime/1.0.0" },
  },
  {
    text: cli("Visual Studio Code - Insiders/1.113.0 vscode-wakatime/30.2.0"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: cli("VS Code/1.113.0 vscode-wakatime/30.2.0"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: cli("Code - OSS/1.113.0 vscode-wakatime/30.2.0"),
    expected: { editor: "code-oss", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: cli("IntelliJ IDEA/2025.1 intellijidea-wakatime/15.0.3"),
    expected: { editor: "intellijidea", operatingSystem: "linux", plugin: "intellijidea-wakatime/15.0.3" },
  },
  {
    text: cli("IntelliJIDEACommunityEdition/2025.1 IntelliJIDEACommunityEdition-wakatime/15.0.3"),
    expected: {
      editor: "intellijidea",
      operatingSystem: "linux",
      plugin: "intellijideacommunityedition-wakatime/15.0.3",
    },
  },
  {
    text: cli("Python/2023.1 python-wakatime/14.0.0"),
    expected: { editor: "pycharm", operatingSystem: "linux", plugin: "python-wakatime/14.0.0" },
  },
  {
    text: cli("jetbrains/PyCharm/2023.1"),
    expected: { editor: "pycharm", operatingSystem: "linux" },
  },
  {
    text: cli("KTextEditor/6.2 ktexteditor-wakatime/1.4.0"),
    expected: { editor: "kate", operatingSystem: "linux", plugin: "ktexteditor-wakatime/1.4.0" },
  },
  {
    text: cli("Godot4.3/4.3.stable Godot_Super-wakatime/1.0.0"),
    expected: { editor: "godot", operatingSystem: "linux", plugin: "godot_super-wakatime/1.0.0" },
  },
  {
    text: cli("RobloxStudio/0.670 robloxstudio-wakatime/1.0.0"),
    expected: { editor: "roblox-studio", operatingSystem: "linux", plugin: "robloxstudio-wakatime/1.0.0" },
  },
  {
    text: cli("wakatime.nvim/0.3.0"),
    expected: { editor: "neovim", operatingSystem: "linux", plugin: "wakatime.nvim/0.3.0" },
  },
  {
    text: cli("wakatime-zsh-plugin/0.2.2"),
    expected: { editor: "zsh", operatingSystem: "linux", plugin: "wakatime-zsh-plugin/0.2.2" },
  },
  {
    text: cli("fish_wakatime/0.1"),
    expected: { editor: "fish", operatingSystem: "linux", plugin: "fish_wakatime/0.1" },
  },
  // what stands between, or names nothing
  {
    text: cli("helix/25.07.1 (74075bb5) wakatime-ls/0.2.2 helix-wakatime/0.2.2"),
    expected: { editor: "helix", operatingSystem: "linux", plugin: "helix-wakatime/0.2.2" },
  },
  {
    text: cli("vscode/1.112.0 vscode-wakatime/30.2.0 waka-relay/0.2.1"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: cli("vscode-hackatime-tracker/1.0 vscode/1.112.0 vscode-wakatime/30.2.0"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  {
    text: "wakatime/v1.110.0 (linux-6.1-x86_64) node/26.1.0 neovim/0.11 exec-wakatime/1.0 vim-wakatime/11.3.0",
    expected: { editor: "neovim", operatingSystem: "linux", plugin: "vim-wakatime/11.3.0" },
  },
  {
    text: "wakatime/v1.110.0 (linux-6.1-x86_64) java21 eclipse/4.33 eclipse-wakatime/3.0.4",
    expected: { editor: "eclipse", operatingSystem: "linux", plugin: "eclipse-wakatime/3.0.4" },
  },
  {
    text: cli("continue/1.2.0 in vscode/1.112.0"),
    expected: { editor: "continue", operatingSystem: "linux" },
  },
  {
    text: cli("emacs-wakatime/1.0.2 vscode/1.112.0 vscode-wakatime/30.2.0"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  { text: cli("Unknown/0"), expected: { operatingSystem: "linux" } },
  { text: cli("macos-wakatime/5.33.0"), expected: { operatingSystem: "linux", plugin: "macos-wakatime/5.33.0" } },
  { text: cli("mcp-wakatime/unknown"), expected: { operatingSystem: "linux" } },
  { text: cli(""), expected: { operatingSystem: "linux" } },
  { text: "wakatime/v1.102.1", expected: {} },
  {
    text: "wakatime/unset (Blender-4.5.1) cyteon/blender-hackatime",
    expected: { editor: "blender", plugin: "blender-hackatime" },
  },
  {
    text: cli("neovim vim-wakatime/11.3.0"),
    expected: { editor: "neovim", operatingSystem: "linux", plugin: "vim-wakatime/11.3.0" },
  },
  { text: cli("claude-code"), expected: { editor: "claude-code", operatingSystem: "linux" } },
  {
    text: cli("Notepad++/unknown windows-wakatime/0.5.0"),
    expected: { editor: "notepad++", operatingSystem: "linux", plugin: "windows-wakatime/0.5.0" },
  },
  // names with blanks
  {
    text: "wakatime/v2.26.5 (darwin-25.2.0-arm64) go1.26.0 Google Chrome/149.0.0.0 macos-wakatime/5.33.0",
    expected: { editor: "chrome", operatingSystem: "macos", plugin: "macos-wakatime/5.33.0" },
  },
  {
    text: "wakatime/v2.26.5 (darwin-25.2.0-arm64) go1.26.0 Tide Table Pro/3.1 macos-wakatime/5.33.0",
    expected: { editor: "tide-table-pro", operatingSystem: "macos", plugin: "macos-wakatime/5.33.0" },
  },
  {
    text: cli("Windows Terminal/1.22 linux-wakatime/1.5.0"),
    expected: { editor: "windowsterminal", operatingSystem: "linux", plugin: "linux-wakatime/1.5.0" },
  },
  {
    text: cli("Android Studio/2024.2 androidstudio-wakatime/15.0.3"),
    expected: { editor: "androidstudio", operatingSystem: "linux", plugin: "androidstudio-wakatime/15.0.3" },
  },
  {
    text: cli("Tide Table linux-wakatime/1.5.0"),
    expected: { editor: "tide-table", operatingSystem: "linux", plugin: "linux-wakatime/1.5.0" },
  },
  {
    text: cli("a great many words before Tide/1.0 linux-wakatime/1.5.0"),
    expected: { editor: "tide", operatingSystem: "linux", plugin: "linux-wakatime/1.5.0" },
  },
  {
    text: cli("web/1.0 vscode/1.112.0"),
    expected: { editor: "vscode", operatingSystem: "linux" },
  },
  // a model's name is no editor while a program stands beside its own plugin
  {
    text: cli("gpt/5.5-high vscode/1.112.0 vscode-wakatime/30.2.0"),
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/30.2.0" },
  },
  { text: cli("sonnet/5-1 claude-code/2.1.90"), expected: { editor: "sonnet", operatingSystem: "linux" } },
  // careless senders
  {
    text: ' "wakatime/v1.118.0 (linux-6.8.0-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2" ',
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/25.0.2" },
  },
  {
    text: `${cli("vscode/1.99.1 vscode-wakatime/25.0.2")}, ${cli("vim/9 vim-wakatime/11")}`,
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/25.0.2" },
  },
  {
    text: "WakaTime/v1.118.0 (Linux-6.8.0-x86_64) Go1.24.4 VSCode/1.99.1 VSCode-WakaTime/25.0.2",
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/25.0.2" },
  },
  {
    text: "wakatime/v1.118.0 (linux-6.8.0-x86_64 go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
    expected: { editor: "vscode", operatingSystem: "linux", plugin: "vscode-wakatime/25.0.2" },
  },
];
