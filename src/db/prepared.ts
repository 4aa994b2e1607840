import type { Database, SQLQueryBindings } from "bun:sqlite";

/** What is used of a statement. */
export type Prepared<Row, Values extends SQLQueryBindings[]> = Pick<
  ReturnType<typeof Database.prototype.prepare<Row, Values>>,
  "get" | "all" | "run" | "values" | "iterate"
>;

/**
 * Returns a statement that SQLite prepares when it is first used, and then keeps: most of a hundred are for commands and
 * questions that are seldom asked, and each costs a start its time and some 20 kB.
 */
export function prepared<Row, Values extends SQLQueryBindings[]>(client: Database, sql: string): Prepared<Row, Values> {
  const ready = () => {
    const statement = client.prepare<Row, Values>(sql);
    // From now on these are called as if there were nothing in between.
    lazy.get = statement.get.bind(statement);
    lazy.all = statement.all.bind(statement);
    lazy.run = statement.run.bind(statement);
    lazy.values = statement.values.bind(statement);
    lazy.iterate = statement.iterate.bind(statement);
    return statement;
  };
  const lazy: Prepared<Row, Values> = {
    get: (...values) => ready().get(...values),
    all: (...values) => ready().all(...values),
    run: (...values) => ready().run(...values),
    values: (...values) => ready().values(...values),
    iterate: (...values) => ready().iterate(...values),
  };
  return lazy;
}
