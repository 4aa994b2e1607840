// How figures are written, on every screen and in every API. Times are counted in exact milliseconds and rounded here, once.

/**
 * Milliseconds as whole seconds, rounded half to even (1500 → 2, 2500 → 2). `ms` is a whole number of any sign.
 *
 * Ours: half to even, because it does not drift: half up would lengthen a long list by a quarter of a second an item.
 */
export function secondsOf(ms: number): number {
  const whole = Math.floor(ms / 1000);
  const rest = ms - whole * 1000;
  const roundsUp = rest > 500 || (rest === 500 && whole % 2 !== 0);
  return roundsUp ? whole + 1 : whole;
}

/**
 * Whole seconds for each of the pieces, in their order, so that they add up to the rounded sum of all: each is the rounded running sum with it minus the one
 * before it. None is off by more than a second.
 *
 * ```
 * pieces (ms)     400   400   400   800
 * running sum     400   800  1200  2000
 * rounded           0     1     1     2
 * seconds           0     1     0     1
 * ```
 */
export function runningSeconds(msPieces: readonly number[]): number[] {
  let sumMs = 0;
  let written = 0;
  return msPieces.map((ms) => {
    sumMs += ms;
    const before = written;
    written = secondsOf(sumMs);
    return written - before;
  });
}

/** Whole seconds cut into hours (unbounded), minutes and seconds (0 to 59). Fractions are cut off; a negative time is none. */
export function hoursMinutesSeconds(seconds: number): {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
} {
  const whole = Math.max(0, Math.floor(seconds));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, seconds: whole % 60 };
}

/**
 * The time in words: `3 hrs 25 mins`, `2 hrs`, `1 hr 1 min`, `1,000 hrs 2 mins`; under a minute `7 secs`, `1 sec`, `0 secs`.
 * Seconds beyond the last whole minute are cut, never rounded up; a part that is zero is left out.
 *
 * Source: WakaTime API, the `text` fields.
 */
export function textOf(seconds: number): string {
  const time = hoursMinutesSeconds(seconds);
  const parts: string[] = [];
  if (time.hours > 0) parts.push(counted(time.hours, "hr"));
  if (time.minutes > 0) parts.push(counted(time.minutes, "min"));
  return parts.length > 0 ? parts.join(" ") : counted(time.seconds, "sec");
}

/** The time as a clock without seconds, which are cut: `0:00`, `2:05`, `1000:02`. Source: WakaTime API, `digital` of totals. */
export function digitalOf(seconds: number): string {
  const time = hoursMinutesSeconds(seconds);
  return `${time.hours}:${twoDigits(time.minutes)}`;
}

/** The time as a clock with seconds: `0:00:07`, `2:05:59`. Source: WakaTime API, `digital` of items. */
export function digitalSecondsOf(seconds: number): string {
  return `${digitalOf(seconds)}:${twoDigits(hoursMinutesSeconds(seconds).seconds)}`;
}

/** Hours plus minutes / 60 with two digits, seconds cut first: 8256 s → `2.28`. Source: WakaTime API, `decimal`. */
export function decimalOf(seconds: number): string {
  const time = hoursMinutesSeconds(seconds);
  // Whole hundredths: minutes / 60 is never a tie between two of them, and 59 minutes are 98.
  return `${time.hours}.${twoDigits(Math.round((time.minutes * 5) / 3))}`;
}

/** The share of `part` in `whole` (same unit, both ≥ 0) as a number from 0 to 100 with two digits; 0 when `whole` is 0. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part * 10_000) / whole) / 100;
}

function counted(n: number, unit: string): string {
  // Every digit that has a multiple of three digits behind it, and one before it, gets a comma in front.
  const digits = String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${unit}${n === 1 ? "" : "s"}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}
