// What answers of several pages share. Times are whole ms; the examples belong together: 12,345 s of TypeScript in
// lantern on 2026-11-21 in Berlin, of which it is noon.
import { BUCKET_UNITS } from "../../domain/bucket.ts";
import { FILTER_PARAMETERS, RANGE_PARAMETERS } from "../query.ts";
import type { Described } from "./described.ts";
import { DATE, NAME, ZONE } from "./figures.ts";
import { component, list, object, oneOf, orNull, type Schema, text, whole } from "./schema.ts";

export const MS = whole(12_345_000, "ms");
export const HEARTBEATS = whole(217);
export const NOW_MS = instant(1_795_258_800_000);
export const START_MS = instant(1_795_215_600_000);
export const END_MS = instant(1_795_302_000_000, "Epoch ms, the first that is no longer in it");
export const FIRST_MS = instant(1_741_514_400_000);
export const LAST_MS = instant(1_795_258_560_000);

/** Place of a project's colour, the same for ever. */
export const COLOUR: Schema = { ...whole(0, "Place of its colour; 8 is that of time without a project"), maximum: 8 };
export const WEEK_START: Schema = {
  type: "integer",
  minimum: 1,
  maximum: 7,
  examples: [1],
  description: "1 is Monday",
};
export const UNIT = oneOf(BUCKET_UNITS, "What a bar is");

/** Returns the schema of an instant; one before 1970 is negative. */
export function instant(example: number, description = "Epoch ms"): Schema {
  return { type: "integer", examples: [example], description };
}

/** Returns the schema of a list that is always of one length. */
export function exactly(length: number, items: Schema, example: readonly unknown[]): Schema {
  return { ...list(items), minItems: length, maxItems: length, examples: [example] };
}

/** Returns the list of times by name, most first. */
export function timesOf(example: string): Schema {
  return { ...list(NAMED_TIME), examples: [[{ name: example, ms: 12_345_000 }]] };
}

const NAMED_TIME = component("PageTime", object({ name: NAME, ms: MS }));

export const COLOURED_TIME = component("PageProjectTime", object({ name: NAME, ms: MS, colour: COLOUR }));

/** First and last date of a bar or a period, both inside. */
export const DATES_BOTH = { start_date: DATE, end_date: DATE };

export const DAYS = list(component("PageDay", object({ date: DATE, ms: MS })));

/** A day of the calendar of a year. */
export const YEAR = list(
  component(
    "PageDayOfYear",
    object({ date: DATE, ms: MS, level: { ...whole(4, "0 is none of the time, 4 the most"), maximum: 4 } }),
  ),
);

/** By hour of the week, Monday 00:00 first. */
export const HOURS_OF_WEEK = exactly(168, whole(0, "ms"), [
  ...Array.from({ length: 128 }, () => 0),
  ...[1_545_000, 3_600_000, 3_600_000, 3_600_000],
  ...Array.from({ length: 36 }, () => 0),
]);

/** The full hours of the wall clock, each where it falls. */
export const CLOCK_HOURS = list(component("PageHour", object({ at_ms: START_MS, hour: { ...whole(0), maximum: 23 } })));

const STEP = component(
  "PageStep",
  object({
    query: text("start=2026-11-20&end=2026-11-20", "Of the page; empty for today"),
    start_date: { ...DATE, examples: ["2026-11-20"] },
    end_date: { ...DATE, examples: ["2026-11-20"] },
  }),
);

/** What every page with a range says of it. */
export const SHOWN = {
  range: text("today", "Name of the range; `custom` for dates"),
  range_text: text("Today"),
  timezone: ZONE,
  ...DATES_BOTH,
  today: DATE,
  now_ms: NOW_MS,
  previous: { ...orNull(STEP), description: "Null before the first heartbeat, and of all time" },
  next: { ...orNull(STEP), examples: [null], description: "Null where it would lie in the future" },
};

/** What a page may ask of a range, and of a part of the time in it. */
export const RANGE_AND_FILTER: NonNullable<Described["parameters"]> = [...RANGE_PARAMETERS, ...FILTER_PARAMETERS];
