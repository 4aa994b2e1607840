// Everything that can be wrong with a database, looked for without changing anything.
import { inSnapshot } from "../db/database.ts";
import { openInspection } from "../db/inspection.ts";
import { metaValue } from "../db/meta.ts";
import { isShapeFault } from "../db/shape.ts";
import type { Store } from "../db/store.ts";
import { rfc3339 } from "../domain/range.ts";
import { type Faults, type Finding, finding, openFaults, type Remedy } from "./faults.ts";
import { checkNames, checkSources } from "./names-check.ts";
import { isOutdated } from "./rules.ts";
import { checkShape } from "./shape-check.ts";
import { checkStream, openIdBook, type StreamFacts } from "./stream-check.ts";
import { allOf, type User } from "./users.ts";

export type UserFacts = StreamFacts & { readonly name: string };

export type Examination = {
  readonly findings: readonly Finding[];
  readonly users: readonly UserFacts[];
  /** bytes of the database in use, and freed but kept */
  readonly usedBytes: number;
  readonly freeBytes: number;
};

/** Seconds by which clocks of two processes may be apart without one of them being wrong. */
const CLOCK_SLACK_S = 300;
const DAMAGE_TOLD = 10;

/**
 * Looks at everything in one unchanging state of the database, so that a running server does not disturb it, and writes
 * nothing: a connection that can only read will do. A check that fails is a fault of its own, and one that needs a table
 * or an index that is not there is told as not made.
 */
export function examine(
  store: Store,
  nowMs: number,
  progress: (user: string, heartbeats: number) => void = () => {},
): Examination {
  return inSnapshot(store.connection, () => {
    const { client } = store.connection;
    const inspection = openInspection(client);
    const findings: Finding[] = [];
    const facts: UserFacts[] = [];
    const check = (name: string, note: string, remedy: Remedy, look: (faults: Faults) => void) => {
      const faults = openFaults(remedy);
      const undone = attempt(faults, () => look(faults));
      findings.push(finding(name, note, faults, undone));
    };

    check("file", "SQLite finds every page, row and index sound", "backup", (faults) => {
      for (const text of inspection.damage(DAMAGE_TOLD)) faults.add(text);
    });
    const indexes = openFaults("rebuild");
    check("tables", "those of this schema are there, as they should be", "backup", (tables) =>
      checkShape(store.connection, tables, indexes),
    );
    findings.push(finding("indexes", "those of this schema are there, as they should be", indexes));
    check("links between rows", "every row points to rows that are there", "backup", (faults) => {
      for (const { table, rows } of inspection.danglingRows()) faults.add(`${rows} rows of ${table} point nowhere`);
    });
    check("rules", "names were derived by this version's rules, or will be at the next start", "rebuild", (faults) => {
      if (isOutdated(store)) return;
      for (const user of allOf({ store })) checkNames(inspection, user.id, about(faults, user));
    });
    check("sources", "editors, systems and machines are what today's rules say", "rebuild", (faults) => {
      if (isOutdated(store)) return;
      for (const user of allOf({ store })) checkSources(store, user.id, about(faults, user));
    });

    const streams = {
      references: openFaults("backup"),
      ids: openFaults("backup"),
      placeholders: openFaults("rebuild"),
      counts: openFaults("rebuild"),
    };
    const cutOff = attempt(streams.references, () => {
      const ids = openIdBook(Number(metaValue(client, "next_heartbeat_id") ?? 1));
      for (const user of allOf({ store })) {
        const unheard = openFaults("rebuild");
        const stream = checkStream({
          store,
          inspection,
          user,
          book: checkNames(inspection, user.id, unheard),
          sources: checkSources(store, user.id, unheard),
          ids,
          faults: streams,
          progress: (heartbeats) => progress(user.name, heartbeats),
        });
        facts.push({ name: user.name, ...stream });
      }
    });
    const told = (name: string, note: string, faults: Faults) => findings.push(finding(name, note, faults, cutOff));
    told("names", "every name and source of a heartbeat is there", streams.references);
    told("ids", "every heartbeat has its own number, below the next one", streams.ids);
    told("placeholders", "every sentinel resolves to what the stream says", streams.placeholders);
    told("counts", "the stored counts are those of a count from nothing, in every cell", streams.counts);

    check("counting rule", "counts are by the user's numbers, or are being counted anew", "rebuild", (faults) => {
      for (const user of allOf({ store })) checkRule(store, user, faults);
    });
    check("external durations", "each counts under names that are there", "rebuild", (faults) => {
      for (const { id, name } of allOf({ store })) {
        const count = inspection.ungroupedExternals(id);
        if (count > 0) faults.add(`${name}: ${count} count under nothing`);
      }
    });
    const recounts = openFaults("rebuild");
    let unfinished = "";
    const uncounted = attempt(recounts, () => {
      unfinished = recountsNote(store);
    });
    findings.push(finding("recounts", unfinished, recounts, uncounted));
    const clock = openFaults({ advice: "set this computer's clock" });
    const arrivedAt = Math.max(0, ...facts.map((user) => user.arrivedAt));
    if (arrivedAt > nowMs / 1000 + CLOCK_SLACK_S)
      clock.add(`a heartbeat arrived at ${rfc3339(arrivedAt * 1000)}, but this computer says it is ${rfc3339(nowMs)}`);
    findings.push(finding("clock", "nothing arrived after now", clock, cutOff));
    const { used, free } = inspection.pageBytes();
    return { findings, users: facts, usedBytes: used, freeBytes: free };
  });
}

/**
 * Runs a look at something that may be damaged: what it throws is what it found, and a rebuild may stumble over it too.
 * Returns why it could not be done to its end, empty when it was.
 */
function attempt(faults: Faults, look: () => void): string {
  try {
    look();
    return "";
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    if (isShapeFault(fault)) return fault.message;
    faults.add(fault.message, "backup");
    return "a fault above was in the way";
  }
}

function about(faults: Faults, { name }: User): Faults {
  return { ...faults, add: (text, remedy) => faults.add(`${name}: ${text}`, remedy) };
}

function checkRule(store: Store, user: User, faults: Faults): void {
  const state = store.rollup.state(user.id);
  const pending = store.rollup.recount(user.id);
  const rule = pending ?? state;
  if (rule !== undefined && (rule.timeoutMs !== user.timeoutMs || rule.idleMs !== user.idleMs))
    faults.add(
      `${user.name} counts by ${rule.timeoutMs} / ${rule.idleMs} ms, not ${user.timeoutMs} / ${user.idleMs} ms`,
    );
}

/** A recount that was cut off is no fault: reads answer from the old counts, and the server goes on with it. */
function recountsNote(store: Store): string {
  const unfinished = store.rollup.recounting().length;
  return unfinished === 0
    ? "none is unfinished"
    : `${unfinished} unfinished: a running server goes on with it, or hearth rebuild`;
}
