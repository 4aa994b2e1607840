// What questions cost without the network, in a process of its own. A program: takes a data directory that no server
// uses, a key, and "now" in epoch ms; prints JSON (in-process.ts `InProcess`).
import { join } from "node:path";
import { openAccess } from "../../src/app/access.ts";
import { openBackground } from "../../src/app/background.ts";
import { openChanges } from "../../src/app/changes.ts";
import type { Context } from "../../src/app/context.ts";
import { openHistories } from "../../src/app/history.ts";
import { importHeartbeats } from "../../src/app/imports.ts";
import { openIngest } from "../../src/app/ingest.ts";
import { openRequestsSeen } from "../../src/app/requests-seen.ts";
import { reading } from "../../src/app/summary.ts";
import { openUploads } from "../../src/app/uploads.ts";
import { closeDatabase, openDatabase } from "../../src/db/database.ts";
import { openStore } from "../../src/db/store.ts";
import { dayAt, daysIn } from "../../src/domain/calendar.ts";
import { createHandler } from "../../src/http/answer.ts";
import { attempts } from "../../src/http/attempts.ts";
import { TIME_ZONE } from "../support/career.ts";
import { STATUS_BAR } from "./hearth.ts";

/** ms of each run, the first ones left out. */
export type InProcess = {
  readonly statusBar: readonly number[];
  readonly yearByDay: readonly number[];
  /** seconds that the status bar and the sum of the year's days told: they must not be nothing */
  readonly todaySeconds: number;
  readonly yearSeconds: number;
};

const WARM_UP = 50;
const YEAR_MS = 365 * 86_400_000;

async function measured(times: number, work: () => Promise<unknown> | unknown): Promise<number[]> {
  const runs: number[] = [];
  for (let i = 0; i < times + WARM_UP; i++) {
    const startMs = performance.now();
    await work();
    runs.push(performance.now() - startMs);
  }
  return runs.slice(WARM_UP);
}

if (import.meta.main) {
  const [directory = "", key = "", now = ""] = process.argv.slice(2);
  const nowMs = Number(now);
  const connection = openDatabase(join(directory, "hearth.db"), { version: "bench" });
  const context: Context = {
    store: openStore(connection),
    now: () => nowMs,
    uuid: () => crypto.randomUUID(),
    log: () => {},
    serverZone: "UTC",
  };
  const histories = openHistories(context.store);
  const access = openAccess(context);
  const requestsSeen = openRequestsSeen(context.now);
  const handler = await createHandler({
    context,
    histories,
    ingest: openIngest(context, access.forget),
    access,
    background: openBackground(context, histories, undefined),
    changes: openChanges(context, requestsSeen),
    requestsSeen,
    uploads: openUploads(context, (request, see) => importHeartbeats(context.store, request, see)),
    wrongKeys: attempts(30, 60_000),
    wrongPasswords: attempts(30, 60_000),
    allowHosts: [],
    boundToLoopback: true,
    webFolder: undefined,
    version: "bench",
  });
  const statusBar = () =>
    handler(
      new Request(`http://127.0.0.1${STATUS_BAR}`, { headers: { host: "127.0.0.1", authorization: `Bearer ${key}` } }),
      "127.0.0.1",
    );
  type Body = { readonly data: { readonly grand_total: { readonly total_seconds: number } } };
  const body = (await (await statusBar()).json()) as Body;
  const year = { startMs: nowMs - YEAR_MS, endMs: dayAt(nowMs, TIME_ZONE).endMs };
  const days = () => reading(context.store, histories, 1, (reader) => reader.totals(daysIn(TIME_ZONE, year)));
  const told: InProcess = {
    statusBar: await measured(2_000, statusBar),
    yearByDay: await measured(200, days),
    todaySeconds: body.data.grand_total.total_seconds,
    yearSeconds: days().reduce((sum, ms) => sum + ms, 0) / 1000,
  };
  closeDatabase(connection);
  console.log(JSON.stringify(told));
}
