// The summary every API family is a view of.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { editorName, operatingSystemName } from "../domain/client-name.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, UNKNOWN } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { type AiCollector, type AiTotals, aiCollector, type Lines, linesOf, visitSums } from "./ai.ts";
import { type Counted, underRule } from "./counted-anew.ts";
import { type Filter, maskOf } from "./filter.ts";
import { firstHeartbeatMs } from "./heartbeat-list.ts";
import { type HeldGroups, heldGroups, heldGroupsOfEach } from "./held-groups.ts";
import type { Histories, History } from "./history.ts";
import { hourOfWeekTotals } from "./hours-of-week.ts";
import { intervalTotals } from "./interval-totals.ts";
import { itemsOfEach, mostFirst } from "./items-of-each.ts";
import { isShown, shownPart } from "./shown.ts";
import { dependencyTotals, visitSessions, wholeSessions } from "./tags.ts";
import type { Mask } from "./totals.ts";

/** Time counted under one name. */
export type Item = { readonly name: string; readonly ms: number };

/** What an interval holds under a filter; each list sums to `totalMs` exactly, dependencies (tags) need not. */
export type Summary = {
  readonly totalMs: number;
  /** the part of it before gaps over the timeout */
  readonly idleMs: number;
  readonly heartbeats: number;
  /** none of a dimension that is not shown to whoever asks */
  readonly items: (dimension: Dimension) => Item[];
  readonly dependencies: () => Item[];
  /** of each name of a dimension its time, its heartbeats, and the names of another one that it has time in */
  readonly parts: (dimension: Dimension, other: Dimension) => ReadonlyMap<string, SummaryPart>;
  /** lines, tokens, sessions and models, shown where AI models are; of all of it, or of one name of a dimension as it is shown */
  readonly ai: (dimension?: Dimension, name?: string) => AiTotals;
};

/** What one name of a dimension holds. */
export type SummaryPart = { readonly ms: number; readonly heartbeats: number; readonly others: readonly string[] };

type Part = { ms: number; heartbeats: number; readonly otherIds: Set<number> };

const NO_AI = aiCollector(new Uint32Array(0), () => UNKNOWN).totals();

const NOTHING: Summary = {
  totalMs: 0,
  idleMs: 0,
  heartbeats: 0,
  items: () => [],
  dependencies: () => [],
  parts: () => new Map(),
  ai: () => NO_AI,
};

/** Questions about one user's time, answered on one state of the database. */
export type Reader = {
  readonly summary: (interval: Interval, filter?: Filter) => Summary;
  /** one by one: days of years at the cost of what they hold */
  readonly summaries: (intervals: readonly Interval[], filter?: Filter) => Iterable<Summary>;
  /** one dimension of each interval, as its summary lists it, at a fraction of the cost */
  readonly itemsOfEach: (dimension: Dimension, intervals: readonly Interval[], filter?: Filter) => Item[][];
  /** lines, as the summary tells them, at a fraction of the cost */
  readonly lines: (interval: Interval, filter?: Filter) => Lines;
  /** ms per interval */
  readonly totals: (intervals: readonly Interval[], filter?: Filter) => number[];
  /** ms per hour of the week by wall clock, Monday 00:00 first */
  readonly hoursOfWeek: (interval: Interval, zone: string, filter?: Filter) => number[];
  /** epoch ms of the first heartbeat that is shown to whoever asks; undefined without any */
  readonly firstMs: () => number | undefined;
};

/**
 * Runs `work` with a reader over one unchanging state, so that all its answers agree with each other; everything it
 * gives is read before `work` returns. An empty history answers zeros. `counted` answers from an interval counted anew
 * under a rule of its own instead.
 */
export function reading<T>(
  store: Store,
  histories: Histories,
  userId: number,
  work: (reader: Reader) => T,
  counted?: Counted,
): T {
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    return work(readerOf(store, live && counted ? underRule(store, live, counted) : live));
  });
}

function readerOf(store: Store, history: History | undefined): Reader {
  const masks = new Map<Filter | undefined, Mask>();
  const mask = (filter: Filter | undefined): Mask => {
    if (history === undefined || filter === undefined) return undefined;
    if (!masks.has(filter)) masks.set(filter, maskOf(store, history, filter));
    return masks.get(filter);
  };
  const { shown } = history ?? {};
  const part = (interval: Interval) => (shown === undefined ? interval : shownPart(shown, interval));
  const parts = (intervals: readonly Interval[]) => (shown === undefined ? intervals : intervals.map(part));
  return {
    summary(asked, filter) {
      if (history === undefined) return NOTHING;
      const interval = part(asked);
      return summaryOf(store, history, interval, mask(filter), heldGroups(store, history, interval, mask(filter)));
    },
    summaries: (intervals, filter) =>
      history === undefined
        ? intervals.map(() => NOTHING)
        : summariesOf(store, history, parts(intervals), mask(filter)),
    itemsOfEach(dimension, intervals, filter) {
      if (history === undefined || !isShown(shown, dimension)) return intervals.map(() => []);
      const nameOf = (id: number) => (id === 0 ? UNKNOWN : shownName(dimension, store.names.byId(id).value));
      const place = DIMENSIONS.indexOf(dimension);
      return [...itemsOfEach(store, history, parts(intervals), place, mask(filter), nameOf)];
    },
    lines: (interval, filter) =>
      history === undefined || !isShown(shown, "ai_model")
        ? NO_AI
        : linesOf(store, history, part(interval), mask(filter)),
    totals: (intervals, filter) =>
      history === undefined ? intervals.map(() => 0) : intervalTotals(store, history, parts(intervals), mask(filter)),
    hoursOfWeek: (interval, zone, filter) =>
      history === undefined
        ? new Array<number>(168).fill(0)
        : hourOfWeekTotals(store, history, part(interval), zone, mask(filter)),
    firstMs: () => history && firstHeartbeatMs(store, history.userId, shown),
  };
}

function* summariesOf(store: Store, history: History, intervals: readonly Interval[], mask: Mask): Generator<Summary> {
  let i = 0;
  for (const held of heldGroupsOfEach(store, history, intervals, mask))
    yield summaryOf(store, history, intervals[i++] as Interval, mask, held);
}

function summaryOf(store: Store, history: History, interval: Interval, mask: Mask, held: HeldGroups): Summary {
  const aiByName = new Map<Dimension, ReadonlyMap<string, AiCollector>>();
  const nameOf = (id: number) => store.names.byId(id).value;
  const shown = (dimension: Dimension, id: number) => (id === 0 ? UNKNOWN : shownName(dimension, nameOf(id)));
  return {
    totalMs: sumOf(held.creditMs),
    get idleMs() {
      return sumOf(held.idleMs);
    },
    get heartbeats() {
      return sumOf(held.heartbeats);
    },
    items(dimension) {
      if (!isShown(history.shown, dimension)) return [];
      const totals = new Map<string, number>();
      for (const [id, ms] of totalsByName(history, held, DIMENSIONS.indexOf(dimension))) {
        const name = shown(dimension, id);
        totals.set(name, (totals.get(name) ?? 0) + ms);
      }
      return ranked(totals);
    },
    dependencies() {
      if (!isShown(history.shown, "language")) return [];
      const totals = new Map<string, number>();
      const found = dependencyTotals(store, history, interval, mask);
      const lists = store.names.lists(
        history.userId,
        found.map(([id]) => id),
      );
      for (const [i, [, ms]] of found.entries())
        for (const name of lists[i] ?? []) totals.set(name, (totals.get(name) ?? 0) + ms);
      return ranked(totals);
    },
    parts(dimension, other) {
      if (!isShown(history.shown, dimension)) return new Map();
      const [place, otherPlace] = [DIMENSIONS.indexOf(dimension), DIMENSIONS.indexOf(other)];
      const byId = new Map<number, Part>();
      const found = new Map<string, Part>();
      const { heartbeats } = held;
      for (let i = 0; i < held.groups.length; i++) {
        if (held.creditMs[i] === 0 && heartbeats[i] === 0) continue;
        const names = (held.groups[i] as number) * GROUP_WIDTH;
        const id = history.groupNames[names + place] as number;
        let part = byId.get(id);
        if (part === undefined) {
          const name = shown(dimension, id);
          part = found.get(name) ?? { ms: 0, heartbeats: 0, otherIds: new Set<number>() };
          found.set(name, part);
          byId.set(id, part);
        }
        const ms = held.creditMs[i] as number;
        part.ms += ms;
        part.heartbeats += heartbeats[i] as number;
        if (ms > 0) part.otherIds.add(history.groupNames[names + otherPlace] as number);
      }
      const othersOf = ({ otherIds }: Part) =>
        isShown(history.shown, other) ? [...new Set([...otherIds].map((id) => shown(other, id)))].sort() : [];
      return new Map([...found].map(([name, part]) => [name, { ...part, others: othersOf(part) }]));
    },
    ai(dimension, name) {
      if (dimension === undefined) return aiOf(store, history, interval, mask);
      if (!isShown(history.shown, "ai_model") || !isShown(history.shown, dimension)) return NO_AI;
      let parted = aiByName.get(dimension);
      if (parted === undefined) {
        parted = aiParted(store, history, interval, mask, dimension, (id) => shown(dimension, id));
        aiByName.set(dimension, parted);
      }
      return parted.get(name ?? UNKNOWN)?.totals() ?? NO_AI;
    },
  };
}

/** Returns the lines and tokens of an interval; none where AI models are not shown. */
function aiOf(store: Store, history: History, interval: Interval, mask: Mask): AiTotals {
  if (!isShown(history.shown, "ai_model")) return NO_AI;
  const all = aiCollector(history.groupNames, (id) => store.names.byId(id).value);
  visitSums(store, history, interval, mask, all.add);
  const known = wholeSessions(store, history, interval, mask);
  if (known === undefined) visitSessions(store, history, interval, mask, (_, ...session) => all.addSession(...session));
  else for (const [id, { prompts, length }] of known) all.addSession(id, prompts, length);
  return all.totals();
}

/** Returns the lines and tokens of an interval by shown name of a dimension. */
function aiParted(
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
  dimension: Dimension,
  shown: (id: number) => string,
): ReadonlyMap<string, AiCollector> {
  const place = DIMENSIONS.indexOf(dimension);
  const byId = new Map<number, AiCollector>();
  const byName = new Map<string, AiCollector>();
  const collectorOf = (groupId: number) => {
    const id = history.groupNames[groupId * GROUP_WIDTH + place] ?? 0;
    let collector = byId.get(id);
    if (collector === undefined) {
      const name = shown(id);
      collector = byName.get(name) ?? aiCollector(history.groupNames, (named) => store.names.byId(named).value);
      byName.set(name, collector);
      byId.set(id, collector);
    }
    return collector;
  };
  visitSums(store, history, interval, mask, (groupId, sums, from) => collectorOf(groupId).add(groupId, sums, from));
  visitSessions(store, history, interval, mask, (groupId, ...session) => collectorOf(groupId).addSession(...session));
  return byName;
}

/** From so many groups on, numbering all names of a place costs less than looking each one up. */
const MANY_GROUPS = 512;

/** Returns the credit by id of a name in a place, ms; names without any are left out. */
function totalsByName(history: History, { groups, creditMs }: HeldGroups, place: number): Iterable<[number, number]> {
  if (groups.length < MANY_GROUPS) {
    const totals = new Map<number, number>();
    for (let i = 0; i < groups.length; i++) {
      const ms = creditMs[i] as number;
      const id = history.groupNames[(groups[i] as number) * GROUP_WIDTH + place] as number;
      if (ms !== 0) totals.set(id, (totals.get(id) ?? 0) + ms);
    }
    return totals;
  }
  const { numbers, ids } = history.place(place);
  const totals = new Float64Array(ids.length);
  for (let i = 0; i < groups.length; i++) {
    const number = numbers[groups[i] as number] as number;
    totals[number] = (totals[number] as number) + (creditMs[i] as number);
  }
  return ids.flatMap((id, number): [number, number][] =>
    totals[number] === 0 ? [] : [[id, totals[number] as number]],
  );
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

/** Returns the items, most time first. */
export function ranked(totals: ReadonlyMap<string, number>): Item[] {
  return [...totals].map(([name, ms]) => ({ name, ms })).sort(mostFirst);
}

/** Returns a name of a dimension as people write it; one table for every API family and the pages. */
export function shownName(dimension: Dimension, value: string): string {
  if (dimension === "editor") return editorName(value);
  if (dimension === "operating_system") return operatingSystemName(value);
  return value;
}
