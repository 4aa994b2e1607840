import { describe, expect, test } from "bun:test";
import { UsageError } from "../src/cli/usage.ts";
import { type ConfigSources, effectiveConfig, originText, settings } from "../src/config.ts";

const DEFAULT_FILE = "/home/ada/.local/share/hearth/config.toml";

/** Sources of an account on Linux that set nothing; `files` are the texts of the files that exist. */
function sources(given: Partial<ConfigSources> & { files?: Record<string, string> } = {}): ConfigSources {
  const { files = {}, ...rest } = given;
  return {
    flags: {},
    env: {},
    platform: "linux",
    homeDirectory: "/home/ada",
    workingDirectory: "/work",
    readFile: (path) => files[path],
    ...rest,
  };
}

/** The usage error of a configuration, as the person reads it: message, then hint. */
function refusal(given: Parameters<typeof sources>[0]): string {
  try {
    effectiveConfig(sources(given));
  } catch (error) {
    if (error instanceof UsageError) return [error.message, error.hint].filter(Boolean).join(" | ");
    throw error;
  }
  throw new Error("the configuration was accepted");
}

test("without any source every setting has its default", () => {
  const config = effectiveConfig(sources());
  const values = Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
  expect(values).toEqual({
    port: 4784,
    host: ["127.0.0.1", "::1"],
    allowHost: [],
    dataDirectory: "/home/ada/.local/share/hearth",
    configFile: undefined,
    logLevel: "info",
    logFormat: "text",
    maxDatabaseMb: 0,
  });
  expect(Object.values(config).map(({ origin }) => originText(origin))).toEqual(Array(8).fill("default"));
});

/** For every setting: three texts for three sources, and what they mean. */
const chosen = {
  port: { texts: ["1", "2", "3"], values: [1, 2, 3] },
  host: { texts: ["a", "b", "c"], values: [["a"], ["b"], ["c"]] },
  allowHost: { texts: ["a", "b", "c"], values: [["a"], ["b"], ["c"]] },
  dataDirectory: { texts: ["/a", "/b", "/c"], values: ["/a", "/b", "/c"] },
  logLevel: { texts: ["debug", "warn", "error"], values: ["debug", "warn", "error"] },
  logFormat: { texts: ["json", "text", "json"], values: ["json", "text", "json"] },
  maxDatabaseMb: { texts: ["1", "2", "3"], values: [1, 2, 3] },
} as const;

describe.each(Object.entries(chosen).map(([key, row]) => ({ key: key as keyof typeof chosen, ...row })))(
  "$key",
  ({ key, texts, values }) => {
    const { name, env } = settings[key];
    const flags = { [name]: texts[0] };
    const variables = { [env]: texts[1], HEARTH_CONFIG: "/etc/h.toml" };
    const files = { "/etc/h.toml": `${name} = "${texts[2]}"` };

    test.each([
      {
        name: "the flag beats all",
        given: { flags, env: variables, files },
        value: values[0],
        origin: `flag --${name}`,
      },
      {
        name: "the variable beats the file",
        given: { env: variables, files },
        value: values[1],
        origin: `variable ${env}`,
      },
      {
        name: "the file beats the default",
        given: { env: { HEARTH_CONFIG: "/etc/h.toml" }, files },
        value: values[2],
        origin: "file /etc/h.toml",
      },
      {
        name: "an empty variable is none",
        given: { env: { HEARTH_CONFIG: "/etc/h.toml", [env]: "" }, files },
        value: values[2],
        origin: "file /etc/h.toml",
      },
    ])("$name", ({ given, value, origin }) => {
      const found = effectiveConfig(sources(given))[key];
      expect<unknown>(found.value).toEqual(value);
      expect(originText(found.origin)).toBe(origin);
    });
  },
);

describe("the config file", () => {
  test("is config.toml in the data directory, wherever that is", () => {
    const given = {
      flags: { "data-dir": "/d" },
      files: { "/d/config.toml": "port = 5000", [DEFAULT_FILE]: "port = 1" },
    };
    const config = effectiveConfig(sources(given));
    expect(config.port).toEqual({ value: 5000, origin: { kind: "file", name: "/d/config.toml" } });
    expect(config.configFile).toEqual({ value: "/d/config.toml", origin: { kind: "default", name: "" } });
  });

  test("named by a flag replaces the default one", () => {
    const given = {
      flags: { config: "my.toml" },
      files: { "/work/my.toml": "port = 5000", [DEFAULT_FILE]: "log-level = 'debug'" },
    };
    const config = effectiveConfig(sources(given));
    expect(config.port.value).toBe(5000);
    expect(config.logLevel.value).toBe("info");
    expect(config.configFile).toEqual({ value: "/work/my.toml", origin: { kind: "flag", name: "--config" } });
  });

  test("may hold comments, numbers, texts and arrays", () => {
    const text = '# mine\nport = 80\nallow-host = ["Home.example", "nas"]\nlog-format = "json"\n';
    const config = effectiveConfig(sources({ files: { [DEFAULT_FILE]: text } }));
    expect(config.port.value).toBe(80);
    expect(config.allowHost.value).toEqual(["home.example", "nas"]);
    expect(config.logFormat.value).toBe("json");
  });

  test("that cannot be read in the data directory passes the system's error on", () => {
    const error = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const readFile = () => {
      throw error;
    };
    expect(() => effectiveConfig(sources({ readFile }))).toThrow(error);
    expect(refusal({ readFile, flags: { config: "/c" } })).toBe("config (flag --config): /c cannot be read");
  });
});

test.each([
  { name: "a relative flag", given: { flags: { "data-dir": "d" } }, is: "/work/d" },
  { name: "a relative variable", given: { env: { HEARTH_DATA_DIR: "../d" } }, is: "/d" },
  { name: "the home directory", given: { env: { HEARTH_DATA_DIR: "~/d" } }, is: "/home/ada/d" },
  { name: "the home directory alone", given: { env: { HEARTH_DATA_DIR: "~" } }, is: "/home/ada" },
  { name: "a name that begins with a tilde", given: { env: { HEARTH_DATA_DIR: "~d" } }, is: "/work/~d" },
  {
    name: "a relative path in a file",
    given: { flags: { config: "/etc/hearth/c.toml" }, files: { "/etc/hearth/c.toml": "data-dir = 'd'" } },
    is: "/etc/hearth/d",
  },
  {
    name: "a drive on Windows",
    given: { platform: "win32", workingDirectory: "C:\\w", env: { HEARTH_DATA_DIR: "D:/x" } },
    is: "D:\\x",
  },
])("$name is an absolute data directory", ({ given, is }) => {
  expect(effectiveConfig(sources(given)).dataDirectory.value).toBe(is);
});

test.each([
  { flag: "host", text: "0.0.0.0", value: ["0.0.0.0"] },
  { flag: "host", text: "[::]", value: ["::"] },
  { flag: "host", text: "LocalHost, 192.168.1.5,127.0.0.1", value: ["127.0.0.1", "::1", "192.168.1.5"] },
  { flag: "host", text: "nas.local.", value: ["nas.local"] },
  { flag: "allow-host", text: "", value: [] },
  { flag: "allow-host", text: "Home.Example,my_nas,[fe80::1]", value: ["home.example", "my_nas", "fe80::1"] },
])("--$flag=$text means $value", ({ flag, text, value }) => {
  const config = effectiveConfig(sources({ flags: { [flag]: text } }));
  expect(flag === "host" ? config.host.value : config.allowHost.value).toEqual(value);
});

const port = "expected a whole number from 0 to 65535, got";
const file = (text: string) => ({ files: { [DEFAULT_FILE]: text } });

test.each([
  { given: { flags: { port: "65536" } }, is: `port (flag --port): ${port} "65536"` },
  { given: { flags: { port: "" } }, is: `port (flag --port): ${port} ""` },
  { given: { flags: { port: "1e3" } }, is: `port (flag --port): ${port} "1e3"` },
  { given: { env: { HEARTH_PORT: "-1" } }, is: `port (variable HEARTH_PORT): ${port} "-1"` },
  { given: file("port = 1.5"), is: `port (file ${DEFAULT_FILE}): ${port} "1.5"` },
  { given: file("port = true"), is: `port (file ${DEFAULT_FILE}): expected a text, a number or an array of them` },
  { given: { flags: { "data-dir": "" } }, is: 'data-dir (flag --data-dir): expected the path of a folder, got ""' },
  {
    given: { flags: { host: "localhost:80" } },
    is: 'host (flag --host): expected addresses or host names, without a port, got "localhost:80"',
  },
  {
    given: { flags: { host: "a,,b" } },
    is: 'host (flag --host): expected addresses or host names, without a port, got "a,,b"',
  },
  {
    given: { flags: { "allow-host": "https://a" } },
    is: 'allow-host (flag --allow-host): expected host names, without scheme or port, got "https://a"',
  },
  {
    given: { flags: { "log-level": "loud" } },
    is: 'log-level (flag --log-level): expected one of debug, info, warn, error, got "loud"',
  },
  { given: { flags: { config: "/none" } }, is: "config (flag --config): /none does not exist" },
  { given: { env: { HEARTH_CONFIG: "/none" } }, is: "config (variable HEARTH_CONFIG): /none does not exist" },
  { given: file("prot = 1"), is: `config file ${DEFAULT_FILE}: there is no setting "prot" | did you mean port?` },
  { given: file("[server]\nport = 1"), is: `config file ${DEFAULT_FILE}: there is no setting "server"` },
  { given: file('config = "x"'), is: `config (file ${DEFAULT_FILE}): a config file cannot name another` },
  { given: file("port = 1\nport = 2"), is: `config file ${DEFAULT_FILE} is not TOML: Cannot redefine key 'port'` },
  {
    given: file('data-dir = "/x"'),
    is: `data-dir (file ${DEFAULT_FILE}): a config file inside the data directory cannot move it | name the file with --config`,
  },
  {
    given: { homeDirectory: "" },
    is: "data-dir: the account has no home directory | use --data-dir or HEARTH_DATA_DIR",
  },
])("$is", ({ given, is }) => {
  expect(refusal(given)).toBe(is);
});

const KEY = "550e8400-e29b-41d4-a716-446655440000";

test.each([
  { name: "a flag", given: { flags: { port: KEY } } },
  { name: "a variable", given: { env: { HEARTH_LOG_LEVEL: `waka_${KEY}` } } },
  { name: "a value in the file", given: file(`port = "${KEY}"`) },
  { name: "a value without quotes", given: file(`api_key = ${KEY}`) },
  { name: "a name in the file", given: file(`${KEY} = 1`) },
])("a key that strayed into $name is not shown", ({ given }) => {
  expect(refusal(given)).not.toContain("550e8400");
});

test("names, variables and flags of the settings are one family", () => {
  for (const { name, env } of Object.values(settings)) {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(env).toBe(`HEARTH_${name.toUpperCase().replaceAll("-", "_")}`);
  }
});
