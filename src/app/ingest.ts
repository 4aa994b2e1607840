// Heartbeats in: parsed one by one, stored many at a time, answered only when they are on disk.
import { isStorageFault } from "../db/database.ts";
import { compareKeys, type HeartbeatRow, type Key } from "../db/heartbeats.ts";
import type { NameKind } from "../db/names.ts";
import type { StoredSource } from "../db/sources.ts";
import { type Store, tryWrite } from "../db/store.ts";
import { updateUser } from "../db/users.ts";
import { categoryOf } from "../domain/category.ts";
import { record } from "../domain/dimension.ts";
import { type Heartbeat, identityText, isRefusal, parseHeartbeat, type Refusal } from "../domain/heartbeat.ts";
import { canonicalLanguage } from "../domain/language.ts";
import type { Source } from "../domain/source.ts";
import type { Context } from "./context.ts";
import { copyAcrossSources } from "./copies.ts";
import { AppError } from "./errors.ts";
import { identityOf } from "./identity.ts";
import { insertHeartbeats } from "./stream.ts";

/** What a request says about its sender beside its heartbeats; undefined = the header was absent. */
export type Agent = {
  /** `User-Agent` */
  readonly userAgent: string | undefined;
  /** `X-Machine-Name` */
  readonly machine: string | undefined;
  /** `Timezone`, a valid IANA name */
  readonly timeZone: string | undefined;
};

/** A stored heartbeat, or the stored one it is a copy of. */
export type Accepted = { readonly id: number; readonly key: Key; readonly isCopy: boolean };
export type Outcome = Accepted | Refusal;

/** A heartbeat that is ready to be stored; `createdAt` epoch seconds. */
export type Arrival = {
  readonly heartbeat: Heartbeat;
  readonly agent: Agent;
  readonly createdAt: number;
  /** imports.id, 0 = live */
  readonly importId: number;
  /** ids of a data dump */
  readonly userAgentId?: string;
  readonly machineNameId?: string;
};

export type Ingest = {
  /**
   * Returns one outcome per element, in order, once all accepted ones are committed and synced.
   * @throws AppError `unavailable` when storage fails: then nothing of the request is kept.
   */
  readonly submit: (userId: number, elements: readonly unknown[], agent: Agent) => Promise<Outcome[]>;
  /** Stores what waits; resolves when nothing does. */
  readonly drain: () => Promise<void>;
};

type Waiting = {
  readonly userId: number;
  readonly parsed: readonly (Arrival | Refusal)[];
  readonly settle: (outcomes: Outcome[]) => void;
  readonly fail: (fault: unknown) => void;
  /** how often to ask again for the lock for it */
  readonly triesLeft: number;
};

/** How often to ask again for the lock while another process writes, and how many times for a request: 5 s in all. */
const RETRY_MS = 2;
const RETRIES = 2_500;

/**
 * Returns the door for heartbeats. Requests that arrive in the same turn of the event loop share one transaction and
 * one sync of the log; each is answered after it. While another process writes they wait, each for the whole time from
 * its own arrival, and nobody else does. A fault that is not the storage's is retried request by request, so that one
 * bad request never loses its neighbours. `userChanged` is called when a client named a user's first zone; `retries`
 * are 2 ms apart.
 */
export function openIngest(
  context: Context,
  userChanged: () => void = () => {},
  { retries = RETRIES }: { readonly retries?: number } = {},
): Ingest {
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    for (;;) {
      const tried = unsettled(waiting);
      for (const { triesLeft, fail } of tried)
        if (triesLeft === 0) fail(unavailable(new Error("another process has been writing for too long")));
      waiting = tried.flatMap((one) => (one.triesLeft === 0 ? [] : [{ ...one, triesLeft: one.triesLeft - 1 }]));
      if (waiting.length === 0) break;
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
    }
    flushing = undefined;
  }

  /** Stores requests together and answers them; returns those that must wait because another process writes. */
  function unsettled(batch: Waiting[]): Waiting[] {
    try {
      const stored = tryWrite(context.store, () => storeAll(context.store, batch));
      if (stored === undefined) return batch;
      const { outcomes, isUserChanged } = stored.result;
      if (isUserChanged) userChanged();
      batch.forEach(({ settle }, i) => {
        settle(outcomes[i] ?? []);
      });
    } catch (fault) {
      if (batch.length > 1 && !isStorageFault(fault)) return batch.flatMap((one) => unsettled([one]));
      for (const { fail } of batch) fail(isStorageFault(fault) ? unavailable(fault) : fault);
    }
    return [];
  }

  return {
    submit(userId, elements, agent) {
      const nowMs = context.now();
      const createdAt = Math.floor(nowMs / 1000);
      const parsed = elements.map((element) => {
        const heartbeat = parseHeartbeat(element, nowMs);
        return isRefusal(heartbeat) ? heartbeat : { heartbeat, agent, createdAt, importId: 0 };
      });
      return new Promise((settle, fail) => {
        waiting.push({ userId, parsed, settle, fail, triesLeft: retries });
        flushing ??= flush();
      });
    },
    drain: () => flushing ?? Promise.resolve(),
  };
}

function unavailable(cause: unknown): AppError {
  return new AppError("unavailable", "The heartbeats could not be stored; keep them and send them again", { cause });
}

/** Stores the requests of one flush, user by user; inside a write transaction. */
function storeAll(store: Store, batch: readonly Waiting[]): { outcomes: Outcome[][]; isUserChanged: boolean } {
  let isUserChanged = false;
  const outcomes = batch.map((): Outcome[] => []);
  const places = new Map<number, { request: number; element: number; arrival: Arrival }[]>();
  batch.forEach(({ userId, parsed }, request) => {
    parsed.forEach((one, element) => {
      const target = outcomes[request];
      if (target === undefined) return;
      if ("error" in one) target[element] = one;
      else {
        const list = places.get(userId) ?? [];
        list.push({ request, element, arrival: one });
        places.set(userId, list);
      }
    });
  });
  for (const [userId, list] of places) {
    const arrivals = list.map(({ arrival }) => arrival);
    if (rememberZone(store, userId, arrivals)) isUserChanged = true;
    const accepted = storeArrivals(store, userId, arrivals);
    list.forEach(({ request, element }, i) => {
      const target = outcomes[request];
      const outcome = accepted[i];
      if (target !== undefined && outcome !== undefined) target[element] = outcome;
    });
  }
  return { outcomes, isUserChanged };
}

/** Keeps the first zone a client of the user names; returns whether this was it. */
function rememberZone(store: Store, userId: number, arrivals: readonly Arrival[]): boolean {
  const zone = arrivals.find(({ agent }) => agent.timeZone !== undefined)?.agent.timeZone;
  if (zone === undefined || store.userById(userId)?.clientTimeZone !== null) return false;
  updateUser(store.connection.orm, userId, { clientTimeZone: zone });
  return true;
}

/** A row before it is known whether it is new: only then it gets its id. */
type Candidate = { readonly row: HeartbeatRow & { id: number }; readonly place: number };

/**
 * Stores heartbeats of one user and everything derived from them; inside a write transaction. Returns one outcome per
 * arrival, in order: a copy is answered with the id of the stored one. The order of arrival decides only which of two
 * copies is kept and the ids.
 */
export function storeArrivals(store: Store, userId: number, arrivals: readonly Arrival[]): Accepted[] {
  const user = store.userById(userId);
  if (user === undefined) throw new AppError("not_found", "This user is not here any more");

  const outcomes: (Accepted | undefined)[] = arrivals.map(() => undefined);
  const toRow = rowMaker(store, userId);
  const candidates: Candidate[] = arrivals.map((arrival, place) => ({ row: toRow(arrival), place }));
  candidates.sort((a, b) => compareKeys(a.row, b.row) || a.place - b.place);

  const fresh = newcomers(store, userId, candidates, outcomes);
  const firstId = fresh.length === 0 ? 0 : store.heartbeats.takeIds(fresh.length);
  const inArrival = [...fresh].sort((a, b) => a.place - b.place);
  inArrival.forEach(({ row, place }, i) => {
    row.id = firstId + i;
    outcomes[place] = { id: row.id, key: { time: row.time, identity: row.identity }, isCopy: false };
  });
  const rows = fresh.map(({ row }) => row);
  insertHeartbeats(store, userId, { timeoutMs: user.timeoutMs, idleMs: user.idleMs }, rows);
  let stored: Accepted | undefined;
  for (const { row, place } of candidates) {
    if (outcomes[place] !== undefined) stored = outcomes[place];
    else if (stored !== undefined && compareKeys(stored.key, row) === 0) outcomes[place] = { ...stored, isCopy: true };
  }
  return outcomes.map((outcome) => {
    if (outcome === undefined) throw new Error("a heartbeat was neither stored nor known");
    return outcome;
  });
}

/**
 * Returns the candidates that are no copies, ascending; copies of stored heartbeats get their outcome here. `candidates`
 * ascending by key, equal keys in the order of arrival: the first one stays.
 */
function newcomers(
  store: Store,
  userId: number,
  candidates: readonly Candidate[],
  outcomes: (Accepted | undefined)[],
): Candidate[] {
  const last = store.heartbeats.last(userId);
  const acrossSources = hasSeveralSources(store, userId);
  const fresh: Candidate[] = [];
  for (const candidate of candidates) {
    const { row, place } = candidate;
    const previous = fresh.at(-1);
    if (previous !== undefined && compareKeys(previous.row, row) === 0) continue;
    const isPast = last !== undefined && last.time >= row.time - 1_000_000;
    const copy = isPast
      ? (store.heartbeats.at(userId, row) ?? (acrossSources ? copyAcrossSources(store, userId, row) : undefined))
      : undefined;
    if (copy === undefined) fresh.push(candidate);
    else outcomes[place] = { id: copy.id, key: { time: copy.time, identity: copy.identity }, isCopy: true };
  }
  return fresh;
}

/** Only a user with an import can have copies across sources. */
function hasSeveralSources(store: Store, userId: number): boolean {
  return store.connection.client.query("SELECT 1 FROM imports WHERE user_id = ? LIMIT 1").get(userId) !== null;
}

/** Returns what an arrival says about its program and computer. */
function sourceOf({ heartbeat, agent, importId, userAgentId, machineNameId }: Arrival): Source {
  const { texts, sentinels, precision } = heartbeat;
  return {
    ...(texts.user_agent !== undefined && { userAgent: texts.user_agent }),
    ...(texts.plugin !== undefined && { plugin: texts.plugin }),
    ...(agent.userAgent !== undefined && { header: agent.userAgent }),
    ...(texts.editor !== undefined && { editor: texts.editor }),
    ...(texts.operating_system !== undefined && { operatingSystem: texts.operating_system }),
    ...(agent.machine !== undefined && { machineHeader: agent.machine }),
    ...(texts.machine !== undefined && { machine: texts.machine }),
    ...(agent.timeZone !== undefined && { timeZone: agent.timeZone }),
    ...(userAgentId !== undefined && { userAgentId }),
    ...(machineNameId !== undefined && { machineNameId }),
    aiCoding: isAiCoding(texts.category),
    sentinels,
    precision,
    importId,
  };
}

function isAiCoding(category: string | undefined): boolean {
  return category !== undefined && categoryOf(category, "file") === "ai coding";
}

/** Returns whether two arrivals surely have the same source, so that neighbours need not be looked up one by one. */
function sameSource(a: Arrival, b: Arrival): boolean {
  const x = a.heartbeat;
  const y = b.heartbeat;
  return (
    a.agent === b.agent &&
    a.importId === b.importId &&
    a.userAgentId === b.userAgentId &&
    a.machineNameId === b.machineNameId &&
    x.texts.user_agent === y.texts.user_agent &&
    x.texts.plugin === y.texts.plugin &&
    x.texts.editor === y.texts.editor &&
    x.texts.operating_system === y.texts.operating_system &&
    x.texts.machine === y.texts.machine &&
    x.precision === y.precision &&
    x.sentinels.project === y.sentinels.project &&
    x.sentinels.language === y.sentinels.language &&
    x.sentinels.branch === y.sentinels.branch &&
    (x.texts.category === y.texts.category || isAiCoding(x.texts.category) === isAiCoding(y.texts.category))
  );
}

/** Kinds of names a heartbeat's own row holds. */
const INTERNED = [
  ...(["entity", "type", "category", "project", "branch", "language", "dependencies"] as const),
  ...(["ai_model", "ai_session", "ai_subscription_plan"] as const),
] as const satisfies readonly NameKind[];

/** Returns `idOf` with its last answer remembered, null for no value: neighbours in a stream mostly share their names. */
function neighbourly(idOf: (value: string) => number | null): (value: string | undefined) => number | null {
  let lastValue: string | undefined;
  let lastId: number | null = null;
  return (value) => {
    if (value === undefined) return null;
    if (value !== lastValue) {
      lastId = idOf(value);
      lastValue = value;
    }
    return lastId;
  };
}

/** Returns a function that interns an arrival into a row without id; neighbours share their look-ups. */
function rowMaker(store: Store, userId: number): (arrival: Arrival) => Candidate["row"] {
  let last: { readonly arrival: Arrival; readonly source: StoredSource } | undefined;
  const idsOf = (kind: NameKind) => neighbourly((value) => store.names.intern(userId, kind, value).id);
  const ids = record(INTERNED, idsOf);
  // A blank language, however it is written, is none.
  const languageId = neighbourly((value) => (canonicalLanguage(value) === undefined ? null : ids.language(value)));
  const dependencyId = (list: readonly string[]) => (list.length === 0 ? null : ids.dependencies(JSON.stringify(list)));

  function internedSource(arrival: Arrival): StoredSource {
    if (last === undefined || !sameSource(last.arrival, arrival))
      last = { arrival, source: store.sources.intern(userId, sourceOf(arrival)) };
    return last.source;
  }

  return (arrival) => {
    const { heartbeat, createdAt } = arrival;
    const { texts, counts, sentinels } = heartbeat;
    return {
      time: heartbeat.timeUs,
      identity: identityOf(identityText(heartbeat)),
      id: 0,
      created_at: createdAt,
      source_id: internedSource(arrival).id,
      entity_id: ids.entity(texts.entity),
      type_id: texts.type === "file" ? null : ids.type(texts.type),
      category_id: ids.category(texts.category),
      project_id: sentinels.project ? null : ids.project(texts.project),
      branch_id: sentinels.branch ? null : ids.branch(texts.branch),
      language_id: sentinels.language ? null : languageId(texts.language),
      dependencies_id: dependencyId(heartbeat.dependencies),
      is_write: heartbeat.isWrite === undefined ? null : Number(heartbeat.isWrite),
      lines: counts.lines ?? null,
      lineno: counts.lineno ?? null,
      cursorpos: counts.cursorpos ?? null,
      project_root_count: counts.project_root_count ?? null,
      line_additions: counts.line_additions ?? null,
      line_deletions: counts.line_deletions ?? null,
      ai_line_changes: counts.ai_line_changes ?? null,
      human_line_changes: counts.human_line_changes ?? null,
      ai_input_tokens: counts.ai_input_tokens ?? null,
      ai_cached_input_tokens: counts.ai_cached_input_tokens ?? null,
      ai_output_tokens: counts.ai_output_tokens ?? null,
      ai_prompt_length: counts.ai_prompt_length ?? null,
      ai_model_id: ids.ai_model(texts.ai_model),
      ai_session_id: ids.ai_session(texts.ai_session),
      ai_subscription_plan_id: ids.ai_subscription_plan(texts.ai_subscription_plan),
      extra: heartbeat.extra === undefined ? null : JSON.stringify(heartbeat.extra),
    };
  };
}
