import type { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { openDatabase, schemaVersion } from "../../src/db/database.ts";
import { misshapen, missingTable, putIndexesBack } from "../../src/db/shape.ts";

function database(...statements: readonly string[]): Database {
  const { client } = openDatabase(":memory:", { version: "1.2.3" });
  client.run("PRAGMA foreign_keys = OFF");
  for (const statement of statements) client.run(statement);
  return client;
}

function faultsOf(client: Database): string[] {
  return misshapen(client, schemaVersion(client)).map(
    ({ fault, name, repeated }) => `${fault} ${name}${repeated > 0 ? ` (${repeated})` : ""}`,
  );
}

/** A name of user 1, by kind and value. */
const named = (kind: number, value: string) =>
  `INSERT INTO names (user_id, kind, value) VALUES (1, ${kind}, '${value}')`;

describe("what a database has, against what the migrations make", () => {
  test.each([
    { name: "all of it", statements: [], faults: [] },
    { name: "an index that is gone", statements: ["DROP INDEX rollup_version"], faults: ["missing rollup_version"] },
    {
      name: "a table that is gone, whose indexes are not told",
      statements: ["DROP TABLE goals"],
      faults: ["missing goals"],
    },
    {
      name: "a table with a column more",
      statements: ["ALTER TABLE goals ADD note TEXT"],
      faults: ["different goals"],
    },
    {
      name: "an index of other columns",
      statements: ["DROP INDEX goals_user", "CREATE INDEX goals_user ON goals (title)"],
      faults: ["different goals_user"],
    },
    {
      name: "one that is spelt otherwise",
      statements: ["DROP INDEX goals_user", 'create index "goals_user"\n  on goals ( user_id )'],
      faults: [],
    },
    {
      name: "tables and indexes of somebody else",
      statements: ["CREATE TABLE mine (a)", "CREATE INDEX mine_too ON goals (title)", "ANALYZE"],
      faults: [],
    },
    {
      name: "a trigger of somebody else",
      statements: ["CREATE TRIGGER t AFTER INSERT ON goals BEGIN DELETE FROM goals; END"],
      faults: ["foreign t"],
    },
    {
      name: "values that stand twice",
      statements: ["DROP INDEX names_value", named(1, "a"), named(1, "a"), named(2, "a"), named(1, "b"), named(1, "b")],
      faults: ["missing names_value (2)"],
    },
    {
      name: "values in another case that stand twice for an index that knows no case",
      statements: [
        "DROP INDEX users_name",
        "INSERT INTO users (uuid, name, created_at) VALUES ('u', 'ada', 7), ('v', 'Ada', 7)",
      ],
      faults: ["missing users_name (1)"],
    },
    {
      name: "no values, which are never the same",
      statements: [
        "DROP INDEX users_slack_id",
        "INSERT INTO users (uuid, name, created_at) VALUES ('u', 'ada', 7), ('v', 'bob', 7)",
      ],
      faults: ["missing users_slack_id"],
    },
  ])("$name", ({ statements, faults }) => {
    expect(faultsOf(database(...statements))).toEqual([...faults]);
  });
});

test("every index comes back as it was", () => {
  const client = database();
  const indexes = () =>
    client
      .query<{ name: string; sql: string }, []>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
      )
      .all();
  const before = indexes();
  expect(before.length).toBeGreaterThan(15);
  for (const { name } of before) client.run(`DROP INDEX ${name}`);
  const { made, refused } = putIndexesBack(client, schemaVersion(client));
  expect([made.length, refused.length]).toEqual([before.length, 0]);
  expect(indexes()).toEqual(before);
});

test("the first table that is missing is told", () => {
  expect(missingTable(database())).toBeUndefined();
  expect(missingTable(database("DROP TABLE names"))).toBe("names");
});
