// Rows of the rollup as days of numbers in memory.
import { cellsOf, sumsOf } from "./cells.ts";
import type { RollupDay } from "./rollup.ts";

export type DayRow = {
  readonly day: number;
  readonly cells: Uint8Array;
  readonly sums: Uint8Array | null;
  readonly tags: Uint8Array | null;
};

/** From so many days on they are copied; fewer are what changes again and again. */
const MANY_DAYS = 16;
const ALIGNED = 8;

/**
 * Returns the days of rows. Many of them have their numbers side by side in one piece of memory: they come and go
 * together, and thousands of small pieces would leave as many holes behind.
 *
 * ```
 *  | cells | sums | tags | cells | tags | cells |…      each at a multiple of 8 bytes
 *  |------ day 1 --------|--- day 2 ----|- day 3
 * ```
 */
export function daysOf(rows: readonly DayRow[]): RollupDay[] {
  if (rows.length < MANY_DAYS) return rows.map(dayOf);
  const slab = new Uint8Array(rows.reduce((bytes, row) => bytes + bytesOf(row), 0));
  let at = 0;
  const moved = (blob: Uint8Array) => {
    slab.set(blob, at);
    const part = slab.subarray(at, at + blob.length);
    at += aligned(blob.length);
    return part;
  };
  return rows.map(({ day, cells, sums, tags }) =>
    dayOf({ day, cells: moved(cells), sums: sums && moved(sums), tags: tags && moved(tags) }),
  );
}

function bytesOf({ cells, sums, tags }: DayRow): number {
  return aligned(cells.length) + aligned(sums?.length ?? 0) + aligned(tags?.length ?? 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNED) * ALIGNED;
}

function dayOf({ day, cells, sums, tags }: DayRow): RollupDay {
  return {
    day,
    cells: cellsOf(cells),
    ...(sums !== null && { sums: sumsOf(sums) }),
    ...(tags !== null && { tags: sumsOf(tags) }),
  };
}
