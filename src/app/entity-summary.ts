// What was earned with some files, pages or apps, by every dimension, counted from heartbeats.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, record, UNKNOWN } from "../domain/dimension.ts";
import { type OneTimeRule, readUnder } from "./counted-anew.ts";
import { eachPieceAbout, type Stretch } from "./credits.ts";
import { namedEntity } from "./entity-totals.ts";
import { maskOf, NO_VALUE } from "./filter.ts";
import type { Histories } from "./history.ts";
import { externalsIn } from "./history-search.ts";
import type { StreamQuestion } from "./spans.ts";
import { type Item, ranked, shownName } from "./summary.ts";

/** A question about the time of an interval that was earned with one of `entities`, as a person writes them. */
export type EntitySummaryQuestion = StreamQuestion & {
  readonly entities: readonly string[];
  readonly rule: OneTimeRule | undefined;
};

export type EntitySummary = {
  /** each list sums to the others', most time first */
  readonly items: Readonly<Record<Dimension, readonly Item[]>>;
  readonly entities: readonly Item[];
};

/**
 * Returns the time of an interval that was earned with some entities, by dimension. An entity is a whole name; `-` and
 * Unknown stand for heartbeats that are about nothing. Entities select credits, they never change them. Cost: a
 * pass over the heartbeats of the interval inside SQLite, so long ones are asked for through `background`.
 */
export function entitySummary(store: Store, histories: Histories, question: EntitySummaryQuestion): EntitySummary {
  const { userId, interval, filter, rule } = question;
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    const byGroup = new Map<number, number>();
    const byEntity = new Map<string, number>();
    if (live !== undefined) {
      const history = rule === undefined ? live : readUnder(store, histories, live, { rule, interval });
      const mask = maskOf(store, history, filter);
      const wanted = new Set(question.entities.map((name) => (name === NO_VALUE ? UNKNOWN : name)));
      const see = ({ row, groupId, startMs, endMs }: Stretch) => {
        if (endMs === startMs || (mask !== undefined && mask[groupId] !== 1)) return;
        const { name } = namedEntity(store, row);
        byGroup.set(groupId, (byGroup.get(groupId) ?? 0) + endMs - startMs);
        byEntity.set(name, (byEntity.get(name) ?? 0) + endMs - startMs);
      };
      eachPieceAbout(store, history, interval, entityIds(store, userId, wanted), see);
      for (const piece of externalsIn(history, interval))
        if (wanted.has(piece.row.entity)) see({ ...piece, isStart: false });
    }
    const groupNames = live?.groupNames ?? new Uint32Array(0);
    return {
      items: record(DIMENSIONS, (dimension) => byName(store, groupNames, byGroup, dimension)),
      entities: ranked(byEntity),
    };
  });
}

/** Returns the ids of entities by name, 0 for Unknown, which is also what has no name. */
function entityIds(store: Store, userId: number, names: ReadonlySet<string>): number[] {
  const known = [...names].flatMap((name) => store.names.find(userId, "entity", name)?.id ?? []);
  return names.has(UNKNOWN) ? [0, ...known] : known;
}

function byName(store: Store, groupNames: Uint32Array, byGroup: ReadonlyMap<number, number>, dimension: Dimension) {
  const totals = new Map<string, number>();
  const place = DIMENSIONS.indexOf(dimension);
  for (const [groupId, ms] of byGroup) {
    const id = groupNames[groupId * GROUP_WIDTH + place] ?? 0;
    const name = id === 0 ? UNKNOWN : shownName(dimension, store.names.byId(id).value);
    totals.set(name, (totals.get(name) ?? 0) + ms);
  }
  return ranked(totals);
}
