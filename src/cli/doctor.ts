import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Examination, examine, type UserFacts } from "../app/doctor.ts";
import type { Finding, Remedy } from "../app/faults.ts";
import { examinePlace } from "../app/place-check.ts";
import { openDatabase, schemaVersion } from "../db/database.ts";
import { announcedServer, isServed } from "../db/lock.ts";
import { sqliteVersion } from "../db/sqlite-version.ts";
import { openStore } from "../db/store.ts";
import { rfc3339 } from "../domain/range.ts";
import { version, versionLine } from "../version.ts";
import type { Command, CommandInput } from "./command.ts";
import { DATABASE_FILE, openData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { countOf, heartbeatsText } from "./figures.ts";
import { progressOn } from "./progress.ts";

/** `hearth doctor`: one line per check, `ok`, `FAULT` or `skip`; ends with 6 when there was a fault. */
export const doctor: Command = {
  name: "doctor",
  summary: "check the database and everything derived from its heartbeats; changes nothing",
  usage: "",
  options: {},
  examples: [{ line: "hearth doctor", does: "beside a running server too; a long history takes a minute" }],
  run: (input) => {
    const directory = input.config.dataDirectory.value;
    const path = join(directory, DATABASE_FILE);
    if (!existsSync(path)) openData(input).close();
    const connection = openDatabase(path, { version, readonly: true });
    try {
      const show = progressOn(input);
      const found = examine(openStore(connection), input.environment.now(), (user, heartbeats) =>
        show(() => `${user}: ${heartbeatsText(heartbeats)} checked`),
      );
      const { io, environment } = input;
      const schema = schemaVersion(connection.client);
      for (const fact of [
        `${versionLine(sqliteVersion())}, schema ${schema}`,
        `data directory ${directory}`,
        serverText(directory),
        sizeText(found),
        ...found.users.map(userText),
      ])
        io.out(`info   ${fact}`);
      const findings = [...found.findings, ...examinePlace(directory, environment.platform)];
      for (const finding of findings) io.out(findingText(finding));
      return Promise.resolve(endOf(input, findings));
    } finally {
      connection.client.close();
    }
  },
};

function endOf({ io }: CommandInput, findings: readonly Finding[]): number {
  const bad = findings.filter(({ faults }) => faults !== "");
  const undone = findings.filter((finding) => finding.faults === "" && finding.undone !== "").length;
  if (bad.length + undone === 0) return exitCodes.ok.code;
  const count = `${bad.length} of ${findings.length} checks found faults${undone === 0 ? "" : `, ${undone} could not be made`}`;
  io.err(`hearth: ${[count, ...remediesText(bad)].join("; ")}`);
  return exitCodes.damaged.code;
}

/** Returns what mends what: a backup first, for it brings back what a rebuild goes by. */
function remediesText(bad: readonly Finding[]): string[] {
  const mendedBy = (wanted: Remedy) => bad.filter(({ remedy }) => remedy === wanted).map(({ check }) => check);
  const [backup, rebuild] = [mendedBy("backup").join(", "), mendedBy("rebuild").join(", ")];
  return [
    ...(backup === "" ? [] : [`a backup mends ${backup} (README, Data and backup)`]),
    ...(rebuild === "" ? [] : [`${backup === "" ? "" : "then "}hearth rebuild mends ${rebuild}`]),
    ...bad.flatMap(({ check, remedy }) => (typeof remedy === "string" ? [] : [`${check}: ${remedy.advice}`])),
  ];
}

function findingText({ check, note, faults, undone }: Finding): string {
  if (faults !== "") return `FAULT  ${check}: ${faults}`;
  return undone === "" ? `ok     ${check}: ${note}` : `skip   ${check}: not done, ${undone}`;
}

function serverText(directory: string): string {
  if (!isServed(directory)) return "no server runs on it";
  const server = announcedServer(directory);
  return server === undefined
    ? "a server is starting on it"
    : `served at ${server.url} by hearth ${server.version}, process ${server.pid}, since ${server.since}`;
}

function sizeText({ usedBytes, freeBytes, users }: Examination): string {
  const heartbeats = users.reduce((sum, user) => sum + user.heartbeats, 0);
  const each = heartbeats === 0 ? "" : `, ${Math.round(usedBytes / heartbeats)} bytes per heartbeat`;
  return `database ${megabytes(usedBytes)} in use, ${megabytes(freeBytes)} to be used again${each}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function userText({ name, heartbeats, firstUs, lastUs }: UserFacts): string {
  if (firstUs === undefined || lastUs === undefined) return `${name}: no heartbeats`;
  return `${name}: ${countOf(heartbeats)} heartbeats, ${rfc3339(firstUs / 1000)} to ${rfc3339(lastUs / 1000)}`;
}
