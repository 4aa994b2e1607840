// How wide text is when a browser draws it, near enough to draw a box around it.

/** Units per em that the widths below are in. */
const EM = 2048;

/** Advance widths of the printable ASCII characters from space on. Source: the font Verdana's own table. */
const ASCII = [
  ...[720, 806, 940, 1676, 1302, 2204, 1487, 550, 930, 930, 1302, 1676, 745, 930, 745, 930],
  ...[1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676, 1117],
  ...[2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726, 1532, 1612],
  ...[1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930, 930, 1676, 1302],
  ...[1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212, 562, 1992, 1296, 1243],
  ...[1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076, 1300, 930, 1300, 1676],
];

/** Letters of other alphabets, on average. */
const LETTER = 1400;
/** Chinese, Japanese and Korean signs and emoji stand in a square. */
const SQUARE = 2048;
/** The first sign that stands in a square: Hangul. */
const FIRST_SQUARE = 0x1100;

/** Characters that take no room of their own: accents and joiners. */
const WIDTHLESS = /^[\p{M}\p{Cf}]$/u;

/** Returns the width of text in Verdana of a size, in the unit of the size. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += unitsOf(character);
  return (units * size) / EM;
}

function unitsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const known = ASCII[code - 32];
  if (known !== undefined) return known;
  if (WIDTHLESS.test(character)) return 0;
  return code >= FIRST_SQUARE ? SQUARE : LETTER;
}
