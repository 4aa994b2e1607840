import type { AiTotals } from "../../app/ai.ts";

/**
 * Returns the AI figures of a summary in WakaTime's names, zero where there are none. Costs are 0: prices change and
 * no request leaves the machine to ask for them. Source: wakatime-api §3.2; the `ai_agent_*` names of mid-2026 mirror
 * the `ai_model_*` ones.
 */
export function aiBlock(totals: AiTotals): object {
  const models = new Map<string, number>();
  for (const { name, lines } of totals.models) models.set(modelName(name), (models.get(modelName(name)) ?? 0) + lines);
  const breakdown = [...models].map(([name, lines]) => ({ name, lines, cost: 0 }));
  const costs = Object.fromEntries(breakdown.map(({ name }) => [name, 0]));
  const changes = Object.fromEntries(models);
  // Sorted anew whenever they are asked for.
  const { promptsBySession: prompts, promptLengthBySession: lengths } = totals;
  return {
    human_additions: totals.human_additions,
    human_deletions: totals.human_deletions,
    ai_additions: totals.ai_additions,
    ai_deletions: totals.ai_deletions,
    ai_input_tokens: totals.ai_input_tokens,
    ai_cached_input_tokens: totals.ai_cached_input_tokens,
    ai_output_tokens: totals.ai_output_tokens,
    ai_sessions: totals.sessions,
    ai_prompt_events_total: totals.ai_prompts,
    ai_prompt_events_avg_per_session: average(prompts),
    ai_prompt_events_median_per_session: median(prompts),
    ai_prompt_length_sum: totals.ai_prompt_length,
    ai_prompt_length_avg: totals.ai_prompts === 0 ? 0 : Math.round(totals.ai_prompt_length / totals.ai_prompts),
    ai_prompt_length_avg_per_session: average(lengths),
    ai_prompt_length_median_per_session: median(lengths),
    ai_model_breakdown: breakdown,
    ai_model_costs: costs,
    ai_model_line_changes: changes,
    ai_model_total_cost: 0,
    ai_agent_breakdown: breakdown,
    ai_agent_costs: costs,
    ai_agent_line_changes: changes,
    ai_agent_total_cost: 0,
  };
}

/** Models are grouped by name, whatever the version: `opus/4-8` is Opus. */
function modelName(sent: string): string {
  const name = sent.split("/", 1)[0] ?? sent;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function average(values: Float64Array): number {
  return values.length === 0 ? 0 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Returns the middle of ascending values, the mean of the two middle ones when their number is even, rounded. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  const high = values[middle] ?? 0;
  return values.length % 2 === 1 ? high : Math.round(((values[middle - 1] ?? 0) + high) / 2);
}
