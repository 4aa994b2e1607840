import { expect, test } from "bun:test";
import fc from "fast-check";
import { nearestName } from "../../src/cli/nearest.ts";

const names = ["serve", "key create", "key list", "import", "rebuild", "doctor", "data-dir", "port"];

test.each([
  { typed: "sevre", is: "serve" },
  { typed: "serv", is: "serve" },
  { typed: "SERVE", is: "serve" },
  { typed: "key crate", is: "key create" },
  { typed: "prot", is: "port" },
  { typed: "datadir", is: "data-dir" },
  { typed: "docter", is: "doctor" },
  { typed: "status", is: undefined },
  { typed: "xyz", is: undefined },
  { typed: "", is: undefined },
])("$typed is near $is", ({ typed, is }) => {
  expect(nearestName(typed, names)).toBe(is);
});

test("every name is nearest to itself, and one letter away it is still found among strangers", () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom("", "q"), (name, at, letter) => {
      expect(nearestName(name, names)).toBe(name);
      const place = at % name.length;
      expect(nearestName(name.slice(0, place) + letter + name.slice(place + 1), ["zzzzzzzz", name])).toBe(name);
    }),
  );
});
