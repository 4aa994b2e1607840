// Histories that are uploaded through the dashboard: kept in a file while they are imported, then deleted.
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { cleanText } from "../domain/text.ts";
import type { Context } from "./context.ts";
import { AppError } from "./errors.ts";
import type { ImportProgress, ImportReport, ImportRequest } from "./imports.ts";
import type { User } from "./users.ts";

/** An upload and how far its import is. */
export type Upload = {
  readonly id: string;
  /** as the browser calls the file */
  readonly file: string;
  /** epoch ms */
  readonly startedMs: number;
  readonly state: "uploading" | "importing" | "done" | "failed";
  readonly progress: ImportProgress | undefined;
  /** what came of it; also of a file that broke off */
  readonly report: ImportReport | undefined;
  /** why it failed, for the person */
  readonly fault: string | undefined;
};

/** Imports a file; in a worker where there is one. */
export type Importer = (request: ImportRequest, see: (progress: ImportProgress) => void) => Promise<ImportReport>;

export type Uploads = {
  /**
   * Keeps the bytes in a file of the data directory and begins to import them; resolves once all of them are there.
   * @throws AppError `conflict` while another of the user's is under way, `too_large`, `unavailable` on a full disk.
   */
  readonly begin: (user: User, file: string, bytes: AsyncIterable<Uint8Array>) => Promise<Upload>;
  /** Returns a user's uploads since the server started, the newest first. */
  readonly of: (user: User) => Upload[];
};

/** Longest upload, bytes: ten years of a busy person, unpacked, are about 1.5 GB. */
export const MOST_UPLOAD_BYTES = 4_000_000_000;
const FOLDER = "uploads";
/** In UTF-8: file systems count bytes, and some take only 143 of them. */
const LONGEST_NAME_BYTES = 140;
/** Uploads of a user that are remembered. */
const KEPT = 20;

type Changing = { -readonly [Key in keyof Upload]: Upload[Key] };

/** Returns the uploads of a data directory; files that an earlier server left are deleted. A database in memory has no place for any. */
export function openUploads(context: Context, run: Importer): Uploads {
  const folder = folderOf(context);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  const known = new Map<number, Changing[]>();

  async function imported(upload: Changing, path: string, user: User): Promise<void> {
    upload.state = "importing";
    try {
      upload.report = await run({ path, userId: user.id, nowMs: context.now() }, (progress) => {
        upload.progress = progress;
      });
      upload.state = upload.report.added + upload.report.known > 0 ? "done" : "failed";
    } catch (fault) {
      upload.state = "failed";
      upload.fault = fault instanceof Error ? fault.message : String(fault);
      if (!(fault instanceof AppError)) context.log("warn", "an upload could not be imported", { error: fault });
    } finally {
      rmSync(dirname(path), { recursive: true, force: true });
    }
  }

  return {
    async begin(user, file, bytes) {
      if (folder === undefined) throw new AppError("unavailable", "This server keeps no files");
      const uploads = known.get(user.id) ?? [];
      if (uploads.some(({ state }) => state === "uploading" || state === "importing"))
        throw new AppError("conflict", "Another import is under way; wait until it is done");
      const upload: Changing = {
        id: context.uuid(),
        file: nameOf(file),
        startedMs: context.now(),
        state: "uploading",
        progress: undefined,
        report: undefined,
        fault: undefined,
      };
      known.set(user.id, [upload, ...uploads].slice(0, KEPT));
      const path = join(folder, upload.id, upload.file);
      try {
        await keep(path, bytes);
      } catch (fault) {
        rmSync(dirname(path), { recursive: true, force: true });
        upload.state = "failed";
        const told = notKept(fault);
        upload.fault = told.message;
        throw told;
      }
      void imported(upload, path, user);
      return { ...upload };
    },
    of: (user) => (known.get(user.id) ?? []).map((upload) => ({ ...upload })),
  };
}

/** Writes bytes as they come into a file that only its owner may read. @throws AppError `too_large`, or the system's fault. */
async function keep(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, "wx", 0o600);
  try {
    let sizeBytes = 0;
    for await (const chunk of bytes) {
      sizeBytes += chunk.length;
      if (sizeBytes > MOST_UPLOAD_BYTES) throw uploadTooLarge();
      // A disk that is nearly full takes a part, and refuses the rest with a fault of its own.
      for (let left = chunk; left.length > 0; ) left = left.subarray(writeSync(file, left));
    }
  } finally {
    closeSync(file);
  }
}

/** Returns the refusal of an upload that is not here whole. */
function notKept(fault: unknown): AppError {
  if (fault instanceof AppError) return fault;
  // What the runtime throws where a connection ends.
  if (fault instanceof DOMException)
    return new AppError("malformed", "The file ended too early: it was not sent to its end", { cause: fault });
  return new AppError("unavailable", "The file could not be kept; the disk may be full", { cause: fault });
}

/** Returns the refusal of an upload that is longer than any history. */
export function uploadTooLarge(): AppError {
  return new AppError("too_large", `A history may be at most ${MOST_UPLOAD_BYTES / 1e9} GB long`);
}

/** Returns a file's name without folders, as it may stand in our own; of a long one the end, which says what it is. */
function nameOf(file: string): string {
  const base = cleanText(file).split(/[\\/]/).at(-1) ?? "";
  const end = Buffer.from(base.replace(/[^\p{L}\p{N} ._()-]/gu, "_")).subarray(-LONGEST_NAME_BYTES);
  // A character that was cut in two is left out.
  const name = end.toString("utf8").replace(/^\uFFFD+/, "");
  return /[^. ]/.test(name) ? name : "history.json";
}

function folderOf({ store }: Context): string | undefined {
  const { path } = store.connection;
  return path === ":memory:" ? undefined : join(dirname(path), FOLDER);
}
