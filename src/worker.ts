// Long work off the event loop, over a connection of its own: reads of many heartbeats, recounts, imports.
import { countAnew } from "./app/counted-anew.ts";
import { type DumpTask, writeDump } from "./app/dump-files.ts";
import { entitySummary } from "./app/entity-summary.ts";
import { entityTotals } from "./app/entity-totals.ts";
import { AppError } from "./app/errors.ts";
import { type Histories, openHistories } from "./app/history.ts";
import type { ImportAnswer, ImportTask } from "./app/import-worker.ts";
import { type ImportRequest, importHeartbeats } from "./app/imports.ts";
import type { LongAnswer, LongQuestion } from "./app/long-reads.ts";
import { finishRecounts } from "./app/recount.ts";
import { ruleTotals } from "./app/rule-totals.ts";
import { entityTotalMs, spansOf } from "./app/spans.ts";
import { withoutStorageFault } from "./app/storage-faults.ts";
import { openDatabase } from "./db/database.ts";
import { openStore, type Store } from "./db/store.ts";
import { dumpLines } from "./http/wakatime/dump-lines.ts";

type OpenTask = { readonly open: string; readonly version: string; readonly maxDatabaseMb: number };

/** What a worker is told: first which database to open, then questions, or one import. */
export type WorkerTask = OpenTask | LongQuestion | ImportTask;

declare const self: Worker;

type Opened = ReturnType<typeof open>;

let opened: Opened | undefined;

function open({ open: path, version, maxDatabaseMb }: OpenTask) {
  const store = openStore(openDatabase(path, { version, maxDatabaseMb }));
  return { store, histories: openHistories(store) };
}

async function answerTo(question: LongQuestion, { store, histories }: Opened): Promise<unknown> {
  switch (question.ask) {
    case "spans":
      return spansOf(store, histories, ...question.arguments);
    case "entityTotalMs":
      return entityTotalMs(store, histories, ...question.arguments);
    case "entityTotals":
      return entityTotals(store, histories, ...question.arguments);
    case "entitySummary":
      return entitySummary(store, histories, ...question.arguments);
    case "countAnew":
      return countAnew(store, histories, ...question.arguments);
    case "ruleTotals":
      return ruleTotals(store, histories, ...question.arguments);
    case "dump":
      return dumped(store, histories, ...question.arguments);
    case "resumeRecounts":
      await finishRecounts(store);
      return undefined;
  }
}

function dumped(store: Store, histories: Histories, { userId, type, path, zone, nowMs }: DumpTask): Promise<void> {
  const user = store.userById(userId);
  if (user === undefined) throw new Error("the user of a data dump is not here any more");
  return writeDump(path, dumpLines({ store, histories, user, zone, nowMs }, type));
}

async function imported(request: ImportRequest): Promise<ImportAnswer> {
  const tell = (answer: ImportAnswer) => self.postMessage(answer);
  try {
    return { report: await importHeartbeats(database().store, request, (progress) => tell({ progress })) };
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    const { code } = fault as NodeJS.ErrnoException;
    return { fault: fault.message, code: fault instanceof AppError ? undefined : code };
  }
}

function database(): Opened {
  if (opened === undefined) throw new Error("a worker was asked before it had a database");
  return opened;
}

self.onmessage = async ({ data }: MessageEvent<WorkerTask>) => {
  if ("open" in data) {
    opened = open(data);
    return;
  }
  if ("import" in data) {
    self.postMessage(await imported(data.import));
    return;
  }
  let answer: LongAnswer;
  try {
    answer = { id: data.id, value: await answerTo(data, database()) };
  } catch (fault) {
    const told = withoutStorageFault(fault);
    answer = {
      id: data.id,
      fault: fault instanceof Error ? fault.message : String(fault),
      isStorage: told !== fault,
    };
  }
  self.postMessage(answer);
};
