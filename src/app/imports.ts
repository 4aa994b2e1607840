// A history from a file: any JSON with heartbeats in it, read piece by piece and stored slice by slice beside a running server.
import { basename } from "node:path";
import { beginBulk } from "../db/bulk.ts";
import { finishImport, type Import, importsOf, insertImport } from "../db/imports.ts";
import { type Store, write } from "../db/store.ts";
import { streamTotalsMs } from "../db/stream-totals.ts";
import { PRESETS, type Rule } from "../domain/credit.ts";
import { isRefusal, parseHeartbeat } from "../domain/heartbeat.ts";
import { cleanText } from "../domain/text.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import { PackingFault, piecesOf } from "./import-file.ts";
import { heartbeatScanner } from "./import-parser.ts";
import { type Agent, type Arrival, storeArrivals } from "./ingest.ts";
import { knowRules } from "./rules.ts";
import type { User } from "./users.ts";

export type ImportRequest = {
  /** absolute path of a file, plain or packed with gzip */
  readonly path: string;
  readonly userId: number;
  readonly nowMs: number;
};

export type ImportProgress = {
  /** elements seen, good or bad */
  readonly read: number;
  /** stored by this import */
  readonly added: number;
  /** copies of stored heartbeats */
  readonly known: number;
  /** bytes of the file behind it, and in all */
  readonly readBytes: number;
  readonly sizeBytes: number;
};

/** The user's whole time under a rule, ms; `preset` undefined = the user's own numbers. */
export type PresetTotal = Rule & {
  readonly preset: keyof typeof PRESETS | undefined;
  readonly totalMs: number;
  /** whether the user counts by it now */
  readonly isOwn: boolean;
};

export type ImportReport = {
  readonly read: number;
  readonly added: number;
  readonly known: number;
  /** why elements are no heartbeats, most frequent first */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** why the file could not be read to its end, and after how many unpacked bytes; undefined = it was */
  readonly broken: { readonly offset: number; readonly reason: string } | undefined;
  readonly seconds: number;
  readonly totals: readonly PresetTotal[];
};

/** Fields of an element that are the exporter's own row numbers and dates, not its heartbeat's. */
const EXPORTERS_OWN: ReadonlySet<string> = new Set([
  "id",
  "user_id",
  "user_agent_id",
  "machine_name_id",
  "created_at",
  "updated_at",
]);

/** A file says nothing about the program that sends it. One object, so that neighbours are seen to share it. */
const NOBODY: Agent = { userAgent: undefined, machine: undefined, timeZone: undefined };

/** Time a slice may hold the write lock; the promise is 20 ms, the rest is for a slow disk. */
const SLICE_MS = 10;
const FIRST_SLICE = 100;
const SMALLEST_SLICE = 10;
const LARGEST_SLICE = 2_000;
/** Slices that go by half after another process wrote, so that it finds the lock free. */
const POLITE_SLICES = 50;

/**
 * Reads heartbeats from a file into a user's stream and returns what came of it. What was read before the file broke
 * stays; doing it again adds nothing, so a cut-off import goes on by itself when it is run once more.
 * @throws AppError `invalid` for a file without any heartbeats.
 */
export async function importHeartbeats(
  store: Store,
  request: ImportRequest,
  see: (progress: ImportProgress) => void,
): Promise<ImportReport> {
  const startedMs = performance.now();
  const { client, orm } = store.connection;
  const refused = new Map<string, number>();
  const waiting: Arrival[] = [];
  const counts = { read: 0, added: 0, known: 0 };
  let importId = 0;

  function refuse(reason: string): void {
    counts.read++;
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }

  const scanner = heartbeatScanner({
    element(value) {
      const arrival = arrivalOf(value, importId, request.nowMs);
      if (typeof arrival === "string") refuse(arrival);
      else {
        counts.read++;
        waiting.push(arrival);
      }
    },
    unreadable: refuse,
  });

  /** Stores a slice and returns how long it kept others from writing, ms; the wait for its turn does not count. */
  function storeSlice(slice: readonly Arrival[]): number {
    const known = importId;
    let beginMs = 0;
    write(store, () => {
      beginMs = performance.now();
      const id = known || insertImport(orm, request.userId, basename(request.path), Math.floor(request.nowMs / 1000));
      if (known === 0) knowRules(store);
      // Those that were read before the first was stored do not know their import yet.
      const arrivals = slice.map((arrival) => (arrival.importId === id ? arrival : { ...arrival, importId: id }));
      const outcomes = storeArrivals(store, request.userId, arrivals);
      for (const { isCopy } of outcomes) {
        if (isCopy) counts.known++;
        else counts.added++;
      }
      importId = id;
    });
    return performance.now() - beginMs;
  }

  const bulk = beginBulk(client);
  let size = FIRST_SLICE;
  let politeness = 0;
  async function storeNext(): Promise<void> {
    const slice = waiting.splice(0, size);
    const tookMs = storeSlice(slice);
    const wanted = Math.floor(slice.length * Math.min(2, Math.max(0.25, SLICE_MS / tookMs)));
    size = Math.min(LARGEST_SLICE, Math.max(SMALLEST_SLICE, wanted));
    bulk.checkpoint();
    politeness = bulk.isShared() ? POLITE_SLICES : Math.max(0, politeness - 1);
    await pause(politeness > 0 ? tookMs : 0);
  }

  let broken: ImportReport["broken"];
  try {
    let unpackedBytes = 0;
    try {
      for await (const { bytes, readBytes, sizeBytes } of piecesOf(request.path)) {
        scanner.push(bytes);
        unpackedBytes += bytes.length;
        while (waiting.length >= size) await storeNext();
        see({ ...counts, readBytes, sizeBytes });
        if (scanner.isBroken()) break;
      }
      broken = scanner.end();
    } catch (fault) {
      if (!(fault instanceof PackingFault)) throw fault;
      broken = { offset: unpackedBytes, reason: fault.message };
    }
    while (waiting.length > 0) await storeNext();
  } finally {
    bulk.end();
  }
  if (counts.read === 0) throw new AppError("invalid", emptiness(broken?.reason, scanner.hasTotals()));
  if (importId !== 0 && broken === undefined)
    write(store, () => finishImport(orm, importId, Math.floor(request.nowMs / 1000)));
  return {
    ...counts,
    refused: [...refused].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    broken,
    totals: presetTotals(store, request.userId),
    seconds: (performance.now() - startedMs) / 1000,
  };
}

/** Returns every import of a user that was begun, the newest first. */
export function importHistory({ store }: Pick<Context, "store">, user: Pick<User, "id">): Import[] {
  return importsOf(store.connection.orm, user.id);
}

/** Why a file has no heartbeats, in a sentence. */
function emptiness(broken: string | undefined, hasTotals: boolean): string {
  if (hasTotals)
    return "This is a dump of daily totals: it holds no heartbeats; ask WakaTime for a dump of the type heartbeats";
  return broken === undefined ? "There are no heartbeats in this file" : `No heartbeats were found: ${broken}`;
}

/** Returns the arrival in an element, or why there is none. */
function arrivalOf(element: unknown, importId: number, nowMs: number): Arrival | string {
  const heartbeat = parseHeartbeat(element, nowMs, EXPORTERS_OWN);
  if (isRefusal(heartbeat)) return heartbeat.error;
  const sent = element as Record<string, unknown>;
  const userAgentId = idOf(sent["user_agent_id"]);
  const machineNameId = idOf(sent["machine_name_id"]);
  const arrival: { -readonly [Key in keyof Arrival]: Arrival[Key] } = {
    heartbeat,
    agent: NOBODY,
    createdAt: createdAtOf(sent["created_at"], nowMs),
    importId,
  };
  if (userAgentId !== undefined) arrival.userAgentId = userAgentId;
  if (machineNameId !== undefined) arrival.machineNameId = machineNameId;
  return arrival;
}

const LONGEST_ID = 100;

function idOf(sent: unknown): string | undefined {
  return typeof sent === "string" ? cleanText(sent).slice(0, LONGEST_ID) || undefined : undefined;
}

/** Returns when the exporter took the heartbeat, epoch seconds; what is no time of the past is now. */
function createdAtOf(sent: unknown, nowMs: number): number {
  const ms = typeof sent === "string" ? Date.parse(sent) : typeof sent === "number" ? sent * 1000 : Number.NaN;
  return Math.floor((ms >= 0 && ms <= nowMs ? ms : nowMs) / 1000);
}

/** Returns the user's whole time under each preset, and under the own rule when that is none of them. */
function presetTotals(store: Store, userId: number): PresetTotal[] {
  const user = store.userById(userId);
  if (user === undefined) throw new AppError("not_found", "This user is not here any more");
  const isOwn = ({ timeoutMs, idleMs }: Rule) => timeoutMs === user.timeoutMs && idleMs === user.idleMs;
  const presets = Object.keys(PRESETS) as (keyof typeof PRESETS)[];
  const rules = presets.map((preset) => ({ preset, ...PRESETS[preset] }) as Rule & Pick<PresetTotal, "preset">);
  if (!rules.some(isOwn)) rules.push({ preset: undefined, timeoutMs: user.timeoutMs, idleMs: user.idleMs });
  const totals = streamTotalsMs(store.connection.client, userId, rules);
  return rules.map((rule, i) => ({ ...rule, totalMs: totals[i] ?? 0, isOwn: isOwn(rule) }));
}

/** Returns after other work of this process, and `ms` later. */
function pause(ms: number): Promise<void> {
  return new Promise((resume) => (ms > 0 ? setTimeout(resume, ms) : setImmediate(resume)));
}
