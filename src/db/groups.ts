// Derived: combinations of names that time is counted under, interned so that a cell of the rollup is three numbers.
import type { Database } from "bun:sqlite";
import { GROUP_WIDTH } from "../domain/dimension.ts";

/** Names of a group: ids of names in the order of DIMENSIONS, then the dependency list; 0 = Unknown. */
export type GroupNames = Uint32Array;

export type Groups = {
  /** Returns the id of the group with these names, or undefined; never writes. */
  readonly find: (userId: number, names: GroupNames) => number | undefined;
  /** Returns the id of the group with these names, stored when new; only inside a write transaction. */
  readonly intern: (userId: number, names: GroupNames) => number;
  /** Shows the groups with an id above `afterId`, ascending, one by one; `names` are the bytes of a `GroupNames`. */
  readonly each: (userId: number, afterId: number, see: (id: number, names: Uint8Array) => void) => void;
  /** Must follow a rolled-back transaction: forgets what it had interned. */
  readonly forget: () => void;
};

const CACHED = 20_000;
const RECENT = 1024;

/** Returns the access to groups over one connection; its statements are prepared here, once. */
export function openGroups(client: Database): Groups {
  const find = client.prepare<{ id: number }, [number, Uint8Array]>(
    "SELECT id FROM groups WHERE user_id = ? AND names = ?",
  );
  const insert = client.prepare<{ id: number }, [number, Uint8Array]>(
    "INSERT INTO groups VALUES (?1, 1 + coalesce((SELECT max(id) FROM groups WHERE user_id = +?1), 0), ?2) RETURNING id",
  );
  const after = client.prepare<{ id: number; names: Uint8Array }, [number, number]>(
    "SELECT id, names FROM groups WHERE user_id = ? AND id > ? ORDER BY id",
  );

  // Neighbours in a stream mostly share a group: a small direct-mapped table answers them without building a key.
  const recentNames = new Uint32Array(RECENT * (GROUP_WIDTH + 1));
  const recentIds = new Float64Array(RECENT);
  const cache = new Map<string, number>();

  function forget(): void {
    cache.clear();
    recentIds.fill(0);
  }

  /** Returns where in the small table a group belongs, and whether it is there. */
  function slotOf(userId: number, names: GroupNames): { readonly slot: number; readonly isThere: boolean } {
    let hash = userId;
    for (let i = 0; i < GROUP_WIDTH; i++) hash = (Math.imul(hash, 31) + (names[i] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (RECENT - 1);
    const base = slot * (GROUP_WIDTH + 1);
    let isThere = recentIds[slot] !== 0 && recentNames[base] === userId;
    for (let i = 0; isThere && i < GROUP_WIDTH; i++) isThere = recentNames[base + 1 + i] === names[i];
    return { slot, isThere };
  }

  function look(userId: number, names: GroupNames, isNew: boolean): number | undefined {
    const { slot, isThere } = slotOf(userId, names);
    if (isThere) return recentIds[slot];
    const key = `${userId}:${names.join()}`;
    let id = cache.get(key);
    if (id === undefined) {
      const bytes = new Uint8Array(names.buffer, names.byteOffset, names.byteLength).slice();
      id = (find.get(userId, bytes) ?? (isNew ? insert.get(userId, bytes) : null))?.id;
      if (id === undefined) return undefined;
      if (cache.size >= CACHED) cache.clear();
      cache.set(key, id);
    }
    recentIds[slot] = id;
    recentNames[slot * (GROUP_WIDTH + 1)] = userId;
    recentNames.set(names, slot * (GROUP_WIDTH + 1) + 1);
    return id;
  }

  return {
    find: (userId, names) => look(userId, names, false),
    intern(userId, names) {
      const id = look(userId, names, true);
      if (id === undefined) throw new Error("a group was not stored");
      return id;
    },
    each(userId, afterId, see) {
      for (const { id, names } of after.iterate(userId, afterId)) see(id, names);
    },
    forget,
  };
}
