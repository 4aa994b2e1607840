// What was earned with some files, pages or apps, by every dimension, counted from heartbeats.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, record, UNKNOWN } from "../domain/dimension.ts";
import { countAnew, type OneTimeRule, underRule } from "./counted-anew.ts";
import { eachStretch } from "./credits.ts";
import { namedEntity } from "./entity-totals.ts";
import { maskOf, NO_VALUE } from "./filter.ts";
import type { Histories } from "./history.ts";
import { eachSelected } from "./selected.ts";
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
 * Unknown stand for heartbeats that are about nothing. Entities select credits, they never change them. Cost: the
 * heartbeats of the days that hold anything selected, so long ones are asked for through `background`.
 */
export function entitySummary(store: Store, histories: Histories, question: EntitySummaryQuestion): EntitySummary {
  const { userId, interval, filter, rule } = question;
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    const byGroup = new Map<number, number>();
    const byEntity = new Map<string, number>();
    if (live !== undefined) {
      const history =
        rule === undefined
          ? live
          : underRule(store, live, { rule, interval, days: countAnew(store, histories, { userId, interval, rule }) });
      const mask = maskOf(store, history, filter);
      const wanted = new Set(question.entities.map((name) => (name === NO_VALUE ? UNKNOWN : name)));
      eachSelected(eachStretch, store, history, interval, mask, ({ row, groupId, startMs, endMs }) => {
        if (endMs === startMs) return;
        const { name } = namedEntity(store, row);
        if (!wanted.has(name)) return;
        byGroup.set(groupId, (byGroup.get(groupId) ?? 0) + endMs - startMs);
        byEntity.set(name, (byEntity.get(name) ?? 0) + endMs - startMs);
      });
    }
    const groupNames = live?.groupNames ?? new Uint32Array(0);
    return {
      items: record(DIMENSIONS, (dimension) => byName(store, groupNames, byGroup, dimension)),
      entities: ranked(byEntity),
    };
  });
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
