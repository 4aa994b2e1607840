// Credits of a stream on their way into the rollup: neighbours that count alike go there as one share.
import { addCredit, type Change, QUARTER_MS } from "../db/cells.ts";

/** What the credit of a heartbeat, or a piece of it, counts under. */
export type Alike = {
  readonly groupId: number;
  /** id of the list of its dependencies, 0 = none */
  readonly dependenciesId: number;
  readonly isIdle: boolean;
};

/** Credits that were added and are not in the change yet. */
export type Run = { -readonly [Field in keyof Alike]: Alike[Field] } & {
  timeMs: number;
  creditMs: number;
  heartbeats: number;
  /** where the quarter-hour ends in which it begins; 0 = there is nothing in it */
  quarterEndMs: number;
};

/** Returns an empty run. */
export function openRun(): Run {
  return { groupId: 0, dependenciesId: 0, isIdle: false, timeMs: 0, creditMs: 0, heartbeats: 0, quarterEndMs: 0 };
}

/**
 * Adds the credit of a heartbeat to a run, ascending; what the run held before goes into the change, unless this one
 * goes on with it under the same names in the quarter-hour in which it began. `heartbeats` 0 = the rest of a credit
 * whose heartbeat stands elsewhere. A change costs as much for a run of ten as for one credit.
 *
 * ```
 *  quarter     |         |         |
 *  credits     [a][a ][b][b  ][b][b   ]      three runs: a a, b b b, b
 * ```
 */
export function addToRun(
  change: Change,
  run: Run,
  timeMs: number,
  creditMs: number,
  heartbeats: 0 | 1,
  groupId: number,
  dependenciesId: number,
  isIdle: boolean,
): void {
  if (
    timeMs < run.quarterEndMs &&
    timeMs === run.timeMs + run.creditMs &&
    groupId === run.groupId &&
    dependenciesId === run.dependenciesId &&
    isIdle === run.isIdle
  ) {
    run.creditMs += creditMs;
    run.heartbeats += heartbeats;
    return;
  }
  if (run.quarterEndMs > 0) addCredit(change, run, 1);
  run.timeMs = timeMs;
  run.creditMs = creditMs;
  run.heartbeats = heartbeats;
  run.groupId = groupId;
  run.dependenciesId = dependenciesId;
  run.isIdle = isIdle;
  run.quarterEndMs = (Math.floor(timeMs / QUARTER_MS) + 1) * QUARTER_MS;
}

/** Puts what is left of a run into the change and empties it. */
export function endRun(change: Change, run: Run): void {
  if (run.quarterEndMs > 0) addCredit(change, run, 1);
  run.quarterEndMs = 0;
}
