import { withoutStorageFault } from "../app/storage-faults.ts";
import { errorResponse, errorToLog } from "./errors.ts";
import { noteRefused } from "./refused-request.ts";
import type { Services } from "./services.ts";

/** Returns the error answer, notes it for the dashboard, and tells the log what the asker is not told. */
export function refusal({ context, requestsSeen }: Services, fault: unknown, path: string): Response {
  const told = withoutStorageFault(fault);
  noteRefused(requestsSeen, told, path);
  const unexpected = errorToLog(told);
  if (unexpected === undefined) return errorResponse(told);
  // Not a whole UUID: the log blanks those, because keys look like them.
  const requestId = context.uuid().slice(-12);
  context.log("error", "a request failed", { path, requestId, error: unexpected });
  return errorResponse(told, requestId);
}
