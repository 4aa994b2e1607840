import { type ListedHeartbeat, sourceTypeOf } from "../../app/heartbeat-list.ts";
import { rfc3339 } from "../../domain/range.ts";

/** Returns a heartbeat in Hackatime's flat form: integer ids, `time` in epoch seconds with six decimals. */
export function heartbeatView(heartbeat: ListedHeartbeat, userId: number): object {
  const { names } = heartbeat;
  const stored = rfc3339(heartbeat.createdAt * 1000);
  return {
    id: heartbeat.id,
    user_id: userId,
    time: heartbeat.timeUs / 1e6,
    entity: heartbeat.entity,
    type: heartbeat.type,
    category: names.category,
    project: names.project,
    branch: names.branch,
    language: names.language,
    editor: names.editor,
    operating_system: names.operating_system,
    machine: names.machine,
    user_agent: heartbeat.userAgent,
    dependencies: heartbeat.dependencies,
    is_write: heartbeat.isWrite,
    ...heartbeat.counts,
    ai_model: names.ai_model,
    ai_session: heartbeat.aiSession,
    ai_subscription_plan: heartbeat.aiSubscriptionPlan,
    source_type: sourceTypeOf(heartbeat.importId, heartbeat.entity),
    created_at: stored,
    updated_at: stored,
  };
}
