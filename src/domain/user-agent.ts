import { browserAmong, editorSlug, isAgent, knownEditor, operatingSystemSlug } from "./client-name.ts";
import { cleanText } from "./text.ts";
import { type AgentParts, agentParts, isModelName, isNothing, type Product } from "./user-agent-tokens.ts";

/** What a user agent says about the program that sent it; every text in lower case. */
export type UserAgent = {
  /** WakaTime's own form, or one that names a WakaTime plugin: to be believed before what the body says */
  readonly wakatime: boolean;
  /** slug */
  readonly editor?: string;
  /** slug of a known system */
  readonly operatingSystem?: string;
  /** the plugin's token, `vscode-wakatime/25.0.2` */
  readonly plugin?: string;
  /** the model's token, `sonnet/5-1`; only for AI coding */
  readonly aiModel?: string;
};

/** What a request and a heartbeat say about the program that sent them, as sent. */
export type ClientHints = {
  /** the heartbeat's `user_agent` */
  readonly userAgent?: string;
  /** the heartbeat's `plugin` */
  readonly plugin?: string;
  /** the request's `User-Agent` */
  readonly header?: string;
  /** the heartbeat's `editor` */
  readonly editor?: string;
  /** the heartbeat's `operating_system` */
  readonly operatingSystem?: string;
  /** the heartbeat's category is "ai coding" */
  readonly aiCoding: boolean;
};

/** Parts of a browser's agent that name no program a person uses. */
const BROWSER_NOISE = new Set([
  "mozilla",
  "applewebkit",
  "gecko",
  "khtml",
  "version",
  "mobile",
  "electron",
  "cfnetwork",
]);

/** Models and programs of one name; a lower-case one before another program is the model, unless the version is the program's own. */
const MODEL_OR_PROGRAM = new Set(["claude", "codex", "gemini"]);
const PROGRAM_VERSION = /^(?:claude\/2\.1\.|codex\/0\.|gemini\/[01]\.\d+\.\d)/;

/** Agents that put the model in the place of their version: `Copilot/gpt-5`. */
const MODEL_CARRIERS = new Set(["copilot", "github-copilot", "gemini"]);

/** A release number, or a word for none. */
const RELEASE = /^(?:v?\d+(?:\.|$)|unknown$|unset$|$)/;

/**
 * Returns the program, system, plugin and model behind a heartbeat, slugs in lower case. Field by field: agents of the
 * WakaTime form, then the body's own fields, then any other agent. The agent is the heartbeat's `user_agent`, then its
 * `plugin`, then the header; what the first does not say is taken from the next, since one program wrote them all
 * (Adobe's plugin names the system in the header alone). **Source:** contract §3, Derived at ingest.
 */
export function client(hints: ClientHints): Omit<UserAgent, "wakatime"> {
  const agents = [hints.userAgent, hints.plugin, hints.header]
    .filter((text) => text !== undefined)
    .map((text) => parseUserAgent(text, hints.aiCoding));
  const believed = agents.filter(({ wakatime }) => wakatime);
  const others = agents.filter(({ wakatime }) => !wakatime);
  return told({
    editor: firstOf(believed, "editor") ?? bodySlug(hints.editor, editorSlug) ?? firstOf(others, "editor"),
    operatingSystem:
      firstOf(believed, "operatingSystem") ??
      bodySlug(hints.operatingSystem, operatingSystemSlug) ??
      firstOf(others, "operatingSystem"),
    plugin: firstOf(believed, "plugin"),
    aiModel: firstOf(agents, "aiModel"),
  });
}

/**
 * Returns what a user agent says. Takes any text and never throws; what it does not say, or says in a word that names
 * nothing, is absent, and so is an operating system nobody knows. The editor is the first program named, not its
 * plugin: forks of VS Code keep their own names. With `aiCoding`, a model may stand before it.
 * **Source:** hackatime-behaviour.md §2.4, clients.md A8. **Ours:** an editor that is known is never taken for a model.
 */
export function parseUserAgent(text: string, aiCoding: boolean): UserAgent {
  const parts = agentParts(text);
  const model = aiCoding ? leadingModel(parts.products) : undefined;
  const products = model === undefined ? parts.products : parts.products.slice(1);
  const plugin = products.findLast((product) => product.plugin);
  const fields = told({
    editor: editorAmong(products, parts),
    operatingSystem: parts.operatingSystem,
    plugin: plugin && tokenOf(plugin),
    aiModel: model ? tokenOf(model) : aiCoding ? carriedModel(products) : undefined,
  });
  return { wakatime: parts.cli || parts.pluginNamed, ...fields };
}

function editorAmong(products: readonly Product[], { cli, pluginNamed }: AgentParts): string | undefined {
  const plugins = products.filter(({ plugin, slug }) => plugin && slug !== "");
  const programs = products.filter(({ plugin, slug }) => !plugin && !BROWSER_NOISE.has(slug));
  const names = new Set(products.map(({ slug }) => slug));

  const browser = browserAmong([...programs, ...plugins].map(({ slug }) => slug));
  if (
    !cli &&
    browser !== undefined &&
    (names.has("mozilla") || browserAmong([programs[0]?.slug ?? ""]) !== undefined)
  ) {
    // A plugin that is no browser's (`onshape-wakatime`), or a program built on Electron, is what runs inside.
    const inside = plugins.find(isNoBrowser) ?? (names.has("electron") ? programs.find(isNoBrowser) : undefined);
    return inside?.slug ?? browser;
  }

  const versioned = programs.filter(({ bare }) => !bare);
  const sockets = new Set(plugins.map(({ slug }) => slug));
  const own = versioned.find(({ slug }) => sockets.has(slug));
  const first = products.find(({ plugin, slug }) => slug !== "" && (plugin || !BROWSER_NOISE.has(slug)));
  // A plugin sent first belongs to a program sent later. So does a model's name, where only AI coding has it taken off.
  if (first?.plugin || (own && first && isModelName(first.name))) return (own ?? first).slug;
  if (!cli && !pluginNamed) return versioned[0]?.slug ?? (names.has("mozilla") ? "mozilla" : undefined);
  const likely = programs.find(({ bare, slug }) => !bare || knownEditor(slug) !== undefined);
  return likely?.slug ?? plugins[0]?.slug ?? (pluginNamed ? programs[0]?.slug : undefined);
}

function isNoBrowser({ slug }: Product): boolean {
  return browserAmong([slug]) === undefined;
}

/** Returns the first product if it is a language model, not the program that uses one. */
function leadingModel(products: readonly Product[]): Product | undefined {
  const first = products[0];
  if (first === undefined || first.plugin) return undefined;
  const rest = products.slice(1);
  if (rest.some(({ plugin, slug }) => plugin && slug === first.slug)) return undefined;
  const followed = rest.some(({ plugin, bare, slug }) => !plugin && (!bare || knownEditor(slug) !== undefined));
  if (MODEL_OR_PROGRAM.has(first.name)) return followed && !PROGRAM_VERSION.test(tokenOf(first)) ? first : undefined;
  if (isAgent(first.slug) || knownEditor(first.slug) !== undefined) return undefined;
  return followed || isModelName(first.name) ? first : undefined;
}

/** Returns the model that the agent names in the place of its version. */
function carriedModel(products: readonly Product[]): string | undefined {
  const first = products.find(({ plugin }) => !plugin);
  return first !== undefined && MODEL_CARRIERS.has(first.slug) && !RELEASE.test(first.version)
    ? first.version
    : undefined;
}

function tokenOf({ name, version }: Product): string {
  return version === "" ? name.toLowerCase() : `${name.toLowerCase()}/${version}`;
}

function bodySlug(sent: string | undefined, slugOf: (text: string) => string): string | undefined {
  const text = cleanText(sent ?? "");
  return isNothing(text) ? undefined : slugOf(text);
}

type Fields = Omit<UserAgent, "wakatime">;

function firstOf(agents: readonly UserAgent[], field: keyof Fields): string | undefined {
  return agents.find((agent) => agent[field] !== undefined)?.[field];
}

/** Returns the fields that have a value. */
function told(fields: { readonly [field in keyof Fields]: string | undefined }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
