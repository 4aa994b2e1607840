import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { machineName } from "../../src/domain/machine.ts";

const CLI = "wakatime/v1.90.0 (linux-6.8.0-31-generic-x86_64) go1.22.0 vim/9.0 vim-wakatime/11.1";
const LEGACY = "wakatime/13.1.0 (Linux-5.10.0-28-amd64-x86_64-with-glibc2.31) Python3.9.2.final.0 vim/9.0";

/** Returns the text as a server hands out a header whose bytes are UTF-8. */
function asLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

describe("machineName", () => {
  test.each([
    { name: "a plain name", hints: { header: "studio-laptop" }, expected: "studio-laptop" },
    { name: "escaped once", hints: { header: "my+h%C3%B6st+1", userAgent: CLI }, expected: "my höst 1" },
    { name: "escaped twice", hints: { header: "my%2Bh%25C3%25B6st%2B1", userAgent: CLI }, expected: "my höst 1" },
    { name: "escaped thrice", hints: { header: "my%252Bh%2525C3%2525B6st%252B1" }, expected: "my höst 1" },
    { name: "escaped, by an unknown agent", hints: { header: "my+h%C3%B6st+1" }, expected: "my höst 1" },
    {
      name: "a typographic apostrophe",
      hints: { header: "Mira%E2%80%99s+MacBook+Pro", userAgent: CLI },
      expected: "Mira’s MacBook Pro",
    },
    { name: "lower-case escapes", hints: { header: "mira%e2%80%99s" }, expected: "mira’s" },
    { name: "a plus from WakaTime's CLI", hints: { header: "build+box", userAgent: CLI }, expected: "build box" },
    { name: "a plus from others", hints: { header: "build+box" }, expected: "build+box" },
    { name: "a plus from the old CLI", hints: { header: "build+box", userAgent: LEGACY }, expected: "build+box" },
    { name: "a blank escaped twice", hints: { header: "build%2Bbox", userAgent: CLI }, expected: "build box" },
    { name: "a blank escaped thrice", hints: { header: "build%252Bbox" }, expected: "build box" },
    {
      name: "UTF-8 bytes as Latin-1",
      hints: { header: asLatin1("mira-café"), userAgent: LEGACY },
      expected: "mira-café",
    },
    { name: "such bytes in the control range", hints: { header: asLatin1("Mira’s") }, expected: "Mira’s" },
    { name: "real Latin-1 stays", hints: { header: "caf\u00e9" }, expected: "café" },
    { name: "proper text stays", hints: { header: "書斎" }, expected: "書斎" },
    { name: "a percent sign alone stays", hints: { header: "100% mine" }, expected: "100% mine" },
    { name: "an escape of no character stays", hints: { header: "caf%E9" }, expected: "caf%E9" },
    { name: "an escape cut short stays", hints: { header: "caf%C3%A" }, expected: "caf%C3%A" },
    { name: "controls and blanks go", hints: { header: "%00den-pc%0A " }, expected: "den-pc" },
    { name: "five rounds and no more", hints: { header: "a%252525252541" }, expected: "a%41" },
    { name: "the header beats the body", hints: { header: "den-pc", body: "other" }, expected: "den-pc" },
    {
      name: "the body, without a header",
      hints: { body: "anonymised machine 1a2b3c4d" },
      expected: "anonymised machine 1a2b3c4d",
    },
    { name: "the body, beside a blank header", hints: { header: " %20 ", body: "den-pc" }, expected: "den-pc" },
    { name: "a plus in the body stays", hints: { body: "build+box", userAgent: CLI }, expected: "build+box" },
    { name: "an escaped body", hints: { body: "my+h%C3%B6st+1" }, expected: "my höst 1" },
    { name: "nothing", hints: {}, expected: undefined },
    { name: "blanks", hints: { header: "", body: " \t" }, expected: undefined },
  ])("$name", ({ hints, expected }) => {
    expect(machineName(hints)).toBe(expected);
  });

  test("a name query-escaped up to five times is the name", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcXYZ019 -_.öñ書🦀’") });
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 5 }), (text, times) => {
        const name = text.trim();
        let header = name;
        for (let i = 0; i < times; i++) header = encodeURIComponent(header).replaceAll("%20", "+");
        fc.pre(name !== "" && header.includes("%"));
        expect(machineName({ header })).toBe(name);
      }),
    );
  });

  test("a name read is read the same again", () => {
    const twisted = fc.string({ unit: fc.constantFrom(..."%%%2541CB36+a \0\u00c3\u00b6\u0085"), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(twisted, fc.string({ unit: "binary" })), (header) => {
        const name = machineName({ header });
        if (name === undefined) return;
        expect(name).not.toMatch(/\p{Cc}/u);
        expect(name.trim()).toBe(name);
        expect(machineName({ header: name })).toBe(name);
      }),
      { numRuns: 600 },
    );
  });
});
