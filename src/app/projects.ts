import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import type { Histories } from "./history.ts";
import { exactPage, type Seen, sightings } from "./seen.ts";

export type ProjectPage = {
  /** those of the page, the last seen first */
  readonly projects: readonly Seen[];
  /** names of all that were asked for, on every page */
  readonly names: readonly string[];
};

/**
 * Returns the projects whose names `isWanted`, a page of them with the times of their first and last heartbeat. Paging
 * is told their number first. Cost: a pass over the rollup, then the quarter-hours of the page's first and last times.
 */
export function projectPage<Page extends { readonly skip: number; readonly size: number }>(
  store: Store,
  histories: Histories,
  userId: number,
  isWanted: (name: string) => boolean,
  pageOf: (total: number) => Page,
): ProjectPage & { readonly page: Page } {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    const found = history === undefined ? [] : sightings(store, history).filter(({ name }) => isWanted(name));
    const page = pageOf(found.length);
    return {
      projects: history === undefined ? [] : exactPage(store, history, found, page),
      names: found.map(({ name }) => name),
      page,
    };
  });
}

/** Returns the first of some names that is a project with heartbeats, undefined when none is. */
export function findProject(
  store: Store,
  histories: Histories,
  userId: number,
  isWanted: (name: string) => boolean,
): Seen | undefined {
  return projectPage(store, histories, userId, isWanted, () => ({ skip: 0, size: 1 })).projects[0];
}
