// What the routes of the pages answer about time: the overview and its charts, a day, the addition, a table.
import { PRESETS } from "../../domain/credit.ts";
import { DIMENSIONS, record } from "../../domain/dimension.ts";
import { FILTER_PARAMETERS, TIMEZONE } from "../query.ts";
import { type Descriptions, json } from "./described.ts";
import { DATE, NAME, TIME, WORDS, ZONE } from "./figures.ts";
import {
  CLOCK_HOURS,
  COLOUR,
  COLOURED_TIME,
  DATES_BOTH,
  DAYS,
  END_MS,
  HEARTBEATS,
  HOURS_OF_WEEK,
  instant,
  MS,
  NOW_MS,
  RANGE_AND_FILTER,
  SHOWN,
  START_MS,
  timesOf,
  UNIT,
  WEEK_START,
  YEAR,
} from "./pages-parts.ts";
import { bool, component, list, NULL, object, oneOf, orNull, type Schema, text, whole } from "./schema.ts";

/** Names by dimension as they are in the examples. */
const EXAMPLES: Readonly<Record<(typeof DIMENSIONS)[number], string>> = {
  project: "lantern",
  language: "TypeScript",
  editor: "VS Code",
  operating_system: "Linux",
  machine: "heron",
  category: "coding",
  branch: "main",
  ai_model: "Unknown",
};

/** The time of a range by each dimension; every list sums to the total. */
export const BY_DIMENSION = component(
  "PageDimensions",
  object(record(DIMENSIONS, (dimension) => timesOf(EXAMPLES[dimension]))),
);

const OVERVIEW = object({
  user: text("ann"),
  ...SHOWN,
  start: TIME,
  start_ms: START_MS,
  end_ms: END_MS,
  is_running: bool(true, "Whether it has begun and not ended"),
  is_single_day: bool(true),
  week_start: WEEK_START,
  has_history: bool(true, "Whether anything ever arrived"),
  total_ms: MS,
  total_text: WORDS,
  ai_ms: whole(0, "The part of it in category AI coding, ms"),
  heartbeats: HEARTBEATS,
  usual: orNull(
    object({
      kind: oneOf(["weekday", "before"], "The median of the last eight same weekdays, or the range before"),
      ms: whole(10_980_000, "ms"),
      of: { ...whole(8, "Days that the median is of; 1 for the range before"), minimum: 1 },
      start_date: { ...DATE, examples: ["2026-09-26"] },
      end_date: { ...DATE, examples: ["2026-11-14"] },
    }),
  ),
  goal: orNull(object({ title: text("Four hours a day"), target_ms: whole(14_400_000, "ms"), actual_ms: MS })),
  now: {
    ...orNull(object({ project: orNull(NAME), entity: orNull(text("app.ts", "Without its folders")) })),
    description: "What is edited now; null after 15 minutes without a heartbeat",
  },
  dimensions: BY_DIMENSION,
  projects: list(COLOURED_TIME),
  hours_of_week: HOURS_OF_WEEK,
  days_with_time: whole(1),
  daily_average_ms: MS,
  best_day: orNull(object({ date: DATE, ms: MS })),
  streak: object({ current: whole(4, "Days in a row"), longest: whole(31) }),
});

const PIECE = { start_ms: instant(1_795_246_455_000), end_ms: instant(1_795_258_800_000) };

const COLUMNS = object({
  timezone: ZONE,
  now_ms: NOW_MS,
  unit: UNIT,
  series: { ...list(COLOURED_TIME), maxItems: 8, description: "The projects that have a bar of their own" },
  buckets: list(
    object(
      {
        ...DATES_BOTH,
        total_ms: MS,
        ms: { ...list(MS), maxItems: 9, examples: [[12_345_000, 0]], description: "By series, then all others" },
        before_ms: whole(10_980_000, "The same place of the range before, ms; with `compare`"),
      },
      ["before_ms"],
    ),
  ),
  year: YEAR,
  hours_of_week: { ...orNull(HOURS_OF_WEEK), description: "Of the days around a single one; null for longer ranges" },
  ribbon: {
    ...orNull(
      object({
        start_ms: START_MS,
        end_ms: END_MS,
        hours: CLOCK_HOURS,
        pieces: list(object({ ...PIECE, project: NAME, colour: COLOUR })),
      }),
    ),
    description: "Of a single day, by project",
  },
});

const SPAN_TIMES = {
  projects: timesOf("lantern"),
  languages: timesOf("TypeScript"),
  branches: timesOf("main"),
  entities: { ...timesOf("/lantern/src/app.ts"), maxItems: 12 },
};

const YESTERDAY = { ...DATE, examples: ["2026-11-20"] };

const TIMELINE = object({
  date: DATE,
  today: DATE,
  timezone: ZONE,
  now_ms: NOW_MS,
  start_ms: START_MS,
  end_ms: END_MS,
  previous: { ...orNull(YESTERDAY), description: "Null where no day before has anything" },
  next: { anyOf: [DATE, NULL], examples: [null], description: "Null for today" },
  hours: CLOCK_HOURS,
  total_ms: MS,
  lanes: list(object({ project: NAME, colour: COLOUR, total_ms: MS, pieces: list(object(PIECE)) })),
  spans: list(
    object({
      ...PIECE,
      heartbeats: HEARTBEATS,
      ...SPAN_TIMES,
      entity_count: whole(1, "Entities are the first twelve"),
    }),
  ),
});

/** A rule of counting. */
export const RULE_MS = {
  timeout_ms: whole(120_000, "Longest gap that counts whole, ms"),
  idle_ms: whole(120_000, "Credit before a longer gap, ms"),
};

const PRESET = oneOf(Object.keys(PRESETS));

const WHY = object({
  range_text: text("Today"),
  timezone: ZONE,
  start_ms: START_MS,
  end_ms: END_MS,
  ...DATES_BOTH,
  total_ms: MS,
  heartbeats: HEARTBEATS,
  ...RULE_MS,
  presets: {
    ...orNull({ ...list(object({ name: PRESET, ...RULE_MS, total_ms: MS })) }),
    description: "The same under each preset; null where that would take too long",
  },
  days: { ...orNull(DAYS), examples: [null], description: "What adds up to it, for more than a day" },
  credits: {
    ...orNull(
      list(
        object({
          start_ms: instant(1_795_246_455_000),
          end_ms: instant(1_795_246_512_000),
          kind: oneOf(["heartbeat", "before", "external"], "`before`: its heartbeat lies before the range"),
          gap_ms: { ...orNull(whole(57_000)), description: "To the next heartbeat, ms; null for the last one" },
          is_idle: bool(false, "The gap was above the timeout"),
          is_selected: bool(true, "Whether the filter selects it; else it is no part of the sum"),
          project: NAME,
          language: text("TypeScript"),
          category: text("coding"),
          editor: text("VS Code"),
          entity: text("/lantern/src/app.ts"),
        }),
      ),
    ),
    description: "What adds up to it, for a day or less; null for more heartbeats than a page can show",
  },
});

const TIMESHEET = object({
  by: oneOf(DIMENSIONS),
  ...SHOWN,
  unit: UNIT,
  columns: list(object({ ...DATES_BOTH, total_ms: MS })),
  rows: list(object({ name: NAME, total_ms: MS, ms: { ...list(MS), description: "By column" } })),
  total_ms: MS,
});

const COMPARE = {
  name: "compare",
  description: "`true` adds to each bar the one in the same place of the range before",
  schema: { type: "boolean" },
  example: true,
} as const;

const DAY = {
  name: "date",
  description: "The day: a date, `today`, `yesterday`, or any moment of it; today without it",
  schema: { type: "string" },
  example: "2026-11-21",
} as const;

/** Returns the description of a route that answers the figures of a range. */
function ofRange(schema: Schema) {
  return { ...json(schema), parameters: RANGE_AND_FILTER };
}

export const pageFigureDescriptions: Descriptions = {
  "GET /-/overview": ofRange(OVERVIEW),
  "GET /-/columns": { ...json(COLUMNS), parameters: [COMPARE, ...RANGE_AND_FILTER] },
  "GET /-/timeline": { ...json(TIMELINE), parameters: [DAY, TIMEZONE, ...FILTER_PARAMETERS] },
  "GET /-/why": ofRange(WHY),
  "GET /-/timesheet": json(TIMESHEET),
};
