// The bytes of a file to import, unpacked when it is packed.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { AppError } from "./errors.ts";

/** A piece of the unpacked document; `readBytes` of the file's `sizeBytes` lie behind it. */
export type Piece = { readonly bytes: Uint8Array; readonly readBytes: number; readonly sizeBytes: number };

/** The file cannot be unpacked any further; what came before it is good. */
export class PackingFault extends Error {}

const PIECE_BYTES = 256 * 1024;
/** Packed bytes may hold a thousand times as many. */
const PACKED_BYTES = 32 * 1024;

/**
 * Yields a file's bytes in order, unpacked when it begins as gzip does, whatever its name is.
 * @throws AppError `invalid` for a ZIP archive, PackingFault where gzip breaks off, or the system's error.
 */
export async function* piecesOf(path: string): AsyncGenerator<Piece> {
  const file = openSync(path, "r");
  try {
    const sizeBytes = fstatSync(file).size;
    const head = Buffer.alloc(4);
    const headLength = readSync(file, head, 0, 4, 0);
    if (head.equals(Buffer.from("PK\x03\x04", "latin1")))
      throw new AppError("invalid", "This is a ZIP archive: unpack it and import the JSON file that is in it");
    if (headLength >= 2 && head[0] === 0x1f && head[1] === 0x8b) yield* unpacked(file, sizeBytes);
    else yield* plain(file, sizeBytes, PIECE_BYTES);
  } finally {
    closeSync(file);
  }
}

function* plain(file: number, sizeBytes: number, pieceBytes: number): Generator<Piece> {
  for (let readBytes = 0; ; ) {
    const buffer = Buffer.allocUnsafe(pieceBytes);
    const length = readSync(file, buffer, 0, pieceBytes, readBytes);
    if (length === 0) return;
    readBytes += length;
    yield { bytes: buffer.subarray(0, length), readBytes, sizeBytes };
  }
}

async function* unpacked(file: number, sizeBytes: number): AsyncGenerator<Piece> {
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip();
  let ready: Buffer[] = [];
  let fault: Error | undefined;
  let isOver = false;
  let wake = () => {};
  gunzip.on("data", (bytes: Buffer) => ready.push(bytes));
  gunzip.on("error", (error) => {
    fault = error;
    wake();
  });
  // Bytes behind the end of the packed ones are nobody's: nothing is read after it.
  gunzip.on("end", () => {
    isOver = true;
    wake();
  });
  const step = (act: (done: () => void) => void) =>
    new Promise<void>((done) => {
      wake = done;
      act(done);
    });
  for (const piece of plain(file, sizeBytes, PACKED_BYTES)) {
    await step((done) => gunzip.write(piece.bytes, () => done()));
    const found = ready;
    ready = [];
    for (const bytes of found) yield { ...piece, bytes };
    if (isOver || fault !== undefined) break;
  }
  if (!isOver && fault === undefined) await step(() => gunzip.end());
  for (const bytes of ready) yield { bytes, readBytes: sizeBytes, sizeBytes };
  if (fault !== undefined) throw new PackingFault("the packed file is cut off or damaged", { cause: fault });
}
