// Whether the tables and indexes of a database are those that the migrations make.
import { type Connection, schemaVersion } from "../db/database.ts";
import { type Misshapen, misshapen } from "../db/shape.ts";
import type { Faults } from "./faults.ts";

/** Adds every table that is missing or different to `tables`, triggers of others too, and every such index to `indexes`. */
export function checkShape({ client }: Connection, tables: Faults, indexes: Faults): void {
  for (const part of misshapen(client, schemaVersion(client))) {
    const { type, name, table, fault, repeated } = part;
    if (fault === "foreign")
      tables.add(`the trigger ${name} on ${table} is none of hearth's`, {
        advice: `take it away with: sqlite3 hearth.db 'DROP TRIGGER "${name}"'`,
      });
    else if (type === "index")
      indexes.add(`${name} of ${table} ${verb(part)}${repeatedText(part)}`, repeated > 0 ? "backup" : "rebuild");
    else tables.add(`${name} ${verb(part)}`);
  }
}

/** Returns half a sentence about values that keep a unique index from being made, empty for none. */
export function repeatedText({ repeated }: Misshapen): string {
  if (repeated === 0) return "";
  return repeated === 1
    ? ", and 1 of its values stands there twice"
    : `, and ${repeated} of its values stand there twice`;
}

function verb({ fault }: Misshapen): string {
  return fault === "missing" ? "is missing" : "differs from what it should be";
}
