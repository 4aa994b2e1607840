import { describe, expect, test } from "bun:test";
import { createUser, findUser } from "../../src/app/users.ts";
import { memory } from "../support/memory.ts";

describe("a name", () => {
  test.each([
    { name: "ann", others: ["ANN", "Ann"] },
    { name: "Émile", others: ["émile", "ÉMILE"] },
    { name: "Жанна", others: ["жанна", "ЖАННА"] },
  ])("$name is one user's in any case, in any script", ({ name, others }) => {
    const { context } = memory();
    const { id } = createUser(context, name);
    for (const other of [name, ...others]) {
      expect(findUser(context, other, undefined)?.id).toBe(id);
      expect(() => createUser(context, other)).toThrow("taken");
    }
    expect(findUser(context, `${name}x`, undefined)).toBeUndefined();
  });
});
