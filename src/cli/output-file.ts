// Where a command writes what it was asked for when a file is named.
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { writeLines } from "../app/dump-files.ts";
import { fileFault } from "./file-faults.ts";
import { UsageError } from "./usage.ts";

/** `file`: absent or regular, replaced as a whole; its links are resolved. `stream`: a device or pipe, written into. */
export type Place = { readonly kind: "file" | "stream"; readonly path: string } | { readonly kind: "output" };

const OUTPUT = /^(?:-|\/dev\/stdout|(?:\/dev|\/proc\/self)\/fd\/1)$/;
/** A file that is open already and has its name only for as long. */
const DESCRIPTOR = /^(?:\/dev\/stderr|(?:\/dev|\/proc\/(?:self|\d+))\/fd\/\d+)$/;
/** As many as the system itself follows. */
const MOST_LINKS = 40;

/**
 * Returns what an absolute path is the place of, `-` of the standard output; nothing is written.
 * @throws UsageError for a folder, and for a file that may not be written or whose folder is not there.
 */
export function placeOf(path: string): Place {
  if (OUTPUT.test(path)) return { kind: "output" };
  return blamed(path, () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new UsageError(`${path} is a folder`, "name a file in it");
    if (found !== undefined && (!found.isFile() || DESCRIPTOR.test(path))) return { kind: "stream", path };
    // Its folder alone decides whether it can be replaced, but who protects a file wants it kept.
    if (found !== undefined) accessSync(path, constants.W_OK);
    return { kind: "file", path: targetOf(path) };
  });
}

/**
 * Writes lines into a file or stream. A file is in its place only when it is whole, for its owner alone; what stood
 * there before stays until then, and for good when anything fails. A reader of a pipe that goes away has what it wanted.
 * @throws what the lines throw, the reason of the signal when it stops, and faults of the file as `fileFault` tells them.
 */
export async function writeInto(
  place: Exclude<Place, { kind: "output" }>,
  lines: Iterable<string>,
  stopped: AbortSignal,
): Promise<void> {
  try {
    const wanted = until(stopped, lines);
    await (place.kind === "file" ? replaceFile(place.path, wanted) : writeStream(place.path, wanted));
  } catch (fault) {
    throw fileFault(place.path, "written", fault);
  }
}

/** Returns whether two paths lead to one file that is there. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/** The path without links, also when the last of them leads to a file that is not there yet. */
function targetOf(path: string): string {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const folder = realpathSync.native(dirname(target));
    const here = join(folder, basename(target));
    if (!lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink()) return here;
    const link = readlinkSync(here);
    // Not joined: a step up after the name of a link leads out of where that link leads.
    target = isAbsolute(link) ? link : `${folder}/${link}`;
  }
  throw Object.assign(new Error("too many links"), { code: "ELOOP" });
}

async function replaceFile(path: string, lines: Iterable<string>): Promise<void> {
  const part = join(dirname(path), `hearth-export-${crypto.randomUUID()}.part`);
  const file = openSync(part, "wx", 0o600);
  try {
    try {
      await writeLines(file, lines);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (fault) {
    rmSync(part, { force: true });
    throw fault;
  }
}

async function writeStream(path: string, lines: Iterable<string>): Promise<void> {
  // Never made and never emptied: it is somebody's, and may have become a file by now.
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    await writeLines(file, lines);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== "EPIPE") throw fault;
  } finally {
    closeSync(file);
  }
}

function* until(stopped: AbortSignal, lines: Iterable<string>): Generator<string> {
  for (const line of lines) {
    stopped.throwIfAborted();
    yield line;
  }
}

function blamed<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    throw fileFault(path, "written", fault);
  }
}
