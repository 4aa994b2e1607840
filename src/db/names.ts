// Interned strings. `value` is as sent; what a name is counted under is derived beside it, so a better rule is one row.
import type { Database } from "bun:sqlite";
import { categoryOf } from "../domain/category.ts";
import { canonicalLanguage, languageOfPath } from "../domain/language.ts";
import { prepared } from "./prepared.ts";

/** What a name is a name of; the numbers are stored, append only. */
export const NAME_KINDS = {
  entity: 1,
  type: 2,
  category: 3,
  project: 4,
  branch: 5,
  language: 6,
  dependencies: 7,
  editor: 8,
  operating_system: 9,
  machine: 10,
  ai_model: 11,
  ai_session: 12,
  ai_subscription_plan: 13,
} as const;

export type NameKind = keyof typeof NAME_KINDS;

export type Name = {
  readonly id: number;
  readonly value: string;
  /** the name it is counted under; itself for most */
  readonly canonicalId: number;
  /** entities: the language of a file of that name, 0 = none */
  readonly languageId: number;
};

export type Names = {
  /** Returns the name, stored when new; only inside a write transaction. */
  readonly intern: (userId: number, kind: NameKind, value: string) => Name;
  /** Returns the name or undefined; never writes. */
  readonly find: (userId: number, kind: NameKind, value: string) => Name | undefined;
  /** Returns the stored name. @throws Error for an id that is in no table: the database is damaged. */
  readonly byId: (id: number) => Name;
  /** Returns the texts in a name of kind `dependencies`. */
  readonly listById: (id: number) => readonly string[];
  /** Returns the dependency lists with some ids, in their order; many unknown ones cost one read together. */
  readonly lists: (userId: number, ids: readonly number[]) => (readonly string[])[];
  /** Returns all names of a kind. */
  readonly all: (userId: number, kind: NameKind) => Name[];
  /** Re-derives the columns beside `value` for names after `afterId`; returns the last id seen and how many changed. */
  readonly derive: (userId: number, afterId: number, limit: number) => { lastId: number | undefined; changed: number };
  /** Must follow a rolled-back transaction: forgets what it had interned. */
  readonly forget: () => void;
};

/** Entries kept in memory: what some weeks are about. Beyond it a cache starts anew, which costs one indexed read per name. */
const CACHED = 5_000;
/** Dependency lists kept in memory: all of them are asked for together. */
const CACHED_LISTS = 20_000;
/** Unknown lists from which on all of a user's are read at once. */
const MANY_LISTS = 50;
/** More than there are kinds of names. */
const KINDS = 16;
/** Longest text kept in memory; a longer one is read whenever it is needed. */
const LONGEST_CACHED = 1_000;

type Row = {
  readonly id: number;
  readonly user_id: number;
  readonly kind: number;
  readonly value: string;
  readonly canonical_id: number | null;
  readonly language_id: number | null;
};

/** Returns the access to names over one connection; its statements are prepared here, once. */
export function openNames(client: Database): Names {
  const insert = prepared<{ id: number }, [number, number, string, number | null, number | null]>(
    client,
    "INSERT INTO names (user_id, kind, value, canonical_id, language_id) VALUES (?, ?, ?, ?, ?) RETURNING id",
  );
  const byValue = prepared<Row, [number, number, string]>(
    client,
    "SELECT * FROM names WHERE user_id = ? AND kind = ? AND value = ?",
  );
  const byIdentity = prepared<Row, [number]>(client, "SELECT * FROM names WHERE id = ?");
  const ofKind = prepared<Row, [number, number]>(client, "SELECT * FROM names WHERE user_id = ? AND kind = ?");
  const textsOfKind = prepared<{ id: number; value: string }, [number, number]>(
    client,
    "SELECT id, value FROM names WHERE user_id = ? AND kind = ?",
  );
  const slice = prepared<Row, [number, number, number]>(
    client,
    "SELECT * FROM names WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?",
  );
  const update = prepared<null, [number | null, number | null, number]>(
    client,
    "UPDATE names SET canonical_id = ?, language_id = ? WHERE id = ?",
  );

  /** by user and kind, then by text: a key of all three would be one more copy of every text */
  const values = new Map<number, Map<string, Name>>();
  let valueCount = 0;
  const ids = new Map<number, Name>();
  const lists = new Map<number, readonly string[]>();
  /** by kind, what was found last */
  const lasts: ({ readonly userId: number; readonly name: Name } | undefined)[] = [];
  const placeOf = (userId: number, kind: number) => userId * KINDS + kind;

  function remember(userId: number, kind: number, name: Name): Name {
    if (name.value.length > LONGEST_CACHED) return name;
    if (valueCount >= CACHED) forgetValues();
    if (ids.size >= CACHED) ids.clear();
    const place = placeOf(userId, kind);
    const known = values.get(place);
    if (known === undefined) values.set(place, new Map([[name.value, name]]));
    else known.set(name.value, name);
    valueCount++;
    ids.set(name.id, name);
    return name;
  }

  function forgetValues(): void {
    values.clear();
    valueCount = 0;
  }

  function find(userId: number, kind: NameKind, value: string): Name | undefined {
    const code = NAME_KINDS[kind];
    // Most are asked for again at once, a default category millions of times: no key needs to be made for these.
    const last = lasts[code];
    if (last?.userId === userId && last.name.value === value) return last.name;
    const found = look(userId, code, value);
    if (found !== undefined) lasts[code] = { userId, name: found };
    return found;
  }

  function look(userId: number, code: number, value: string): Name | undefined {
    const cached = values.get(placeOf(userId, code))?.get(value);
    if (cached !== undefined) return cached;
    const row = byValue.get(userId, code, value);
    return row === null ? undefined : remember(userId, code, nameOf(row));
  }

  function intern(userId: number, kind: NameKind, value: string): Name {
    const found = find(userId, kind, value);
    if (found !== undefined) return found;
    const canonicalId = canonicalOf(userId, kind, value);
    const languageId = kind === "entity" ? languageOf(userId, value) : null;
    const row = insert.get(userId, NAME_KINDS[kind], value, canonicalId, languageId);
    if (row === null) throw new Error("a name was not stored");
    return remember(userId, NAME_KINDS[kind], {
      id: row.id,
      value,
      canonicalId: canonicalId ?? row.id,
      languageId: languageId ?? 0,
    });
  }

  /** Returns the id of the name `value` is counted under, null = itself. */
  function canonicalOf(userId: number, kind: NameKind, value: string): number | null {
    const canonical =
      kind === "language" ? canonicalLanguage(value) : kind === "category" ? categoryOf(value, "file") : undefined;
    return canonical === undefined || canonical === value ? null : intern(userId, kind, canonical).id;
  }

  function languageOf(userId: number, entity: string): number | null {
    const language = languageOfPath(entity);
    return language === undefined ? null : intern(userId, "language", language).canonicalId;
  }

  function derive(userId: number, afterId: number, limit: number): { lastId: number | undefined; changed: number } {
    const rows = slice.all(userId, afterId, limit);
    let changed = 0;
    for (const row of rows) {
      const kind =
        row.kind === NAME_KINDS.language ? "language" : row.kind === NAME_KINDS.category ? "category" : undefined;
      const canonicalId = kind === undefined ? null : canonicalOf(userId, kind, row.value);
      const languageId = row.kind === NAME_KINDS.entity ? languageOf(userId, row.value) : null;
      if (canonicalId === row.canonical_id && languageId === row.language_id) continue;
      update.run(canonicalId, languageId, row.id);
      changed++;
    }
    if (changed > 0) forget();
    return { lastId: rows.at(-1)?.id, changed };
  }

  function forget(): void {
    forgetValues();
    ids.clear();
    lists.clear();
    lasts.length = 0;
  }

  function byId(id: number): Name {
    const cached = ids.get(id);
    if (cached !== undefined) return cached;
    const row = byIdentity.get(id);
    if (row === null) throw new Error(`a heartbeat points to name ${id}, which is not stored`);
    return remember(row.user_id, row.kind, nameOf(row));
  }

  function listById(id: number): readonly string[] {
    const known = lists.get(id);
    if (known !== undefined) return known;
    const { value } = byId(id);
    return rememberList(id, value, JSON.parse(value) as string[]);
  }

  /** Remembers all lists of a user; their texts are read as one, at half of the cost. */
  function rememberLists(userId: number): void {
    const stored = textsOfKind.all(userId, NAME_KINDS.dependencies);
    const parsed = JSON.parse(`[${stored.map(({ value }) => value).join()}]`) as string[][];
    for (const [i, { id, value }] of stored.entries()) rememberList(id, value, parsed[i] as string[]);
  }

  function rememberList(id: number, value: string, list: readonly string[]): readonly string[] {
    if (value.length > LONGEST_CACHED) return list;
    if (lists.size >= CACHED_LISTS) lists.clear();
    lists.set(id, list);
    return list;
  }

  return {
    intern,
    find,
    byId,
    listById,
    lists(userId, ids) {
      let unknown = 0;
      for (const id of ids) if (!lists.has(id)) unknown++;
      if (unknown > MANY_LISTS) rememberLists(userId);
      return ids.map(listById);
    },
    all: (userId, kind) => ofKind.all(userId, NAME_KINDS[kind]).map(nameOf),
    derive,
    forget,
  };
}

function nameOf(row: Row): Name {
  return { id: row.id, value: row.value, canonicalId: row.canonical_id ?? row.id, languageId: row.language_id ?? 0 };
}
