// What external durations add to a history: their time where no credit lies (contract §2.8).
import { CELL_WORDS, QUARTER_MS, QUARTERS_A_DAY, quarterOfKey } from "../db/cells.ts";
import type { ExternalRow } from "../db/externals.ts";
import type { Store } from "../db/store.ts";
import { freeParts, ownParts } from "../domain/external.ts";
import type { Interval } from "../domain/interval.ts";
import { eachTime } from "./credits.ts";
import type { History } from "./history.ts";
import { firstDay } from "./history-search.ts";

/** What one external duration has for itself where several overlap; `own` undefined = nothing. */
export type Block = { readonly row: ExternalRow; readonly own: Interval | undefined };

/** A stretch of an external duration that counts. */
export type ExternalPiece = Interval & { readonly groupId: number; readonly row: ExternalRow };

/** Returns the blocks of a user's external durations; `rows` in the order in which they win. */
export function blocksOf(rows: readonly ExternalRow[]): Block[] {
  const own = ownParts(rows.map(({ id, start_ms, end_ms }) => ({ id, startMs: start_ms, endMs: end_ms })));
  return rows.map((row, i) => ({ row, own: own[i] }));
}

/**
 * Returns the stretches of one block that count, ascending. Quarter-hours without any credit and full ones are known
 * from the rollup; only the others are looked up among the heartbeats.
 */
export function piecesOfBlock(store: Store, history: History, { row, own }: Block): ExternalPiece[] {
  if (own === undefined) return [];
  const parts = freeParts(own, creditsIn(store, history, own));
  return parts.map(({ startMs, endMs }) => ({ startMs, endMs, groupId: row.group_id, row }));
}

function creditsIn(store: Store, history: History, own: Interval): Interval[] {
  const credits: Interval[] = [];
  const first = Math.floor(own.startMs / QUARTER_MS);
  const end = Math.ceil(own.endMs / QUARTER_MS);
  const filled = creditPerQuarter(history, first, end);
  for (let quarter = first; quarter < end; quarter++) {
    const ms = filled.get(quarter) ?? 0;
    const whole = { startMs: quarter * QUARTER_MS, endMs: (quarter + 1) * QUARTER_MS };
    if (ms === QUARTER_MS) credits.push(whole);
    else if (ms > 0) eachTime(store, { ...history, externals: [] }, whole, (credit) => credits.push(credit));
  }
  return credits;
}

function creditPerQuarter({ days }: History, first: number, end: number): Map<number, number> {
  const filled = new Map<number, number>();
  for (let i = firstDay(days, Math.floor(first / QUARTERS_A_DAY)); i < days.length; i++) {
    const entry = days[i];
    if (entry === undefined || entry.day * QUARTERS_A_DAY >= end) break;
    const { day, cells } = entry;
    for (let at = 0; at < cells.length; at += CELL_WORDS) {
      const quarter = day * QUARTERS_A_DAY + quarterOfKey(cells[at] ?? 0);
      filled.set(quarter, (filled.get(quarter) ?? 0) + (cells[at + 1] ?? 0));
    }
  }
  return filled;
}
