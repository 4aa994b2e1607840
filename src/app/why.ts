// The addition behind a figure: each heartbeat of an interval, the gap after it, and what it earned.
import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import type { Interval } from "../domain/interval.ts";
import { eachStretch, listOf, type Stretch } from "./credits.ts";
import { maskOf } from "./filter.ts";
import type { Histories } from "./history.ts";
import type { StreamQuestion } from "./spans.ts";
import { entityOf, nameOf } from "./timeline.ts";

/** One summand: a heartbeat's credit, or the part of it inside the interval; or a stretch of an external duration. */
export type Summand = Interval & {
  /** `heartbeat`; `before` = its heartbeat lies before the interval; `external` = no heartbeat */
  readonly kind: "heartbeat" | "before" | "external";
  /** ms to the next heartbeat of the stream, null for the last one and where there is no heartbeat */
  readonly gapMs: number | null;
  /** the gap was above the timeout */
  readonly isIdle: boolean;
  /** whether the filter selects it; what it does not is left out of the sum */
  readonly isSelected: boolean;
  readonly project: string;
  readonly language: string;
  readonly category: string;
  readonly editor: string;
  readonly entity: string;
};

export type Why = {
  readonly summands: readonly Summand[];
  /** the sum of those that are selected */
  readonly totalMs: number;
};

/**
 * Returns the summands of an interval in order, those too that a filter leaves out: they end the credit of others.
 *
 * ```
 *  interval       |-------------------|      one character = 10 s
 *  heartbeats   a    b  c                 d
 *  summands       [a][b][c           ]       a: before, c: cut at the end or idle
 * ```
 * Cost: the heartbeats of the interval, so it is asked about a day.
 */
export function whyOf(store: Store, histories: Histories, { userId, interval, filter }: StreamQuestion): Why {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    if (history === undefined) return { summands: [], totalMs: 0 };
    const mask = maskOf(store, history, filter);
    const found = listOf(eachStretch, store, history, interval);
    const times = found.flatMap(({ row }) => ("entity" in row ? [] : [row]));
    const gaps = new Map(
      times.map((row, i) => {
        const next = times[i + 1] ?? store.heartbeats.after(userId, row);
        return [row, next === undefined ? null : countedMs(next.time) - countedMs(row.time)];
      }),
    );
    const summands = found.map((stretch): Summand => {
      const { startMs, endMs, groupId, row } = stretch;
      return {
        startMs,
        endMs,
        kind: kindOf(stretch),
        gapMs: "entity" in row ? null : (gaps.get(row) ?? null),
        isIdle: "isIdle" in stretch && stretch.isIdle,
        isSelected: mask === undefined || mask[groupId] === 1,
        project: nameOf(store, history, stretch, "project"),
        language: nameOf(store, history, stretch, "language"),
        category: nameOf(store, history, stretch, "category"),
        editor: nameOf(store, history, stretch, "editor"),
        entity: entityOf(store, stretch),
      };
    });
    const selected = summands.filter(({ isSelected }) => isSelected);
    return { summands, totalMs: selected.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) };
  });
}

function kindOf(stretch: Stretch): Summand["kind"] {
  if ("entity" in stretch.row) return "external";
  return stretch.isStart ? "heartbeat" : "before";
}
