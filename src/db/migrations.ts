// The migrations that drizzle-kit wrote, as they are embedded. Read here and not by drizzle's own migrator: that reads all
// of them at every start, and loads the system's cryptography for it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Migration = {
  /** its place in time, epoch ms; ascending */
  readonly when: number;
  /** Reads its statements, in order, and the hash that drizzle keeps of them. */
  readonly read: () => { readonly statements: readonly string[]; readonly hash: string };
};

const FOLDER = migrationsFolder();
const STATEMENT_END = "--> statement-breakpoint";

/** In the binary the folder is embedded beside the code, in development it is at the top of the repository. */
function migrationsFolder(): string {
  const embedded = join(import.meta.dir, "migrations");
  return existsSync(embedded) ? embedded : join(import.meta.dir, "..", "..", "migrations");
}

/** Returns all migrations this program knows, oldest first. */
export function knownMigrations(): readonly Migration[] {
  const journal = JSON.parse(readFileSync(join(FOLDER, "meta/_journal.json"), "utf8")) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  return journal.entries.map(({ tag, when }) => ({
    when,
    read() {
      const text = readFileSync(join(FOLDER, `${tag}.sql`), "utf8");
      return {
        statements: text.split(STATEMENT_END),
        hash: new Bun.CryptoHasher("sha256").update(text).digest("hex"),
      };
    },
  }));
}
