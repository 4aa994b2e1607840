// Which refusals tell somebody why their heartbeats do not arrive.
import { AppError, type AppErrorCode } from "../app/errors.ts";
import type { RefusedFor, RequestsSeen } from "../app/requests-seen.ts";
import type { Refusal } from "../domain/heartbeat.ts";
import { invalidKey, refusalBody } from "./errors.ts";
import { isApiPath } from "./paths.ts";

const REASONS: Readonly<Partial<Record<AppErrorCode, RefusedFor>>> = {
  unauthorised: "no_key",
  forbidden: "wrong_scope",
  host_not_allowed: "wrong_host",
  malformed: "unreadable",
  too_large: "too_large",
  rate_limited: "too_many",
  unavailable: "storage",
};

/**
 * Notes the refusal of a program's request: of the API, or of a path that was meant to be it. That something named in a
 * good path is not there, or a parameter is wrong, is no news.
 */
export function noteRefused(requests: RequestsSeen, fault: unknown, path: string): void {
  if (!isApiPath(path, "POST") && !path.includes("heartbeat")) return;
  const reason = reasonOf(fault);
  const body = refusalBody(fault);
  if (reason !== undefined && body !== undefined) requests.refused(reason, path, body.message);
}

/** Notes that a heartbeat of a good request was refused: mostly for its time, when a computer's clock is off. */
export function noteBadHeartbeat(requests: RequestsSeen, { error, type }: Refusal, path: string): void {
  requests.refused(type === "InvalidHeartbeatTime" ? "clock_off" : "bad_heartbeat", path, error);
}

function reasonOf(fault: unknown): RefusedFor | undefined {
  // What is no refusal of ours is the framework's: no route.
  if (!(fault instanceof AppError)) return refusalBody(fault)?.status === 404 ? "wrong_path" : undefined;
  // The heartbeat itself was noted where it was read.
  if (fault.type?.startsWith("InvalidHeartbeat")) return undefined;
  if (fault.code === "unauthorised" && fault.short === invalidKey().short) return "bad_key";
  return REASONS[fault.code];
}
