// A strict reader of the XML that we draw: what a browser would refuse to show throws here.

/** An element, its attributes and texts decoded. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** its own text, without that of its children */
  readonly text: string;
};

const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Returns the one element of a document. */
export function readSvg(source: string): Element {
  if (NOT_XML.test(source) || !source.isWellFormed()) throw new Error("a character that XML cannot hold");
  const { element, at } = readElement(source, 0);
  if (source.slice(at).trim() !== "") throw new Error(`something behind the end: ${source.slice(at, at + 30)}`);
  return element;
}

/** Returns all elements of a name, in the order in which they stand. */
export function elementsOf(element: Element, name: string): Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => elementsOf(child, name))];
}

function readElement(source: string, start: number): { readonly element: Element; readonly at: number } {
  const tag = /<([a-z][a-zA-Z]*)((?: [a-zA-Z][a-zA-Z:-]*="[^"<]*")*)(\/?)>/y;
  tag.lastIndex = start;
  const [whole, name = "", attributeText = "", slash] = tag.exec(source) ?? [];
  if (whole === undefined) throw new Error(`no element: ${source.slice(start, start + 40)}`);
  const pairs = [...attributeText.matchAll(/ ([^=]+)="([^"]*)"/g)].map(
    ([, key = "", value = ""]) => [key, decoded(value)] as const,
  );
  const attributes = Object.fromEntries(pairs);
  if (Object.keys(attributes).length !== pairs.length) throw new Error(`an attribute stands twice: ${whole}`);
  let at = start + whole.length;
  if (slash === "/") return { element: { name, attributes, children: [], text: "" }, at };
  const children: Element[] = [];
  let text = "";
  while (!source.startsWith("</", at)) {
    const next = source.indexOf("<", at);
    if (next < 0) throw new Error(`<${name}> has no end`);
    text += decoded(source.slice(at, next));
    at = next;
    if (source.startsWith("</", at)) break;
    const child = readElement(source, at);
    children.push(child.element);
    at = child.at;
  }
  if (!source.startsWith(`</${name}>`, at)) throw new Error(`<${name}> ends as ${source.slice(at, at + 20)}`);
  return { element: { name, attributes, children, text }, at: at + name.length + 3 };
}

function decoded(text: string): string {
  return text.replace(/&(?:([a-z]+|#39);)?|>/g, (entity, name: string | undefined) => {
    const plain = ENTITIES[name ?? ""];
    if (plain === undefined) throw new Error(`not escaped: ${entity}`);
    return plain;
  });
}
