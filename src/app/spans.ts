import { inSnapshot } from "../db/database.ts";
import type { Store } from "../db/store.ts";
import { EVER, type Interval } from "../domain/interval.ts";
import { openSpans } from "../domain/span.ts";
import { eachCountedStretch, eachPieceAbout, eachTime } from "./credits.ts";
import { type Filter, maskOf } from "./filter.ts";
import type { Histories } from "./history.ts";
import { eachSelected } from "./selected.ts";
import { type Shown, shownPart } from "./shown.ts";

/** A question about one user's stream that is answered from its heartbeats. */
export type StreamQuestion = {
  readonly userId: number;
  readonly interval: Interval;
  readonly filter: Filter;
  /** the limits within which whoever asks sees the answer; none without it */
  readonly shown?: Shown;
};

/**
 * Returns the stretches of uninterrupted credit of an interval, ascending; with a filter, those of the selected
 * credits, holes and all. Cost: the heartbeats of the days that hold any of them, so long ones are asked for through
 * `background`.
 */
export function spansOf(store: Store, histories: Histories, question: StreamQuestion): Interval[] {
  const { userId, filter, shown } = question;
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    if (history === undefined) return [];
    const interval = shown === undefined ? question.interval : shownPart(shown, question.interval);
    const mask = maskOf(store, shown === undefined ? history : { ...history, shown }, filter);
    const spans = openSpans(interval);
    const add = ({ startMs, endMs }: Interval) => spans.add(startMs, endMs);
    if (mask === undefined) eachTime(store, history, interval, add);
    else eachSelected(eachCountedStretch, store, history, interval, mask, add);
    return spans.found;
  });
}

/** Returns the time earned with one entity, ms. Cost: one pass over the stream's rows inside SQLite. */
export function entityTotalMs(store: Store, histories: Histories, userId: number, entity: string): number {
  return inSnapshot(store.connection, () => {
    const history = histories.of(userId);
    const name = store.names.find(userId, "entity", entity);
    if (history === undefined || name === undefined) return 0;
    let sum = 0;
    eachPieceAbout(store, history, EVER, [name.id], ({ startMs, endMs }) => {
      sum += endMs - startMs;
    });
    return sum;
  });
}
