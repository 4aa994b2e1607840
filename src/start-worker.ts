import type { WorkerTask } from "./worker.ts";

/**
 * Starts a worker with a connection of its own to the database at `path`. In the binary it is an entry of its own.
 * `maxDatabaseMb` as in `OpenOptions`, for imports and recounts write, too.
 */
export function startWorker(path: string, version: string, maxDatabaseMb: number): Worker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url).href, { type: "module" });
  const task: WorkerTask = { open: path, version, maxDatabaseMb };
  worker.postMessage(task);
  return worker;
}
