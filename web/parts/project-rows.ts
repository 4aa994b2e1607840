import type { ProjectRow } from "../../src/http/dashboard/projects-answer.ts";

/** Orders of the list of projects. */
export const SORTS = [
  { name: "last", text: "last active" },
  { name: "time", text: "most time" },
  { name: "name", text: "name" },
  { name: "first", text: "newest" },
] as const;
export type SortName = (typeof SORTS)[number]["name"];

const COMPARE: Readonly<Record<SortName, (a: ProjectRow, b: ProjectRow) => number>> = {
  last: (a, b) => b.last_ms - a.last_ms,
  time: (a, b) => b.total_ms - a.total_ms,
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  first: (a, b) => b.first_ms - a.first_ms,
};

/** Returns the rows to show: those of the archive or all others, with `q` in their name in any case, in order. */
export function shownProjects(
  rows: readonly ProjectRow[],
  { q, sort, isArchive }: { readonly q: string; readonly sort: SortName; readonly isArchive: boolean },
): ProjectRow[] {
  const wanted = q.trim().toLocaleLowerCase();
  return rows
    .filter((row) => row.is_archived === isArchive && row.name.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => COMPARE[sort](a, b) || COMPARE.name(a, b));
}

/** Returns the address of a project's page, whatever its name. */
export function projectHref(name: string): string {
  return `/projects/${encodeURIComponent(name)}`;
}
