import { version as bunVersion } from "bun";
import { sqliteVersion } from "../db/sqlite-version.ts";
import { version, versionLine } from "../version.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

/** `hearth version`: what exactly is running. */
export const versionCommand: Command = {
  name: "version",
  summary: "show the versions of hearth, Bun and SQLite",
  usage: "",
  options: { json: { type: "boolean", help: "as a JSON object" } },
  examples: [{ line: "hearth version --json", does: "for scripts" }],
  run: ({ flags, environment, io }) => {
    const sqlite = sqliteVersion();
    const versions = { hearth: version, bun: bunVersion, sqlite, platform: environment.platform };
    io.out(flags["json"] ? JSON.stringify(versions, undefined, 2) : versionLine(sqlite));
    return Promise.resolve(exitCodes.ok.code);
  },
};
