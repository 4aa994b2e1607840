import { cleanText } from "./text.ts";

/** What may name the computer a heartbeat was made on. */
export type MachineHints = {
  /** the request's `X-Machine-Name`, as the server handed it out */
  readonly header?: string;
  /** the heartbeat's own `machine` */
  readonly body?: string;
  /** the agent that sent the header */
  readonly userAgent?: string;
};

/** An escape may hide in an escape: WakaTime's CLI escapes the header again for each further request of one run. */
const ROUNDS = 5;

/** A run of percent escapes, which together may spell one character. */
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/** The agents that always query-escape the header: WakaTime's Go CLI, whose version starts with `v`. */
const ESCAPING_AGENT = /^\s*wakatime\/v/i;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Returns the computer's name as its owner reads it: the header before the body, unescaped, without control characters;
 * undefined when neither names one. Percent escapes are undone until nothing changes, five rounds at most; every `+` is a
 * space where there was an escape, and in a header of WakaTime's CLI; bytes of UTF-8 that were handed out as Latin-1 are read again.
 * A broken escape stays as it is. **Source:** contract §3; clients.md A1.3 (`my+h%C3%B6st+1`, `my%2Bh%25C3%25B6st%2B1`).
 */
export function machineName({ header, body, userAgent }: MachineHints): string | undefined {
  return unescaped(header, userAgent !== undefined && ESCAPING_AGENT.test(userAgent)) ?? unescaped(body, false);
}

function unescaped(sent: string | undefined, plusIsSpace: boolean): string | undefined {
  let name = cleanText(fromLatin1(sent ?? ""));
  // Of a plus that an escape gave nobody can tell whether it was a plus or, escaped twice, a blank. A blank is the better
  // guess, and the only one that keeps a computer one computer from the first request of a run to the next.
  const spaced = plusIsSpace || name.search(ESCAPES) >= 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = cleanText(fromLatin1(name.replace(ESCAPES, decoded)));
    if (next === name) break;
    name = next;
  }
  if (spaced) name = name.replaceAll("+", " ").trim();
  return name === "" ? undefined : name;
}

function decoded(escapes: string): string {
  const bytes = escapes
    .slice(1)
    .split("%")
    .map((hex) => Number.parseInt(hex, 16));
  return utf8(bytes) ?? escapes;
}

/** Returns text whose every character is a byte of valid UTF-8 as what those bytes spell, other text as it is. */
function fromLatin1(text: string): string {
  // Bytes above ASCII and nothing that is no byte.
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  return utf8(Array.from(text, (char) => char.charCodeAt(0))) ?? text;
}

function utf8(bytes: readonly number[]): string | undefined {
  try {
    return UTF8.decode(Uint8Array.from(bytes));
  } catch {
    // Bytes that are no UTF-8 are an ordinary case here, not a fault: the caller keeps the text.
    return undefined;
  }
}
