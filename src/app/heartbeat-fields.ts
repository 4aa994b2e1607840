import { categoryTitle } from "../domain/category.ts";
import { rfc3339 } from "../domain/range.ts";
import type { Source } from "../domain/source.ts";
import type { ListedHeartbeat } from "./heartbeat-list.ts";
import { stableId } from "./stable-id.ts";
import type { User } from "./users.ts";

/** Returns the text a program names itself with, undefined when it sent none. */
export function agentText({ userAgent, plugin, header }: Source): string | undefined {
  return userAgent ?? plugin ?? header;
}

/**
 * Returns the id of the program behind a heartbeat: the same for all that name themselves alike. A program that an
 * imported dump knows by id alone keeps that id.
 */
export function userAgentId({ uuid }: Pick<User, "uuid">, source: Source): string {
  const text = agentText(source);
  return text === undefined && source.userAgentId !== undefined
    ? source.userAgentId
    : stableId(uuid, "user_agent", text ?? "");
}

/** Returns the id of a machine of a user. */
export function machineId({ uuid }: Pick<User, "uuid">, name: string): string {
  return stableId(uuid, "machine", name);
}

/**
 * Returns a stored heartbeat as WakaTime writes it, in its API and in its dumps: 26 fields, derived names as shown.
 * **Source:** wakatime-api §4.1. **Ours:** the id is the row's number as text, `entity` is empty when none was sent.
 */
export function heartbeatFields(heartbeat: ListedHeartbeat, user: Pick<User, "uuid">) {
  const { names, counts } = heartbeat;
  return {
    id: String(heartbeat.id),
    user_id: user.uuid,
    entity: heartbeat.entity ?? "",
    type: heartbeat.type,
    category: categoryTitle(names.category ?? "coding"),
    time: heartbeat.timeUs / 1e6,
    project: names.project,
    project_root_count: counts.project_root_count,
    branch: names.branch,
    language: names.language,
    dependencies: heartbeat.dependencies,
    lines: counts.lines,
    lineno: counts.lineno,
    cursorpos: counts.cursorpos,
    is_write: heartbeat.isWrite ?? false,
    created_at: rfc3339(heartbeat.createdAt * 1000),
    machine_name_id: names.machine === null ? null : machineId(user, names.machine),
    user_agent_id: userAgentId(user, heartbeat.source),
    ai_session: heartbeat.aiSession,
    ai_subscription_plan: heartbeat.aiSubscriptionPlan,
    ai_line_changes: counts.ai_line_changes,
    human_line_changes: counts.human_line_changes,
    ai_input_tokens: counts.ai_input_tokens ?? 0,
    ai_cached_input_tokens: counts.ai_cached_input_tokens ?? 0,
    ai_output_tokens: counts.ai_output_tokens ?? 0,
    ai_prompt_length: counts.ai_prompt_length ?? 0,
  };
}
