import type { User } from "../db/users.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import type { Histories } from "./history.ts";
import { archivedOf } from "./project-list.ts";
import { projectPage } from "./projects.ts";
import type { Seen } from "./seen.ts";
import { reading } from "./summary.ts";

/** A project's time in a range, and when it was first and last seen in all of history (epoch ms). */
export type ProjectDetail = Seen & {
  readonly totalMs: number;
  readonly heartbeats: number;
  /** by name, not by time */
  readonly languages: readonly string[];
  readonly isArchived: boolean;
};

/** Returns the projects with heartbeats in a range, most time first; with `names` only those. */
export function projectDetails(
  context: Context,
  histories: Histories,
  user: User,
  range: Range,
  names: readonly string[] | undefined,
): ProjectDetail[] {
  const { store } = context;
  return reading(store, histories, user.id, (reader) => {
    const isWanted = (name: string) => names === undefined || names.includes(name);
    const { projects } = projectPage(store, histories, user.id, isWanted, (total) => ({ skip: 0, size: total }));
    const filter = names === undefined ? {} : { only: { project: names } };
    const isArchived = archivedOf(store, user.id);
    const parts = reader.summary(range, filter).parts("project", "language");
    return projects
      .flatMap((seen) => {
        const part = parts.get(seen.name);
        if (part === undefined || part.heartbeats === 0) return [];
        const { ms: totalMs, heartbeats, others: languages } = part;
        return [{ ...seen, totalMs, heartbeats, languages, isArchived: isArchived(seen.name) }];
      })
      .sort((a, b) => b.totalMs - a.totalMs || (a.name < b.name ? -1 : 1));
  });
}
