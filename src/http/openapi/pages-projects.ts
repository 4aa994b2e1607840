// What the routes of the pages answer about projects.
import { changed, type Descriptions, json } from "./described.ts";
import { DATE, NAME } from "./figures.ts";
import { BY_DIMENSION } from "./pages-figures.ts";
import {
  COLOUR,
  DATES_BOTH,
  FIRST_MS,
  HEARTBEATS,
  HOURS_OF_WEEK,
  LAST_MS,
  MS,
  RANGE_AND_FILTER,
  SHOWN,
  timesOf,
  UNIT,
  WEEK_START,
  YEAR,
} from "./pages-parts.ts";
import { bool, list, object, oneOf, text, whole } from "./schema.ts";

const PROJECTS = object({
  ...SHOWN,
  total_ms: MS,
  without_project_ms: whole(0, "ms"),
  spark: object({ unit: oneOf(["day", "week"]), start_date: { ...DATE, examples: ["2026-10-23"] }, end_date: DATE }),
  projects: list(
    object({
      name: NAME,
      colour: COLOUR,
      total_ms: MS,
      first_ms: FIRST_MS,
      last_ms: LAST_MS,
      is_archived: bool(false),
      spark: {
        ...list(MS),
        examples: [[0, 0, 12_345_000]],
        description: "One place per day or week, the last ends today",
      },
    }),
  ),
});

const PROJECT = object({
  name: NAME,
  colour: COLOUR,
  is_archived: bool(false),
  ...SHOWN,
  week_start: WEEK_START,
  total_ms: MS,
  ai_ms: whole(0, "The part of it in category AI coding, ms"),
  heartbeats: HEARTBEATS,
  days_with_time: whole(1),
  first_ms: FIRST_MS,
  last_ms: LAST_MS,
  dimensions: BY_DIMENSION,
  dependencies: timesOf("preact"),
  unit: UNIT,
  buckets: list(object({ ...DATES_BOTH, ms: MS })),
  year: YEAR,
  hours_of_week: HOURS_OF_WEEK,
  badge: object({
    is_public: bool(true, "Badges answer only while statistics are public"),
    svg: text("/api/badge/ann/interval:all_time/project:lantern", "A path at this server"),
    shields: text("/api/compat/shields/v1/ann/interval:all_time/project:lantern"),
  }),
});

const FILES = object({
  total_ms: MS,
  files: list(
    object({
      path: text("src/app.ts", "Below the project's folder where that can be told"),
      entity: text("/lantern/src/app.ts"),
      type: text("file"),
      ms: MS,
    }),
  ),
});

const ARCHIVED = object({ archived: bool(true, "False takes it back") });

export const pageProjectDescriptions: Descriptions = {
  "GET /-/projects": { ...json(PROJECTS), parameters: RANGE_AND_FILTER },
  "GET /-/project/*": { ...json(PROJECT), parameters: RANGE_AND_FILTER },
  "GET /-/project-files/*": { ...json(FILES), parameters: RANGE_AND_FILTER },
  "PATCH /-/projects/*": changed({ ...ARCHIVED, additionalProperties: true }, ARCHIVED),
};
