import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { badge, badgeColor } from "../../src/domain/badge.ts";
import { elementsOf, readSvg } from "../support/svg.ts";

describe("badgeColor", () => {
  test.each([
    { given: "blue", hex: "007ec6" },
    { given: " BrightGreen ", hex: "44cc11" },
    { given: "lightgray", hex: "9f9f9f" },
    { given: "#0f8", hex: "00ff88" },
    { given: "2F855A", hex: "2f855a" },
    { given: "#abcdef", hex: "abcdef" },
    { given: undefined, hex: "2f855a" },
    { given: "", hex: "2f855a" },
    { given: "#12345", hex: "2f855a" },
    { given: "ffffff80", hex: "2f855a" },
    { given: 'red"/><script>', hex: "2f855a" },
    { given: "url(#x)", hex: "2f855a" },
    { given: "constructor", hex: "2f855a" },
    { given: "__proto__", hex: "2f855a" },
  ])("$given is $hex", ({ given, hex }) => {
    expect(badgeColor(given)).toBe(hex);
  });
});

describe("badge", () => {
  test("says its label and message, in the drawing and in the title", () => {
    const svg = readSvg(badge({ label: "tide", message: "12 hrs 3 mins", color: "007ec6" }));
    expect(svg.attributes).toMatchObject({ role: "img", height: "20", "aria-label": "tide: 12 hrs 3 mins" });
    expect(elementsOf(svg, "title").map(({ text }) => text)).toEqual(["tide: 12 hrs 3 mins"]);
    expect(elementsOf(svg, "text").map(({ text }) => text)).toEqual(["tide", "12 hrs 3 mins"]);
    expect(elementsOf(svg, "rect")[0]?.attributes["fill"]).toBe("#007ec6");
  });

  test("is well formed and holds its texts, whatever they are", () => {
    const textArb = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
      fc.constantFrom('"><script>alert(1)</script>', "]]>", "&amp;", "a\0b\u{1F}", "\ud800", "<!--", "🦀 крабы", "--"),
    );
    fc.assert(
      fc.property(textArb, textArb, (label, message) => {
        const svg = readSvg(badge({ label, message, color: "007ec6" }));
        const isForbidden = (character: string) => character < " " || character === "\ufffe" || character === "\uffff";
        const shown = [label, message]
          .map((text) => [...text.replace(/\s+/g, " ").trim().toWellFormed()])
          .map((characters) => characters.map((one) => (isForbidden(one) ? "\ufffd" : one)).join(""))
          .filter((text) => text !== "");
        expect(elementsOf(svg, "text").map(({ text }) => text)).toEqual(shown);
        expect(elementsOf(svg, "title")[0]?.text).toBe(shown.join(": "));
        const names = new Set(["svg", "title", "rect", "path", "g", "text"]);
        expect(["script", "a", "image", "style"].flatMap((name) => elementsOf(svg, name))).toEqual([]);
        expect(svg.children.every(({ name }) => names.has(name))).toBe(true);
      }),
    );
  });

  test("texts never overlap: each stands inside its own box", () => {
    const svg = readSvg(badge({ label: "W".repeat(50), message: "日本語 🦀", color: "ffffff" }));
    const [label, message] = elementsOf(svg, "text").map(({ attributes }) => ({
      start: Number(attributes["x"]),
      end: Number(attributes["x"]) + Number(attributes["textLength"]),
    }));
    expect(label?.start).toBe(6);
    expect((label?.end ?? 0) + 12).toBe(message?.start as number);
    expect((message?.end ?? 0) + 6).toBe(Number(svg.attributes["width"]));
    // Wide letters are wider than narrow ones.
    const widthOf = (text: string) =>
      Number(readSvg(badge({ label: "", message: text, color: "fff000" })).attributes["width"]);
    expect(widthOf("WWWW")).toBeGreaterThan(widthOf("aaaa"));
    expect(widthOf("日本語語")).toBeGreaterThan(widthOf("iiii"));
    expect(widthOf("e\u{301}e\u{301}")).toBe(widthOf("ee"));
  });

  test("300 characters are cut to 80", () => {
    const svg = readSvg(badge({ label: "a".repeat(300), message: "🦀".repeat(81), color: "007ec6" }));
    expect(elementsOf(svg, "text").map(({ text }) => text)).toEqual([`${"a".repeat(79)}…`, `${"🦀".repeat(79)}…`]);
  });

  test("letters are dark on light grounds", () => {
    const inkOn = (color: string) =>
      elementsOf(readSvg(badge({ label: "", message: "x", color })), "text")[0]?.attributes["fill"];
    expect([inkOn("ffffff"), inkOn("dfb317"), inkOn("007ec6"), inkOn("000000")]).toEqual([
      "#333333",
      "#333333",
      "#ffffff",
      "#ffffff",
    ]);
  });
});
