// Tags of the rollup, added up: credit by dependency list, prompts by AI session.
import { groupOfKey } from "../db/cells.ts";
import { AI_SESSIONS, DEPENDENCIES, TAG_LEAD, tagRows } from "../db/tags.ts";

/** Prompts and their characters in a session, and its heartbeats with anything summed. */
export type SessionTotal = { heartbeats: number; prompts: number; length: number };

/** Credit by id of a dependency list, ms. */
export type ListTotals = {
  /** Adds the rows in words [from, to), only of the groups that `mask` has, if there is one. */
  readonly add: (tags: ArrayLike<number>, from: number, to: number, mask: Uint8Array | undefined, sign: 1 | -1) => void;
  /** Returns the lists with any credit, and it. */
  readonly all: () => [id: number, ms: number][];
};

/** Ids that room is made for at least. */
const ROOM = 4096;

/** Returns no credit. */
export function listTotals(): ListTotals {
  // By id, in an array: ten years are a hundred thousand rows, and a map costs as much again for each.
  let totals = new Float64Array(ROOM);
  return {
    add(tags, from, to, mask, sign) {
      let into = totals;
      for (let at = from; at < to; at += DEPENDENCIES.words) {
        if (mask !== undefined && mask[groupOfKey(tags[at] as number)] !== 1) continue;
        const id = tags[at + 1] as number;
        if (id >= into.length) {
          into = new Float64Array(Math.max(id + ROOM, 2 * into.length));
          into.set(totals);
          totals = into;
        }
        into[id] = (into[id] as number) + sign * (tags[at + TAG_LEAD] as number);
      }
    },
    all() {
      const found: [number, number][] = [];
      for (let id = 0; id < totals.length; id++) if (totals[id] !== 0) found.push([id, totals[id] as number]);
      return found;
    },
  };
}

/** Returns no credit, to be added up for a short time: at a cost that does not grow with the ids. */
export function fewListTotals(): ListTotals {
  const totals = new Map<number, number>();
  return {
    add(tags, from, to, mask, sign) {
      for (let at = from; at < to; at += DEPENDENCIES.words) {
        if (mask !== undefined && mask[groupOfKey(tags[at] as number)] !== 1) continue;
        const id = tags[at + 1] as number;
        totals.set(id, (totals.get(id) ?? 0) + sign * (tags[at + TAG_LEAD] as number));
      }
    },
    all: () => [...totals].filter(([, ms]) => ms !== 0).sort(([a], [b]) => a - b),
  };
}

export type TagTotals = {
  /** Adds the tags of a day, or takes them away. */
  readonly add: (tags: Float64Array, sign: 1 | -1) => void;
  readonly lists: Pick<ListTotals, "all">;
  readonly sessions: ReadonlyMap<number, Readonly<SessionTotal>>;
};

/** Returns the totals of no tags. */
export function tagTotals(): TagTotals {
  const lists = listTotals();
  const sessions = new Map<number, SessionTotal>();
  return {
    lists,
    sessions,
    add(tags, sign) {
      const { from, to } = tagRows(tags, DEPENDENCIES);
      lists.add(tags, from, to, undefined, sign);
      const rows = tagRows(tags, AI_SESSIONS);
      for (let at = rows.from; at < rows.to; at += AI_SESSIONS.words) {
        const id = tags[at + 1] as number;
        const total = sessions.get(id) ?? { heartbeats: 0, prompts: 0, length: 0 };
        total.heartbeats += sign * (tags[at + TAG_LEAD] as number);
        total.prompts += sign * (tags[at + TAG_LEAD + 1] as number);
        total.length += sign * (tags[at + TAG_LEAD + 2] as number);
        if (total.heartbeats === 0) sessions.delete(id);
        else sessions.set(id, total);
      }
    },
  };
}
