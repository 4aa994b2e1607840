import type { Dimension } from "../../domain/dimension.ts";
import { restOfPath } from "../paths.ts";

/** What the rest of a badge's path asks for. */
export type BadgePath = {
  /** name of a range */
  readonly interval: string | undefined;
  /** values by dimension, to be alternatives each */
  readonly only: Readonly<Partial<Record<Dimension, readonly string[]>>>;
};

const DIMENSION_WORDS: ReadonlyMap<string, Dimension> = new Map([
  ["project", "project"],
  ["language", "language"],
  ["editor", "editor"],
  ["operating_system", "operating_system"],
  ["os", "operating_system"],
  ["machine", "machine"],
  ["category", "category"],
  ["branch", "branch"],
]);

/**
 * Returns what a path behind the user of a badge asks for: segments `interval:last_7_days`, `project:`, `language:`,
 * `editor:`, `operating_system:` (`os:`), `machine:`, `category:`, `branch:` in any order; any other segment is a part of a
 * project's name, together with its neighbours and with a `project:` before it, so that names may hold slashes and dots.
 * `label:` selects nothing: there are no labels here.
 *
 * ```
 *  interval:today/lantern/web          project lantern/web
 *  project:lantern/web/language:Go     project lantern/web
 *  project:lantern%2Finterval:today    project lantern/interval:today
 * ```
 * Source: wakapi.md §1.3, badges; hackatime-api §4.6, the bare project.
 */
export function badgePath(rest: string): BadgePath {
  const only: Partial<Record<Dimension, string[]>> = {};
  let interval: string | undefined;
  // The project name that the next segment may go on with.
  let isOpen = false;
  let isNothing = false;
  for (const raw of rest.split("/")) {
    const segment = restOfPath(raw, /^/);
    if (segment === "") continue;
    const colon = segment.indexOf(":");
    const word = segment.slice(0, Math.max(0, colon)).toLowerCase();
    const value = segment.slice(colon + 1);
    const dimension = DIMENSION_WORDS.get(word);
    if (word === "interval") interval = value === "" ? interval : value;
    else if (word === "label") isNothing = true;
    else if (dimension !== undefined) {
      if (value !== "") add(only, dimension, value);
    } else if (isOpen) {
      const names = only.project ?? [];
      names.push(`${names.pop()}/${segment}`);
    } else add(only, "project", segment);
    isOpen =
      dimension === undefined ? word !== "interval" && word !== "label" : dimension === "project" && value !== "";
  }
  return { interval, only: isNothing ? { project: [] } : only };
}

function add(only: Partial<Record<Dimension, string[]>>, dimension: Dimension, value: string): void {
  only[dimension] = [...(only[dimension] ?? []), value];
}
