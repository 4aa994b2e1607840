import { expect, test } from "bun:test";
import type { ProjectRow } from "../../../src/http/dashboard/projects-answer.ts";
import { projectHref, shownProjects } from "../../../web/parts/project-rows.ts";

const row = (name: string, first_ms: number, last_ms: number, total_ms: number, is_archived = false): ProjectRow => ({
  ...{ name, first_ms, last_ms, total_ms, is_archived, colour: 0, spark: [] },
});

const ROWS = [
  row("Tide", 1, 9, 5),
  row("lantern/web", 4, 8, 7),
  row("tide-2", 2, 8, 7),
  row("tide-10", 3, 7, 0),
  row("old tide", 0, 1, 9, true),
];

test.each([
  { name: "last active", q: "", sort: "last", isArchive: false, shown: ["Tide", "lantern/web", "tide-2", "tide-10"] },
  { name: "most time", q: "", sort: "time", isArchive: false, shown: ["lantern/web", "tide-2", "Tide", "tide-10"] },
  { name: "by name", q: "", sort: "name", isArchive: false, shown: ["lantern/web", "Tide", "tide-2", "tide-10"] },
  { name: "newest", q: "", sort: "first", isArchive: false, shown: ["lantern/web", "tide-10", "tide-2", "Tide"] },
  { name: "searched in any case", q: " TIDE ", sort: "last", isArchive: false, shown: ["Tide", "tide-2", "tide-10"] },
  { name: "archived", q: "", sort: "last", isArchive: true, shown: ["old tide"] },
  { name: "nothing", q: "x", sort: "last", isArchive: false, shown: [] },
] as const)("$name", ({ q, sort, isArchive, shown }) => {
  expect(shownProjects(ROWS, { q, sort, isArchive }).map(({ name }) => name)).toEqual([...shown]);
});

test.each(["lantern/web", "100%", "a?b#c", "🦀 крабы", "<b>"])("the address of %p leads back to it", (name) => {
  const { pathname, search, hash } = new URL(projectHref(name), "http://localhost");
  expect(decodeURIComponent(pathname.replace("/projects/", ""))).toBe(name);
  expect(search + hash).toBe("");
});
