// Everything the core says about a stretch of time, and what the reference says about it, in one shape to compare.
import type { Histories } from "../../src/app/history.ts";
import { spansOf } from "../../src/app/spans.ts";
import { reading } from "../../src/app/summary.ts";
import type { Store } from "../../src/db/store.ts";
import { daysIn } from "../../src/domain/calendar.ts";
import { clip, type Interval } from "../../src/domain/interval.ts";
import { REFERENCE_DIMENSIONS, type Reference, type ReferenceFilter, type ReferenceItem } from "./reference.ts";

export type Question = { readonly zone: string; readonly interval: Interval; readonly filter?: ReferenceFilter };

export type Answers = {
  readonly totalMs: number;
  readonly idleMs: number;
  readonly heartbeats: number;
  readonly items: Readonly<Record<string, readonly ReferenceItem[]>>;
  readonly dependencies: readonly ReferenceItem[];
  /** only for an interval of a few months at most */
  readonly days: readonly { readonly date: string; readonly ms: number }[];
  /** hours with time, by weekday and hour: `3-17` is Wednesday, 17:00 */
  readonly hoursOfWeek: Readonly<Record<string, number>>;
  readonly spans: readonly Interval[];
};

/** All of the time that heartbeats may have, from a quarter-hour to a quarter-hour. */
export const EVER: Interval = { startMs: 999_999_900_000, endMs: 1_999_999_800_000 };

const LONGEST_BY_DAY_MS = 100 * 86_400_000;

function isByDay({ startMs, endMs }: Interval): boolean {
  return endMs - startMs <= LONGEST_BY_DAY_MS;
}

/** Returns what the core answers. */
export function told(store: Store, histories: Histories, userId: number, question: Question): Answers {
  const { zone, interval, filter = {} } = question;
  return reading(store, histories, userId, (reader) => {
    const summary = reader.summary(interval, filter);
    const days = isByDay(interval) ? daysIn(zone, interval) : [];
    const totals = reader.totals(
      days.map((day) => clip(day, interval) as Interval),
      filter,
    );
    return {
      totalMs: summary.totalMs,
      idleMs: summary.idleMs,
      heartbeats: summary.heartbeats,
      items: Object.fromEntries(REFERENCE_DIMENSIONS.map((dimension) => [dimension, summary.items(dimension)])),
      dependencies: summary.dependencies(),
      days: days.map(({ date }, i) => ({ date, ms: totals[i] ?? Number.NaN })),
      hoursOfWeek: byHour(reader.hoursOfWeek(interval, zone, filter)),
      spans: spansOf(store, histories, { userId, interval, filter }),
    };
  });
}

/** Returns what the reference answers. */
export function expected(reference: Reference, { zone, interval, filter }: Question): Answers {
  return {
    totalMs: reference.totalMs(interval, filter),
    idleMs: reference.idleMs(interval, filter),
    heartbeats: reference.heartbeats(interval, filter),
    items: Object.fromEntries(
      REFERENCE_DIMENSIONS.map((dimension) => [dimension, reference.items(dimension, interval, filter)]),
    ),
    dependencies: reference.dependencies(interval, filter),
    days: isByDay(interval) ? reference.days(zone, interval, filter) : [],
    hoursOfWeek: byHour(reference.hoursOfWeek(zone, interval, filter)),
    spans: reference.spans(interval, filter),
  };
}

/** Returns the hours of a week that hold time: `3-17` is Wednesday, 17:00. @throws RangeError unless there are 168. */
export function byHour(hours: readonly number[]): Record<string, number> {
  if (hours.length !== 168) throw new RangeError(`a week has 168 hours, got ${hours.length}`);
  return Object.fromEntries(
    hours.flatMap((ms, i) => (ms === 0 ? [] : [[`${Math.floor(i / 24) + 1}-${i % 24}`, ms] as const])),
  );
}

/** Returns the live rollup as it is stored, days that hold nothing left out. */
export function liveRows(store: Store, userId: number) {
  const generation = store.rollup.state(userId)?.generation ?? 0;
  return store.rollup
    .changed(userId, generation, -1)
    .filter(({ cells }) => cells.length > 0)
    .map(({ day, cells, sums = [], tags = [] }) => ({ day, cells: [...cells], sums: [...sums], tags: [...tags] }));
}
