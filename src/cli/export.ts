import { renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { DUMP_TYPES, type DumpType, writeLines } from "../app/dump-files.ts";
import { openHistories } from "../app/history.ts";
import { zoneOf } from "../app/users.ts";
import { dumpLines } from "../http/wakatime/dump-lines.ts";
import type { Command } from "./command.ts";
import { chosenUser, USER_OPTION, withData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./usage.ts";

/** `hearth export [FILE]`: the same dump that the API gives, which `hearth import` reads. */
export const exportFile: Command = {
  name: "export",
  summary: "export your history as a WakaTime dump, to a file or to standard output",
  usage: "[FILE]",
  options: {
    type: {
      type: "string",
      placeholder: "TYPE",
      help: `what is in it: ${DUMP_TYPES.join(", ")}; heartbeats without it`,
    },
    ...USER_OPTION,
  },
  examples: [
    { line: "hearth export hearth.json", does: "everything that another server needs to go on; one of that name goes" },
    { line: "hearth export days.json --type daily", does: "totals by day" },
  ],
  run: (input) =>
    withData(input, async (data) => {
      const { store } = data.context;
      const type = input.flags["type"] ?? "heartbeats";
      if (!isDumpType(type)) throw new UsageError(`--type is one of ${DUMP_TYPES.join(", ")}`);
      const user = chosenUser(input, data);
      const zone = zoneOf(data.context, user);
      const lines = dumpLines({ store, histories: openHistories(store), user, zone, nowMs: data.context.now() }, type);
      const [file] = input.positionals;
      if (file === undefined) for (const line of lines) input.io.out(line);
      else await replaceFile(resolve(input.environment.workingDirectory, file), lines);
      return exitCodes.ok.code;
    }),
};

function isDumpType(text: unknown): text is DumpType {
  return (DUMP_TYPES as readonly unknown[]).includes(text);
}

/** Puts a file into the place of the one before it, if any, only when it is whole. */
async function replaceFile(path: string, lines: Iterable<string>): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeLines(part, lines);
    renameSync(part, path);
  } catch (fault) {
    rmSync(part, { force: true });
    throw fault;
  }
}
