import type { OverviewAnswer } from "../../src/http/dashboard/overview-answer.ts";
import { counted, dateText, timeText, weekdayText } from "../format.ts";

/** Below this a difference is none. */
const MINUTE_MS = 60_000;

/** Returns the one sentence about a range: how it compares, what of it AI agents did, what is going on now. */
export function sentence(overview: OverviewAnswer): string {
  const { total_ms: total, heartbeats, ai_ms: ai, now } = overview;
  if (heartbeats === 0 && total === 0) return emptyText(overview);
  if (total === 0) return "The first heartbeat is here; time counts from the second one.";
  const parts = [usualText(overview), ai > 0 ? `of it AI ${timeText(ai)}` : "", nowText(now)];
  return parts.filter((part) => part !== "").join(" · ") || `from ${counted(heartbeats, "heartbeat")}`;
}

function emptyText({ is_running: isRunning, has_history: hasHistory }: OverviewAnswer): string {
  if (!hasHistory) return "Nothing has arrived yet: connect an editor and save a file.";
  return isRunning ? "Nothing yet." : "Nothing in this time.";
}

function usualText({ usual, total_ms: total, is_running: isRunning, start_date: date }: OverviewAnswer): string {
  if (usual === null) return "";
  const difference = total - usual.ms;
  const than =
    usual.kind === "weekday"
      ? `a usual ${weekdayText(weekdayOf(date), "long")}`
      : `${dateText(usual.start_date, "short", date)} – ${dateText(usual.end_date, "short", date)}`;
  const byNow = isRunning ? " by now" : "";
  if (usual.ms < MINUTE_MS) return total < MINUTE_MS ? "" : `${than} has nothing${byNow}`;
  if (Math.abs(difference) < MINUTE_MS) return `as much as ${than}${byNow}`;
  return `${timeText(Math.abs(difference))} ${difference > 0 ? "above" : "below"} ${than}${byNow}`;
}

/** Returns the ISO weekday of a date, which is the same everywhere. */
function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}

function nowText(now: OverviewAnswer["now"]): string {
  const names = [now?.project, now?.entity].filter((name) => name != null && name !== "");
  return names.length === 0 ? "" : `now: ${names.join(", ")}`;
}
