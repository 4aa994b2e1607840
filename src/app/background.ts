import type { RollupDay } from "../db/rollup.ts";
import type { Interval } from "../domain/interval.ts";
import type { Context } from "./context.ts";
import { type CountedAnew, countAnew } from "./counted-anew.ts";
import type { DumpTask } from "./dump-files.ts";
import { type EntitySummary, type EntitySummaryQuestion, entitySummary } from "./entity-summary.ts";
import { type EntityItem, type EntityQuestion, entityTotals } from "./entity-totals.ts";
import { countInHalves } from "./halves.ts";
import type { Histories } from "./history.ts";
import { finishRecounts, unfinishedRecounts } from "./recount.ts";
import { type RuleQuestion, type RuleTotal, ruleTotals } from "./rule-totals.ts";
import { openSourcesSeen, type SourcesSeen } from "./sources-seen.ts";
import { entityTotalMs, type StreamQuestion, spansOf } from "./spans.ts";
import { reading } from "./summary.ts";

/** Questions that are answered from heartbeats: asked here when short, in a worker when long. */
export type Background = {
  readonly spans: (question: StreamQuestion) => Promise<Interval[]>;
  readonly entityTotalMs: (userId: number, entity: string) => Promise<number>;
  /** per part of an interval, most time first */
  readonly entityTotals: (question: EntityQuestion) => Promise<EntityItem[][]>;
  /** of some entities, by dimension */
  readonly entitySummary: (question: EntitySummaryQuestion) => Promise<EntitySummary>;
  /** an interval under a rule of its own, for `reading` */
  readonly countAnew: (question: CountedAnew) => Promise<RollupDay[]>;
  /** all time and recent time under each of some rules */
  readonly ruleTotals: (question: RuleQuestion) => Promise<RuleTotal[]>;
  /** the programs and machines a user's heartbeats came from, with their times */
  readonly sourcesSeen: SourcesSeen["of"];
  /** Writes a data dump in another thread; undefined where there is none. */
  readonly dump: ((task: DumpTask) => Promise<void>) | undefined;
  /** Finishes recounts that were cut off; part of the housekeeping. */
  readonly resumeRecounts: () => Promise<void>;
  /** Ends the worker, if one runs; resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

/** What another thread answers: what is remembered in memory stays on this one. */
export type LongReads = Omit<Background, "sourcesSeen" | "dump"> & {
  readonly dump: NonNullable<Background["dump"]>;
};

/** Heartbeats that are read on the event loop, about 20 ms of work. */
const SHORT = 5_000;
/** Heartbeats from which two workers are sooner done than one. */
const HALVED = 200_000;

/**
 * Returns the questions answered on the event loop; those about more than a few thousand heartbeats go to `long`, when
 * there is one (a database in memory has none: no other thread can open it). With `beside`, which there is where a
 * computer does two things at once, a whole history is counted anew in halves.
 */
export function openBackground(
  context: Context,
  histories: Histories,
  long: LongReads | undefined,
  beside?: LongReads,
): Background {
  const { store } = context;
  const heartbeatsIn = (userId: number, interval: Interval) =>
    reading(store, histories, userId, (reader) => reader.summary(interval).heartbeats);
  const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  return {
    spans(question) {
      if (long !== undefined && heartbeatsIn(question.userId, question.interval) > SHORT) return long.spans(question);
      return Promise.resolve(spansOf(store, histories, question));
    },
    entityTotalMs(userId, entity) {
      if (long !== undefined && heartbeatsIn(userId, ALL) > SHORT) return long.entityTotalMs(userId, entity);
      return Promise.resolve(entityTotalMs(store, histories, userId, entity));
    },
    entityTotals(question) {
      if (long !== undefined && heartbeatsIn(question.userId, question.interval) > SHORT)
        return long.entityTotals(question);
      return Promise.resolve(entityTotals(store, histories, question));
    },
    entitySummary(question) {
      if (long !== undefined && heartbeatsIn(question.userId, question.interval) > SHORT)
        return long.entitySummary(question);
      return Promise.resolve(entitySummary(store, histories, question));
    },
    countAnew(question) {
      const heartbeats = heartbeatsIn(question.userId, question.interval);
      if (long === undefined || heartbeats <= SHORT) return Promise.resolve(countAnew(store, histories, question));
      return beside !== undefined && heartbeats > HALVED
        ? countInHalves(store, histories, [long.countAnew, beside.countAnew], question)
        : long.countAnew(question);
    },
    ruleTotals(question) {
      if (long !== undefined && heartbeatsIn(question.userId, ALL) > SHORT) return long.ruleTotals(question);
      return Promise.resolve(ruleTotals(store, histories, question));
    },
    sourcesSeen: openSourcesSeen(store, histories).of,
    dump: long?.dump,
    async resumeRecounts() {
      // What another process derived anew is taken up here at the latest, should nobody write.
      store.derivation.refresh();
      if (unfinishedRecounts(store).length === 0) return;
      await (long === undefined ? finishRecounts(store) : long.resumeRecounts());
    },
    stop: async () => void (await Promise.all([long?.stop(), beside?.stop()])),
  };
}
