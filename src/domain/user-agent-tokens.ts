import { editorSlug, knownEditor, knownOperatingSystem } from "./client-name.ts";
import { cleanText } from "./text.ts";

/** A program named in a user agent, usually by `name/version`. */
export type Product = {
  /** as sent, its case kept */
  readonly name: string;
  /** what follows the name, in lower case; empty when nothing does */
  readonly version: string;
  /** slug of the program; of a plugin, of the editor it sits in, empty when that is no editor (`macos-wakatime`) */
  readonly slug: string;
  /** a WakaTime plugin: `*-wakatime`, `*-hackatime` */
  readonly plugin: boolean;
  /** words without a version, which may be anything */
  readonly bare: boolean;
};

/** A user agent taken apart. */
export type AgentParts = {
  /** begins with `wakatime/`, as WakaTime's own program does */
  readonly cli: boolean;
  /** names a WakaTime plugin, one that stands between editor and server included */
  readonly pluginNamed: boolean;
  /** slug of a known operating system, undefined when none is named */
  readonly operatingSystem: string | undefined;
  /** in the order sent, without runtimes, go-betweens and what names nothing */
  readonly products: readonly Product[];
};

/** A comment in brackets, or a word. A bracket that never closes is passed over. */
const TOKENS = /\(([^()]*)\)|[^\s()]+/g;

/** Quotes and marks that lists and careless clients put around tokens. */
const MARKS = /["'`,;<>[\]{}]+/g;

/** What the program runs on: `go1.26`, `node/26`, `Python3.11.2.final.0`. `Python/2023.1` is a PyCharm, whose year has four digits. */
const RUNTIME = /^(?:(?:go|node|nodejs|bun|deno|java)[\d/]|(?:node|bun|deno|java)$|python\d|python\/\d{1,2}(?!\d))/;

/** A version that stands alone, and a name that is a number. */
const VERSION = /^v?\d[\w.+-]*$/;
const NUMBER = /^v?\d[\d.]*$/;

/** Programs between editor and server; **Source:** hackatime-behaviour.md §2.4. */
const GO_BETWEENS = new Set([
  "exec-wakatime",
  "mcp-wakatime",
  "vscode-hackatime-tracker",
  "waka-relay",
  "wakatime",
  "wakatime-cli",
  "wakatime-ls",
]);

/** Words between products (`continue in vscode`); in capitals they belong to a name (`HBuilder X`). */
const CONNECTORS = new Set(["in", "on", "x", "web"]);

/** Names that say there is none. */
const NO_NAMES = new Set(["unknown", "unset", "none", "null", "undefined", "nil"]);

/** Plugins whose name is not `<editor>-wakatime`, and what they sit in. */
const ODD_PLUGINS = new Map([
  ["python-wakatime", "pycharm"],
  ["wakatime.nvim", "neovim"],
  ["wakatime-zsh-plugin", "zsh"],
  ["browser-wakatime", ""],
  ["desktop-wakatime", ""],
]);

const PLUGIN = /[-_](?:wakatime|hackatime)$/;

/** Most words one program's name is made of. */
const MOST_WORDS = 4;

/** Most words taken for the name of a program the table does not know. */
const MOST_UNKNOWN_WORDS = 3;

/** Families of language models, as they begin a name. */
const MODEL =
  /^(?:glm|nemotron|composer|hermes|gpt|opus|sonnet|haiku|o[1-9]|deepseek|llama|grok|kimi|qwen|minimax)(?![a-z])/i;

/** Returns whether a name is that of a language model's family. */
export function isModelName(name: string): boolean {
  return MODEL.test(name);
}

/**
 * Returns what a user agent names. Takes any text, in linear time, and never throws. A repeated agent, as when a header
 * was sent twice, is read once. Words before a `name/version` belong to the name as far as the table knows it so
 * (`Google Chrome/149`), else up to three (`My App/1`).
 */
export function agentParts(text: string): AgentParts {
  const words: string[] = [];
  const comments: string[] = [];
  const clean = cleanText(text.replace(/\s+/g, " ")).replace(MARKS, " ");
  for (const [word, comment] of clean.matchAll(TOKENS)) {
    if (comment !== undefined) comments.push(comment);
    else if (words.length > 0 && /^wakatime\//i.test(word)) break;
    else words.push(word);
  }
  let operatingSystem: string | undefined;
  for (const comment of comments) operatingSystem ??= knownOperatingSystem(comment) ?? systemAmong(comment);

  const products: Product[] = [];
  let pluginNamed = false;
  let pending: string[] = [];
  words.forEach((word, i) => {
    const { name, version, plugin } = wordParts(word);
    pluginNamed ||= plugin;
    const lower = word.toLowerCase();
    if (GO_BETWEENS.has(name.toLowerCase()) || RUNTIME.test(lower)) return;
    if (plugin) {
      products.push(...pendingProducts(pending), pluginProduct(name, version));
      pending = [];
    } else if (word.includes("/")) {
      const system = knownOperatingSystem(name);
      if (system !== undefined) {
        // `Darwin/24.5.0` says the system alone, `windows/vscode` the editor too.
        operatingSystem ??= system;
        const editor = pending.length === 0 && knownEditor(version) !== undefined;
        if (editor) products.push(product(version, ""));
        if (editor || pending.length === 0) return;
      }
      if (!isNothing(name) && !CONNECTORS.has(name)) products.push(...namedProducts(pending, name, version));
      pending = [];
    } else if (/^-[a-z]/i.test(word)) {
      // `gpt/5.5 -high`: how hard the model thinks.
      const last = products.at(-1);
      if (last !== undefined && !last.plugin && pending.length === 0)
        products[products.length - 1] = { ...last, version: last.version + lower };
    } else {
      const system = operatingSystem === undefined ? knownOperatingSystem(word) : undefined;
      const next = words[i + 1];
      if (system !== undefined && (/[-_]/.test(word) || next === undefined || wordParts(next).plugin))
        operatingSystem = system;
      else if (!isNothing(word) && !VERSION.test(word) && !CONNECTORS.has(word))
        pending = [...pending, word].slice(-MOST_WORDS);
    }
  });
  products.push(...pendingProducts(pending));
  return { cli: /^wakatime\//i.test(words[0] ?? ""), pluginNamed, operatingSystem, products };
}

function wordParts(word: string): { name: string; version: string; plugin: boolean } {
  const parts = word.split("/");
  const at = parts.findIndex((part) => PLUGIN.test(part.toLowerCase()) || ODD_PLUGINS.has(part.toLowerCase()));
  // A plugin may stand behind its owner: `cyteon/blender-hackatime`.
  if (at >= 0) return { name: parts[at] ?? "", version: (parts[at + 1] ?? "").toLowerCase(), plugin: true };
  const start = parts.length > 2 && parts[0]?.toLowerCase() === "jetbrains" ? 1 : 0;
  const version = parts.slice(start + 1).join("/");
  return { name: parts[start] ?? "", version: version.toLowerCase(), plugin: false };
}

function product(name: string, version: string, bare = false): Product {
  const slug = name.toLowerCase() === "python" ? "pycharm" : editorSlug(name);
  return { name, version, slug, plugin: false, bare };
}

function pluginProduct(name: string, version: string): Product {
  const lower = name.toLowerCase();
  const base = lower.replace(PLUGIN, "");
  const slug =
    ODD_PLUGINS.get(lower) ?? (knownOperatingSystem(base) === undefined && !isNothing(base) ? editorSlug(base) : "");
  return { name, version, slug, plugin: true, bare: false };
}

/** Returns the products in the words before `name/version` together with it. */
function namedProducts(pending: readonly string[], name: string, version: string): Product[] {
  const words = [...pending, name];
  let start = startOfKnown(words);
  // Of words the table does not know, models stand for themselves; the rest is one name, unless it runs on too long.
  if (start < 0) {
    start = words.findIndex((word, i) => i === pending.length || !isModelName(word));
    if (words.length - start > MOST_UNKNOWN_WORDS) start = pending.length;
  }
  return [...pendingProducts(words.slice(0, start)), product(words.slice(start).join(" "), version)];
}

/** Returns the products in words without a version: the known one at their end, and what stands before it. */
function pendingProducts(words: readonly string[]): Product[] {
  if (words.length === 0) return [];
  const start = Math.max(startOfKnown(words), 0);
  const end = product(words.slice(start).join(" "), "", true);
  return start === 0 ? [end] : [product(words.slice(0, start).join(" "), "", true), end];
}

/** Returns where the longest known name that ends the words begins, -1 when none does. */
function startOfKnown(words: readonly string[]): number {
  return words.findIndex((_, i) => knownEditor(words.slice(i).join(" ")) !== undefined);
}

/** Returns whether the text names no program and no system: a number, marks, or a word that says so; blank does neither. */
export function isNothing(text: string): boolean {
  return NUMBER.test(text) || !/[\p{L}\p{N}]/u.test(text) || NO_NAMES.has(text.toLowerCase());
}

/** Returns the system a browser's comment names (`X11 Linux x86_64`); what is built on another system goes before it. */
function systemAmong(comment: string): string | undefined {
  const found = comment.split(/[\s/]+/).map(knownOperatingSystem);
  return (
    ["android", "ios", "chromeos"].find((slug) => found.includes(slug)) ?? found.find((slug) => slug !== undefined)
  );
}
