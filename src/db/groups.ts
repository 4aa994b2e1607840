// Derived: combinations of names that time is counted under, interned so that a cell of the rollup is three numbers.
import type { Database } from "bun:sqlite";
import { GROUP_WIDTH } from "../domain/dimension.ts";
import { prepared } from "./prepared.ts";

/** Names of a group: ids of names in the order of DIMENSIONS; 0 = Unknown. */
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

/** Groups remembered, a power of two; ten years of a person know five times as many, but not at the same time. */
const REMEMBERED = 16_384;
/** Groups read at a time. */
const PAGE = 4_000;
/** u32 words of a remembered group: its user, then its names. */
const SLOT_WORDS = GROUP_WIDTH + 1;

/** Returns the access to groups over one connection; its statements are prepared here, once. */
export function openGroups(client: Database): Groups {
  const find = prepared<{ id: number }, [number, Uint8Array]>(
    client,
    "SELECT id FROM groups WHERE user_id = ? AND names = ?",
  );
  const insert = prepared<{ id: number }, [number, Uint8Array]>(
    client,
    "INSERT INTO groups VALUES (?1, 1 + coalesce((SELECT max(id) FROM groups WHERE user_id = +?1), 0), ?2) RETURNING id",
  );
  const after = prepared<{ id: number; names: Uint8Array }, [number, number, number]>(
    client,
    "SELECT id, names FROM groups WHERE user_id = +? AND id > ? ORDER BY id LIMIT +?",
  );

  // Direct-mapped: of two groups that fall on one slot the later stays. Looking a group up makes no key and no garbage.
  // None while nothing was looked for: most of a server's day is reading.
  let slots = new Uint32Array(0);
  let ids = new Float64Array(0);

  function slotOf(userId: number, names: GroupNames): number {
    let hash = userId;
    for (let i = 0; i < GROUP_WIDTH; i++) hash = Math.imul(hash, 0x9e3779b1) + (names[i] as number);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    return (hash ^ (hash >>> 13)) & (REMEMBERED - 1);
  }

  function isIn(slot: number, userId: number, names: GroupNames): boolean {
    const base = slot * SLOT_WORDS;
    if (ids[slot] === 0 || slots[base] !== userId) return false;
    for (let i = 0; i < GROUP_WIDTH; i++) if (slots[base + 1 + i] !== names[i]) return false;
    return true;
  }

  function look(userId: number, names: GroupNames, isNew: boolean): number | undefined {
    if (ids.length === 0) {
      slots = new Uint32Array(REMEMBERED * SLOT_WORDS);
      ids = new Float64Array(REMEMBERED);
    }
    const slot = slotOf(userId, names);
    if (isIn(slot, userId, names)) return ids[slot];
    const bytes = new Uint8Array(names.buffer, names.byteOffset, names.byteLength).slice();
    const id = (find.get(userId, bytes) ?? (isNew ? insert.get(userId, bytes) : null))?.id;
    if (id === undefined) return undefined;
    ids[slot] = id;
    slots[slot * SLOT_WORDS] = userId;
    slots.set(names, slot * SLOT_WORDS + 1);
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
      // Page by page: row by row costs twice as much; and rows as objects a fourth more.
      for (let from = afterId; ; ) {
        const page = after.values(userId, from, PAGE) as [id: number, names: Uint8Array][];
        for (const [id, names] of page) see(id, names);
        if (page.length < PAGE) return;
        from = page.at(-1)?.[0] ?? from;
      }
    },
    forget() {
      slots = new Uint32Array(0);
      ids = new Float64Array(0);
    },
  };
}
