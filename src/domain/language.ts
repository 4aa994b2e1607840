import { EXTENSION_CHOICES, FILE_NAME_CHOICES, OTHER_NAMES } from "./language-choices.ts";
import { linguistTable } from "./linguist.ts" with { type: "macro" };
import { cleanText } from "./text.ts";

const TABLE = linguistTable();
/** every line behind a line feed */
const LINES = `\n${TABLE}`;

/** Shown for a language linguist has no colour for. Source: hackatime-api.md §3.10. */
const NO_COLOR = "#888888";

/** A language by its canonical name, and its colour, `#rrggbb`. */
export type KnownLanguage = { readonly name: string; readonly color: string };

type Languages = {
  readonly known: readonly KnownLanguage[];
  /** by name and alias, exact and squeezed, lower case */
  readonly names: ReadonlyMap<string, string>;
  /** by file name, lower case */
  readonly fileNames: ReadonlyMap<string, string>;
  /** by extension, lower case, without the dot */
  readonly extensions: ReadonlyMap<string, string>;
};

let read: Languages | undefined;

/**
 * Returns the one name a language counts under: linguist's name for it, found by name or alias in any case; the text
 * itself, trimmed, when linguist knows none (nothing is ever lost); undefined when blank or "unknown".
 * Sentinels are the caller's to resolve first. **Source:** hackatime-behaviour.md §2.7.
 */
export function canonicalLanguage(text: string): string | undefined {
  const name = cleanText(text);
  const key = name.toLowerCase();
  if (key === "" || key === "unknown") return undefined;
  const { names } = languages();
  return names.get(key) ?? names.get(squeezed(key)) ?? name;
}

/**
 * Returns the language of a file by its name (`Makefile`), then by its last extension, in any case; undefined when
 * neither says one. Takes paths with `/` and `\`; a dotfile's name is no extension; a web address is no file.
 * Says what an unseen file most likely holds: only for a heartbeat of type file that names no language.
 */
export function languageOfPath(entity: string): string | undefined {
  const path = entity.trim().toLowerCase();
  if (path.startsWith("http://") || path.startsWith("https://")) return undefined;
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const { fileNames, extensions } = languages();
  const dot = file.lastIndexOf(".");
  return fileNames.get(file) ?? (dot > 0 ? extensions.get(file.slice(dot + 1)) : undefined);
}

/** Returns linguist's colour (`#rrggbb`) of a language given by name or alias, `#888888` when it has none. */
export function languageColor(name: string): string {
  return colorInTable(name) ?? colorInTable(canonicalLanguage(name) ?? "") ?? NO_COLOR;
}

/**
 * Returns the colour of a language by its canonical name, undefined for none. Looked for in the text: the few languages
 * of a person are found before the table of all of them would be read.
 */
function colorInTable(name: string): string | undefined {
  const at = name === "" || /[\t\n]/.test(name) ? -1 : LINES.indexOf(`\n${name}\t`);
  const from = at + name.length + 2;
  return at < 0 ? undefined : LINES.slice(from, LINES.indexOf("\t", from)) || undefined;
}

/** Returns all languages that linguist knows, in the order of the alphabet. */
export function knownLanguages(): readonly KnownLanguage[] {
  return languages().known;
}

/** Reads the table at first use: a few milliseconds that starting does not pay. */
function languages(): Languages {
  read ??= languagesOf(TABLE);
  return read;
}

function languagesOf(table: string): Languages {
  const known: KnownLanguage[] = [];
  const names = new Map<string, string>();
  const squeezedNames = new Map<string, string>();
  const fileNames = new Map<string, string>();
  const extensions = new Map<string, string>();
  for (const line of table.split("\n")) {
    const [name = "", color = "", aliases = "", extensionList = "", fileNameList = ""] = line.split("\t");
    known.push({ name, color: color || NO_COLOR });
    for (const alias of [name, ...members(aliases)]) {
      const key = alias.toLowerCase();
      names.set(key, name);
      squeezedNames.set(squeezed(key), name);
    }
    for (const extension of members(extensionList)) extensions.set(extension.slice(1).toLowerCase(), name);
    for (const fileName of members(fileNameList)) fileNames.set(fileName.toLowerCase(), name);
  }
  for (const [key, name] of Object.entries(OTHER_NAMES)) {
    names.set(key, name);
    squeezedNames.set(squeezed(key), name);
  }
  for (const [extension, name] of Object.entries(EXTENSION_CHOICES)) extensions.set(extension, name);
  for (const [fileName, name] of Object.entries(FILE_NAME_CHOICES)) fileNames.set(fileName, name);
  for (const [key, name] of squeezedNames) if (!names.has(key)) names.set(key, name);
  return { known: known.sort((a, b) => (a.name < b.name ? -1 : 1)), names, fileNames, extensions };
}

function members(list: string): string[] {
  return list === "" ? [] : list.split("|");
}

/** Returns a name without what separates its words (`emacs lisp`, `emacs-lisp`, `emacslisp`); `c--` keeps its signs. */
function squeezed(key: string): string {
  return key.replace(/(?<=[a-z0-9])[\s_./-]+(?=[a-z0-9])/g, "");
}
