import { version as bunVersion } from "bun";
import manifest from "../package.json" with { type: "json" };

/** The program's name, as its commands, folders and banners spell it. */
export const name: string = manifest.name;

/** The version of this build, from package.json; the bundler writes it into the executable. */
export const version: string = manifest.version;

/**
 * One line that says what exactly is running: `hearth 0.1.0 (Bun 1.4.5, SQLite 3.54.1, linux x64)`.
 * The SQLite version is passed in because only a connection knows it: on macOS it is the system's library.
 */
export function versionLine(sqliteVersion: string): string {
  return `${name} ${version} (Bun ${bunVersion}, SQLite ${sqliteVersion}, ${process.platform} ${process.arch})`;
}
