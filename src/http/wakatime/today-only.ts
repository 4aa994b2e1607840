import { AppError } from "../../app/errors.ts";
import { dayAt } from "../../domain/calendar.ts";
import type { Range } from "../../domain/range.ts";
import { asker, type Call } from "../call.ts";

/**
 * Keeps a key that editors hold to today's time, which is what they show (contract §4).
 * @throws AppError `forbidden` for a write key that asks for more.
 */
export function admitRange(call: Call, range: Range): void {
  if (asker(call).scope !== "write") return;
  const today = dayAt(call.services.context.now(), range.zone);
  if (range.startMs >= today.startMs && range.endMs <= today.endMs) return;
  throw new AppError("forbidden", "This key may only read today's time; use a full or read key for other days");
}
