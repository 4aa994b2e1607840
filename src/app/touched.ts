import type { HeartbeatRow, Key } from "../db/heartbeats.ts";
import { countedMs } from "../domain/credit.ts";

/** How a heartbeat counts at one moment: the gap to its successor (undefined = it is the last) and its group. */
export type Standing = { readonly gapMs: number | undefined; readonly groupId: number };

/** A heartbeat whose share changes. Absent `before` = new. */
export type Touched = { readonly row: HeartbeatRow; readonly before: Standing | undefined; after: Standing };

/** Returns a key as text, for maps. */
export function keyText({ time, identity }: Key): string {
  return `${time}:${identity}`;
}

/** Returns the gap between neighbours in counted ms; undefined = there is no next one. */
export function gapMs(from: Key, to: Key | undefined): number | undefined {
  return to === undefined ? undefined : countedMs(to.time) - countedMs(from.time);
}
