// A history to look around in: generated, stored through the same door as everybody's.
import { beginBulk } from "../db/bulk.ts";
import { write } from "../db/store.ts";
import { type Day, daysIn } from "../domain/calendar.ts";
import { isRefusal, parseHeartbeat } from "../domain/heartbeat.ts";
import { weekdayOf } from "../domain/weekday.ts";
import type { Context } from "./context.ts";
import { type DemoOptions, demoHistory } from "./demo-history.ts";
import { type Told, tell } from "./externals.ts";
import { createGoal } from "./goals.ts";
import { type Arrival, storeArrivals } from "./ingest.ts";
import type { User } from "./users.ts";

const SLICE = 4_000;
const HOUR_MS = 3_600_000;
/** Weeks of meetings before now. */
const MEETING_WEEKS = 26;

/**
 * Stores the demo's history, meetings and goals for a user and returns how many heartbeats there are. For a database
 * that nobody else uses yet: it is not synced until the end. Ends early, with what there is, once `stopped` is aborted.
 */
export async function storeDemo(
  context: Context,
  user: User,
  options: DemoOptions,
  stopped?: AbortSignal,
): Promise<number> {
  const { store } = context;
  const bulk = beginBulk(store.connection.client);
  let stored = 0;
  let slice: Arrival[] = [];
  const storeSlice = () => {
    write(store, () => storeArrivals(store, user.id, slice));
    bulk.checkpoint();
    stored += slice.length;
    slice = [];
  };
  for (const { element, agent } of demoHistory(options)) {
    const heartbeat = parseHeartbeat(element, options.nowMs);
    if (isRefusal(heartbeat)) throw new Error(`the demo made a heartbeat that is none: ${heartbeat.error}`);
    slice.push({ heartbeat, agent, createdAt: Math.floor(heartbeat.timeUs / 1_000_000), importId: 0 });
    if (slice.length < SLICE) continue;
    storeSlice();
    // A signal is heard between two slices.
    await new Promise((resume) => setImmediate(resume));
    if (stopped?.aborted) break;
  }
  if (slice.length > 0) storeSlice();
  bulk.end();
  tell(context, user, meetings(options));
  createGoal(context, user, { delta: "day", targetSeconds: 6 * 3600, ignoreDays: ["saturday", "sunday"] });
  createGoal(context, user, { delta: "week", targetSeconds: 10 * 3600, projects: ["hearth"] });
  createGoal(context, user, {
    title: "Not too much of the website",
    delta: "week",
    targetSeconds: 5 * 3600,
    isInverse: true,
    projects: ["team-website"],
  });
  return stored;
}

/** A planning on Mondays and a review on Thursdays, over lunch. */
function meetings({ zone, nowMs }: DemoOptions): Told[] {
  const meeting = ({ date, startMs }: Day, entity: string, hours: number, minutes: number): Told => ({
    provider: "calendar",
    external_id: `${entity}-${date}`,
    entity,
    type: "app",
    start_ms: startMs + hours * HOUR_MS,
    end_ms: startMs + hours * HOUR_MS + minutes * 60_000,
    category: "meeting",
    project: "team-website",
    branch: null,
    language: null,
    meta: null,
  });
  return daysIn(zone, { startMs: nowMs - MEETING_WEEKS * 7 * 24 * HOUR_MS, endMs: nowMs })
    .flatMap((day) => {
      const weekday = weekdayOf(day.date);
      if (weekday === 0) return [meeting(day, "Planning", 12.25, 40)];
      return weekday === 3 ? [meeting(day, "Review", 12.5, 30)] : [];
    })
    .filter(({ end_ms }) => end_ms <= nowMs);
}
