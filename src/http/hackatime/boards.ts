import { visibleUsers } from "../../app/crowd.ts";
import { mostRecent } from "../../app/heartbeat-list.ts";
import { leadersOf } from "../../app/leaders.ts";
import { isShown } from "../../app/shown.ts";
import { displayName } from "../../app/users.ts";
import { localDate } from "../../domain/calendar.ts";
import { secondsOf } from "../../domain/format.ts";
import { datesText } from "../../domain/period.ts";
import { namedRange, rfc3339 } from "../../domain/range.ts";
import { avatarAddress } from "../avatar-address.ts";
import type { Call, Route } from "../call.ts";

/** How long a heartbeat tells that somebody is at work. */
const AT_WORK_MS = 5 * 60_000;
/** Time on boards is time of coding, as Hackatime counts it. */
const CODING = { only: { category: ["coding"] } };

const BOARDS = [
  { path: "/leaderboard", period: "daily", range: "last_24_hours", text: "Last 24 hours" },
  { path: "/leaderboard/daily", period: "daily", range: "last_24_hours", text: "Last 24 hours" },
  { path: "/leaderboard/weekly", period: "last_7_days", range: "last_7_days", text: "Last 7 days" },
] as const;

/** `GET leaderboard[/daily|/weekly]`: the public users, and the asker, by time of coding. Source: hackatime-api §4.5. */
export const boards: readonly Route[] = BOARDS.map(({ path, period, range, text }) => ({
  method: "GET",
  path,
  bases: "all",
  need: "none",
  summary: `public users, and you, by time of coding, ${text.toLowerCase()}`,
  answer(call) {
    const { context, histories } = call.services;
    const zone = context.serverZone;
    const nowMs = context.now();
    const interval = namedRange(range, { nowMs, zone, weekStart: 1, firstHeartbeatMs: undefined });
    if (interval === undefined) throw new Error(`there is no range ${range}`);
    return {
      period,
      start_date: localDate(nowMs, zone),
      date_range: period === "daily" ? text : datesText(interval.startDate, interval.endDate),
      generated_at: rfc3339(nowMs),
      entries: leadersOf(context, histories, self(call), interval, CODING).map(({ rank, user, totalMs }) => ({
        rank,
        user: { id: user.id, username: displayName(user), avatar_url: avatarAddress(call, user) },
        total_seconds: secondsOf(totalMs),
      })),
    };
  },
}));

/** `GET currently_hacking`: of the same users, those who sent a heartbeat of coding in the last five minutes. */
export const currentlyHacking: Route = {
  method: "GET",
  path: "/currently_hacking",
  bases: "all",
  need: "none",
  summary: "public users, and you, at work in the last five minutes",
  async answer(call) {
    const { context, histories } = call.services;
    const sinceUs = (context.now() - AT_WORK_MS) * 1000;
    const atWork = visibleUsers(context, self(call)).map(async (user) => {
      const shown = histories.shown(user.id);
      // One at exactly five minutes is too old.
      const last = await mostRecent(context.store, user.id, (type) => type === "direct_entry", sinceUs + 1);
      if (last?.names.category !== "coding" || !isShown(shown, "category")) return [];
      if (last.timeUs / 1000 < (shown?.sinceMs ?? 0)) return [];
      const project = isShown(shown, "project") ? last.names.project : null;
      const workingOn = project === null ? null : { project_name: project, repo_url: null };
      return [
        {
          display_name: displayName(user),
          avatar_url: avatarAddress(call, user),
          country_code: null,
          working_on: workingOn,
        },
      ];
    });
    const users = (await Promise.all(atWork)).flat();
    return { count: users.length, users };
  },
};

/** Returns the asker; a write key sees what strangers see. */
function self({ access }: Call) {
  return access?.scope === "write" ? undefined : access?.user;
}
