import { isStorageFault } from "../db/database.ts";
import { AppError } from "./errors.ts";

/** Returns the refusal of a request that the storage failed; `cause` is for the log. */
export function storageFailed(cause: unknown): AppError {
  return new AppError("unavailable", "The database cannot be read or written at the moment; try again later", {
    cause,
  });
}

/**
 * Returns a fault as what the asker is told: the storage's own, also one that another error carries, as `unavailable`,
 * every other as it is.
 */
export function withoutStorageFault(fault: unknown): unknown {
  const cause = fault instanceof Error && !(fault instanceof AppError) ? fault.cause : undefined;
  return isStorageFault(fault) || isStorageFault(cause) ? storageFailed(fault) : fault;
}
