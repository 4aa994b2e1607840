// What the routes of Wakapi's API answer.
import { type Descriptions, json, other } from "./described.ts";
import { END_TIME, ID, SECONDS, TIME } from "./figures.ts";
import { always, component, emptyList, list, object, pattern, text } from "./schema.ts";

const TOTALS = list(component("KeyedSeconds", object({ key: pattern(".", "lantern"), total: SECONDS })));

const SVG = other(
  "image/svg+xml",
  "A picture",
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="20"></svg>',
);

const SHIELDS = json(
  object({ schemaVersion: always(1), label: text("Hearth"), message: text("3 hrs 25 mins"), color: text("#4c1") }),
);

export const wakapiDescriptions: Descriptions = {
  "GET /api/summary": json(
    object({
      user_id: ID,
      from: TIME,
      to: END_TIME,
      projects: TOTALS,
      languages: TOTALS,
      editors: TOTALS,
      operating_systems: TOTALS,
      machines: TOTALS,
      categories: TOTALS,
      branches: TOTALS,
      entities: TOTALS,
      labels: emptyList(),
    }),
  ),
  "GET /api/metrics": other(
    "text/plain",
    "Gauges, one a line, for Prometheus",
    'wakatime_project_seconds_total{name="lantern"} 12345\n',
  ),
  "GET /api/badge/:user": SVG,
  "GET /api/badge/:user/*": SVG,
  "GET /api/v1/badge/:user": SVG,
  "GET /api/v1/badge/:user/*": SVG,
  "GET /api/compat/shields/v1/:user": SHIELDS,
  "GET /api/compat/shields/v1/:user/*": SHIELDS,
  "GET /api/activity/chart/:user": SVG,
  "GET /api/avatar/:hash": SVG,
};
