// What the proofs over the whole core have in common.
import { openHistories } from "../../src/app/history.ts";
import { type Accepted, type Agent, openIngest, storeArrivals } from "../../src/app/ingest.ts";
import { reading } from "../../src/app/summary.ts";
import { openDatabase } from "../../src/db/database.ts";
import { openStore, type Store, write } from "../../src/db/store.ts";
import type { Rule } from "../../src/domain/credit.ts";
import { isRefusal, parseHeartbeat } from "../../src/domain/heartbeat.ts";
import { EVER, expected, type Question, told } from "./answers.ts";
import { type Memory, NOON } from "./memory.ts";
import { type ReferenceRule, reference, type SentHeartbeat } from "./reference.ts";

/** Properties run this many times more often when PROPERTY_RUNS asks for a thorough search. */
export const RUNS = Number(Bun.env["PROPERTY_RUNS"] ?? 1);

/** For the timeout of a property's test. */
export const PATIENCE_MS = 60_000 * RUNS;

export const AGENT: Agent = {
  userAgent: "wakatime/v1.118.0 (windows-10.0.26100-x86_64) go1.24.4 sublime/4 sublime-wakatime/11",
  machine: undefined,
  timeZone: undefined,
};

/** 2026-08-10T09:00:00Z, epoch seconds */
export const NINE = 1_786_352_400;

/** Returns heartbeats of one file of one project, at seconds after nine o'clock. */
export function at(...seconds: readonly number[]): SentHeartbeat[] {
  return seconds.map((second) => ({ time: NINE + second, entity: "a.ts", project: "tide" }));
}

/** Returns the total of all time that everybody reads, ms. */
export function totalOf({ store, histories }: Pick<Memory, "store" | "histories">, userId: number): number {
  return reading(store, histories, userId, (reader) => reader.summary(EVER).totalMs);
}

/** Returns the total under a rule, ms, as SQLite adds it up from the heartbeats. */
export function totalBySql({ connection }: Store, userId: number, { timeoutMs, idleMs }: Rule): number {
  const row = connection.client
    .query<{ ms: number | null }, number[]>(
      `SELECT sum(CASE WHEN gap <= ?2 THEN gap ELSE ?3 END) AS ms FROM (
         SELECT lead(time / 1000) OVER (ORDER BY time, identity) - time / 1000 AS gap FROM heartbeats WHERE user_id = ?1)
       WHERE gap IS NOT NULL`,
    )
    .get(userId, timeoutMs, idleMs);
  return row?.ms ?? 0;
}

/** Sends heartbeats in one request and returns what was stored. @throws Error when one is refused. */
export async function send(
  { ingest }: Pick<Memory, "ingest">,
  userId: number,
  heartbeats: readonly SentHeartbeat[],
): Promise<Accepted[]> {
  const outcomes = await ingest.submit(userId, heartbeats, AGENT);
  return outcomes.map((outcome) => {
    if ("error" in outcome) throw new Error(`refused: ${outcome.error}`);
    return outcome;
  });
}

/** Stores heartbeats at once, as a server does between two turns of the event loop; `importId` 0 = sent live. */
export function storeNow(
  store: Store,
  userId: number,
  sent: readonly Readonly<Record<string, unknown>>[],
  importId = 0,
): Accepted[] {
  const arrivals = sent.map((one) => {
    const heartbeat = parseHeartbeat(one, NOON);
    if (isRefusal(heartbeat)) throw new Error(`refused: ${heartbeat.error}`);
    return { heartbeat, agent: AGENT, createdAt: NOON / 1000, importId };
  });
  return write(store, () => storeArrivals(store, userId, arrivals));
}

/** Returns what a plain count of these heartbeats says, sent by `AGENT`. */
export function truthOf(sent: readonly SentHeartbeat[], rule: ReferenceRule) {
  return reference(sent, rule, { userAgent: AGENT.userAgent });
}

/** Returns both answers to a question, to be compared. */
export function bothAnswers(
  { store, histories }: Pick<Memory, "store" | "histories">,
  userId: number,
  truth: ReturnType<typeof truthOf>,
  question: Question,
) {
  return { told: told(store, histories, userId, question), expected: expected(truth, question) };
}

export function close({ store }: Pick<Memory, "store">): void {
  store.connection.client.close();
}

/** Returns the stretches of days around a history, each a day longer on both sides than its heartbeats. */
export function stretches(sent: readonly SentHeartbeat[]) {
  const day = 86_400_000;
  const found: { startMs: number; endMs: number }[] = [];
  for (const ms of sent.map(({ time }) => Math.floor(Number(time) * 1000)).sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && ms - last.endMs < 4 * day) last.endMs = ms + day;
    else found.push({ startMs: ms - day, endMs: ms + day });
  }
  return found;
}

/** Returns the questions that show a whole history: all of it, and each stretch by day. */
export function wholeQuestions(zone: string, sent: readonly SentHeartbeat[]): Question[] {
  return [EVER, ...stretches(sent)].map((interval) => ({ zone, interval }));
}

/** Returns a second program at work on the database of a file: a store, its caches and its clock are its own. */
export function beside(path: string): Pick<Memory, "store" | "histories" | "ingest"> {
  const store = openStore(openDatabase(path, { version: "0.0.0-test" }));
  // These proofs are about counting; waiting for the disk would only make them slow.
  store.connection.client.run("PRAGMA synchronous = OFF");
  const context = { store, now: () => NOON, uuid: () => crypto.randomUUID(), log: () => {}, serverZone: "UTC" };
  return { store, histories: openHistories(store), ingest: openIngest(context) };
}
