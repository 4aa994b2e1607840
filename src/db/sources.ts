// What programs say about themselves: one row per distinct set of claims, derived names beside it.
import type { Database } from "bun:sqlite";
import { derivedSource, type Source } from "../domain/source.ts";
import type { Names } from "./names.ts";
import { prepared } from "./prepared.ts";

/** A stored source; ids of names, 0 = Unknown. */
export type StoredSource = {
  readonly id: number;
  readonly sent: Source;
  readonly editorId: number;
  readonly operatingSystemId: number;
  readonly machineId: number;
  readonly aiModelId: number;
  /** true when any field of its heartbeats is a sentinel */
  readonly hasSentinels: boolean;
};

/** A source as today's rules understand it; what it sent is never edited, so this stays true. */
export type ParsedSource = { readonly id: number; readonly derived: ReturnType<typeof derivedSource> };

export type Sources = {
  /** Returns the source, stored when new; only inside a write transaction. */
  readonly intern: (userId: number, source: Source) => StoredSource;
  /** Returns the stored source. @throws Error for an id that is in no table: the database is damaged. */
  readonly byId: (id: number) => StoredSource;
  readonly ofUser: (userId: number) => StoredSource[];
  /** Returns up to `limit` sources after `afterId`, ascending, with what today's rules make of them; never writes. */
  readonly parsed: (userId: number, afterId: number, limit: number) => ParsedSource[];
  /** Stores what today's rules make of sources; returns how many changed. Inside a write transaction. */
  readonly derive: (userId: number, parsed: readonly ParsedSource[]) => number;
  /** Must follow a rolled-back transaction: forgets what it had interned. */
  readonly forget: () => void;
};

type Row = {
  readonly id: number;
  readonly user_id: number;
  readonly sent: string;
  readonly editor_id: number | null;
  readonly operating_system_id: number | null;
  readonly machine_id: number | null;
  readonly ai_model_id: number | null;
};

type Derived = readonly [editor: number | null, system: number | null, machine: number | null, aiModel: number | null];

const CACHED = 5_000;
/** Longest JSON of a source kept in memory; a longer one is read whenever it is needed. */
const LONGEST_CACHED = 1_000;

/** Returns the access to sources over one connection; its statements are prepared here, once. */
export function openSources(client: Database, names: Names): Sources {
  const insert = prepared<Row, [number, string, ...Derived]>(
    client,
    "INSERT INTO sources (user_id, sent, editor_id, operating_system_id, machine_id, ai_model_id) VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
  );
  const bySent = prepared<Row, [number, string]>(client, "SELECT * FROM sources WHERE user_id = ? AND sent = ?");
  const byIdentity = prepared<Row, [number]>(client, "SELECT * FROM sources WHERE id = ?");
  const ofUser = prepared<Row, [number]>(client, "SELECT * FROM sources WHERE user_id = ?");
  const slice = prepared<Row, [number, number, number]>(
    client,
    "SELECT * FROM sources WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?",
  );
  const update = prepared<null, [...Derived, number]>(
    client,
    "UPDATE sources SET editor_id = ?, operating_system_id = ?, machine_id = ?, ai_model_id = ? WHERE id = ?",
  );

  const texts = new Map<string, StoredSource>();
  const ids = new Map<number, StoredSource>();

  function interned(userId: number, { derived }: Pick<ParsedSource, "derived">): Derived {
    const { editor, operatingSystem, machine, aiModel } = derived;
    return [
      editor === undefined ? null : names.intern(userId, "editor", editor).id,
      operatingSystem === undefined ? null : names.intern(userId, "operating_system", operatingSystem).id,
      machine === undefined ? null : names.intern(userId, "machine", machine).id,
      aiModel === undefined ? null : names.intern(userId, "ai_model", aiModel).id,
    ];
  }

  function remember(key: string, row: Row): StoredSource {
    const source = storedOf(row);
    if (row.sent.length > LONGEST_CACHED) return source;
    if (texts.size >= CACHED) texts.clear();
    if (ids.size >= CACHED) ids.clear();
    texts.set(key, source);
    ids.set(row.id, source);
    return source;
  }

  function forget(): void {
    texts.clear();
    ids.clear();
  }

  return {
    intern(userId, source) {
      const sent = JSON.stringify(source);
      const key = `${userId}:${sent}`;
      const cached = texts.get(key);
      if (cached !== undefined) return cached;
      const row =
        bySent.get(userId, sent) ?? insert.get(userId, sent, ...interned(userId, { derived: derivedSource(source) }));
      if (row === null) throw new Error("a source was not stored");
      return remember(key, row);
    },
    byId(id) {
      const cached = ids.get(id);
      if (cached !== undefined) return cached;
      const row = byIdentity.get(id);
      if (row === null) throw new Error(`a heartbeat points to source ${id}, which is not stored`);
      return remember(`${row.user_id}:${row.sent}`, row);
    },
    ofUser: (userId) => ofUser.all(userId).map(storedOf),
    parsed: (userId, afterId, limit) =>
      slice
        .all(userId, afterId, limit)
        .map(({ id, sent }) => ({ id, derived: derivedSource(JSON.parse(sent) as Source) })),
    derive(userId, parsed) {
      let changed = 0;
      for (const one of parsed) {
        const row = byIdentity.get(one.id);
        if (row === null) continue;
        const next = interned(userId, one);
        const old = [row.editor_id, row.operating_system_id, row.machine_id, row.ai_model_id];
        if (next.every((id, i) => id === old[i])) continue;
        update.run(...next, row.id);
        changed++;
      }
      if (changed > 0) forget();
      return changed;
    },
    forget,
  };
}

function storedOf(row: Row): StoredSource {
  const sent = JSON.parse(row.sent) as Source;
  return {
    id: row.id,
    sent,
    editorId: row.editor_id ?? 0,
    operatingSystemId: row.operating_system_id ?? 0,
    machineId: row.machine_id ?? 0,
    aiModelId: row.ai_model_id ?? 0,
    hasSentinels: sent.sentinels.project || sent.sentinels.language || sent.sentinels.branch,
  };
}
