import { existsSync } from "node:fs";
import { join } from "node:path";

/** Path of the compiled program that end-to-end tests run: `HEARTH_BINARY`, else dist/hearth. Throws when it is not there. */
export function executable(): string {
  const path = process.env["HEARTH_BINARY"] || join(import.meta.dir, "../../dist/hearth");
  if (!existsSync(path)) throw new Error(`there is no executable at ${path}: bun run build`);
  return path;
}
