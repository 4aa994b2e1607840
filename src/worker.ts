// Long work off the event loop, over a connection of its own: reads of many heartbeats, recounts, imports.
import { countAnew } from "./app/counted-anew.ts";
import { entityTotals } from "./app/entity-totals.ts";
import { openHistories } from "./app/history.ts";
import type { LongAnswer, LongQuestion } from "./app/long-reads.ts";
import { resumeRecount } from "./app/recount.ts";
import { entityTotalMs, spansOf } from "./app/spans.ts";
import { openDatabase } from "./db/database.ts";
import { openStore } from "./db/store.ts";

/** What a worker is told: first which database to open, then questions. */
export type WorkerTask = { readonly open: string; readonly version: string } | LongQuestion;

declare const self: Worker;

type Opened = ReturnType<typeof open>;

let opened: Opened | undefined;

function open(path: string, version: string) {
  const store = openStore(openDatabase(path, { version }));
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
    case "countAnew":
      return countAnew(store, histories, ...question.arguments);
    case "resumeRecounts":
      for (const userId of store.rollup.recounting()) await resumeRecount(store, userId);
      return undefined;
  }
}

self.onmessage = async ({ data }: MessageEvent<WorkerTask>) => {
  if ("open" in data) {
    opened = open(data.open, data.version);
    return;
  }
  let answer: LongAnswer;
  try {
    if (opened === undefined) throw new Error("a worker was asked before it had a database");
    answer = { id: data.id, value: await answerTo(data, opened) };
  } catch (fault) {
    answer = { id: data.id, fault: fault instanceof Error ? fault.message : String(fault) };
  }
  self.postMessage(answer);
};
