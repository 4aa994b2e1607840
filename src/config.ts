import { TOML } from "bun";
import { nearestName } from "./cli/nearest.ts";
import { UsageError } from "./cli/usage.ts";
import { type Place, pathsOf, platformDataDirectory } from "./data-directory.ts";
import { type LogFormat, type LogLevel, logFormats, logLevels, redact } from "./log.ts";

/** The value of every setting. */
export type Config = {
  /** TCP port; 0 = any free one. */
  readonly port: number;
  /** IP addresses or host names to listen on, at least one, IPv6 without brackets. */
  readonly host: readonly string[];
  /** Lower-case host names or IP addresses, without a port. */
  readonly allowHost: readonly string[];
  /** Absolute path. */
  readonly dataDirectory: string;
  /** Absolute path of the file that was read; undefined = none was. */
  readonly configFile: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** MB of 1024 × 1024 bytes; 0 = no limit. */
  readonly maxDatabaseMb: number;
};

/** One row of the settings table. A setting has one name: `--name` as a flag, `name` in the config file. */
export type Setting<Value> = {
  readonly name: string;
  /** The environment variable. An empty one counts as absent. */
  readonly env: string;
  /**
   * text: one value; list: several, separated by commas, a repeated flag or an array in the file;
   * path: relative to where it was written, the working directory or the config file's folder.
   */
  readonly kind: "text" | "list" | "path";
  /** What stands for the value in help texts. */
  readonly placeholder: string;
  /** The default as a user would write it; for paths, in words. */
  readonly default: string;
  /** Unit of the value, where it has one. */
  readonly unit?: string;
  readonly help: string;
  /** What `parse` accepts, in words that end the sentence "expected …". */
  readonly expected: string;
  /** The value that a text means, or undefined when it means none. */
  readonly parse: (text: string) => Value | undefined;
};

/** Every setting there is, in the order in which help and `hearth config` show them. */
export const settings: { readonly [Key in keyof Config]: Setting<NonNullable<Config[Key]>> } = {
  port: {
    name: "port",
    env: "HEARTH_PORT",
    kind: "text",
    placeholder: "PORT",
    default: "4784",
    help: "port to listen on; 0 takes any free one",
    expected: "a whole number from 0 to 65535",
    parse: (text) => wholeNumber(text, 65_535),
  },
  host: {
    name: "host",
    env: "HEARTH_HOST",
    kind: "list",
    placeholder: "ADDRESS,…",
    default: "localhost",
    help: "addresses to listen on; localhost means 127.0.0.1 and ::1",
    expected: "addresses or host names, without a port",
    parse: (text) => addresses(text),
  },
  allowHost: {
    name: "allow-host",
    env: "HEARTH_ALLOW_HOST",
    kind: "list",
    placeholder: "NAME,…",
    default: "",
    help: "further host names under which requests without an API key are served",
    expected: "host names, without scheme or port",
    parse: (text) => (text.trim() === "" ? [] : hostNames(text)),
  },
  dataDirectory: {
    name: "data-dir",
    env: "HEARTH_DATA_DIR",
    kind: "path",
    placeholder: "FOLDER",
    default: "the platform's folder for application data",
    help: "folder of the database, its backups and the lock",
    expected: "the path of a folder",
    parse: (text) => (text === "" ? undefined : text),
  },
  configFile: {
    name: "config",
    env: "HEARTH_CONFIG",
    kind: "path",
    placeholder: "FILE",
    default: "config.toml in the data directory, if there is one",
    help: "TOML file with any of these settings",
    expected: "the path of a file",
    parse: (text) => (text === "" ? undefined : text),
  },
  logLevel: {
    name: "log-level",
    env: "HEARTH_LOG_LEVEL",
    kind: "text",
    placeholder: "LEVEL",
    default: "info",
    help: `least level to log: ${logLevels.join(", ")}`,
    expected: `one of ${logLevels.join(", ")}`,
    parse: (text) => logLevels.find((level) => level === text.toLowerCase()),
  },
  logFormat: {
    name: "log-format",
    env: "HEARTH_LOG_FORMAT",
    kind: "text",
    placeholder: "FORMAT",
    default: "text",
    help: `form of log lines: ${logFormats.join(", ")}`,
    expected: `one of ${logFormats.join(", ")}`,
    parse: (text) => logFormats.find((format) => format === text.toLowerCase()),
  },
  maxDatabaseMb: {
    name: "max-database-mb",
    env: "HEARTH_MAX_DATABASE_MB",
    kind: "text",
    placeholder: "MB",
    default: "0",
    unit: "MB of 1024 × 1024 bytes",
    help: "size of the database beyond which writes are refused, so that clients keep their heartbeats; 0 is no limit",
    expected: "a whole number of megabytes, or 0 for no limit",
    parse: (text) => wholeNumber(text, 1_000_000_000),
  },
};

/** Where a value came from: a flag or variable by its name, a config file by its path; the default has no name. */
export type Origin = { readonly kind: "flag" | "variable" | "file" | "default"; readonly name: string };

export type Effective<Value> = { readonly value: Value; readonly origin: Origin };

export type EffectiveConfig = { readonly [Key in keyof Config]: Effective<Config[Key]> };

export type ConfigSources = Place & {
  /** Values of the flags given, by setting name (`data-dir`); repeated lists joined by commas. */
  readonly flags: Readonly<Record<string, string | true | undefined>>;
  /** Absolute path. */
  readonly workingDirectory: string;
  /** The text of a file, or undefined when it does not exist; throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
};

/**
 * The value of every setting and where it came from: flag, else variable, else config file, else default.
 * The config file is the one named by flag or variable, else `config.toml` in the data directory if it is there; only a
 * named one may move the data directory.
 *
 * Throws UsageError, naming setting and source, for a value that is not understood, an unknown name in the file, a file that
 * is not TOML, a named file that is missing and a data directory that no one named on an account without a home; passes on
 * what `readFile` throws for the file in the data directory.
 */
export function effectiveConfig(sources: ConfigSources): EffectiveConfig {
  const named = given(settings.configFile, sources, undefined);
  const namedFile = named && readNamedFile(named, sources);
  const dataDirectory = given(settings.dataDirectory, sources, namedFile) ?? platformDefault(sources);
  const file = namedFile ?? readDefaultFile(dataDirectory.value, sources);
  const effective = <Value>(setting: Setting<Value>) => given(setting, sources, file) ?? standard(setting);
  return {
    port: effective(settings.port),
    host: effective(settings.host),
    allowHost: effective(settings.allowHost),
    dataDirectory,
    configFile: named ?? { value: file?.path, origin: byDefault },
    logLevel: effective(settings.logLevel),
    logFormat: effective(settings.logFormat),
    maxDatabaseMb: effective(settings.maxDatabaseMb),
  };
}

const byDefault: Origin = { kind: "default", name: "" };

/** A config file that was read: the texts of the settings in it, by setting name. */
type ConfigFile = { readonly path: string; readonly texts: ReadonlyMap<string, string> };

/** The value that somebody wrote for the setting, by precedence, or undefined when nobody did. */
function given<Value>(
  setting: Setting<Value>,
  sources: ConfigSources,
  file: ConfigFile | undefined,
): Effective<Value> | undefined {
  const paths = pathsOf(sources.platform);
  const flag = sources.flags[setting.name];
  if (typeof flag === "string") {
    return parsed(setting, flag, { kind: "flag", name: `--${setting.name}` }, sources.workingDirectory, sources);
  }
  const variable = sources.env[setting.env];
  if (variable !== undefined && variable !== "") {
    return parsed(setting, variable, { kind: "variable", name: setting.env }, sources.workingDirectory, sources);
  }
  const written = file?.texts.get(setting.name);
  if (file === undefined || written === undefined) return undefined;
  return parsed(setting, written, { kind: "file", name: file.path }, paths.dirname(file.path), sources);
}

function parsed<Value>(
  setting: Setting<Value>,
  text: string,
  origin: Origin,
  folder: string,
  place: Place,
): Effective<Value> {
  const value = setting.parse(setting.kind === "path" ? absolutePath(text, folder, place) : text);
  if (value === undefined) {
    const found = redact(JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text));
    throw new UsageError(`${setting.name} (${originText(origin)}): expected ${setting.expected}, got ${found}`);
  }
  return { value, origin };
}

function standard<Value>(setting: Setting<Value>): Effective<Value> {
  const value = setting.parse(setting.default);
  if (value === undefined) throw new Error(`the default of ${setting.name} is not ${setting.expected}`);
  return { value, origin: byDefault };
}

function platformDefault(place: Place): Effective<string> {
  const { name, env } = settings.dataDirectory;
  const value = platformDataDirectory(place);
  if (value === undefined)
    throw new UsageError(`${name}: the account has no home directory`, `use --${name} or ${env}`);
  return { value, origin: byDefault };
}

/** The origin in words: `flag --port`, `variable HEARTH_PORT`, `file /home/ada/hearth.toml`, `default`. */
export function originText(origin: Origin): string {
  return origin.kind === "default" ? "default" : `${origin.kind} ${origin.name}`;
}

/** An absolute path; `~/` is the home directory, because no shell expands it in variables and files. Empty stays empty. */
function absolutePath(text: string, folder: string, place: Place): string {
  if (text === "") return "";
  const paths = pathsOf(place.platform);
  const home = /^~(?=$|[\\/])/.test(text) && place.homeDirectory !== "" ? place.homeDirectory : undefined;
  return home === undefined ? paths.resolve(folder, text) : paths.join(home, text.slice(1));
}

function readNamedFile(named: Effective<string>, sources: ConfigSources): ConfigFile {
  const setting = `${settings.configFile.name} (${originText(named.origin)})`;
  let text: string | undefined;
  try {
    text = sources.readFile(named.value);
  } catch (error) {
    throw new UsageError(`${setting}: ${named.value} cannot be read`, undefined, { cause: error });
  }
  if (text === undefined) throw new UsageError(`${setting}: ${named.value} does not exist`);
  return parsedFile(named.value, text);
}

function readDefaultFile(dataDirectory: string, sources: ConfigSources): ConfigFile | undefined {
  const path = pathsOf(sources.platform).join(dataDirectory, "config.toml");
  const text = sources.readFile(path);
  if (text === undefined) return undefined;
  const file = parsedFile(path, text);
  if (file.texts.has(settings.dataDirectory.name)) {
    throw new UsageError(
      `data-dir (file ${path}): a config file inside the data directory cannot move it`,
      "name the file with --config",
    );
  }
  return file;
}

function parsedFile(path: string, text: string): ConfigFile {
  let table: Record<string, unknown>;
  try {
    table = TOML.parse(text) as Record<string, unknown>;
  } catch (error) {
    // The parser quotes what it stumbled over, which may be a secret; the position it gives is not reliable.
    const reason =
      error instanceof Error ? error.message.replace(/^TOML Parse error: /, "").replace(/"[^"]*"/g, "…") : "";
    throw new UsageError(`config file ${path} is not TOML: ${redact(reason)}`);
  }
  const known = Object.values(settings).map((setting) => setting.name);
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(table)) {
    if (!known.includes(name)) {
      const nearest = nearestName(name, known);
      throw new UsageError(
        `config file ${path}: there is no setting ${redact(JSON.stringify(name))}`,
        nearest && `did you mean ${nearest}?`,
      );
    }
    if (name === settings.configFile.name) {
      throw new UsageError(`config (file ${path}): a config file cannot name another`);
    }
    const written = [value].flat();
    if (!written.every((part) => typeof part === "string" || typeof part === "number")) {
      throw new UsageError(`${name} (file ${path}): expected a text, a number or an array of them`);
    }
    texts.set(name, written.join(","));
  }
  return { path, texts };
}

function wholeNumber(text: string, max: number): number | undefined {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value <= max ? value : undefined;
}

/** IP addresses and host names; `localhost` becomes both loopback addresses, because it may resolve to either. */
function addresses(text: string): readonly string[] | undefined {
  const names = hostNames(text);
  return names && [...new Set(names.flatMap((name) => (name === "localhost" ? ["127.0.0.1", "::1"] : [name])))];
}

/** Lower-case names and IP addresses of a comma list, brackets and a closing dot taken off; undefined when one is neither. */
function hostNames(text: string): readonly string[] | undefined {
  const names = text.split(",").map((part) => part.trim().toLowerCase());
  const bare = names.map((name) => (/^\[.*\]$/.test(name) ? name.slice(1, -1) : name.replace(/\.$/, "")));
  // Labels of letters, digits, hyphens and underscores between single dots; what else there is, is IPv6.
  return bare.every((name) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name) || isIpv6(name)) ? bare : undefined;
}

/** Loads the system's network module when it is asked, which costs a start time and memory. */
function isIpv6(name: string): boolean {
  return process.getBuiltinModule("node:net").isIPv6(name);
}
