// Finds the heartbeats in a document of any size without holding more of it than one element.

/** Largest element that is read, bytes; a live request of one heartbeat may be no larger. */
export const LARGEST_ELEMENT = 5 * 1024 * 1024;
const DEEPEST = 500;
const NO_JSON = "an element is not JSON";

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Takes what is found: an element that JSON.parse can read, or the reason why one cannot be read. */
export type Finder = {
  readonly element: (value: unknown) => void;
  readonly unreadable: (reason: string) => void;
};

/** Where a document stops being JSON, counted in unpacked bytes, and why. */
export type Break = { readonly offset: number; readonly reason: string };

export type Scanner = {
  /** Takes the next bytes of the document; nothing is read past a break. */
  readonly push: (bytes: Uint8Array) => void;
  /** Says that the document ends here; returns where it broke, undefined for one that is whole. */
  readonly end: () => Break | undefined;
  /** Returns whether the document broke already. */
  readonly isBroken: () => boolean;
  /** Returns whether an object has a key `grand_total`: the mark of a dump of daily totals. */
  readonly hasTotals: () => boolean;
};

/**
 * Returns a scanner that hands every element of every array called `heartbeats`, at any depth, to `finder`; in a
 * document that is an array itself, its elements too. It only looks for the borders of elements and leaves their
 * grammar to JSON.parse, so a bad element costs itself alone; what lies outside them is checked just enough to notice
 * a document that is cut off or no JSON.
 *
 * ```
 *  {"days":[{"date":"2025-01-01","heartbeats":[{…},{…}]}]}
 *  outside                                     ^--^ ^--^   elements, from the first byte to the comma or bracket
 * ```
 */
export function heartbeatScanner(finder: Finder): Scanner {
  let offset = 0;
  let broken: Break | undefined;
  let hasBegun = false;
  let hasTotals = false;
  let markLength = 0;

  /** Closing bytes that the containers outside of elements wait for. */
  const closers: number[] = [];
  let key = "";
  let text: number[] = [];
  let isValue = false;

  let inString = false;
  let isEscaped = false;
  /** inside an array called heartbeats */
  let inList = false;
  /** in such an array: before, in or after an element */
  let place: "before" | "in" | "after" = "before";
  /** containers opened inside the current element */
  let depth = 0;

  /** An element is being read: its earlier bytes are in `parts`, and it goes on at `start` of the chunk. */
  let isReading = false;
  let start = 0;
  let parts: Uint8Array[] = [];
  let length = 0;

  function begin(at: number): void {
    isReading = true;
    start = at;
    parts = [];
    length = 0;
  }

  function keep(bytes: Uint8Array, until: number): void {
    length += until - start;
    // Past the limit its bytes are only counted.
    if (length <= LARGEST_ELEMENT) parts.push(bytes.slice(start, until));
    else parts = [];
    start = 0;
  }

  function finish(bytes: Uint8Array, until: number): void {
    isReading = false;
    const isTooLarge = length + until - start > LARGEST_ELEMENT;
    const whole =
      parts.length === 0 ? bytes.subarray(start, until) : Buffer.concat([...parts, bytes.subarray(start, until)]);
    parts = [];
    const value = isTooLarge ? undefined : parsed(whole);
    if (value !== undefined) finder.element(value);
    else finder.unreadable(isTooLarge ? `an element is larger than ${LARGEST_ELEMENT / 2 ** 20} MB` : NO_JSON);
  }

  function fail(at: number, reason: string): void {
    broken ??= { offset: offset + at, reason };
  }

  /** Reads on in an array of heartbeats; returns where it stopped. */
  function readList(bytes: Uint8Array, from: number): number {
    // Locals, because this loop may see every byte, and variables of the closure cost several times as much.
    let level = depth;
    let quoted = inString;
    let escaped = isEscaped;
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (quoted) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) quoted = false;
      } else if (level > 0) {
        if (byte === QUOTE) quoted = true;
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) level++;
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) level--;
        if (level === 0) {
          finish(bytes, i + 1);
          place = "after";
        }
      } else if (byte === COMMA || byte === CLOSE_BRACKET) {
        if (place === "in") finish(bytes, i);
        else if (place === "before" && byte === COMMA) finder.unreadable(NO_JSON);
        place = "before";
        if (byte === CLOSE_BRACKET) {
          closers.pop();
          inList = false;
          [depth, inString, isEscaped] = [0, false, false];
          return i + 1;
        }
      } else if (byte === CLOSE_BRACE) {
        fail(i, "a brace closes what is not open");
        return bytes.length;
      } else if (!isBlank(byte) && place !== "in") {
        const end = byte === OPEN_BRACE ? bytes.indexOf(CLOSE_BRACE, i) : -1;
        const value = end < 0 ? undefined : parsed(bytes.subarray(i, end + 1));
        if (value !== undefined) {
          // Nearly every heartbeat ends at its first closing brace; then none of its bytes is looked at one by one.
          finder.element(value);
          place = "after";
          i = end;
        } else {
          place = "in";
          begin(i);
          if (byte === QUOTE) quoted = true;
          else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) level = 1;
        }
      } else if (byte === QUOTE) quoted = true;
    }
    depth = level;
    inString = quoted;
    isEscaped = escaped;
    return bytes.length;
  }

  /** Reads on outside of the arrays of heartbeats; returns where it stopped. */
  function readAround(bytes: Uint8Array, from: number): number {
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) inString = false;
        else if (text.length < 16) text.push(byte);
        continue;
      }
      if (isBlank(byte)) continue;
      const isTop = closers.length === 0;
      // Elements of a document that is an array; one that holds an array of heartbeats is none itself.
      const isElement = closers.length === 1 && closers[0] === CLOSE_BRACKET;
      if (isElement && !isReading && byte !== COMMA && byte !== CLOSE_BRACKET) begin(i);
      if (isTop && (hasBegun || (byte !== OPEN_BRACE && byte !== OPEN_BRACKET))) {
        fail(i, hasBegun ? "something follows the end of the document" : "this is no JSON document");
        return bytes.length;
      }
      if (byte === QUOTE) {
        inString = true;
        text = [];
      } else if (byte === COLON) {
        key = String.fromCharCode(...text);
        isValue = true;
        if (key === "grand_total") hasTotals = true;
        continue;
      } else if (byte === OPEN_BRACKET && isValue && key === "heartbeats") {
        closers.push(CLOSE_BRACKET);
        isReading = false;
        parts = [];
        isValue = false;
        inList = true;
        return i + 1;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        hasBegun = true;
        if (closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET) > DEEPEST) {
          fail(i, `it is nested deeper than ${DEEPEST} levels`);
          return bytes.length;
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (isElement && isReading) finish(bytes, i);
        if (closers.pop() !== byte) {
          fail(i, "a bracket closes what is not open");
          return bytes.length;
        }
      } else if (byte === COMMA) {
        if (isElement && isReading) finish(bytes, i);
      }
      isValue = false;
    }
    return bytes.length;
  }

  return {
    push(bytes) {
      let from = 0;
      while (offset + from === markLength && from < bytes.length && bytes[from] === BYTE_ORDER_MARK[markLength]) {
        markLength++;
        from++;
      }
      if (isReading) start = from;
      while (broken === undefined && from < bytes.length)
        from = inList ? readList(bytes, from) : readAround(bytes, from);
      if (isReading && broken === undefined) keep(bytes, bytes.length);
      offset += bytes.length;
    },
    end() {
      if (broken === undefined && !hasBegun) fail(0, "the file is empty");
      if (broken === undefined && closers.length > 0) fail(0, "the file ends in the middle of the document");
      return broken;
    },
    isBroken: () => broken !== undefined,
    hasTotals: () => hasTotals,
  };
}

/** Returns what a text of JSON says, undefined when it is none; JSON itself knows no undefined. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return undefined;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}
