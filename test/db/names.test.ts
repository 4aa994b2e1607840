import { describe, expect, test } from "bun:test";
import { NAME_KINDS, type NameKind } from "../../src/db/names.ts";
import { forgetInterned, write } from "../../src/db/store.ts";
import { memory } from "../support/memory.ts";

/** A store, a user, and names put in by one write each. */
function setUp() {
  const { store, addUser } = memory();
  const userId = addUser().id;
  return {
    store,
    addUser,
    userId,
    intern: (kind: NameKind, value: string, user = userId) => write(store, () => store.names.intern(user, kind, value)),
  };
}

describe("names", () => {
  test("are kept once per user and kind, as sent", () => {
    const { intern, addUser, store, userId } = setUp();
    const other = addUser().id;
    const tide = intern("project", "tide");
    expect(intern("project", "tide")).toEqual(tide);
    const others = [intern("project", "Tide"), intern("branch", "tide"), intern("project", "tide", other)];
    expect(new Set([tide, ...others].map(({ id }) => id)).size).toBe(4);
    expect(store.names.byId(tide.id)).toEqual({ id: tide.id, value: "tide", canonicalId: tide.id, languageId: 0 });
    expect(
      store.names
        .all(userId, "project")
        .map(({ value }) => value)
        .sort(),
    ).toEqual(["Tide", "tide"]);
    expect(store.names.all(other, "project").map(({ value }) => value)).toEqual(["tide"]);
  });

  test.each([
    { name: "300 characters", value: "n".repeat(300) },
    { name: "emoji", value: "🌊👩‍💻" },
    { name: "a quote", value: "it's; DROP TABLE names --" },
    { name: "a colon, as in the key of the cache", value: "1:tide" },
    { name: "what looks like a number", value: "007" },
  ])("may be $name", ({ value }) => {
    const { intern, store, userId } = setUp();
    const { id } = intern("project", value);
    forgetInterned(store);
    expect(store.names.find(userId, "project", value)?.id).toBe(id);
    expect(store.names.byId(id).value).toBe(value);
  });

  test.each([
    { name: "short", length: 1_000, seen: 0 },
    { name: "long", length: 1_001, seen: 1 },
  ])("a $name one is remembered or read anew, so that memory is bounded", ({ length, seen }) => {
    const { intern, store } = setUp();
    const { id } = intern("entity", "x".repeat(length));
    store.names.byId(id);
    store.connection.client.run("UPDATE names SET language_id = 1 WHERE id = ?", [id]);
    expect(store.names.byId(id).languageId).toBe(seen);
  });

  test.each<{ kind: NameKind; value: string; countedAs: string }>([
    { kind: "language", value: "ts", countedAs: "TypeScript" },
    { kind: "language", value: "typescript", countedAs: "TypeScript" },
    { kind: "language", value: "TypeScript", countedAs: "TypeScript" },
    { kind: "language", value: "Sindarin", countedAs: "Sindarin" },
    { kind: "category", value: "AI Coding", countedAs: "ai coding" },
    { kind: "category", value: "coding", countedAs: "coding" },
    { kind: "project", value: "TS", countedAs: "TS" },
  ])("a $kind $value counts as $countedAs", ({ kind, value, countedAs }) => {
    const { intern, store } = setUp();
    const name = intern(kind, value);
    expect(name.value).toBe(value);
    expect(store.names.byId(name.canonicalId).value).toBe(countedAs);
    forgetInterned(store);
    expect(store.names.byId(name.id)).toEqual(name);
  });

  test.each([
    { entity: "/home/ada/app.ts", language: "TypeScript" },
    { entity: "C:/Users/ada/Makefile", language: "Makefile" },
    { entity: "notes", language: undefined },
    { entity: "https://example.org/a.ts", language: undefined },
  ])("an entity $entity is of language $language", ({ entity, language }) => {
    const { intern, store } = setUp();
    const { languageId } = intern("entity", entity);
    expect(languageId === 0 ? undefined : store.names.byId(languageId).value).toBe(language as string);
  });

  test("of a transaction that was rolled back are gone", () => {
    const { store, userId, intern } = setUp();
    const fault = new Error("no");
    expect(() =>
      write(store, () => {
        store.names.intern(userId, "project", "tide");
        throw fault;
      }),
    ).toThrow(fault);
    expect(store.names.find(userId, "project", "tide")).toBeUndefined();
    intern("project", "harbor");
    expect(store.names.all(userId, "project").map(({ value }) => value)).toEqual(["harbor"]);
  });

  test("finding never writes", () => {
    const { store, userId } = setUp();
    expect(store.names.find(userId, "language", "ts")).toBeUndefined();
    expect(store.names.all(userId, "language")).toEqual([]);
  });

  test("an id that is in no table is a fault", () => {
    expect(() => setUp().store.names.byId(4711)).toThrow("a heartbeat points to name 4711, which is not stored");
  });

  test("more than fit the cache are found all the same", () => {
    const { store, userId } = setUp();
    const ids = write(store, () =>
      Array.from({ length: 20_500 }, (_, i) => store.names.intern(userId, "branch", `b${i}`).id),
    );
    for (const i of [0, 499, 19_999, 20_499]) {
      expect(store.names.byId(ids[i] ?? 0).value).toBe(`b${i}`);
      expect(store.names.find(userId, "branch", `b${i}`)?.id).toBe(ids[i] as number);
    }
  });

  test("kinds are numbers that are stored: each its own, none ever moved", () => {
    expect(NAME_KINDS).toEqual({
      entity: 1,
      type: 2,
      category: 3,
      project: 4,
      branch: 5,
      language: 6,
      dependencies: 7,
      editor: 8,
      operating_system: 9,
      machine: 10,
      ai_model: 11,
      ai_session: 12,
      ai_subscription_plan: 13,
    });
  });
});

describe("deriving names again", () => {
  test("brings back what was derived, changes nothing that is right, goes in slices", () => {
    const { store, userId, intern } = setUp();
    const names = [
      intern("entity", "/a/app.ts"),
      intern("language", "ts"),
      intern("category", "Coding"),
      intern("project", "tide"),
    ];
    expect(write(store, () => store.names.derive(userId, 0, 100)).changed).toBe(0);
    store.connection.client.run("UPDATE names SET canonical_id = NULL, language_id = NULL");
    store.connection.client.run("UPDATE names SET language_id = 1 WHERE value = 'tide'");
    let changed = 0;
    for (let afterId: number | undefined = 0; afterId !== undefined; ) {
      const from: number = afterId;
      const slice = write(store, () => store.names.derive(userId, from, 2));
      changed += slice.changed;
      afterId = slice.lastId;
    }
    expect(changed).toBe(4);
    expect(names.map(({ id }) => store.names.byId(id))).toEqual(names);
  });

  test("leaves the names of others alone", () => {
    const { store, addUser, userId, intern } = setUp();
    const other = addUser().id;
    const theirs = intern("language", "ts", other);
    store.connection.client.run("UPDATE names SET canonical_id = NULL");
    write(store, () => store.names.derive(userId, 0, 100));
    forgetInterned(store);
    expect(store.names.byId(theirs.id).canonicalId).toBe(theirs.id);
  });
});
