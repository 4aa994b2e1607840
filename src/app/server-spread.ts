import type { User } from "../db/users.ts";
import type { Dimension } from "../domain/dimension.ts";
import { record } from "../domain/dimension.ts";
import type { Range } from "../domain/range.ts";
import type { Context } from "./context.ts";
import { ofEach, type Spread, spreadOf, visibleUsers } from "./crowd.ts";
import { activePart, daysTotals } from "./days.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import type { Histories } from "./history.ts";

/** Dimensions that are told of users together: nobody's projects, machines or branches. */
const SHARED = ["category", "editor", "language", "operating_system"] as const satisfies readonly Dimension[];
type Shared = (typeof SHARED)[number];

/** How the users' figures of a range spread, each user counted by their own rule; ms. */
export type ServerSpread = {
  readonly total: Spread;
  readonly dailyAverage: Spread;
  /** per name, most time first */
  readonly items: Readonly<Record<Shared, readonly (Spread & { readonly name: string })[]>>;
};

/** Returns the figures of a range over the asker and the public users who have any time in it. */
export function serverSpread(context: Context, histories: Histories, self: User, range: Range): ServerSpread {
  const figures = ofEach(context, histories, visibleUsers(context, self), (user, reader) => {
    const summary = reader.summary(range);
    const part = activePart(range, firstHeartbeatMs(context.store, user.id), context.now());
    const daysWithTime = daysTotals(reader, range.zone, part, undefined).filter((day) => day.totalMs > 0).length;
    return {
      totalMs: summary.totalMs,
      averageMs: daysWithTime === 0 ? 0 : summary.totalMs / daysWithTime,
      items: record(SHARED, summary.items),
    };
  }).filter(({ totalMs }) => totalMs > 0);
  return {
    total: spreadOf(figures.map(({ totalMs }) => totalMs)),
    dailyAverage: spreadOf(figures.map(({ averageMs }) => averageMs)),
    items: record(SHARED, (dimension) => {
      const byName = new Map<string, number[]>();
      for (const { items } of figures)
        for (const { name, ms } of items[dimension]) byName.set(name, [...(byName.get(name) ?? []), ms]);
      return [...byName]
        .map(([name, values]) => ({ name, ...spreadOf(values) }))
        .sort((a, b) => b.sum - a.sum || (a.name < b.name ? -1 : 1));
    }),
  };
}
