import { reading, type Summary } from "../../app/summary.ts";
import { zoneOf } from "../../app/users.ts";
import { dayAt } from "../../domain/calendar.ts";
import { categoryTitle } from "../../domain/category.ts";
import { decimalOf, digitalOf, hoursMinutesSeconds, secondsOf, textOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import { itemViews } from "../item-view.ts";

const SUMMARY = "today's time, as editors show it in their status bar";

/** `GET users/:user/statusbar/today`, and as the documentation spells it, `status_bar`. */
export const statusBars: readonly Route[] = ["/users/:user/statusbar/today", "/users/:user/status_bar/today"].map(
  (path) => ({ method: "GET", path, bases: "all", need: "any", summary: SUMMARY, answer }),
);

function answer(call: Call): object {
  const user = owner(call, call.params["user"] ?? "");
  const { context, histories } = call.services;
  const zone = zoneOf(context, user);
  const nowMs = context.now();
  const today = dayAt(nowMs, zone);
  const data = reading(context.store, histories, user.id, (reader) => dayView(reader.summary(today)));
  return {
    cached_at: rfc3339(nowMs),
    has_team_features: false,
    data: {
      ...data,
      has_team_features: false,
      range: {
        date: today.date,
        start: rfc3339(today.startMs),
        end: lastSecond(today),
        text: "Today",
        timezone: zone,
      },
    },
  };
}

/** Returns a day's time in the WakaTime family: grand total, then every list. */
function dayView(summary: Summary): object {
  const total = secondsOf(summary.totalMs);
  return {
    grand_total: {
      total_seconds: total,
      digital: digitalOf(total),
      decimal: decimalOf(total),
      text: textOf(total),
      ...hoursMinutesSeconds(total),
    },
    categories: itemViews(summary.items("category").map(({ name, ms }) => ({ name: categoryTitle(name), ms }))),
    projects: itemViews(summary.items("project")),
    languages: itemViews(summary.items("language")),
    editors: itemViews(summary.items("editor")),
    operating_systems: itemViews(summary.items("operating_system")),
    machines: itemViews(summary.items("machine")),
    dependencies: itemViews(summary.dependencies()),
  };
}
