import { daysTotals } from "../../app/days.ts";
import { reading } from "../../app/summary.ts";
import type { User } from "../../app/users.ts";
import { type Summand, whyOf } from "../../app/why.ts";
import { PRESETS } from "../../domain/credit.ts";
import type { Range } from "../../domain/range.ts";
import type { Call, Route } from "../call.ts";
import { filterOf, rangeOf } from "../query.ts";
import type { WhyAnswer } from "./timeline-answer.ts";
import { viewer } from "./viewer.ts";

/** The last 24 hours and a little; days may be longer. What is longer is added up by day. */
const LONGEST_MS = 90_000_000;
/** More heartbeats than a page can show. */
const MOST_CREDITS = 5_000;
/** More heartbeats than can be counted anew three times while somebody waits. */
const MOST_RECOUNTED = 200_000;
const MOST_DAYS_MS = 3_700 * 86_400_000;

/** `GET /-/why`: the addition behind the figure of a range. Cost: the heartbeats of a range up to some months. */
export const why: Route = {
  method: "GET",
  path: "/-/why",
  bases: "absolute",
  need: "none",
  summary: "our own pages: the addition behind a figure, and the figure under the other rules",
  answer: (call) => answer(call, viewer(call)),
};

async function answer(call: Call, user: User): Promise<WhyAnswer> {
  const { context, histories } = call.services;
  const range = rangeOf(call, user, "today");
  const filter = filterOf(call);
  const interval = { startMs: range.startMs, endMs: range.endMs };
  const { totalMs, heartbeats, days } = reading(context.store, histories, user.id, (reader) => ({
    ...reader.summary(range, filter),
    days:
      isLong(range) && range.endMs - range.startMs < MOST_DAYS_MS
        ? daysTotals(reader, range.zone, range, filter)
        : undefined,
  }));
  const isCountable = heartbeats <= MOST_CREDITS && !isLong(range);
  const found = isCountable ? whyOf(context.store, histories, { userId: user.id, interval, filter }) : undefined;
  return {
    range_text: range.text,
    timezone: range.zone,
    start_ms: range.startMs,
    end_ms: range.endMs,
    start_date: range.startDate,
    end_date: range.endDate,
    total_ms: totalMs,
    heartbeats,
    timeout_ms: user.timeoutMs,
    idle_ms: user.idleMs,
    presets: await presetsOf(call, user, interval),
    days: days?.map(({ date, totalMs: ms }) => ({ date, ms })) ?? null,
    credits: found?.summands.map(creditView) ?? null,
  };
}

/** Returns whether a range is more than a day; a day of some zones had 27 hours. */
function isLong({ startMs, endMs, startDate, endDate }: Range): boolean {
  return startDate !== endDate && endMs - startMs > LONGEST_MS;
}

/** Returns the interval's time under each preset; null for more heartbeats than one waits for. */
async function presetsOf(
  call: Call,
  user: User,
  interval: { readonly startMs: number; readonly endMs: number },
): Promise<WhyAnswer["presets"]> {
  const { context, histories, background } = call.services;
  const { store } = context;
  const all = reading(store, histories, user.id, (reader) => reader.summary(interval).heartbeats);
  if (all > MOST_RECOUNTED) return null;
  const filter = filterOf(call);
  return await Promise.all(
    Object.entries(PRESETS).map(async ([name, rule]) => {
      const days = await background.countAnew({ userId: user.id, interval, rule });
      const counted = { rule, interval, days };
      const { totalMs } = reading(store, histories, user.id, (reader) => reader.summary(interval, filter), counted);
      return { name, timeout_ms: rule.timeoutMs, idle_ms: rule.idleMs, total_ms: totalMs };
    }),
  );
}

function creditView({ startMs, endMs, gapMs, isIdle, isSelected, ...credit }: Summand) {
  return { start_ms: startMs, end_ms: endMs, gap_ms: gapMs, is_idle: isIdle, is_selected: isSelected, ...credit };
}
