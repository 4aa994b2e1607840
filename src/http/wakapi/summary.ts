import type { Item } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { DIMENSIONS, type Dimension, record } from "../../domain/dimension.ts";
import { secondsOf } from "../../domain/format.ts";
import { lastSecond, type Range, rfc3339 } from "../../domain/range.ts";
import { asker, type Call, type Route, type Subject, subject } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { FILTER_PARAMETERS, filterOf, list, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { answering, RULE_PARAMETERS, requestedRule } from "../reading.ts";

const WHOSE: Parameter = {
  name: "user_id",
  description: "Whose: a name or id of a public user, or your own; you without it; also `user`",
  schema: { type: "string" },
  example: "current",
};

const ENTITY: Parameter = {
  name: "entity",
  description: "Only time with these files, pages or apps, whole names by comma, `-` for none; of your own alone",
  schema: { type: "string" },
  example: "/lantern/src/app.ts",
};

/**
 * `GET /api/summary`: totals of a range per dimension, in whole seconds; `user_id` or `user` names whose, the holder of
 * the key without one. All time without a range.
 *
 * **Source:** wakapi.md §1.3; hackatime-api §4.7, for the form without a key.
 * **Ours:** every list is filled as Wakapi fills it, where Hackatime leaves empty objects; `user_id` is the id as text,
 * whatever the request called the user; `from` and `to` are the range that was asked for. `entities` are the owner's
 * alone, and listed with a filter by project or entity, as Wakapi lists them; others' filter by entity finds nothing.
 */
export const summary: Route = {
  method: "GET",
  path: "/api/summary",
  bases: "absolute",
  need: "public",
  summary: "totals of a range by project, language, editor and so on, as Wakapi lists them; `user_id`, range, filters",
  parameters: [WHOSE, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS, ENTITY, ...RULE_PARAMETERS],
  async answer(call) {
    const { user, isOwner } = requested(call);
    const range = rangeOf(call, user, "all_time");
    const { items, entities } = await listsOf(call, user, isOwner, range);
    return {
      user_id: String(user.id),
      from: rfc3339(range.startMs),
      to: lastSecond(range),
      projects: keyed(items("project")),
      languages: keyed(items("language")),
      editors: keyed(items("editor")),
      operating_systems: keyed(items("operating_system")),
      machines: keyed(items("machine")),
      categories: keyed(items("category")),
      branches: keyed(items("branch")),
      entities: keyed(entities),
      labels: [],
    };
  },
};

type Lists = {
  readonly items: (dimension: Dimension) => readonly Item[];
  readonly entities: readonly Item[];
};

async function listsOf(call: Call, user: User, isOwner: boolean, range: Range): Promise<Lists> {
  const filter = filterOf(call);
  const asked = call.query[ENTITY.name];
  const question = { userId: user.id, interval: { startMs: range.startMs, endMs: range.endMs } };
  const rule = requestedRule(call, user);
  const { background } = call.services;
  if (asked !== undefined && isOwner) {
    // A path may hold commas itself, so that the whole is looked for too.
    const entities = [...new Set([asked.trim(), ...list(asked)])];
    const found = await background.entitySummary({ ...question, filter, entities, rule });
    return { items: (dimension) => found.items[dimension], entities: found.entities };
  }
  const withEntities = isOwner && filter.only?.project !== undefined;
  const [entities = []] = withEntities
    ? await background.entityTotals({ ...question, filter, rule, parts: [question.interval] })
    : [];
  const seen = asked === undefined ? filter : { only: { category: [] } };
  return answering(call, user, range, (reader) => {
    const { items } = reader.summary(range, seen);
    const lists = record(DIMENSIONS, items);
    return { items: (dimension) => lists[dimension], entities };
  });
}

function requested(call: Call): Subject {
  const reference = (call.query["user_id"] ?? call.query["user"])?.trim();
  return reference === undefined ? { user: asker(call).user, isOwner: true } : subject(call, reference);
}

function keyed(items: readonly Item[]): { readonly key: string; readonly total: number }[] {
  return items.map(({ name, ms }) => ({ key: name, total: secondsOf(ms) }));
}
