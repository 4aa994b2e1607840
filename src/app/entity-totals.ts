// What time was earned with: files, pages, apps of an interval, counted from heartbeats.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { UNKNOWN } from "../domain/dimension.ts";
import { type Interval, overlapMs } from "../domain/interval.ts";
import { type AiCollector, type AiTotals, aiCollector } from "./ai.ts";
import { countAnew, type OneTimeRule, underRule } from "./counted-anew.ts";
import { eachStretch, type Stretch } from "./credits.ts";
import { maskOf } from "./filter.ts";
import type { Histories, History } from "./history.ts";
import { eachSelected } from "./selected.ts";
import { sumsOfHeartbeat } from "./share.ts";
import type { StreamQuestion } from "./spans.ts";

/** A question about the entities of each part of an interval; `parts` ascending, disjoint, inside it. */
export type EntityQuestion = StreamQuestion & {
  readonly parts: readonly Interval[];
  readonly rule: OneTimeRule | undefined;
};

/** Time earned with one entity, and what was changed in it. */
export type EntityItem = {
  readonly name: string;
  readonly ms: number;
  readonly type: string;
  /** folders above the project's root, null = not told */
  readonly projectRootCount: number | null;
  readonly ai: AiTotals;
};

/** Longest list of one part; what is left out has the least time. */
const MOST_ENTITIES = 1_000;

type Gathered = {
  ms: number;
  readonly type: string;
  projectRootCount: number | null;
  readonly ai: AiCollector;
};

/**
 * Returns the entities of each part, most time first, equal times by name; those without time are left out. A credit
 * over the edge of two parts counts in both, with its share of each.
 *
 * ```
 *  credits   [a    ][b   ]    [a  ]       one character = 1 min
 *  parts     |         |         |
 *  entities   a 7, b 3   a 3, b 3
 * ```
 * Cost: the heartbeats of the days that hold anything selected, so long ones are asked for through `background`.
 */
export function entityTotals(store: Store, histories: Histories, question: EntityQuestion): EntityItem[][] {
  const { interval, filter, parts } = question;
  return inSnapshot(store.connection, () => {
    const history = historyFor(store, histories, question);
    if (history === undefined) return parts.map(() => []);
    const mask = maskOf(store, history, filter);
    const gathered = parts.map(() => new Map<string, Gathered>());
    let first = 0;
    eachSelected(eachStretch, store, history, interval, mask, (stretch) => {
      while (first < parts.length && (parts[first] as Interval).endMs <= stretch.startMs) first++;
      for (let i = first; i < parts.length && (parts[i] as Interval).startMs <= stretch.endMs; i++)
        gather(store, history, gathered[i] as Map<string, Gathered>, stretch, parts[i] as Interval);
    });
    return gathered.map((entities) => listed(entities));
  });
}

function historyFor(
  store: Store,
  histories: Histories,
  { userId, interval, rule }: EntityQuestion,
): History | undefined {
  const live = histories.of(userId);
  if (live === undefined || rule === undefined) return live;
  return underRule(store, live, { rule, interval, days: countAnew(store, histories, { userId, interval, rule }) });
}

function gather(
  store: Store,
  { groupNames }: History,
  entities: Map<string, Gathered>,
  stretch: Stretch,
  part: Interval,
): void {
  const ms = overlapMs(stretch, part);
  const standsHere = stretch.isStart && stretch.startMs >= part.startMs && stretch.startMs < part.endMs;
  if (ms === 0 && !standsHere) return;
  const { name, type } = namedEntity(store, stretch.row);
  let found = entities.get(name);
  if (found === undefined) {
    found = { ms: 0, type, projectRootCount: null, ai: aiCollector(groupNames, (id) => store.names.byId(id).value) };
    entities.set(name, found);
  }
  found.ms += ms;
  if (!("entity_id" in stretch.row)) return;
  found.projectRootCount ??= stretch.row.project_root_count;
  const sums = standsHere ? sumsOfHeartbeat(stretch.row) : undefined;
  if (sums !== undefined) found.ai.add(stretch.groupId, sums, 0);
}

/** Returns what a heartbeat or an external duration is about; a heartbeat need not say. */
export function namedEntity(store: Store, row: Stretch["row"]): { readonly name: string; readonly type: string } {
  if (!("entity_id" in row)) return { name: row.entity, type: row.type };
  return {
    name: row.entity_id === null ? UNKNOWN : store.names.byId(row.entity_id).value,
    type: row.type_id === null ? "file" : store.names.byId(row.type_id).value,
  };
}

function listed(entities: ReadonlyMap<string, Gathered>): EntityItem[] {
  return [...entities]
    .filter(([, { ms }]) => ms > 0)
    .sort(([a, one], [b, other]) => other.ms - one.ms || (a < b ? -1 : 1))
    .slice(0, MOST_ENTITIES)
    .map(([name, { ai, ...entity }]) => ({
      name,
      ...entity,
      ai: ai.totals(),
    }));
}
