import { expect, test } from "bun:test";
import fc from "fast-check";
import { groupIndex } from "../../src/app/group-index.ts";
import { GROUP_WIDTH } from "../../src/domain/dimension.ts";
import { memory } from "../support/memory.ts";
import { at, close, send } from "../support/proving.ts";

const namesArb = fc.array(fc.nat({ max: 2 }), { minLength: GROUP_WIDTH, maxLength: GROUP_WIDTH });
const groupsArb = fc.uniqueArray(namesArb, { selector: (names) => names.join(), maxLength: 40 });

test("a group is found by its names, and no other", async () => {
  const server = memory();
  const user = server.addUser();
  await send(server, user.id, at(0));
  const history = server.histories.of(user.id);
  if (history === undefined) throw new Error("nothing was counted");
  fc.assert(
    fc.property(groupsArb, namesArb, (groups, asked) => {
      const groupNames = Uint32Array.from([...new Array<number>(GROUP_WIDTH).fill(0), ...groups.flat()]);
      // Of fewer groups first: those that come later are found too.
      groupIndex({ ...history, groupNames, groupCount: groups.length >> 1 });
      const find = groupIndex({ ...history, groupNames, groupCount: groups.length });
      expect(groups.map((names) => find(Uint32Array.from(names)))).toEqual(groups.map((_, i) => i + 1));
      expect(find(Uint32Array.from(asked))).toBe(groups.findIndex((names) => names.join() === asked.join()) + 1);
    }),
  );
  close(server);
});
