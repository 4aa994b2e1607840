import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type GroupNames, openGroups } from "../../src/db/groups.ts";
import { forgetInterned, type Store, write } from "../../src/db/store.ts";
import { GROUP_WIDTH } from "../../src/domain/dimension.ts";
import { memory } from "../support/memory.ts";

const group = (...names: readonly number[]): GroupNames =>
  Uint32Array.from({ length: GROUP_WIDTH }, (_, i) => names[i] ?? 0);

function groupsAfter(store: Store, userId: number, afterId: number): { id: number; names: number[] }[] {
  const found: { id: number; names: number[] }[] = [];
  store.groups.each(userId, afterId, (id, names) =>
    found.push({ id, names: [...new Uint32Array(names.slice().buffer)] }),
  );
  return found;
}

describe("groups", () => {
  test("count from 1 for each user, and stay", () => {
    const { store, addUser } = memory();
    const [ada, ben] = [addUser().id, addUser().id];
    const ids = write(store, () => [
      store.groups.intern(ada, group(1)),
      store.groups.intern(ben, group(1)),
      store.groups.intern(ada, group(2)),
      store.groups.intern(ada, group(1)),
      store.groups.intern(ben, group(2, 1)),
    ]);
    expect(ids).toEqual([1, 1, 2, 1, 2]);
    expect(store.groups.find(ben, group(2))).toBeUndefined();
    expect(store.groups.find(ben, group(2, 1))).toBe(2);
    expect(openGroups(store.connection.client).find(ada, group(2))).toBe(2);
  });

  test("are told apart by every place", () => {
    const { store, addUser } = memory();
    const user = addUser().id;
    const all = Array.from({ length: GROUP_WIDTH }, (_, place) => group(...new Array<number>(place).fill(0), 5));
    const ids = write(store, () => all.map((names) => store.groups.intern(user, names)));
    expect(new Set(ids).size).toBe(GROUP_WIDTH);
    expect(groupsAfter(store, user, 0).map(({ names }) => names)).toEqual(all.map((names) => [...names]));
  });

  test("after an id, ascending, come with their names", () => {
    const { store, addUser } = memory();
    const user = addUser().id;
    write(store, () => [7, 300, 70_000].map((name) => store.groups.intern(user, group(name, 2 ** 32 - 1))));
    expect(groupsAfter(store, user, 1).map(({ id, names }) => [id, names[0], names[1]])).toEqual([
      [2, 300, 2 ** 32 - 1],
      [3, 70_000, 2 ** 32 - 1],
    ]);
    expect(groupsAfter(store, user, 3)).toEqual([]);
  });

  test("of a transaction that was rolled back are gone, and their ids free", () => {
    const { store, addUser } = memory();
    const user = addUser().id;
    const fault = new Error("no");
    expect(() =>
      write(store, () => {
        store.groups.intern(user, group(1));
        throw fault;
      }),
    ).toThrow(fault);
    expect(store.groups.find(user, group(1))).toBeUndefined();
    expect(write(store, () => store.groups.intern(user, group(2)))).toBe(1);
  });

  test("finding never writes", () => {
    const { store, addUser } = memory();
    const user = addUser().id;
    expect(store.groups.find(user, group(1))).toBeUndefined();
    expect(groupsAfter(store, user, 0)).toEqual([]);
  });

  test("are the same through every cache, as a plain map would give them", () => {
    // Few values in few places: many groups that share a slot of the small table, and many that come again.
    const namesArb = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 3 }), fc.nat({ max: 40 }));
    const stepArb = fc.record({ user: fc.nat({ max: 1 }), names: namesArb, forget: fc.boolean() });
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 60 }), (steps) => {
        const { store, addUser } = memory();
        const users = [addUser().id, addUser().id];
        const known = new Map<string, number>();
        for (const { user, names, forget } of steps) {
          const userId = users[user] ?? 0;
          const id = write(store, () => store.groups.intern(userId, group(...names)));
          const key = `${user}:${names.join()}`;
          const expected =
            known.get(key) ?? [...known.keys()].filter((other) => other.startsWith(`${user}:`)).length + 1;
          expect(id).toBe(expected);
          known.set(key, id);
          if (forget) forgetInterned(store);
        }
        store.connection.client.close();
      }),
      { numRuns: 30 },
    );
  });
});
