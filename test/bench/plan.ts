import type { HistoryOptions } from "../support/history.ts";

/** Sizes of everything, all from the number of heartbeats asked for. */
export type Plan = {
  /** heartbeats in the database before the load */
  readonly filled: number;
  /** the person's whole history: the filled part, and behind it what the load sends; it ends now */
  readonly history: HistoryOptions;
  /** the same person's last year: a tenth */
  readonly tenth: HistoryOptions;
  /** rounds in which the floor and hearth take turns, the first of each not counted */
  readonly bulkRounds: number;
  /** requests of 25 heartbeats in a round */
  readonly bulkRequests: number;
  readonly singleRounds: number;
  readonly singleRequests: number;
  readonly imported: number;
};

const SEED = 20_261_121;
const YEARS = 10;
const FULL = 3_000_000;

/** Returns the plan for so many heartbeats in the database; smaller ones are for a first look. */
export function plan(filled: number, endMs: number): Plan {
  const part = Math.min(1, filled / FULL);
  const bulkRounds = 6;
  const bulkRequests = Math.max(600, Math.round(2_400 * part));
  const singleRounds = 5;
  const singleRequests = Math.max(300, Math.round(1_000 * part));
  const sent = bulkRounds * bulkRequests * 25 + singleRounds * singleRequests;
  // A little stays over for the rest of today.
  const count = filled + Math.round(sent * 1.03);
  return {
    filled,
    history: { seed: SEED, count, endMs, years: YEARS },
    tenth: { seed: SEED, count: Math.round(count / YEARS), endMs, years: 1 },
    bulkRounds,
    bulkRequests,
    singleRounds,
    singleRequests,
    imported: Math.round(1_000_000 * part),
  };
}
