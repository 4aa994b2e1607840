import { type HeartbeatRow, keyAt } from "../db/heartbeats.ts";
import type { Store } from "../db/store.ts";
import type { Precision } from "../domain/heartbeat-time.ts";

const SECOND_US = 1_000_000;
const UNIT_US: Readonly<Record<Precision, number>> = { us: 1, ms: 1_000, s: SECOND_US };
const SAME_SECOND_LIMIT = 10_000;

/**
 * Returns the stored heartbeat that a row from another source is a copy of, or undefined. Sources are the live one and
 * every import; across two of them entity, type and is_write must agree, and the times at the coarser precision of the
 * two, so that overlapping sources never double history. Within one source only the identity decides.
 *
 * ```
 *  live, µs      10.1          10.7
 *  import, s     10                     both live heartbeats are copies of it, and it of them
 * ```
 */
export function copyAcrossSources(store: Store, userId: number, row: HeartbeatRow): HeartbeatRow | undefined {
  const { importId, precision } = store.sources.byId(row.source_id).sent;
  const secondUs = Math.floor(row.time / SECOND_US) * SECOND_US;
  for (const stored of store.heartbeats.page(userId, keyAt(secondUs), secondUs + SECOND_US, SAME_SECOND_LIMIT)) {
    const other = store.sources.byId(stored.source_id).sent;
    if (other.importId === importId) continue;
    const unit = Math.max(UNIT_US[precision], UNIT_US[other.precision]);
    if (
      Math.floor(stored.time / unit) === Math.floor(row.time / unit) &&
      stored.entity_id === row.entity_id &&
      stored.type_id === row.type_id &&
      (stored.is_write ?? 0) === (row.is_write ?? 0)
    )
      return stored;
  }
  return undefined;
}
