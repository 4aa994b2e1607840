/** Everything that XML 1.0 cannot hold, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Returns text as it may stand in an XML element or a quoted attribute. A character that XML cannot hold (controls, half
 * a surrogate pair) becomes U+FFFD: one of them would make the whole document unreadable.
 */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, "\u{FFFD}")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
