// What typed readers of the WakaTime family expect, written down: integers, RFC 3339 to the second, no nulls in lists.
import { expect } from "bun:test";
import { type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";

/** Fails with every place where a value does not have the shape. */
export function expectShape(schema: TSchema, value: unknown): void {
  expect([...Value.Errors(schema, value)].map(({ path, message }) => `${path} ${message}`)).toEqual([]);
}

const strict = { additionalProperties: false } as const;

export const Whole = Type.Integer({ minimum: 0 });
export const Time = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" });
export const DateText = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" });
export const Uuid = Type.String({ pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" });
export const Digital = Type.String({ pattern: "^\\d+:\\d\\d$" });
export const DigitalSeconds = Type.String({ pattern: "^\\d+:\\d\\d:\\d\\d$" });
export const Decimal = Type.String({ pattern: "^\\d+\\.\\d\\d$" });
export const Words = Type.String({
  pattern: "^(?:(?:[\\d,]+ hrs?)(?: \\d+ mins?)?|\\d+ mins?|\\d+ secs?)$",
});
export const Percent = Type.Number({ minimum: 0, maximum: 100 });
export const Color = Type.String({ pattern: "^#[0-9a-fA-F]{6}$" });

const ClockParts = {
  hours: Whole,
  minutes: Type.Integer({ minimum: 0, maximum: 59 }),
  seconds: Type.Integer({ minimum: 0, maximum: 59 }),
};

const Breakdown = Type.Array(Type.Object({ name: Type.String(), lines: Whole, cost: Type.Number() }, strict));

export const AiFields = {
  human_additions: Whole,
  human_deletions: Whole,
  ai_additions: Whole,
  ai_deletions: Whole,
  ai_input_tokens: Whole,
  ai_cached_input_tokens: Whole,
  ai_output_tokens: Whole,
  ai_sessions: Whole,
  ai_prompt_events_total: Whole,
  ai_prompt_events_avg_per_session: Whole,
  ai_prompt_events_median_per_session: Whole,
  ai_prompt_length_sum: Whole,
  ai_prompt_length_avg: Whole,
  ai_prompt_length_avg_per_session: Whole,
  ai_prompt_length_median_per_session: Whole,
  ai_model_breakdown: Breakdown,
  ai_model_costs: Type.Record(Type.String(), Type.Number()),
  ai_model_line_changes: Type.Record(Type.String(), Whole),
  ai_model_total_cost: Type.Number(),
  ai_agent_breakdown: Breakdown,
  ai_agent_costs: Type.Record(Type.String(), Type.Number()),
  ai_agent_line_changes: Type.Record(Type.String(), Whole),
  ai_agent_total_cost: Type.Number(),
};

const ItemFields = {
  name: Type.String({ minLength: 1 }),
  total_seconds: Whole,
  percent: Percent,
  digital: DigitalSeconds,
  decimal: Decimal,
  text: Words,
  ...ClockParts,
};

export const ItemShape = Type.Object(ItemFields, strict);
export const LanguageShape = Type.Object({ ...ItemFields, color: Color }, strict);
export const MachineShape = Type.Object(
  { ...ItemFields, machine_name_id: Type.Union([Type.Null(), Type.String()]) },
  strict,
);

/** A day of summaries, and a status bar's `data` without what it adds. */
export const DayFields = {
  grand_total: Type.Object(
    { total_seconds: Whole, digital: Digital, decimal: Decimal, text: Words, ...ClockParts, ...AiFields },
    strict,
  ),
  categories: Type.Array(ItemShape),
  projects: Type.Array(Type.Object({ ...ItemFields, color: Type.Null(), ...AiFields }, strict)),
  languages: Type.Array(LanguageShape),
  editors: Type.Array(Type.Object({ ...ItemFields, ...AiFields }, strict)),
  operating_systems: Type.Array(ItemShape),
  machines: Type.Array(MachineShape),
  dependencies: Type.Array(ItemShape),
  branches: Type.Array(ItemShape),
  entities: Type.Array(
    Type.Object(
      {
        ...ItemFields,
        type: Type.String({ minLength: 1 }),
        project_root_count: Type.Union([Type.Null(), Type.Integer()]),
        ...AiFields,
      },
      strict,
    ),
  ),
};

export const RangeFields = {
  date: DateText,
  start: Time,
  end: Time,
  text: Type.String({ minLength: 1 }),
  timezone: Type.String({ minLength: 1 }),
};
