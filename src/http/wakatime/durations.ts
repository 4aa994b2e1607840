import { durationsOf, SLICES, type Slice, type SlicedDuration } from "../../app/durations.ts";
import { categoryTitle } from "../../domain/category.ts";
import { languageColor } from "../../domain/language.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import { type ChoiceSchema, choice, type Parameter } from "../parameter.ts";
import { DAY_PARAMETERS, FILTER_PARAMETERS, filterOf, list, requestedDay } from "../query.ts";
import { RULE_PARAMETERS, requestedRule } from "../reading.ts";

const SLICE_BY: Parameter<ChoiceSchema<Slice>> = {
  name: "slice_by",
  description: "What a stretch is a stretch of: a project without it, an entity where `project` names one",
  schema: { type: "string", enum: SLICES },
  example: "language",
};

/** `GET users/:user/durations`: a day as stretches of time; sliced by entity when it is about one project. */
export const durations: Route = {
  method: "GET",
  path: "/users/:user/durations",
  bases: "all",
  need: "read",
  summary: "a day (`date`) as stretches of time by `slice_by`; `project`, `branches`, `timeout`, `writes_only`",
  parameters: [...DAY_PARAMETERS, SLICE_BY, ...FILTER_PARAMETERS, ...RULE_PARAMETERS],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const day = requestedDay(call, user);
    const slice = sliceOf(call);
    const interval = { startMs: day.startMs, endMs: day.endMs };
    const filter = filterOf(call);
    const rule = requestedRule(call, user);
    const found = durationsOf(context.store, histories, { userId: user.id, interval, filter, slice, rule });
    const views = found.durations.map((duration) => durationView(duration, slice));
    return {
      data: slice === "dependencies" ? byDependency(found.durations, views) : views,
      branches: list(call.query["branches"] ?? ""),
      available_branches: found.branches,
      start: rfc3339(day.startMs),
      end: lastSecond(day),
      timezone: day.zone,
    };
  },
};

/** Returns what the day is cut by. Source: wakatime-api §4.2; projects without `project=`, as the live API answers. */
function sliceOf(call: Call): Slice {
  return choice(call, SLICE_BY) ?? (call.query["project"] === undefined ? "project" : "entity");
}

/** Returns a stretch: epoch seconds and seconds to the millisecond, so that pieces keep their sum. */
function durationView({ startMs, endMs, project, name, type, sums }: SlicedDuration, slice: Slice): object {
  return {
    project,
    time: startMs / 1000,
    duration: (endMs - startMs) / 1000,
    color: slice === "language" ? languageColor(name) : null,
    ...(slice !== "project" && { [slice]: slice === "category" ? categoryTitle(name) : name }),
    ...(slice === "entity" && { type }),
    human_additions: sums.human_additions,
    human_deletions: sums.human_deletions,
    ai_additions: sums.ai_additions,
    ai_deletions: sums.ai_deletions,
    ai_input_tokens: sums.ai_input_tokens,
    ai_cached_input_tokens: sums.ai_cached_input_tokens,
    ai_output_tokens: sums.ai_output_tokens,
    ai_prompt_events_total: sums.ai_prompts,
    ai_prompt_length_sum: sums.ai_prompt_length,
  };
}

/** A credit counts for each of its dependencies, so they are an object of lists. Source: wakatime-api §4.2, live. */
function byDependency(durations: readonly SlicedDuration[], views: readonly object[]): object {
  const lists = new Map<string, object[]>();
  durations.forEach(({ name }, i) => {
    lists.set(name, [...(lists.get(name) ?? []), views[i] ?? {}]);
  });
  return Object.fromEntries(lists);
}
