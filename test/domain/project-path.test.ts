import { expect, test } from "bun:test";
import { projectPath } from "../../src/domain/project-path.ts";

test.each([
  { name: "the count of the root", entity: "/home/ada/src/hearth/web/app.tsx", rootCount: 5, path: "web/app.tsx" },
  { name: "a Windows path", entity: "C:\\Users\\ada\\hearth\\main.ts", rootCount: 4, path: "main.ts" },
  { name: "no count", entity: "/home/ada/hearth/src/a.ts", rootCount: null, path: "src/a.ts" },
  { name: "a count that does not fit", entity: "/home/ada/hearth/a.ts", rootCount: 2, path: "a.ts" },
  { name: "a folder of the name inside", entity: "/src/hearth/hearth/a.ts", rootCount: null, path: "a.ts" },
  {
    name: "a folder of the name inside, with a count",
    entity: "/src/hearth/hearth/a.ts",
    rootCount: 3,
    path: "hearth/a.ts",
  },
  { name: "a folder of another name, with a count", entity: "/home/ada/clone/a.ts", rootCount: 4, path: "a.ts" },
  { name: "a folder of another name", entity: "/home/ada/clone/a.ts", rootCount: null, path: "/home/ada/clone/a.ts" },
  { name: "a count beyond the path", entity: "/clone/a.ts", rootCount: 9, path: "/clone/a.ts" },
  { name: "the project alone", entity: "hearth", rootCount: null, path: "hearth" },
])("$name: $path", ({ entity, rootCount, path }) => {
  expect(projectPath(entity, "hearth", rootCount)).toBe(path);
});

test("of owner/name the folder has the last part", () => {
  expect(projectPath("/src/web/app/a.ts", "lantern/web", null)).toBe("app/a.ts");
});
