import type { Background, LongReads } from "./background.ts";
import { AppError, STOPPING } from "./errors.ts";
import { storageFailed } from "./storage-faults.ts";

/** A question to the worker, and its answer; one at a time per id. */
export type LongQuestion =
  | { readonly id: number; readonly ask: "spans"; readonly arguments: Parameters<Background["spans"]> }
  | { readonly id: number; readonly ask: "entityTotalMs"; readonly arguments: Parameters<Background["entityTotalMs"]> }
  | { readonly id: number; readonly ask: "entityTotals"; readonly arguments: Parameters<Background["entityTotals"]> }
  | { readonly id: number; readonly ask: "entitySummary"; readonly arguments: Parameters<Background["entitySummary"]> }
  | { readonly id: number; readonly ask: "countAnew"; readonly arguments: Parameters<Background["countAnew"]> }
  | { readonly id: number; readonly ask: "ruleTotals"; readonly arguments: Parameters<Background["ruleTotals"]> }
  | { readonly id: number; readonly ask: "dump"; readonly arguments: Parameters<LongReads["dump"]> }
  | { readonly id: number; readonly ask: "resumeRecounts" };

export type LongAnswer =
  | { readonly id: number; readonly value: unknown }
  /** `isStorage`: the fault is the storage's, which an error loses on its way between threads */
  | { readonly id: number; readonly fault: string; readonly isStorage: boolean };

type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

/** Quiet time after which the worker and its memory go. */
const IDLE_MS = 10_000;

/**
 * Returns long questions answered in a worker that `start` makes when one is asked, and that goes when nothing was
 * asked for ten seconds.
 */
export function openLongReads(start: () => Worker): LongReads {
  let worker: Worker | undefined;
  let asked = 0;
  let goingHome: ReturnType<typeof setTimeout> | undefined;
  const pending = new Map<number, { settle: (value: never) => void; fail: (fault: Error) => void }>();

  function stop(): Promise<void> {
    clearTimeout(goingHome);
    const ended = worker;
    worker = undefined;
    for (const { fail } of pending.values())
      fail(new AppError("unavailable", "The server is stopping; ask again when it is back", { type: STOPPING }));
    pending.clear();
    if (ended === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      // Its connection closes only when it is gone, and the log stays as long as a connection is open.
      ended.addEventListener("close", () => resolve(), { once: true });
      ended.terminate();
    });
  }

  function started(): Worker {
    if (worker !== undefined) return worker;
    const fresh = start();
    fresh.onmessage = ({ data }: MessageEvent<LongAnswer>) => {
      const waiting = pending.get(data.id);
      pending.delete(data.id);
      if ("fault" in data) waiting?.fail(data.isStorage ? storageFailed(new Error(data.fault)) : new Error(data.fault));
      else waiting?.settle(data.value as never);
      if (pending.size === 0) goingHome = setTimeout(() => void stop(), IDLE_MS);
    };
    fresh.onerror = (event) => {
      for (const { fail } of pending.values()) fail(new Error(`the worker for long reads failed: ${event.message}`));
      pending.clear();
      void stop();
    };
    worker = fresh;
    return fresh;
  }

  function ask<T>(question: Unnumbered<LongQuestion>): Promise<T> {
    clearTimeout(goingHome);
    const id = ++asked;
    return new Promise((settle, fail) => {
      pending.set(id, { settle, fail });
      started().postMessage({ ...question, id });
    });
  }

  return {
    spans: (...questions) => ask({ ask: "spans", arguments: questions }),
    entityTotals: (...questions) => ask({ ask: "entityTotals", arguments: questions }),
    entitySummary: (...questions) => ask({ ask: "entitySummary", arguments: questions }),
    countAnew: (...questions) => ask({ ask: "countAnew", arguments: questions }),
    ruleTotals: (...questions) => ask({ ask: "ruleTotals", arguments: questions }),
    dump: (...tasks) => ask({ ask: "dump", arguments: tasks }),
    resumeRecounts: () => ask({ ask: "resumeRecounts" }),
    entityTotalMs: (...questions) => ask({ ask: "entityTotalMs", arguments: questions }),
    stop,
  };
}
