import { cleanText } from "./text.ts";

/** How deep an unknown field is looked into; what lies deeper is dropped rather than risk the stack. */
const DEEPEST = 32;

/** Most bytes of JSON that the unknown fields of one heartbeat may have together. */
const MOST_BYTES = 65_536;

/** Returns the JSON value with every text and name in it cleaned. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item, depth + 1)]));
}

/**
 * Returns the fields that fit into 64 kB of JSON together, in their order; one that does not fit is dropped, and what
 * follows it is tried. The same object when all fit, undefined when none does.
 */
export function fittingFields(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  if (jsonBytes(fields) <= MOST_BYTES) return fields;
  const fitting: [string, unknown][] = [];
  // `{}`, and for each field its quoted name, a colon and, but for the first, a comma.
  let bytes = 2;
  for (const [name, value] of Object.entries(fields)) {
    const more = jsonBytes(name) + 1 + jsonBytes(value) + (fitting.length > 0 ? 1 : 0);
    if (bytes + more > MOST_BYTES) continue;
    bytes += more;
    fitting.push([name, value]);
  }
  return fitting.length === 0 ? undefined : Object.fromEntries(fitting);
}

/** Returns the length of a value's JSON as UTF-8. */
function jsonBytes(value: unknown): number {
  const text = JSON.stringify(value) ?? "";
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Half of a pair is 2 of the 4 bytes of both.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
