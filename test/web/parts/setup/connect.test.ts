import { expect, test } from "bun:test";
import { apiUrl, configLines, installerLine, systemOf } from "../../../../web/parts/setup/connect.ts";

const KEY = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";

test("the lines have the server's own address, its scheme and port", () => {
  expect(configLines("http://localhost:4784", KEY)).toBe(
    `[settings]\napi_url = http://localhost:4784/api/hackatime/v1\napi_key = ${KEY}\nheartbeat_rate_limit_seconds = 30`,
  );
  expect(apiUrl("https://time.example.org")).toBe("https://time.example.org/api/hackatime/v1");
});

test.each([
  { system: "unix", ends: `install.sh | bash -s -- ${KEY} http://h:1/api/hackatime/v1` },
  { system: "windows", ends: `install.ps1))) -ApiKey ${KEY} -ApiUrl http://h:1/api/hackatime/v1` },
] as const)("the installer of $system is told the key and the address", ({ system, ends }) => {
  expect(installerLine(system, "http://h:1", KEY)).toEndWith(ends);
});

test.each([
  { agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", system: "windows" },
  { agent: "Mozilla/5.0 (X11; Linux x86_64)", system: "unix" },
  { agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", system: "unix" },
])("$agent is $system", ({ agent, system }) => {
  expect<string>(systemOf(agent)).toBe(system);
});
