// A day in the WakaTime family, as summaries and status bars show it.

import { type AiTotals, isNothing } from "../../app/ai.ts";
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
import { remembering } from "../../domain/remembering.ts";
import { itemShares, machineId, timeFields } from "../item-view.ts";
import { AS_OBJECTS, type Form } from "../written.ts";
import { aiBlock } from "./ai-block.ts";

/** Lists that are about one project only. */
export type ProjectLists = { readonly branches: readonly Item[]; readonly entities: readonly EntityItem[] };

const NO_LISTS: ProjectLists = { branches: [], entities: [] };

/** Returns a day's time as an object, as `dayViews` does. */
export function dayView(user: User, summary: Summary, lists: ProjectLists = NO_LISTS): object {
  return AS_OBJECTS.holding(dayViews(AS_OBJECTS, user)(summary, lists));
}

/**
 * Returns what writes a day's time: grand total, then every list; `branches` and `entities` are empty but for one
 * project's day. Source: wakatime-api §4.3, §3.1, §3.2; the 0–59 `seconds` of the grand total are Hackatime's.
 */
export function dayViews<Made>(form: Form<Made>, user: User): (summary: Summary, lists: ProjectLists) => Day<Made> {
  const time = form.told(timeFields);
  const totalTime = form.told(grandTotal);
  const colour = form.told((name: string) => ({ color: languageColor(name) }));
  const machine = form.told((name: string) => ({ machine_name_id: machineId(user, name) }));
  const noColour = form.fields({ color: null });
  const title = remembering(categoryTitle);
  let noAi: Made | undefined;
  const ai = (totals: AiTotals) => {
    if (!isNothing(totals)) return form.fields(aiBlock(totals));
    noAi ??= form.fields(aiBlock(totals));
    return noAi;
  };
  const list = (items: readonly Item[], more: (name: string, place: number) => readonly Made[] = () => []) =>
    form.list(
      itemShares(items).map((share, place) =>
        form.joined([form.fields(share), time(share.total_seconds), ...more(share.name, place)]),
      ),
    );
  return (summary, { branches, entities }) => {
    const aiOf = (dimension: Dimension) => (name: string) => ai(summary.ai(dimension, name));
    const [projectAi, editorAi] = [aiOf("project"), aiOf("editor")];
    return {
      grand_total: form.joined([totalTime(secondsOf(summary.totalMs)), ai(summary.ai())]),
      categories: list(summary.items("category").map(({ name, ms }) => ({ name: title(name), ms }))),
      projects: list(summary.items("project"), (name) => [projectAi(name), noColour]),
      languages: list(summary.items("language"), (name) => [colour(name)]),
      editors: list(summary.items("editor"), (name) => [editorAi(name)]),
      operating_systems: list(summary.items("operating_system")),
      machines: list(summary.items("machine"), (name) => [machine(name)]),
      dependencies: list(summary.dependencies()),
      branches: list(branches),
      entities: list(entities, (_, place) => [form.fields(entityFields(entities[place]))]),
    };
  };
}

/** The parts of a day, by field. */
export type Day<Made> = Readonly<Record<string, Made>>;

function grandTotal(seconds: number): object {
  return {
    total_seconds: seconds,
    digital: digitalOf(seconds),
    decimal: decimalOf(seconds),
    text: textOf(seconds),
    ...hoursMinutesSeconds(seconds),
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
