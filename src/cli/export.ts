import { resolve } from "node:path";
import { DUMP_TYPES, type DumpType } from "../app/dump-files.ts";
import { openHistories } from "../app/history.ts";
import { zoneOf } from "../app/users.ts";
import { dumpLines } from "../http/wakatime/dump-lines.ts";
import type { Command, CommandInput } from "./command.ts";
import { chosenUser, type Data, USER_OPTION, withData } from "./data.ts";
import { exitCodes, stoppedCode } from "./exit-codes.ts";
import { isSameFile, type Place, placeOf, writeInto } from "./output-file.ts";
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
    { line: "hearth export - --user grace", does: "another's history, on standard output" },
  ],
  run: (input) =>
    withData(input, async (data) => {
      const { store } = data.context;
      const type = input.flags["type"] ?? "heartbeats";
      if (!isDumpType(type)) throw new UsageError(`--type is one of ${DUMP_TYPES.join(", ")}`);
      const place = chosenPlace(input, data);
      const user = chosenUser(input, data);
      const zone = zoneOf(data.context, user);
      const lines = dumpLines({ store, histories: openHistories(store), user, zone, nowMs: data.context.now() }, type);
      if (place.kind === "output") for (const line of lines) input.io.out(line);
      else {
        const stopped = input.environment.stopSignal();
        try {
          await writeInto(place, lines, stopped);
        } catch (fault) {
          if (!stopped.aborted) throw fault;
          input.io.err(`hearth: stopped; ${place.path} is ${place.kind === "file" ? "as it was" : "cut off"}`);
          return stoppedCode(stopped.reason);
        }
      }
      return exitCodes.ok.code;
    }),
};

function isDumpType(text: unknown): text is DumpType {
  return (DUMP_TYPES as readonly unknown[]).includes(text);
}

/** Where the dump goes. @throws UsageError for what cannot be written, and for the database that it is made from. */
function chosenPlace({ positionals, environment }: CommandInput, data: Data): Place {
  const [file = "-"] = positionals;
  const place = placeOf(file === "-" ? file : resolve(environment.workingDirectory, file));
  const own = ["", "-wal", "-shm"].map((ending) => data.path + ending);
  if (place.kind === "file" && own.some((path) => isSameFile(place.path, path)))
    throw new UsageError(`${place.path} is the database itself`, "name another file");
  return place;
}
