import { localDate } from "../../domain/calendar.ts";
import { neighbour } from "../../domain/neighbour.ts";
import type { Range } from "../../domain/range.ts";
import type { ShownAnswer, Step } from "./shown-answer.ts";

/** Returns what a page's toolbar says of a range: its dates and the ranges beside it; epoch ms. */
export function shownRange(range: Range, nowMs: number, firstMs: number | undefined): ShownAnswer {
  const today = localDate(nowMs, range.zone);
  return {
    range: range.name,
    range_text: range.text,
    timezone: range.zone,
    start_date: range.startDate,
    end_date: range.endDate,
    today,
    now_ms: nowMs,
    ...steps(range, today, firstMs),
  };
}

/** Returns the ranges before and after one; none that ended before the first heartbeat or begins after today. */
function steps(range: Range, today: string, firstMs: number | undefined): Pick<ShownAnswer, "previous" | "next"> {
  const first = firstMs === undefined ? today : localDate(firstMs, range.zone);
  const before = neighbour(range, -1);
  const after = neighbour(range, 1);
  return {
    previous: before === undefined || before.endDate < first ? null : step(before, today),
    next: after === undefined || after.startDate > today ? null : step(after, today),
  };
}

function step({ startDate, endDate }: { readonly startDate: string; readonly endDate: string }, today: string): Step {
  const isToday = startDate === today && endDate === today;
  return {
    query: isToday ? "" : `start=${startDate}&end=${endDate}`,
    start_date: startDate,
    end_date: endDate,
  };
}
