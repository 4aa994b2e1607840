import { clip, type Interval } from "./interval.ts";

const DAY_MS = 86_400_000;

/** An instant and what the clocks of a zone show from it on. */
export type OffsetSegment = Interval & {
  /** Wall clock minus UTC, milliseconds, the same over the whole segment. */
  readonly offsetMs: number;
  /** The latest date, as days since 1970-01-01, that the zone's clocks have shown before `startMs`. */
  readonly reachedDay: number;
};

/**
 * The zone's canonical spelling (`europe/berlin` → `Europe/Berlin`), or `undefined` when the text is no IANA name.
 *
 * Links (`Asia/Calcutta`, `US/Pacific`) keep their own name. Offsets (`+02:00`), date-times with a zone in brackets and blank text are refused.
 *
 * Ours: an offset is not a place. It knows no daylight saving, so a history counted with it would move by an hour twice a year.
 */
export function timeZoneName(text: string): string | undefined {
  // A letter first: Temporal would also take "+02:00" and "2020-01-01T00:00Z[Europe/Berlin]".
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return undefined;
  }
}

/**
 * What an instant's wall clock is ahead of UTC by in the zone, in milliseconds; negative in the west.
 * Throws `RangeError` for an unknown zone.
 */
export function offsetAt(zone: string, ms: number): number {
  return segmentAt(zone, ms).offsetMs;
}

/**
 * The interval cut into its longest pieces of constant UTC offset, in time order, so that hour and weekday are arithmetic on `ms + offsetMs`.
 * The pieces cover the interval exactly; none for an empty one. Throws `RangeError` for an unknown zone.
 *
 * ```
 * Europe/Berlin around 2025-03-30, one character = 15 min
 * UTC       00:00   01:00   02:00
 * interval  [---------------)
 * pieces    [+1 h --)[+2 h -)          01:59:59 is followed by 03:00:00
 * ```
 */
export function offsetSegments(
  zone: string,
  interval: Interval,
): readonly (Interval & { readonly offsetMs: number })[] {
  const pieces: (Interval & { readonly offsetMs: number })[] = [];
  for (const segment of segmentsIn(zone, interval)) {
    const piece = clip(segment, interval);
    if (piece === undefined) continue;
    const last = pieces.at(-1);
    if (last?.offsetMs === segment.offsetMs) pieces[pieces.length - 1] = { ...last, endMs: piece.endMs };
    else pieces.push({ ...piece, offsetMs: segment.offsetMs });
  }
  return pieces;
}

/** The segment that holds the instant. Throws `RangeError` for an unknown zone. */
export function segmentAt(zone: string, ms: number): OffsetSegment {
  const segments = block(zone, Math.floor(ms / BLOCK_MS));
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.startMs ?? Number.POSITIVE_INFINITY) <= ms) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  if (segment === undefined) throw new RangeError(`expected epoch milliseconds, got ${ms}`);
  return segment;
}

/** Every segment that overlaps the interval, in time order, uncut; one offset may come in two adjacent segments. */
export function segmentsIn(zone: string, interval: Interval): readonly OffsetSegment[] {
  const segments: OffsetSegment[] = [];
  const last = Math.ceil(interval.endMs / BLOCK_MS);
  for (let index = Math.floor(interval.startMs / BLOCK_MS); index < last; index++) {
    for (const segment of block(zone, index)) {
      if (segment.endMs > interval.startMs && segment.startMs < interval.endMs) segments.push(segment);
    }
  }
  return segments;
}

/** Time is cut into blocks of about 34.8 years: one of them, 2004-11 to 2039-09, holds nearly every question asked. */
const BLOCK_MS = 2 ** 40;

/** No zone has ever set its clocks back by more than a day, so two days before a block tell which date was reached; four are enough for two changes in a row. */
const LEAD_MS = 4 * DAY_MS;

/** The first and the last instant that Temporal knows. */
const EARLIEST_MS = -8.64e15;
const LATEST_MS = 8.64e15;

/**
 * A plain cache of the pure function {@link readBlock}: asking the zone database for 70 changes of the clock takes up to a millisecond, an answer is the same for as
 * long as the process lives, and forgetting one costs only time. Bounded because zone names come from requests.
 */
const blocks = new Map<string, readonly OffsetSegment[]>();
const MAX_BLOCKS = 128;

function block(zone: string, index: number): readonly OffsetSegment[] {
  const key = `${zone} ${index}`;
  const known = blocks.get(key);
  if (known !== undefined) return known;
  const segments = readBlock(zone, index);
  if (blocks.size >= MAX_BLOCKS) blocks.clear();
  blocks.set(key, segments);
  return segments;
}

/** The segments of one block, in time order, covering it exactly. */
function readBlock(zone: string, index: number): readonly OffsetSegment[] {
  const bounds = { startMs: index * BLOCK_MS, endMs: (index + 1) * BLOCK_MS };
  const segments: OffsetSegment[] = [];
  let reachedDay = Number.NEGATIVE_INFINITY;
  const leadMs = Math.min(LATEST_MS, Math.max(EARLIEST_MS, bounds.startMs - LEAD_MS));
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(leadMs).toZonedDateTimeISO(zone);
  while (at !== null && at.epochMilliseconds < bounds.endMs) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition("next");
    const offsetMs = at.offsetNanoseconds / 1e6;
    const endMs = Math.min(next?.epochMilliseconds ?? bounds.endMs, bounds.endMs);
    // Lead-in and block are separate segments: each carries the date reached before its own start.
    for (const part of [
      { startMs: at.epochMilliseconds, endMs: Math.min(endMs, bounds.startMs) },
      { startMs: Math.max(at.epochMilliseconds, bounds.startMs), endMs },
    ]) {
      if (part.startMs >= part.endMs) continue;
      if (part.startMs >= bounds.startMs) segments.push({ ...part, offsetMs, reachedDay });
      reachedDay = Math.max(reachedDay, Math.floor((part.endMs - 1 + offsetMs) / DAY_MS));
    }
    at = next;
  }
  return segments;
}
