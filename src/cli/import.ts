import { accessSync, constants, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { importInWorker } from "../app/import-worker.ts";
import type { ImportProgress, ImportReport } from "../app/imports.ts";
import { startWorker } from "../start-worker.ts";
import { version } from "../version.ts";
import type { Command, CommandInput } from "./command.ts";
import { chosenUser, USER_OPTION, withData } from "./data.ts";
import { exitCodes, stoppedCode } from "./exit-codes.ts";
import { countOf, heartbeatsText, hoursText, ruleText } from "./figures.ts";
import { fileFault } from "./file-faults.ts";
import { progressOn } from "./progress.ts";
import { UsageError } from "./usage.ts";

/** `hearth import FILE`: ends with 1 when the file broke off or held nothing that can be stored. */
export const importFile: Command = {
  name: "import",
  summary: "import heartbeats from a WakaTime dump or a Hackatime export, plain or packed with gzip",
  usage: "FILE",
  options: USER_OPTION,
  examples: [
    { line: "hearth import wakatime-ada-heartbeats.json.gz", does: "doing it again, or beside a server, is fine" },
  ],
  run: (input) =>
    withData(input, async (data) => {
      const path = checkedFile(input);
      const user = chosenUser(input, data);
      const show = progressOn(input);
      let last: ImportProgress | undefined;
      const see = (progress: ImportProgress) => {
        last = progress;
        show(() => progressText(progress));
      };
      const request = { path, userId: user.id, nowMs: input.environment.now() };
      // From here on a stop is ours to answer: nobody is to wonder what became of the history.
      const stopped = input.environment.stopSignal();
      const worker = startWorker(data.path, version, input.config.maxDatabaseMb.value);
      try {
        const report = await importInWorker(worker, request, see, stopped);
        input.io.out(reportText(basename(path), report));
        return isGood(report) ? exitCodes.ok.code : exitCodes.failure.code;
      } catch (fault) {
        if (stopped.aborted) {
          input.io.err("hearth: stopped; what was read so far is kept, and the same command goes on from there");
          return stoppedCode(stopped.reason);
        }
        if (last !== undefined && last.added > 0)
          input.io.err(`hearth: ${heartbeatsText(last.added)} are stored; the same command goes on from there`);
        // Of the database's faults none has a code of the system: the file alone is read.
        throw fileFault(path, "read", fault);
      }
    }),
};

/** The file to read, as an absolute path. */
function checkedFile({ positionals, environment }: CommandInput): string {
  const path = resolve(environment.workingDirectory, positionals[0] ?? "");
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`there is no file ${path}`);
    if (!found.isFile()) throw new UsageError(`${path} is not a file`);
    accessSync(path, constants.R_OK);
  } catch (fault) {
    throw fileFault(path, "read", fault);
  }
  return path;
}

function isGood({ broken, added, known }: ImportReport): boolean {
  return broken === undefined && added + known > 0;
}

function progressText({ read, added, readBytes, sizeBytes }: ImportProgress): string {
  const percent = sizeBytes === 0 ? 100 : Math.floor((readBytes / sizeBytes) * 100);
  return `${percent} %: ${countOf(read)} read, ${countOf(added)} new`;
}

function reportText(file: string, report: ImportReport): string {
  const { read, added, known, refused, broken, seconds, totals } = report;
  const refusedCount = refused.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    `${file}: ${heartbeatsText(read)} read in ${seconds.toFixed(1)} s`,
    `  new      ${countOf(added)}`,
    `  known    ${countOf(known)}`,
    `  refused  ${countOf(refusedCount)}`,
    ...refused.map(({ reason, count }) => `           ${countOf(count)}: ${reason}`),
  ];
  if (broken !== undefined)
    lines.push(`  broken   at byte ${countOf(broken.offset)}: ${broken.reason}; what stands before it is imported`);
  lines.push("total of all history under each way of counting:");
  for (const { preset, totalMs, isOwn, ...rule } of totals)
    lines.push(
      `  ${(preset ?? "own").padEnd(11)}${hoursText(totalMs)}  (${ruleText(rule)})${isOwn ? "  <- yours now" : ""}`,
    );
  return lines.join("\n");
}
