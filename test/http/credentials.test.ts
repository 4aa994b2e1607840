import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { credentialsOf, normaliseKey } from "../../src/http/credentials.ts";

const KEY = "6e1c9a52-0f3b-4d7e-8a41-2b5c7d9e0f13";
const OTHER = "11111111-2222-4333-9444-555555555555";
const NO_QUERY = new URLSearchParams();

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const token = (text: string) => ({ kind: "token" as const, token: text });

describe("normaliseKey", () => {
  test.each([
    { name: "a plain key", text: KEY, key: KEY },
    { name: "upper case", text: KEY.toUpperCase(), key: KEY },
    { name: "a prefix", text: `waka_${KEY}`, key: KEY },
    { name: "an upper-case prefix", text: `WAKA_${KEY.toUpperCase()}`, key: KEY },
    { name: "blanks around it", text: ` \t${KEY}\r\n`, key: KEY },
    { name: "version 1", text: "6e1c9a52-0f3b-1d7e-8a41-2b5c7d9e0f13", key: undefined },
    { name: "another variant", text: "6e1c9a52-0f3b-4d7e-ca41-2b5c7d9e0f13", key: undefined },
    { name: "the prefix twice", text: `waka_waka_${KEY}`, key: undefined },
    { name: "no hyphens", text: KEY.replaceAll("-", ""), key: undefined },
    { name: "one character more", text: `${KEY}0`, key: undefined },
    { name: "braces", text: `{${KEY}}`, key: undefined },
    { name: "an empty text", text: "", key: undefined },
  ])("$name", ({ text, key }) => {
    expect(normaliseKey(text)).toBe(key);
  });
});

describe("the Authorization header", () => {
  test.each([
    { name: "Bearer K", header: `Bearer ${KEY}` },
    { name: "bearer K", header: `bearer ${KEY}` },
    { name: "BEARER and blanks", header: `BEARER \t ${KEY} ` },
    { name: "Bearer base64(K)", header: `Bearer ${base64(KEY)}` },
    { name: "Bearer base64(K newline)", header: `Bearer ${base64(`${KEY}\n`)}` },
    { name: "Bearer waka_K", header: `Bearer waka_${KEY}` },
    { name: "Basic base64(K)", header: `Basic ${base64(KEY)}` },
    { name: "Basic base64(waka_K)", header: `Basic ${base64(`waka_${KEY}`)}` },
    { name: "Basic base64(K:)", header: `Basic ${base64(`${KEY}:`)}` },
    { name: "Basic base64(K: newline)", header: `Basic ${base64(`${KEY}:\n`)}` },
    { name: "Basic base64(K:) without padding", header: `Basic ${base64(`${KEY}:`).replace(/=+$/, "")}` },
    { name: "Basic base64(:K)", header: `Basic ${base64(`:${KEY}`)}` },
    { name: "Basic base64(user:K)", header: `Basic ${base64(`user:${KEY}`)}` },
    { name: "Basic base64(a:b:K)", header: `Basic ${base64(`a:b:${KEY}`)}` },
    { name: "Basic base64(user name in UTF-8:K)", header: `Basic ${base64(`Jürgen ☕:${KEY}`)}` },
    { name: "Basic base64(another key:K)", header: `Basic ${base64(`${OTHER}:${KEY}`)}` },
    { name: "Basic base64(K and CRLF)", header: `Basic ${base64(`${KEY}\r\n`)}` },
    { name: "Basic K", header: `Basic ${KEY}` },
    { name: "basic K in upper case", header: `basic ${KEY.toUpperCase()}` },
  ])("$name is the key", ({ header }) => {
    expect(credentialsOf(header, NO_QUERY)).toEqual(token(KEY));
  });

  test.each([
    { name: "an empty header", header: "" },
    { name: "blanks", header: "  " },
    { name: "a scheme alone", header: "Bearer" },
    { name: "Basic alone", header: "Basic " },
    { name: "a key without a scheme", header: KEY },
    { name: "an unknown scheme", header: `Digest ${KEY}` },
    { name: "Basic of no base64", header: "Basic !!!!" },
    { name: "Basic of an impossible length", header: "Basic YWJjZ" },
    { name: "Basic of bytes that are no UTF-8", header: `Basic ${Buffer.from([0xff, 0xfe, 0x3a]).toString("base64")}` },
    { name: "Basic of another text", header: `Basic ${base64("user:password")}` },
    { name: "Basic of a cut key", header: `Basic ${base64(KEY.slice(0, 35))}` },
    { name: "Basic of a key with a password", header: `Basic ${base64(`${KEY}:password`)}` },
    { name: "Basic with raw bytes", header: "Basic Ã©" },
    { name: "two headers in one", header: `Bearer ${KEY}, Bearer ${OTHER}` },
    { name: "a token with a blank", header: "Bearer one two" },
    { name: "a token in quotes", header: `Bearer "${KEY}"` },
  ])("$name is bad, and does not fall through to the query", ({ header }) => {
    expect(credentialsOf(header, new URLSearchParams({ api_key: KEY, access_token: KEY }), KEY)).toEqual({
      kind: "bad",
    });
  });

  test.each([
    { name: "an opaque token", header: "Bearer abc_DEF.123~x+y/z==", text: "abc_DEF.123~x+y/z==" },
    { name: "a prefixed token", header: "bearer  hka_0123456789abcdef ", text: "hka_0123456789abcdef" },
    { name: "a cut key", header: `Bearer ${KEY.slice(0, 35)}`, text: KEY.slice(0, 35) },
  ])("$name stays as it is", ({ header, text }) => {
    expect(credentialsOf(header, NO_QUERY)).toEqual(token(text));
  });
});

describe("the query", () => {
  test.each([
    { name: "api_key=K", query: `api_key=${KEY}`, text: KEY },
    { name: "api_key=waka_K", query: `api_key=waka_${KEY}`, text: KEY },
    { name: "api_key=base64(K)", query: `api_key=${encodeURIComponent(base64(KEY))}`, text: KEY },
    { name: "api_key with blanks", query: `api_key=%20${KEY}%0A`, text: KEY },
    { name: "access_token=K", query: `access_token=${KEY.toUpperCase()}`, text: KEY },
    { name: "access_token of another kind", query: "access_token=%20opaque-1 ", text: "opaque-1" },
    { name: "api_key before access_token", query: `access_token=${OTHER}&api_key=${KEY}`, text: KEY },
    { name: "a blank api_key beside access_token", query: `api_key=&access_token=${KEY}`, text: KEY },
  ])("$name", ({ query, text }) => {
    expect(credentialsOf(null, new URLSearchParams(query))).toEqual(token(text));
  });

  test.each([
    { name: "no parameter", query: "", kind: "none" },
    { name: "blank parameters", query: "api_key=%20&access_token=", kind: "none" },
    { name: "another parameter", query: `key=${KEY}`, kind: "none" },
    { name: "a wrong api_key", query: `api_key=x&access_token=${KEY}`, kind: "bad" },
    { name: "an api_key of another kind", query: "api_key=hka_0123", kind: "bad" },
    { name: "an access_token of foreign characters", query: "access_token=a b", kind: "bad" },
  ] as const)("$name is $kind", ({ query, kind }) => {
    expect(credentialsOf(null, new URLSearchParams(query))).toEqual({ kind });
  });
});

describe("a key glued to the path", () => {
  test.each([
    { name: "counts alone", header: null, query: "", pathKey: `WAKA_${KEY}`, expected: token(KEY) },
    { name: "is bad when it is no key", header: null, query: "", pathKey: "x", expected: { kind: "bad" as const } },
    { name: "comes after the query", header: null, query: `api_key=${OTHER}`, pathKey: KEY, expected: token(OTHER) },
    { name: "comes after the header", header: `Bearer ${OTHER}`, query: "", pathKey: KEY, expected: token(OTHER) },
  ])("$name", ({ header, query, pathKey, expected }) => {
    expect(credentialsOf(header, new URLSearchParams(query), pathKey)).toEqual(expected);
  });
});

test("every encoding of any key gives that key", () => {
  const key = fc.uuid({ version: 4 });
  const spelled = fc.tuple(key, fc.constantFrom("", "waka_", "WAKA_"), fc.boolean());
  const user = fc.string({ unit: "grapheme", maxLength: 20 });
  const scheme = fc.constantFrom("Basic", "basic", "BASIC", "bAsIc");
  const blank = fc.constantFrom("", "\n", " ", "\r\n");
  fc.assert(
    fc.property(spelled, user, scheme, blank, ([uuid, prefix, upper], name, word, end) => {
      const sent = prefix + (upper ? uuid.toUpperCase() : uuid);
      const headers = [
        `${word} ${sent}`,
        ...[sent, `${sent}:`, `:${sent}`, `${name}:${sent}`].map((text) => `${word} ${base64(text + end)}`),
        `Bearer ${sent}`,
        `bearer ${base64(sent + end)}`,
      ];
      for (const header of headers) expect(credentialsOf(header, NO_QUERY)).toEqual(token(uuid));
      for (const value of [sent + end, base64(sent + end)]) {
        for (const parameter of ["api_key", "access_token"]) {
          expect(credentialsOf(null, new URLSearchParams({ [parameter]: value }))).toEqual(token(uuid));
        }
      }
    }),
  );
});

test("no header throws, and none is taken for absent", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", "Basic ", "Bearer "), (text, scheme) => {
      expect(["bad", "token"]).toContain(credentialsOf(scheme + text, NO_QUERY).kind);
    }),
  );
});
