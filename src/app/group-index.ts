import { GROUP_WIDTH } from "../domain/dimension.ts";
import type { History } from "./history.ts";

/** Slots per group, so that few groups have to make way for others. */
const ROOM = 2;

type Find = (names: Uint32Array) => number;

/** By the names of groups, which a history goes on with when it learns more of them. */
const indexes = new WeakMap<Uint32Array, { readonly groupCount: number; readonly find: Find }>();

/**
 * Returns a function that tells the group of a history that has some names, 0 when none has. The first call for a
 * history makes its table, at 50 ns a group; then it costs a tenth of a question to the database, which long reads ask
 * for every group they meet.
 */
export function groupIndex(history: History): Find {
  const { groupNames, groupCount } = history;
  const known = indexes.get(groupNames);
  if (known?.groupCount === groupCount) return known.find;
  const find = indexOf(history);
  indexes.set(groupNames, { groupCount, find });
  return find;
}

function indexOf({ groupNames, groupCount }: History): Find {
  const size = 2 ** Math.ceil(Math.log2((groupCount + 1) * ROOM));
  const slots = new Uint32Array(size);
  const isAt = (groupId: number, names: Uint32Array, from: number) => {
    const base = groupId * GROUP_WIDTH;
    for (let i = 0; i < GROUP_WIDTH; i++) if (groupNames[base + i] !== names[from + i]) return false;
    return true;
  };
  /** Returns the slot of a group with these names, or the free one where it belongs. */
  const slotOf = (names: Uint32Array, from: number) => {
    let slot = hashOf(names, from) & (size - 1);
    for (; slots[slot] !== 0; slot = (slot + 1) & (size - 1)) if (isAt(slots[slot] as number, names, from)) break;
    return slot;
  };
  for (let groupId = 1; groupId <= groupCount; groupId++) slots[slotOf(groupNames, groupId * GROUP_WIDTH)] = groupId;
  return (names) => slots[slotOf(names, 0)] as number;
}

function hashOf(names: Uint32Array, from: number): number {
  let hash = 0;
  for (let i = from; i < from + GROUP_WIDTH; i++) hash = Math.imul(hash, 0x9e3779b1) + (names[i] as number);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
