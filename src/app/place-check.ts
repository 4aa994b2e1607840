// The folder a database lives in: who may read it, and whether it can grow.
import { readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Finding, finding, openFaults } from "./faults.ts";

/** Files the program makes; a config file is its owner's business. */
const OURS = /^(?:hearth\.(?:db|lock)|server\.json)/;
const OTHERS = 0o077;
const MB = 1024 * 1024;
const LEAST_FREE = 20 * MB;
/** A log this long says that something keeps it from being moved into the database. */
const LONGEST_LOG = 512 * MB;

/** Looks at a data directory and returns what was found; `platform` as in `process.platform`. Changes nothing. */
export function examinePlace(directory: string, platform: string): Finding[] {
  return [
    ...(platform === "win32" ? [] : [modes(directory)]),
    freeSpace(directory),
    logSize(join(directory, "hearth.db-wal")),
  ];
}

function modes(directory: string): Finding {
  const faults = openFaults({ advice: "take them from others, chmod go=" });
  for (const name of ["", ...readdirSync(directory).filter((entry) => OURS.test(entry))]) {
    const { mode } = statSync(join(directory, name));
    if ((mode & OTHERS) !== 0) faults.add(`${name || "the data directory"} has mode ${(mode & 0o777).toString(8)}`);
  }
  return finding("permissions", "nobody else may read the data directory", faults);
}

function freeSpace(directory: string): Finding {
  const faults = openFaults({ advice: "make room" });
  const { bavail, bsize } = statfsSync(directory);
  const free = `${Math.floor((bavail * bsize) / MB)} MB`;
  if (bavail * bsize < LEAST_FREE) faults.add(`only ${free} are free`);
  return finding("disk", `${free} are free`, faults);
}

function logSize(path: string): Finding {
  const faults = openFaults({ advice: "stop what else reads the database, or restart hearth" });
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const size = `${(bytes / MB).toFixed(1)} MB`;
  if (bytes > LONGEST_LOG) faults.add(`the write-ahead log has ${size}: something keeps it from being taken in`);
  return finding("log", `the write-ahead log has ${size}`, faults);
}
