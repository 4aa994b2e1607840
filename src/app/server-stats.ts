import { allUsers, type User } from "../db/users.ts";
import type { Interval } from "../domain/interval.ts";
import type { Context } from "./context.ts";
import type { Histories } from "./history.ts";
import { type Item, ranked, reading } from "./summary.ts";

/** Figures of the whole server, ms. */
export type ServerStats = {
  readonly totalMs: number;
  readonly heartbeats: number;
  readonly users: number;
  readonly languages: readonly Item[];
  readonly projects: readonly Item[];
};

/**
 * Returns the figures of an interval over the asker and the public users; for an admin the totals are everybody's.
 * Names of projects and languages come from the asker and public users alone, for an admin too, as far as these show
 * them: another user's names are private. With `only` they are the figures of that user, whom the asker may see.
 */
export function serverStats(
  context: Context,
  histories: Histories,
  self: User,
  interval: Interval,
  only?: User,
): ServerStats {
  const users = allUsers(context.store.connection.orm);
  const named = (user: User) => user.id === self.id || user.isPublic;
  const counted = users.filter((user) => only?.id === user.id || (only === undefined && (self.isAdmin || named(user))));
  const languages = new Map<string, number>();
  const projects = new Map<string, number>();
  let totalMs = 0;
  let heartbeats = 0;
  const totals = self.isAdmin ? (histories.whole ?? histories) : histories;
  for (const user of counted) {
    reading(context.store, totals, user.id, (reader) => {
      const summary = reader.summary(interval);
      totalMs += summary.totalMs;
      heartbeats += summary.heartbeats;
    });
    if (!named(user)) continue;
    reading(context.store, histories, user.id, (reader) => {
      const summary = reader.summary(interval);
      add(languages, summary.items("language"));
      add(projects, summary.items("project"));
    });
  }
  return { totalMs, heartbeats, users: counted.length, languages: ranked(languages), projects: ranked(projects) };
}

function add(totals: Map<string, number>, items: readonly Item[]): void {
  for (const { name, ms } of items) totals.set(name, (totals.get(name) ?? 0) + ms);
}
