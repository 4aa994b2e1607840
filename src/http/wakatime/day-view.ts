// A day in the WakaTime family, as summaries and status bars show it.
import type { DayPart } from "../../app/days.ts";
import type { EntityItem } from "../../app/entity-totals.ts";
import type { Item, Summary } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { addDays } from "../../domain/calendar.ts";
import { categoryTitle } from "../../domain/category.ts";
import type { Dimension } from "../../domain/dimension.ts";
import { decimalOf, digitalOf, hoursMinutesSeconds, secondsOf, textOf } from "../../domain/format.ts";
import { languageColor } from "../../domain/language.ts";
import { dateText } from "../../domain/period.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { itemViews, machineViews } from "../item-view.ts";
import { aiBlock } from "./ai-block.ts";

/** Lists that are about one project only. */
export type ProjectLists = { readonly branches: readonly Item[]; readonly entities: readonly EntityItem[] };

const NO_LISTS: ProjectLists = { branches: [], entities: [] };

/**
 * Returns a day's time: grand total, then every list; `branches` and `entities` are empty but for one project's day.
 * Source: wakatime-api §4.3, §3.1, §3.2; the 0–59 `seconds` of the grand total are Hackatime's.
 */
export function dayView(user: User, summary: Summary, { branches, entities }: ProjectLists = NO_LISTS): object {
  const total = secondsOf(summary.totalMs);
  const withAi = (dimension: Dimension) =>
    itemViews(summary.items(dimension)).map((item) => ({ ...item, ...aiBlock(summary.ai(dimension, item.name)) }));
  return {
    grand_total: {
      total_seconds: total,
      digital: digitalOf(total),
      decimal: decimalOf(total),
      text: textOf(total),
      ...hoursMinutesSeconds(total),
      ...aiBlock(summary.ai()),
    },
    categories: itemViews(summary.items("category").map(({ name, ms }) => ({ name: categoryTitle(name), ms }))),
    projects: withAi("project").map((item) => ({ ...item, color: null })),
    languages: itemViews(summary.items("language")).map((item) => ({ ...item, color: languageColor(item.name) })),
    editors: withAi("editor"),
    operating_systems: itemViews(summary.items("operating_system")),
    machines: machineViews(user, summary.items("machine")),
    dependencies: itemViews(summary.dependencies()),
    branches: itemViews(branches),
    entities: itemViews(entities).map((item, i) => ({ ...item, ...entityFields(entities[i]) })),
  };
}

function entityFields(entity: EntityItem | undefined): object {
  if (entity === undefined) return {};
  return { type: entity.type, project_root_count: entity.projectRootCount, ...aiBlock(entity.ai) };
}

/** Returns when a day is: its date, its first and last second, and `Today`, `Yesterday` or `Sun Jan 29th 2023`. */
export function rangeDay(part: DayPart, today: string, zone: string): object {
  return {
    date: part.date,
    start: rfc3339(part.startMs),
    end: lastSecond(part),
    text: dayText(part.date, today),
    timezone: zone,
  };
}

/** Returns a date for people, given today's. Source: wakatime-api §3.3. */
export function dayText(date: string, today: string): string {
  if (date === today) return "Today";
  return date === addDays(today, -1) ? "Yesterday" : dateText(date);
}
