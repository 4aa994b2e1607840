import { clip, type Interval } from "./interval.ts";

/** A block of time that is told, not observed: a meeting, work away from the keyboard. */
export type ExternalBlock = Interval & { readonly id: number };

/** Returns < 0, 0, > 0 as `a` wins over `b`: the earlier start, then the smaller id. */
export function compareBlocks(a: ExternalBlock, b: ExternalBlock): number {
  return a.startMs - b.startMs || a.id - b.id;
}

/**
 * Returns what each block has for itself where blocks overlap, in the order given; `undefined` = nothing. `blocks`
 * ascending by `compareBlocks`.
 *
 * ```
 *  blocks   [a       ]                one character = 5 min
 *               [b       ]
 *                [c ]                 inside a and b: nothing
 *  own      [a       ][b ]
 * ```
 */
export function ownParts(blocks: readonly ExternalBlock[]): (Interval | undefined)[] {
  let coveredUntilMs = Number.NEGATIVE_INFINITY;
  return blocks.map((block) => {
    const startMs = Math.max(block.startMs, coveredUntilMs);
    coveredUntilMs = Math.max(coveredUntilMs, block.endMs);
    return startMs < block.endMs ? { startMs, endMs: block.endMs } : undefined;
  });
}

/**
 * Returns the parts of `own` where no credit lies, ascending.
 *
 * ```
 *  own      [              ]
 *  credits    [a ]  [b]  [c   ]       one character = 5 min
 *  free     []    []   []
 * ```
 * `credits` ascending and disjoint; those of 0 cover nothing.
 */
export function freeParts(own: Interval, credits: Iterable<Interval>): Interval[] {
  const free: Interval[] = [];
  let fromMs = own.startMs;
  for (const credit of credits) {
    const inside = clip(credit, own);
    if (inside === undefined) continue;
    if (fromMs < inside.startMs) free.push({ startMs: fromMs, endMs: inside.startMs });
    fromMs = Math.max(fromMs, inside.endMs);
  }
  if (fromMs < own.endMs) free.push({ startMs: fromMs, endMs: own.endMs });
  return free;
}
