// Rows of the rollup as days of numbers in memory.
import { cellsOf, sumsOf } from "./cells.ts";
import type { RollupDay } from "./rollup.ts";

export type DayRow = {
  readonly day: number;
  readonly cells: Uint8Array;
  readonly sums: Uint8Array | null;
  readonly tags: Uint8Array | null;
};

const ALIGNED = 8;

/** Returns the day of a row, its numbers where SQLite left them. */
export function dayOf({ day, cells, sums, tags }: DayRow): RollupDay {
  return {
    day,
    cells: cellsOf(cells),
    ...(sums !== null && { sums: sumsOf(sums) }),
    ...(tags !== null && { tags: sumsOf(tags) }),
  };
}

/**
 * Returns the days of rows, their numbers side by side in one piece of memory: for days that are put in the place of
 * others, slice by slice, because thousands of small pieces would leave as many holes behind.
 *
 * ```
 *  | cells | sums | tags | cells | tags | cells |…      each at a multiple of 8 bytes
 *  |------ day 1 --------|--- day 2 ----|- day 3
 * ```
 */
export function daysTogether(rows: readonly DayRow[]): RollupDay[] {
  const slab = new Uint8Array(rows.reduce((bytes, row) => bytes + bytesOf(row), 0));
  const { buffer } = slab;
  let next = 0;
  const moved = (blob: Uint8Array) => {
    const at = next;
    slab.set(blob, at);
    next += aligned(blob.length);
    return at;
  };
  const words = (blob: Uint8Array) => new Float64Array(buffer, moved(blob), blob.length / 8);
  return rows.map(({ day, cells, sums, tags }) => ({
    day,
    cells: new Uint32Array(buffer, moved(cells), cells.length / 4),
    ...(sums !== null && { sums: words(sums) }),
    ...(tags !== null && { tags: words(tags) }),
  }));
}

function bytesOf({ cells, sums, tags }: DayRow): number {
  return aligned(cells.length) + aligned(sums?.length ?? 0) + aligned(tags?.length ?? 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNED) * ALIGNED;
}
