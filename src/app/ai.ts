// What people and AI agents changed and what it took: lines, tokens, prompts, sessions, models.
import { groupOfKey, keyOfSums, QUARTERS_A_DAY, quarterOfKey, SUMS, unpackSums } from "../db/cells.ts";
import type { RollupDay } from "../db/rollup.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import { DIMENSIONS, GROUP_WIDTH, record } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import { eachPiece } from "./credits.ts";
import type { History } from "./history.ts";
import { firstDay } from "./history-search.ts";
import { sumsOfHeartbeat } from "./share.ts";
import { byQuarters, type Mask, wholeIn } from "./totals.ts";

export type SumName = (typeof SUMS)[number];

/** Figures of an interval under a filter; whole numbers, 0 where there are none. */
export type AiTotals = Readonly<Record<SumName, number>> & {
  /** distinct sessions with anything summed here */
  readonly sessions: number;
  /** prompts of each session, ascending */
  readonly promptsBySession: Float64Array;
  /** characters of each session's prompts, ascending */
  readonly promptLengthBySession: Float64Array;
  /** lines changed (added and deleted) per model, as the client named it, most first */
  readonly models: readonly { readonly name: string; readonly lines: number }[];
};

/** Lines added and deleted, by whom. */
export type Lines = Pick<AiTotals, "human_additions" | "human_deletions" | "ai_additions" | "ai_deletions">;

const PLACE = {
  human_additions: SUMS.indexOf("human_additions"),
  human_deletions: SUMS.indexOf("human_deletions"),
  ai_additions: SUMS.indexOf("ai_additions"),
  ai_deletions: SUMS.indexOf("ai_deletions"),
};
const AI_MODEL = DIMENSIONS.indexOf("ai_model");

/** Returns whether there is nothing in any figure. */
export function isNothing(totals: AiTotals): boolean {
  return totals.sessions === 0 && totals.models.length === 0 && SUMS.every((name) => totals[name] === 0);
}

/** Adds lines and tokens up, and tells what they come to. */
export type AiCollector = {
  /** Adds the numbers of a group that stand in `sums` from index `from` on, in the order of SUMS. */
  readonly add: (groupId: number, sums: Float64Array, from: number) => void;
  /** Adds prompts and characters of prompts of an AI session. */
  readonly addSession: (sessionId: number, prompts: number, length: number) => void;
  readonly totals: () => AiTotals;
};

/** Returns an empty collector; `groupNames` as in a history, `nameOf` the text of a name's id. */
export function aiCollector(groupNames: Uint32Array, nameOf: (id: number) => string): AiCollector {
  const total = new Float64Array(SUMS.length);
  const sessions = new Map<number, { prompts: number; length: number }>();
  const models = new Map<number, number>();
  const ascending = (of: (session: { prompts: number; length: number }) => number) => {
    const values = new Float64Array(sessions.size);
    let i = 0;
    for (const session of sessions.values()) values[i++] = of(session);
    return values.sort();
  };
  return {
    add(groupId, sums, from) {
      for (let i = 0; i < SUMS.length; i++) total[i] = (total[i] as number) + (sums[from + i] as number);
      const modelId = groupNames[groupId * GROUP_WIDTH + AI_MODEL] ?? 0;
      if (modelId === 0) return;
      const lines = (sums[from + PLACE.ai_additions] as number) + (sums[from + PLACE.ai_deletions] as number);
      models.set(modelId, (models.get(modelId) ?? 0) + lines);
    },
    addSession(sessionId, prompts, length) {
      const session = sessions.get(sessionId);
      if (session === undefined) sessions.set(sessionId, { prompts, length });
      else {
        session.prompts += prompts;
        session.length += length;
      }
    },
    totals: () => ({
      ...record(SUMS, (name) => total[SUMS.indexOf(name)] ?? 0),
      sessions: sessions.size,
      // Thousands to sort, for the few who ask.
      get promptsBySession() {
        return ascending(({ prompts }) => prompts);
      },
      get promptLengthBySession() {
        return ascending(({ length }) => length);
      },
      models: [...models]
        .map(([id, lines]) => ({ name: nameOf(id), lines }))
        .sort((a, b) => b.lines - a.lines || (a.name < b.name ? -1 : 1)),
    }),
  };
}

/**
 * Shows the lines and tokens of an interval, row by row. They belong to the instant of their heartbeat, so whole
 * quarter-hours come from the rollup and ragged edges from the heartbeats that stand in them.
 */
export function visitSums(
  store: Store,
  history: History,
  interval: Interval,
  mask: Mask,
  see: AiCollector["add"],
): void {
  const add: AiCollector["add"] = (groupId, sums, from) => {
    if (mask === undefined || mask[groupId] === 1) see(groupId, sums, from);
  };
  const whole = wholeIn(store, history, interval);
  if (whole !== undefined) {
    const { groups, sums } = whole.sums;
    for (const [place, groupId] of groups.entries()) {
      const from = place * SUMS.length;
      // Everything of a group may have been deleted again.
      if (hasAny(sums, from)) add(groupId, sums, from);
    }
    return;
  }
  const edge = (startMs: number, endMs: number) => {
    eachPiece(store, history, { startMs, endMs }, ({ row, groupId, isStart }) => {
      const sums = isStart && countedMs(row.time) < endMs ? sumsOfHeartbeat(row) : undefined;
      if (sums !== undefined) add(groupId, sums, 0);
    });
  };
  const { sumDays } = history;
  byQuarters(interval, edge, (first, end) => {
    const row = new Float64Array(SUMS.length);
    for (let i = firstDay(sumDays, Math.floor(first / QUARTERS_A_DAY)); i < sumDays.length; i++) {
      const { day, sums } = sumDays[i] as RollupDay;
      if (day * QUARTERS_A_DAY >= end) break;
      if (sums === undefined) continue;
      for (let at = 0; at < sums.length; ) {
        const key = keyOfSums(sums[at] as number);
        const quarter = day * QUARTERS_A_DAY + quarterOfKey(key);
        at = unpackSums(sums, at, row);
        if (quarter >= first && quarter < end) add(groupOfKey(key), row, 0);
      }
    }
  });
}

/** Returns the lines of an interval. */
export function linesOf(store: Store, history: History, interval: Interval, mask: Mask): Lines {
  const lines = { human_additions: 0, human_deletions: 0, ai_additions: 0, ai_deletions: 0 };
  visitSums(store, history, interval, mask, (_, sums, from) => {
    lines.human_additions += sums[from + PLACE.human_additions] as number;
    lines.human_deletions += sums[from + PLACE.human_deletions] as number;
    lines.ai_additions += sums[from + PLACE.ai_additions] as number;
    lines.ai_deletions += sums[from + PLACE.ai_deletions] as number;
  });
  return lines;
}

function hasAny(sums: Float64Array, from: number): boolean {
  for (let i = from; i < from + SUMS.length; i++) if (sums[i] !== 0) return true;
  return false;
}
