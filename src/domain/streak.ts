/** A day's time from which on it counts. Source: Hackatime, streaks. */
const COUNTING_MS = 15 * 60_000;

/**
 * How many days in a row have at least 15 minutes: up to today, and the longest run ever.
 *
 * `days` are the existing local days up to `today` in ascending order, none left out (`daysIn` gives them): a day without time is there with 0. Neighbours in the
 * list count as consecutive, so a date that the zone skips breaks nothing. Days after `today` are ignored.
 *
 * `current` counts back from today, or from the day before while today has not reached its 15 minutes yet; 0 when today is not in the list.
 *
 * Source: Hackatime, streaks. Differs: there only the last 31 days are looked at.
 */
export function streaks(
  days: readonly { readonly date: string; readonly totalMs: number }[],
  today: string,
): { readonly current: number; readonly longest: number } {
  let longest = 0;
  let run = 0;
  for (const { date, totalMs } of days) {
    if (date > today) break;
    const runBefore = run;
    run = totalMs >= COUNTING_MS ? run + 1 : 0;
    longest = Math.max(longest, run);
    if (date === today) return { current: run > 0 ? run : runBefore, longest };
  }
  return { current: 0, longest };
}
