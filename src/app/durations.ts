import { SUMS } from "../db/cells.ts";
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { DIMENSIONS, type Dimension, GROUP_WIDTH, record, UNKNOWN } from "../domain/dimension.ts";
import { type Duration, durations } from "../domain/duration.ts";
import type { Interval } from "../domain/interval.ts";
import { type OneTimeRule, underRule } from "./counted-anew.ts";
import { eachStretch, listOf, type Stretch } from "./credits.ts";
import { type Filter, maskOf } from "./filter.ts";
import type { Histories, History } from "./history.ts";
import { sumsOfHeartbeat } from "./share.ts";
import { shownName } from "./summary.ts";

/** What a day can be cut by, as `slice_by` names it. */
export const SLICES = ["project", "entity", "language", "dependencies", "os", "editor", "category", "machine"] as const;
export type Slice = (typeof SLICES)[number];

export type DurationsQuestion = {
  readonly userId: number;
  readonly interval: Interval;
  readonly filter: Filter;
  readonly slice: Slice;
  /** counts the interval anew for this answer; undefined = the user's own rule */
  readonly rule?: OneTimeRule | undefined;
};

/** A stretch of time in one project with one value of the slice. */
export type SlicedDuration = Interval & {
  readonly project: string;
  /** the value of the slice as shown, `Unknown` without one */
  readonly name: string;
  /** type of the entity, for slices by entity */
  readonly type: string;
  /** lines, tokens and prompts of its heartbeats */
  readonly sums: Readonly<Record<(typeof SUMS)[number], number>>;
};

export type Durations = {
  /** ascending by start; sliced by dependencies, a stretch stands there once for each of them */
  readonly durations: readonly SlicedDuration[];
  /** names of the branches with a heartbeat in the interval, whatever branches the filter selects, by name */
  readonly branches: readonly string[];
};

const DIMENSION_OF: Readonly<Partial<Record<Slice, Dimension>>> = {
  project: "project",
  language: "language",
  os: "operating_system",
  editor: "editor",
  category: "category",
  machine: "machine",
};

type Part = Pick<SlicedDuration, "startMs" | "endMs" | "project" | "name" | "type"> & {
  readonly key: string;
  readonly stretch: Stretch;
};

/**
 * Returns the stretches of an interval by the values of a slice, each in one project. Time before the interval's start
 * and after its end is cut off; heartbeats that earned nothing are stretches of 0 unless they touch one of their kind.
 * Cost: the heartbeats of the interval, so it is asked about a day.
 */
export function durationsOf(store: Store, histories: Histories, question: DurationsQuestion): Durations {
  const { userId, interval, filter, slice, rule } = question;
  return inSnapshot(store.connection, () => {
    const live = histories.of(userId);
    if (live === undefined) return { durations: [], branches: [] };
    const history = rule === undefined ? live : underRule(store, live, { rule, interval, days: [] });
    const mask = maskOf(store, history, filter);
    const anyBranch = maskOf(store, history, withoutBranch(filter));
    const branches = new Set<string>();
    const parts = new Map<string, Part[]>();
    for (const stretch of listOf(eachStretch, store, history, interval)) {
      if (anyBranch === undefined || anyBranch[stretch.groupId] === 1)
        branches.add(nameOf(store, history, stretch, "branch"));
      if (mask !== undefined && mask[stretch.groupId] !== 1) continue;
      // Dependencies are tags: each has runs of its own. Of every other slice a credit has one value.
      const tags = slice === "dependencies" ? dependenciesOf(store, stretch) : [""];
      for (const tag of tags) {
        const part = partOf(store, history, stretch, slice, tag);
        const list = parts.get(tag);
        if (list === undefined) parts.set(tag, [part]);
        else list.push(part);
      }
    }
    const found = [...parts.values()].flatMap((list) => durations(list).map(sliced));
    return { durations: found.sort((a, b) => a.startMs - b.startMs), branches: [...branches].sort() };
  });
}

function withoutBranch(filter: Filter): Filter {
  const { branch: _, ...rest } = filter.only ?? {};
  return { ...filter, only: rest };
}

function nameOf(store: Store, { groupNames }: History, { groupId }: Stretch, dimension: Dimension): string {
  const id = groupNames[groupId * GROUP_WIDTH + DIMENSIONS.indexOf(dimension)] ?? 0;
  return id === 0 ? UNKNOWN : shownName(dimension, store.names.byId(id).value);
}

function dependenciesOf(store: Store, { row }: Stretch): readonly string[] {
  const id = "dependencies_id" in row ? row.dependencies_id : null;
  return id === null ? [] : store.names.listById(id);
}

/** `tag` is the value of a slice that is no dimension and no entity. */
function partOf(store: Store, history: History, stretch: Stretch, slice: Slice, tag: string): Part {
  const { startMs, endMs } = stretch;
  const project = nameOf(store, history, stretch, "project");
  const dimension = DIMENSION_OF[slice];
  const { entity, type } = subjectOf(store, stretch);
  const isEntity = slice === "entity";
  const name = isEntity ? entity : dimension === undefined ? tag : nameOf(store, history, stretch, dimension);
  // NUL stands in no name.
  const key = [project, name, isEntity ? type : ""].join("\0");
  return { startMs, endMs, project, name, type, key, stretch };
}

/** Returns what a stretch is about: an external duration says so itself, of a heartbeat the names are interned. */
function subjectOf(store: Store, { row }: Stretch): { readonly entity: string; readonly type: string } {
  if ("entity" in row) return { entity: row.entity, type: row.type };
  const value = (id: number | null) => (id === null ? undefined : store.names.byId(id).value);
  return { entity: value(row.entity_id) ?? UNKNOWN, type: value(row.type_id) ?? "file" };
}

function sliced({ startMs, endMs, parts }: Duration<Part>): SlicedDuration {
  const { project, name, type } = parts[0] as Part;
  const sums = record(SUMS, () => 0);
  for (const { stretch } of parts) {
    // Lines and tokens belong to their heartbeat: the rest of a credit that began before the interval has none.
    const own = stretch.isStart ? sumsOfHeartbeat(stretch.row) : undefined;
    if (own !== undefined) for (const [i, sum] of SUMS.entries()) sums[sum] += own[i] ?? 0;
  }
  return { startMs, endMs, project, name, type, sums };
}
