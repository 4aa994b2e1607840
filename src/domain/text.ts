/** A C0 control, DEL or a C1 control. */
const CONTROLS = /\p{Cc}+/gu;

/** Anything but printable ASCII without blanks at its ends, which is what nearly every text is. */
const UNUSUAL = /[^\x20-\x7e]|^ | $/;

/**
 * Returns the text as it may be stored and shown: no control characters (NUL, line breaks and tabs included), no lone
 * surrogates (U+FFFD stands in for each), no white space at the ends. May be empty; doing it twice changes nothing.
 * **Ours:** Hackatime removes NUL everywhere and the other controls from projects alone; one rule for all is easier to trust.
 */
export function cleanText(value: string): string {
  if (!UNUSUAL.test(value)) return value;
  // Controls go first: taking one out may join two halves of a surrogate pair.
  return value.replace(CONTROLS, "").toWellFormed().trim();
}

/**
 * Returns a cleaned text cut to at most `longest` UTF-16 units, never between the halves of a surrogate pair; the end
 * is trimmed anew, so that cutting twice changes nothing.
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = text.charCodeAt(longest - 1);
  const isTorn = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isTorn ? longest - 1 : longest).trimEnd();
}
