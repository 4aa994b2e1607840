// A person's heartbeats over years, as their clients send them: the same ones for the same seed, made one by one.

import { type Random, random } from "../../src/domain/random.ts";
import { type Machine, type Project, projects } from "./career.ts";
import { session } from "./session.ts";

/** A heartbeat in the body of a request; times in epoch seconds. */
export type ClientHeartbeat = {
  readonly entity: string;
  readonly type: "file" | "domain" | "url";
  /** text from browsers */
  readonly time: number | string;
  readonly category?: string;
  readonly project?: string;
  readonly project_root_count?: number;
  readonly branch?: string;
  readonly language?: string;
  readonly dependencies?: readonly string[];
  readonly lines?: number;
  readonly lineno?: number;
  readonly cursorpos?: number;
  readonly is_write?: boolean;
  readonly line_additions?: number;
  readonly line_deletions?: number;
  readonly ai_line_changes?: number;
  readonly human_line_changes?: number;
  readonly ai_session?: string;
  readonly ai_subscription_plan?: string;
  readonly ai_input_tokens?: number;
  readonly ai_cached_input_tokens?: number;
  readonly ai_output_tokens?: number;
  readonly ai_prompt_length?: number;
  readonly user_agent?: string;
  readonly plugin?: string;
};

/** A heartbeat and what its client says of itself beside it. */
export type Sent = {
  readonly heartbeat: ClientHeartbeat;
  /** epoch µs */
  readonly timeUs: number;
  readonly machine: Machine;
  /** the request's `User-Agent` */
  readonly userAgent: string;
  /** what the sentinels of a browser's heartbeat stand for */
  readonly project: string;
  /** µs from the heartbeat to its arrival, 0 for most: the machine was offline */
  readonly delayUs: number;
};

export type HistoryOptions = {
  readonly seed: number;
  /** heartbeats in all */
  readonly count: number;
  /** instant of the last heartbeat, epoch ms */
  readonly endMs: number;
  /** how far back the first day lies; the career behind it is at least ten years long, so that a short history is the end of a long one */
  readonly years: number;
};

const DAY_MS = 86_400_000;
const CAREER_YEARS = 10;
/** UTC hours of work: early risers' and night owls' days lie between them. */
const OPENING_MS = 6.5 * 3_600_000;
const CLOSING_MS = 23.75 * 3_600_000;
const LATE_SHARE = 0.05;
const LONGEST_DELAY_US = 3 * DAY_MS * 1000;

/**
 * Yields a person's history, ascending by time without equal times: `count` heartbeats, the last at `endMs`. Working
 * days hold several sessions of seconds to two minutes between heartbeats; most weekends and the holidays are empty.
 * The last day is a working day whatever its date. Memory stays the same however many heartbeats there are.
 *
 * ```
 *  day      |  06:30        .. sessions ..              23:45 |
 *  last day |  06:30  .. sessions ..  endMs
 * ```
 */
export function* history({ seed, count, endMs, years }: HistoryOptions): Generator<Sent> {
  const career = projects(seed, endMs, Math.max(CAREER_YEARS, years));
  const lastDay = Math.floor((endMs - 1) / DAY_MS);
  const firstDay = lastDay - Math.round(years * 365.25) + 1;
  const weights = Array.from({ length: lastDay - firstDay }, (_, i) => diligence(seed, firstDay + i));
  const opening = Math.max(lastDay * DAY_MS, Math.min(lastDay * DAY_MS + OPENING_MS, endMs - 4 * 3_600_000));
  weights.push(Math.max(0.01, (endMs - opening) / (CLOSING_MS - OPENING_MS)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  let told = 0;
  for (const [i, weight] of weights.entries()) {
    passed += weight;
    const isLast = i === weights.length - 1;
    const until = isLast ? count : Math.min(Math.max(0, count - 1), Math.round((passed / total) * count));
    const startMs = isLast ? opening : (firstDay + i) * DAY_MS + OPENING_MS;
    const closingMs = isLast ? endMs : (firstDay + i) * DAY_MS + CLOSING_MS;
    yield* workday(random(seed, 4, firstDay + i), career, until - told, startMs, closingMs, isLast);
    told = until;
  }
}

/**
 * Yields the same heartbeats in the order in which a server gets them: one in twenty comes later than its neighbours,
 * whole sessions at a time, up to three days. What is still on its way at the end comes last.
 */
export function* arrivals(options: HistoryOptions): Generator<Sent> {
  let held: Sent[] = [];
  let nextUs = Number.POSITIVE_INFINITY;
  for (const sent of history(options)) {
    if (sent.timeUs >= nextUs) {
      const nowUs = sent.timeUs;
      yield* held.filter((one) => arrivalUs(one) <= nowUs);
      held = held.filter((one) => arrivalUs(one) > nowUs);
      nextUs = held.reduce((least, one) => Math.min(least, arrivalUs(one)), Number.POSITIVE_INFINITY);
    }
    if (sent.delayUs === 0) yield sent;
    else {
      held.push(sent);
      nextUs = Math.min(nextUs, arrivalUs(sent));
    }
  }
  yield* held;
}

function arrivalUs({ timeUs, delayUs }: Sent): number {
  return timeUs + delayUs;
}

/** Returns how much of an ordinary day's work a day holds, 0 for a day off. */
function diligence(seed: number, day: number): number {
  const at = random(seed, 3, day);
  const date = new Date(day * DAY_MS);
  const summer = 200 + random(seed, 3, date.getUTCFullYear()).whole(0, 30);
  const dayOfYear = day - Date.UTC(date.getUTCFullYear(), 0, 1) / DAY_MS;
  const isHoliday = dayOfYear < 2 || dayOfYear > 356 || (dayOfYear >= summer && dayOfYear < summer + 16);
  if (isHoliday || at.chance(0.02)) return 0;
  const isWeekend = (day + 3) % 7 >= 5;
  if (isWeekend) return at.chance(0.12) ? 0.1 + at.next() * 0.5 : 0;
  return 0.5 + at.next();
}

function* workday(
  at: Random,
  career: readonly Project[],
  count: number,
  openingMs: number,
  closingMs: number,
  isLast: boolean,
): Generator<Sent> {
  const { offsets, sessionLengths } = rhythm(at, count);
  const alive = career.filter(({ bornMs, endMs }) => bornMs <= openingMs && openingMs < endMs);
  const windowUs = (closingMs - openingMs) * 1000;
  const longestUs = offsets.at(-1) ?? 0;
  // A day with more work than fits is a faster one.
  const pace = longestUs === 0 ? 1 : Math.min(1, (windowUs - count) / longestUs);
  const spareUs = Math.floor(windowUs - longestUs * pace);
  const startUs = openingMs * 1000 + (isLast ? spareUs : Math.floor(Math.min(spareUs, at.next() * 7_200_000_000)));
  let from = 0;
  for (const length of sessionLengths) {
    const timesUs = offsets.slice(from, from + length).map((offset) => startUs + Math.floor(offset * pace));
    const isEnd = isLast && from + length === count;
    if (isEnd) timesUs[length - 1] = closingMs * 1000;
    const delayUs = at.chance(LATE_SHARE)
      ? Math.ceil(Math.min(LONGEST_DELAY_US, 600_000_000 + at.exponential(28_800_000_000)))
      : 0;
    yield* session(at, alive, timesUs, delayUs);
    from += length;
  }
}

/**
 * Returns the µs from a day's first heartbeat to each of its heartbeats, ascending by 1 µs at least, and how many
 * heartbeats each session holds. A quarter of the gaps inside a session is under a second or two, none over two
 * minutes; between sessions lie five minutes to hours.
 */
function rhythm(at: Random, count: number): { offsets: number[]; sessionLengths: number[] } {
  const offsets: number[] = [];
  const sessionLengths: number[] = [];
  let offset = 0;
  while (offsets.length < count) {
    const length = Math.min(count - offsets.length, 5 + Math.floor(at.exponential(110)));
    sessionLengths.push(length);
    for (let i = 0; i < length; i++) {
      if (offsets.length > 0) offset += i === 0 ? pauseUs(at) : gapUs(at);
      offsets.push(offset);
    }
  }
  return { offsets, sessionLengths };
}

function gapUs(at: Random): number {
  const share = at.next();
  const [from, until] = share < 0.55 ? [0.4e6, 8e6] : share < 0.88 ? [8e6, 40e6] : [40e6, 120e6];
  return at.whole(from, until);
}

function pauseUs(at: Random): number {
  return 300_000_000 + Math.floor(at.exponential(1_200_000_000));
}
