// One day stretch by stretch: lanes of projects, and what was edited in each uninterrupted span.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, UNKNOWN } from "../domain/dimension.ts";
import { durations } from "../domain/duration.ts";
import type { Interval } from "../domain/interval.ts";
import { eachStretch, listOf, type Stretch } from "./credits.ts";
import { maskOf } from "./filter.ts";
import type { Histories, History } from "./history.ts";
import type { StreamQuestion } from "./spans.ts";
import { type Item, ranked, shownName } from "./summary.ts";

/** The stretches of one project, ascending, neighbours joined. */
export type Lane = { readonly project: string; readonly totalMs: number; readonly pieces: readonly Interval[] };

/** A stretch of uninterrupted credit and what it was earned with, most time first. */
export type EditedSpan = Interval & {
  /** of the heartbeats that the filter selects */
  readonly heartbeats: number;
  readonly projects: readonly Item[];
  readonly languages: readonly Item[];
  readonly branches: readonly Item[];
  /** files, pages and apps by their whole name; at most a dozen of `entityCount` */
  readonly entities: readonly Item[];
  readonly entityCount: number;
};

export type Timeline = {
  readonly totalMs: number;
  /** most time first */
  readonly lanes: readonly Lane[];
  readonly spans: readonly EditedSpan[];
};

const MOST_ENTITIES = 12;

/**
 * Returns the lanes and spans of an interval under a filter; credits of 0 are in neither.
 *
 * ```
 *  credits   [a ][b][a ]      [b ]      one character = 1 min
 *  lane a    [a ]   [a ]
 *  lane b        [b]          [b ]
 *  spans     [         ]      [  ]
 * ```
 * Cost: the heartbeats of the interval, so it is asked about a day.
 */
export function timelineOf(store: Store, histories: Histories, { userId, interval, filter }: StreamQuestion): Timeline {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    if (history === undefined) return { totalMs: 0, lanes: [], spans: [] };
    const mask = maskOf(store, history, filter);
    const selected = listOf(eachStretch, store, history, interval).filter(
      ({ groupId }) => mask === undefined || mask[groupId] === 1,
    );
    const runs = durations(selected.map((stretch) => ({ ...stretch, key: "" }))).filter(isLong);
    return {
      totalMs: runs.reduce((sum, run) => sum + lengthOf(run), 0),
      lanes: lanesOf(store, history, selected),
      spans: runs.map((run) => spanOf(store, history, run, run.parts)),
    };
  });
}

function lanesOf(store: Store, history: History, selected: readonly Stretch[]): Lane[] {
  const runs = durations(selected.map((stretch) => ({ ...stretch, key: nameOf(store, history, stretch, "project") })));
  const pieces = new Map<string, Interval[]>();
  for (const run of runs.filter(isLong)) {
    const project = run.parts[0]?.key ?? UNKNOWN;
    const lane = pieces.get(project);
    const piece = { startMs: run.startMs, endMs: run.endMs };
    if (lane === undefined) pieces.set(project, [piece]);
    else lane.push(piece);
  }
  return [...pieces]
    .map(([project, list]) => ({ project, totalMs: list.reduce((sum, one) => sum + lengthOf(one), 0), pieces: list }))
    .sort((a, b) => b.totalMs - a.totalMs || (a.project < b.project ? -1 : 1));
}

function spanOf(store: Store, history: History, { startMs, endMs }: Interval, parts: readonly Stretch[]): EditedSpan {
  const by = (value: (stretch: Stretch) => string) => {
    const totals = new Map<string, number>();
    for (const stretch of parts) {
      const name = value(stretch);
      totals.set(name, (totals.get(name) ?? 0) + lengthOf(stretch));
    }
    return ranked(totals);
  };
  const entities = by((stretch) => entityOf(store, stretch));
  return {
    startMs,
    endMs,
    heartbeats: parts.filter(({ isStart }) => isStart).length,
    projects: by((stretch) => nameOf(store, history, stretch, "project")),
    languages: by((stretch) => nameOf(store, history, stretch, "language")),
    branches: by((stretch) => nameOf(store, history, stretch, "branch")),
    entities: entities.slice(0, MOST_ENTITIES),
    entityCount: entities.length,
  };
}

/** Returns the shown name of a stretch in a dimension. */
export function nameOf(store: Store, { groupNames }: History, { groupId }: Stretch, dimension: Dimension): string {
  const id = groupNames[groupId * GROUP_WIDTH + DIMENSIONS.indexOf(dimension)] ?? 0;
  return id === 0 ? UNKNOWN : shownName(dimension, store.names.byId(id).value);
}

/** Returns what a stretch is about; a heartbeat need not say. */
export function entityOf(store: Store, { row }: Stretch): string {
  if ("entity" in row) return row.entity;
  return row.entity_id === null ? UNKNOWN : store.names.byId(row.entity_id).value;
}

function lengthOf({ startMs, endMs }: Interval): number {
  return endMs - startMs;
}

function isLong(interval: Interval): boolean {
  return lengthOf(interval) > 0;
}
