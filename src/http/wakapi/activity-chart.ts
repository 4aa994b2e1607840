import { zoneOf } from "../../app/users.ts";
import { activityChart, chartStart, noActivityChart, type Theme } from "../../domain/activity-chart.ts";
import { dayAt, daysIn } from "../../domain/calendar.ts";
import { secondsOf } from "../../domain/format.ts";
import { wholeDates } from "../../domain/moment.ts";
import type { Call, Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { answering } from "../reading.ts";
import { shownUser, svgAnswer } from "./svg-answer.ts";

const MAX_AGE_SECONDS = 300;

const THEME: Parameter = {
  name: "theme",
  description: "`light` or `dark`, light without it; also `dark` alone",
  schema: { type: "string" },
  example: "dark",
};

/**
 * `GET /api/activity/chart/:user.svg`: the last year of a user, a square a day. Query: `theme=light|dark`, or `dark`.
 *
 * **Source:** wakapi.md §1.3; `dark` counts wherever it stands, unless it is `false`.
 * **Ours:** an unknown theme is the light one; somebody private and somebody who is not there have the same empty chart,
 * with status 200, because pages show nothing else.
 */
export const chart: Route = {
  method: "GET",
  path: "/api/activity/chart/:user",
  bases: "absolute",
  need: "none",
  summary: "the last year of a public user as an SVG, a square a day; the name may end in `.svg`",
  parameters: [THEME],
  async answer(call) {
    const theme = themeOf(call);
    const user = shownUser(call, (call.params["user"] ?? "").replace(/\.svg$/i, ""));
    if (user === undefined) return svgAnswer(call, noActivityChart("not public", theme), MAX_AGE_SECONDS);
    const { context } = call.services;
    const zone = zoneOf(context, user);
    const { date } = dayAt(context.now(), zone);
    const interval = wholeDates(chartStart(date, user.weekStart), date, zone);
    const days = daysIn(zone, interval);
    const totals = await answering(call, user, interval, (reader) => reader.totals(days));
    const chartDays = days.map((day, i) => ({ date: day.date, totalSeconds: secondsOf(totals[i] ?? 0) }));
    return svgAnswer(call, activityChart(chartDays, date, user.weekStart, theme), MAX_AGE_SECONDS);
  },
};

function themeOf({ query, request }: Call): Theme {
  const theme = query["theme"]?.trim().toLowerCase();
  if (theme !== undefined) return theme === "dark" ? "dark" : "light";
  // Blank parameters are as absent everywhere else; Wakapi's `?dark` is one that means something.
  const dark = /[?&]dark(?:=([^&#]*))?(?=[&#]|$)/i.exec(request.url);
  return dark !== null && dark[1]?.toLowerCase() !== "false" ? "dark" : "light";
}
