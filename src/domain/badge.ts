import { textWidth } from "./text-width.ts";
import { xmlText } from "./xml.ts";

/** What a badge says: a label on the left, a message on a coloured ground on the right. */
export type Badge = {
  readonly label: string;
  readonly message: string;
  /** six hexadecimal digits, as {@link badgeColor} gives them */
  readonly color: string;
};

/** The ground of what is not told. */
export const GREY = "9f9f9f";

/** Colours by the names that shields.io gave them. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ...(["brightgreen", "success"] as const).map((name) => [name, "44cc11"] as const),
  ["green", "97ca00"],
  ["yellowgreen", "a4a61d"],
  ["yellow", "dfb317"],
  ...(["orange", "important"] as const).map((name) => [name, "fe7d37"] as const),
  ...(["red", "critical"] as const).map((name) => [name, "e05d44"] as const),
  ...(["blue", "informational"] as const).map((name) => [name, "007ec6"] as const),
  ["blueviolet", "8a2be2"],
  ...(["grey", "gray"] as const).map((name) => [name, "555555"] as const),
  ...(["lightgrey", "lightgray", "inactive"] as const).map((name) => [name, GREY] as const),
  ["black", "000000"],
  ["white", "ffffff"],
]);

const DEFAULT_COLOR = "2f855a";
const LABEL_COLOR = "555555";
/** Longest text in characters; more is cut with an ellipsis. */
const LONGEST = 80;
const HEIGHT = 20;
const PADDING = 6;
const FONT_SIZE = 11;

/** Returns six hexadecimal digits for a colour's name or three or six such digits; a green for anything else. */
export function badgeColor(text: string | undefined): string {
  const given = text?.trim().toLowerCase().replace(/^#/, "") ?? "";
  if (/^[0-9a-f]{6}$/.test(given)) return given;
  if (/^[0-9a-f]{3}$/.test(given)) return given.replace(/./g, "$&$&");
  return NAMED.get(given) ?? DEFAULT_COLOR;
}

/**
 * Returns a badge as SVG of one height, as wide as its texts need. It holds no style, script, link or id, so that it may
 * stand inline in any page. Long texts are cut, in the drawing and in the title; white space counts as one blank.
 *
 * ```
 *  | label | message |      6 px on either side of a text
 * ```
 */
export function badge({ label, message, color }: Badge): string {
  const left = boxOf(label, 0);
  const right = boxOf(message, left.width);
  const whole = xmlText([left.text, right.text].filter((text) => text !== "").join(": "));
  const width = left.width + right.width;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${whole}">`,
    `<title>${whole}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="3" fill="#${color}"/>`,
    left.width === 0 ? "" : `<path d="${leftGround(left.width)}" fill="#${LABEL_COLOR}"/>`,
    `<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="${FONT_SIZE}">`,
    written(left, "ffffff"),
    written(right, isLight(color) ? "333333" : "ffffff"),
    "</g></svg>\n",
  ].join("");
}

type Box = {
  readonly text: string;
  /** px from the left edge of the badge */
  readonly x: number;
  /** whole px, padding included; 0 for no text */
  readonly width: number;
};

function boxOf(raw: string, x: number): Box {
  const characters = [...raw.replace(/\s+/g, " ").trim()];
  const text = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : characters.join("");
  return { text, x, width: text === "" ? 0 : Math.ceil(textWidth(text, FONT_SIZE)) + 2 * PADDING };
}

/** A box with round corners on its left side alone. */
function leftGround(width: number): string {
  return `M3 0H${width}V${HEIGHT}H3A3 3 0 0 1 0 ${HEIGHT - 3}V3A3 3 0 0 1 3 0z`;
}

function written({ text, x, width }: Box, color: string): string {
  if (text === "") return "";
  // The width is told, for a font that is not there would overflow its box.
  return `<text x="${x + PADDING}" y="14" fill="#${color}" textLength="${width - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${xmlText(text)}</text>`;
}

/** Whether dark letters are easier to read on a ground than white ones. Source: ITU-R BT.601, the weights. */
function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((place) => Number.parseInt(color.slice(place, place + 2), 16));
  return (red * 299 + green * 587 + blue * 114) / 1000 > 170;
}
