const CELL = 16;
const CELLS = 5;
/** Columns that are drawn; the others mirror them. */
const DRAWN = 3;
const MARGIN = 8;
const SIZE = CELLS * CELL + 2 * MARGIN;

/**
 * Returns a pattern as SVG, the same for the same text and mostly another for another: five by five squares, left and
 * right alike, in one colour. The text itself is not in it.
 *
 * ```
 *  . # # # .
 *  # . # . #      columns 4 and 5 are columns 2 and 1
 *  . # . # .
 * ```
 */
export function avatar(text: string): string {
  const hash = hashOf(text);
  // The pattern takes the low fifteen bits, the hue those above.
  const hue = (hash >>> (CELLS * DRAWN)) % 360;
  const squares: string[] = [];
  for (let column = 0; column < CELLS; column++) {
    const drawn = Math.min(column, CELLS - 1 - column);
    for (let row = 0; row < CELLS; row++) {
      const bit = row * DRAWN + drawn;
      if ((hash >>> bit) % 2 === 1)
        squares.push(
          `<rect x="${MARGIN + column * CELL}" y="${MARGIN + row * CELL}" width="${CELL}" height="${CELL}"/>`,
        );
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="avatar">`,
    `<title>avatar</title><rect width="${SIZE}" height="${SIZE}" fill="hsl(${hue},30%,92%)"/>`,
    `<g fill="hsl(${hue},55%,45%)">${squares.join("")}</g></svg>\n`,
  ].join("");
}

/** A number of 32 bits. Source: FNV-1a over UTF-16 units, then the finaliser of MurmurHash3, so that every bit depends on all. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
