// An import in a thread of its own: what is said to the worker, and what it answers.
import type { ImportProgress, ImportReport, ImportRequest } from "./imports.ts";

export type ImportTask = { readonly import: ImportRequest };

/** Any number of `progress`, then one of the others; `code` as SQLite or the system gave it. */
export type ImportAnswer =
  | { readonly progress: ImportProgress }
  | { readonly report: ImportReport }
  | { readonly fault: string; readonly code: string | undefined };

/**
 * Runs an import in a worker that has its database open, and ends the worker. Rejects with the import's fault, or with
 * the reason of `stopped`: slices that were stored by then stay, and an import of the same file finds them.
 */
export async function importInWorker(
  worker: Worker,
  request: ImportRequest,
  see: (progress: ImportProgress) => void,
  stopped?: AbortSignal,
): Promise<ImportReport> {
  try {
    return await new Promise((resolve, reject) => {
      stopped?.throwIfAborted();
      stopped?.addEventListener("abort", () => reject(stopped.reason));
      worker.onmessage = ({ data }: MessageEvent<ImportAnswer>) => {
        if ("progress" in data) see(data.progress);
        else if ("report" in data) resolve(data.report);
        else reject(Object.assign(new Error(data.fault), data.code !== undefined && { code: data.code }));
      };
      worker.onerror = ({ message }) => reject(new Error(`the import failed: ${message}`));
      const task: ImportTask = { import: request };
      worker.postMessage(task);
    });
  } finally {
    worker.terminate();
  }
}
