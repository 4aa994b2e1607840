import { expect, test } from "bun:test";
import { distinct } from "../../../web/parts/project-files.tsx";

test("two files of one path are one, most time first", () => {
  const file = (path: string, entity: string, ms: number) => ({ path, entity, ms, type: "file" });
  expect(
    distinct([file("b.ts", "/mac/b.ts", 5), file("a.ts", "/mac/a.ts", 3), file("a.ts", "/linux/a.ts", 4)]),
  ).toEqual([
    { name: "a.ts", ms: 7 },
    { name: "b.ts", ms: 5 },
  ]);
});
