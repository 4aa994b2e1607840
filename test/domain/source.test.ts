import { describe, expect, test } from "bun:test";
import { NO_SENTINELS } from "../../src/domain/placeholder.ts";
import { derivedSource, type Source } from "../../src/domain/source.ts";

const CLI = "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2";
const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0 Safari/537.36";
const AGENT_OF_CLAUDE = "wakatime/v2.20.0 (linux-x86_64) go1.26 sonnet/5-1 claude-code/2.1.90";

const NOTHING = { editor: undefined, operatingSystem: undefined, machine: undefined, aiModel: undefined };

function derived(said: Partial<Source>) {
  return derivedSource({ aiCoding: false, sentinels: NO_SENTINELS, precision: "us", importId: 0, ...said });
}

describe("what a source says", () => {
  test.each<{ name: string; said: Partial<Source>; expected: Partial<typeof NOTHING> | object }>([
    { name: "nothing at all", said: {}, expected: {} },
    { name: "the header's agent", said: { header: CLI }, expected: { editor: "vscode", operatingSystem: "linux" } },
    {
      name: "the item's agent before its plugin and the header",
      said: { userAgent: "Firefox/140.0 macos firefox-wakatime/4.1.0", plugin: CLI, header: CLI },
      expected: { editor: "firefox", operatingSystem: "macos" },
    },
    {
      name: "the item's plugin before the header",
      said: { plugin: "(Linux) cursor/1.112.0 vscode-wakatime/30.2.0", header: BROWSER },
      expected: { editor: "cursor", operatingSystem: "linux" },
    },
    {
      name: "an agent of the WakaTime form before the body",
      said: { header: CLI, editor: "Zed", operatingSystem: "Windows" },
      expected: { editor: "vscode", operatingSystem: "linux" },
    },
    {
      name: "the body where the agent of that form names nothing",
      said: { header: "wakatime/v1.102.1", editor: "Zed", operatingSystem: "Windows" },
      expected: { editor: "zed", operatingSystem: "windows" },
    },
    {
      name: "the body before any other agent",
      said: { header: BROWSER, editor: "IntelliJ IDEA", operatingSystem: "Mac OS X" },
      expected: { editor: "intellijidea", operatingSystem: "macos" },
    },
    {
      name: "any other agent when the body is silent",
      said: { header: BROWSER },
      expected: { editor: "chrome", operatingSystem: "windows" },
    },
    {
      name: "a model before the editor, when it is AI coding",
      said: { header: AGENT_OF_CLAUDE, aiCoding: true },
      expected: { editor: "claude-code", operatingSystem: "linux", aiModel: "sonnet/5-1" },
    },
    {
      name: "no model otherwise",
      said: { header: AGENT_OF_CLAUDE, aiCoding: false },
      expected: { editor: "sonnet", operatingSystem: "linux" },
    },
  ])("$name", ({ said, expected }) => {
    expect(derived(said)).toEqual({ ...NOTHING, ...expected });
  });

  test.each([
    { name: "the header before the body", said: { machineHeader: "studio", machine: "attic" }, machine: "studio" },
    { name: "the body alone", said: { machine: "attic" }, machine: "attic" },
    { name: "an empty header as none", said: { machineHeader: " ", machine: "attic" }, machine: "attic" },
    { name: "an escaped one", said: { machineHeader: "my+h%C3%B6st+1" }, machine: "my höst 1" },
    {
      name: "a plus from a client that escapes, as the header's own agent says",
      said: { machineHeader: "build+box", header: CLI, userAgent: BROWSER },
      machine: "build box",
    },
    {
      name: "a plus from any other client",
      said: { machineHeader: "build+box", header: BROWSER },
      machine: "build+box",
    },
    {
      name: "the id of a data dump when there is no name",
      said: { machineNameId: "8ad1c0ff-0000-4000-8000-000000000000" },
      machine: "Machine 8ad1c0ff",
    },
    {
      name: "the name before the id",
      said: { machine: "attic", machineNameId: "8ad1c0ff-0000-4000-8000-000000000000" },
      machine: "attic",
    },
    { name: "no machine", said: {}, machine: undefined },
  ])("machine: $name", ({ said, machine }) => {
    expect(derived(said).machine).toBe(machine);
  });

  test("zone, sentinels, precision and import are kept, and change no name", () => {
    const said = { header: CLI, machine: "attic" };
    const more = { timeZone: "Europe/Berlin", precision: "s", importId: 7, userAgentId: "x" } as const;
    const sentinels = { project: true, language: true, branch: true };
    expect(derived({ ...said, ...more, sentinels })).toEqual(derived(said));
  });
});
