// From the bytes of a request to the heartbeats in it. What a body is, its content says, never its content type.
import { AppError } from "../app/errors.ts";

/** Longest body, as received and as unpacked, in bytes. */
export const MAX_BODY_BYTES = 5_000_000;

/** Most heartbeats in one request. */
export const MAX_ELEMENTS = 10_000;

/** Deepest nesting of arrays and objects that is kept; clients send two or three. What is deeper overflows stacks later on. */
export const MAX_NESTING = 500;

/** The heartbeats of a body, unchecked, in the order sent. */
export type Elements = {
  readonly elements: readonly unknown[];
  /** One object (alone or below `hackatime`), a bare array, or a list inside an object. */
  readonly shape: "object" | "array" | "wrapped";
};

// Not fatal: a file name in a broken encoding costs its odd characters, not the heartbeat. It drops a leading BOM.
const utf8 = new TextDecoder();

/**
 * The bytes of a request's body, empty without one.
 *
 * Throws `too_large` over `MAX_BODY_BYTES`, at once when the declared length is over it, otherwise as soon as the
 * bytes are; never holds more than the limit and one chunk. Throws `malformed` when the client goes away in the middle.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array(0);
  const declared = request.headers.get("content-length");
  if (Number(declared) > MAX_BODY_BYTES) throw bodyTooLarge();
  try {
    // The server reads no more than a declared length, so such a body may be taken in one piece, which is faster.
    const bytes = declared === null ? await readStream(request.body) : new Uint8Array(await request.arrayBuffer());
    if (bytes.length > MAX_BODY_BYTES) throw bodyTooLarge();
    return bytes;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new AppError("malformed", "The body ended too early", { cause: error });
  }
}

/**
 * The JSON value in the bytes of a body: plain or gzip, with or without a byte order mark, or once more encoded as a
 * JSON string. Bytes that are no UTF-8 become U+FFFD, and what is nested deeper than `MAX_NESTING` null: the heartbeats
 * beside it, and the fields beside it of its own, are none the worse.
 *
 * Throws `too_large` when it unpacks to more than `MAX_BODY_BYTES`, `malformed` for an empty body, broken gzip or JSON.
 *
 * **Source:** VS Code for the web encodes its array twice; the browser extension sends JSON as `text/plain`.
 */
export function decodeBody(bytes: Uint8Array): unknown {
  const value = parseJson(utf8.decode(isGzip(bytes) ? unpack(bytes) : bytes));
  return typeof value === "string" ? parseJson(value.startsWith("\uFEFF") ? value.slice(1) : value) : value;
}

/**
 * The heartbeats in a decoded body: one object, an array, `{"heartbeats":[…]}`, `{"hackatime":{"heartbeats":[…]}}`,
 * `{"hackatime":[…]}` or `{"hackatime":{…one heartbeat…}}`. Elements may be anything.
 *
 * Throws `malformed` for a scalar or null, `too_large` for more than `MAX_ELEMENTS`.
 *
 * **Source:** Hackatime wraps bodies below `hackatime` by itself, so its clients may, too.
 * **Ours:** an object with its own `time` is a heartbeat even when it has a field called `hackatime`.
 */
export function elementsOf(json: unknown): Elements {
  if (Array.isArray(json)) return listed(json, "array");
  if (!isObject(json)) throw new AppError("malformed", "The body must be a heartbeat or a list of heartbeats");
  if (Array.isArray(json["heartbeats"])) return listed(json["heartbeats"], "wrapped");
  const inner = json["hackatime"];
  if (Array.isArray(inner)) return listed(inner, "wrapped");
  if (!isObject(inner) || "time" in json) return { elements: [json], shape: "object" };
  if (Array.isArray(inner["heartbeats"])) return listed(inner["heartbeats"], "wrapped");
  return { elements: [inner], shape: "object" };
}

async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    // Leaving the loop cancels the stream.
    if (sizeBytes > MAX_BODY_BYTES) throw bodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    // Loaded by the first packed body: it brings the system's streams, which cost a start time and memory.
    const { gunzipSync } = process.getBuiltinModule("node:zlib");
    return gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") throw bodyTooLarge();
    throw new AppError("malformed", "The body is broken gzip", { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(withoutDepths(text, MAX_NESTING));
  } catch (error) {
    throw new AppError("malformed", "The body is not JSON", { cause: error });
  }
}

/**
 * Returns a JSON text with null in the place of arrays and objects nested more than `limit` deep, before it is parsed,
 * which takes seconds for megabytes of brackets. A text with no more than `limit` opening brackets, which is every real
 * one, costs two native searches.
 *
 * ```
 *  limit 2   [7,{"a":[1,{"b":[]}],"c":8}]
 *  depth     1  2    3  4    5  3 2     0
 *  kept      [7,{"a":null        ,"c":8}]
 * ```
 */
function withoutDepths(text: string, limit: number): string {
  if (hasAtMost(text, "{", "[", limit)) return text;
  let depth = 0;
  let kept = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // a string: brackets in it do not count
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        depth++;
        if (depth === limit + 1) kept += `${text.slice(from, at)}null`;
        break;
      case 0x5d:
      case 0x7d:
        if (depth === limit + 1) from = at + 1;
        depth--;
        break;
    }
  }
  // One that never ends leaves a text without its end, which is no JSON.
  return depth > limit ? kept : kept + text.slice(from);
}

/** Whether two characters together occur at most `limit` times in a text. */
function hasAtMost(text: string, first: string, second: string, limit: number): boolean {
  let count = 0;
  for (const character of [first, second]) {
    for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) {
      count++;
      if (count > limit) return false;
    }
  }
  return true;
}

/** Index of the quote that closes the string opened at `start`, or the text's length when none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function listed(elements: readonly unknown[], shape: Elements["shape"]): Elements {
  if (elements.length > MAX_ELEMENTS) {
    throw new AppError("too_large", `One request may hold at most ${MAX_ELEMENTS} heartbeats`);
  }
  return { elements, shape };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bodyTooLarge(): AppError {
  return new AppError("too_large", `The body may be at most ${MAX_BODY_BYTES} bytes long, also when unpacked`);
}
