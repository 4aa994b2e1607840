import { AGENTS, BROWSERS, type ClientName, EDITORS, OPERATING_SYSTEMS } from "./client-names.ts";
import { cleanText } from "./text.ts";

/** Longest text looked up; what is longer is nobody's name. It also bounds the patterns below. */
const LONGEST_NAME = 64;

const EDITOR_NAMES = shownNames([...EDITORS, ...AGENTS, ...BROWSERS]);
const EDITOR_SLUGS = slugs([...EDITORS, ...AGENTS, ...BROWSERS]);
const SYSTEM_NAMES = shownNames(OPERATING_SYSTEMS);
const SYSTEM_SLUGS = slugs(OPERATING_SYSTEMS);
const BROWSER_ORDER = BROWSERS.map(([slug]) => slug);
const AGENT_SLUGS = new Set(AGENTS.map(([slug]) => slug));

/** Further programs of an agent's maker (`antigravity-ide`), and programs that call themselves one. */
const AGENT_FAMILY = /^(?:antigravity|codex|github-copilot|opencode|qwen-code)-|-(?:cli|tui|agent)$/;

/** The release, edition or channel that may follow a name, its words already joined. */
const VERSION = /\d+$/;
const EDITION = /(?:community|ultimate|professional|educational|edition|insiders?|preview|nightly|canary|beta|next)$/;

/** Returns an editor's name as shown (`vscode` → `VS Code`); an unknown slug gets its first letter up. */
export function editorName(slug: string): string {
  return EDITOR_NAMES.get(slug) ?? firstLetterUp(slug);
}

/** Returns an operating system's name as shown (`macos` → `macOS`); an unknown slug gets its first letter up. */
export function operatingSystemName(slug: string): string {
  return SYSTEM_NAMES.get(slug) ?? firstLetterUp(slug);
}

/**
 * Returns the slug an editor is stored under, given the slug, its name or a known spelling, in any case; unknown text
 * becomes a slug of itself, blank text the empty one. A slug, and the name shown for it, lead back to the slug.
 */
export function editorSlug(text: string): string {
  const slug = slugOf(text);
  return knownEditor(slug) ?? slug;
}

/** Returns the slug an operating system is stored under; as `editorSlug`, and `Windows 11 Pro` is `windows`. */
export function operatingSystemSlug(text: string): string {
  const slug = slugOf(text);
  return knownOperatingSystem(slug) ?? slug;
}

/** Returns the slug of an editor, agent or browser the table knows; undefined for others. */
export function knownEditor(text: string): string | undefined {
  return lookedUp(EDITOR_SLUGS, text);
}

/**
 * Returns the slug of a known operating system that the text names whole or in its first word (`darwin-24.5.0-arm64`,
 * `linux_x86-64`); undefined for others. A Linux kernel made for WSL or Android says which.
 */
export function knownOperatingSystem(text: string): string | undefined {
  const whole = lookedUp(SYSTEM_SLUGS, text);
  if (whole !== undefined) return whole;
  const lower = text.trim().toLowerCase();
  const word = /^(?:chrome[ -]os|[^\s_\-/;:,]+)/.exec(lower)?.[0] ?? "";
  const slug = lookedUp(SYSTEM_SLUGS, word);
  if (slug !== "linux") return slug;
  if (lower.includes("wsl") || lower.includes("microsoft")) return "wsl";
  return lower.includes("android") ? "android" : slug;
}

/** Returns the slug of the browser meant by an agent that names all of these slugs; undefined when none is a browser. */
export function browserAmong(found: readonly string[]): string | undefined {
  return BROWSER_ORDER.find((slug) => found.includes(slug));
}

/** Whether the slug is a coding agent's. */
export function isAgent(slug: string): boolean {
  return AGENT_SLUGS.has(slug) || AGENT_FAMILY.test(slug);
}

function lookedUp(table: ReadonlyMap<string, string>, text: string): string | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  let key = folded(text);
  let slug = table.get(key);
  // At most two words of edition ("Community Edition") and one version are taken off.
  for (let i = 0; slug === undefined && i < 3; i++) {
    key = key.replace(VERSION, "").replace(EDITION, "");
    slug = table.get(key);
  }
  return slug;
}

/** Returns the text without case and without what separates words: `VS Code`, `vs-code` and `VSCode` are one. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[\s._-]+/g, "");
}

function slugs(table: readonly ClientName[]): Map<string, string> {
  return new Map(table.flatMap(([slug, ...names]) => [slug, ...names].map((name) => [folded(name), slug] as const)));
}

function shownNames(table: readonly ClientName[]): Map<string, string> {
  return new Map(table.map(([slug, shown]) => [slug, shown]));
}

/** What may surround a name without being part of it. */
const EDGES = new Set("-\"'`()[]{}<>,;: ");

/** Returns text as a slug of itself: lower case, hyphens for blanks, nothing around it. */
function slugOf(text: string): string {
  const lower = cleanText(text).toLowerCase().replace(/\s+/g, "-");
  let start = 0;
  let end = lower.length;
  while (start < end && EDGES.has(lower.charAt(start))) start++;
  while (end > start && EDGES.has(lower.charAt(end - 1))) end--;
  return lower.slice(start, end);
}

/** A letter without a capital of its own (`ß`) stays, so that the name leads back to the slug. */
function firstLetterUp(slug: string): string {
  const first = slug.codePointAt(0);
  if (first === undefined) return slug;
  const letter = String.fromCodePoint(first);
  const name = letter.toUpperCase() + slug.slice(letter.length);
  return name.toLowerCase() === slug ? name : slug;
}
