import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { cleanText, cutText } from "../../src/domain/text.ts";

describe("cleanText", () => {
  test.each([
    { name: "plain text stays", value: "tidepool", expected: "tidepool" },
    { name: "NUL goes", value: "tide\0pool", expected: "tidepool" },
    { name: "line breaks and tabs go", value: "a\r\nb\tc", expected: "abc" },
    { name: "DEL and C1 controls go", value: "a\u007fb\u0085c\u009fd", expected: "abcd" },
    { name: "white space at the ends goes", value: " \u00a0two words\u2003", expected: "two words" },
    { name: "white space that controls hid goes", value: "\0 a \0", expected: "a" },
    { name: "a lone surrogate is replaced", value: "a\ud83dz", expected: "a\ufffdz" },
    { name: "a pair stays", value: "🦀", expected: "🦀" },
    { name: "halves that a control parted make a pair", value: "\ud83e\0\udd80", expected: "🦀" },
    { name: "nothing but controls is empty", value: "\0\n\u001b", expected: "" },
  ])("$name", ({ value, expected }) => {
    expect(cleanText(value)).toBe(expected);
  });

  test("twice is once, and the result is well-formed text without controls", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const clean = cleanText(value);
        expect(cleanText(clean)).toBe(clean);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

test("a cut text is a clean beginning of what it was, and cutting twice is cutting once", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.integer({ min: 0, max: 20 }), (value, longest) => {
      const clean = cleanText(value);
      const cut = cutText(clean, longest);
      expect(clean.startsWith(cut)).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(longest);
      expect(cutText(cut, longest)).toBe(cut);
      expect(cleanText(cut)).toBe(cut);
    }),
  );
});
