import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import type { CountedAnew } from "./counted-anew.ts";
import type { Histories } from "./history.ts";
import { halfwayMs } from "./history-search.ts";

/** Counts an interval anew, in another thread. */
type Lane = (question: CountedAnew) => Promise<RollupDay[]>;

/**
 * Returns what `countAnew` does, the two halves of it counted at the same time. Each half is of one state of the
 * database; a heartbeat that arrives meanwhile may be in one that is read a moment later and the rest of its batch not.
 *
 * ```
 *  days        | much | little | little | much |
 *  first lane  [-----------------)
 *  second lane                   [-------------)
 * ```
 */
export async function countInHalves(
  store: Store,
  histories: Histories,
  [first, second]: readonly [Lane, Lane],
  question: CountedAnew,
): Promise<RollupDay[]> {
  const { userId, interval } = question;
  const live = histories.of(userId);
  const middleMs = live && halfwayMs(live, interval);
  if (live === undefined || middleMs === undefined) return first(question);
  const [early, late] = await Promise.all([
    first({ ...question, interval: { ...interval, endMs: middleMs } }),
    second({ ...question, interval: { ...interval, startMs: middleMs } }),
  ]);
  // Another generation may number its groups anew: halves of two would not fit.
  const isSame = store.rollup.state(userId)?.generation === live.state.generation;
  return isSame ? [...early, ...late] : first(question);
}
