import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { connect, serve } from "bun";
import fc from "fast-check";
import { AppError, type AppErrorCode } from "../../src/app/errors.ts";
import { decodeBody, elementsOf, MAX_BODY_BYTES, MAX_ELEMENTS, MAX_NESTING, readBody } from "../../src/http/body.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The code of the refusal a call ends in; anything but a refusal fails the test. */
function refusalOf(call: () => unknown): AppErrorCode | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function post(body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/api/v1/heartbeats", { method: "POST", headers, body });
}

/** A stream of chunks that counts how many were asked of it. */
function chunked(count: number, chunkBytes: number): { stream: ReadableStream; pulled: () => number } {
  let pulled = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (pulled === count) return controller.close();
      pulled++;
      controller.enqueue(new Uint8Array(chunkBytes).fill(pulled));
    },
  });
  return { stream, pulled: () => pulled };
}

describe("readBody", () => {
  test("gives the bytes as sent", async () => {
    expect(await readBody(post("[1,2]"))).toEqual(utf8("[1,2]"));
    expect(await readBody(post("[1,2]", { "content-length": "5" }))).toEqual(utf8("[1,2]"));
  });

  test("gives nothing for a request without a body", async () => {
    expect(await readBody(new Request("http://localhost/", { method: "POST" }))).toHaveLength(0);
  });

  test("joins chunks in order", async () => {
    const bytes = await readBody(post(chunked(3, 2).stream));
    expect([...bytes]).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test.each([
    { name: "a streamed body", headers: {} },
    { name: "a declared body", headers: { "content-length": String(MAX_BODY_BYTES) } },
  ])("$name of just the limit passes", async ({ headers }) => {
    const bytes = await readBody(post(new Uint8Array(MAX_BODY_BYTES), headers as Record<string, string>));
    expect(bytes).toHaveLength(MAX_BODY_BYTES);
  });

  test.each([
    { name: "one byte over the limit", body: new Uint8Array(MAX_BODY_BYTES + 1), headers: {} },
    {
      name: "a declared length over the limit, whatever follows",
      body: new Uint8Array(1),
      headers: { "content-length": String(MAX_BODY_BYTES + 1) },
    },
    {
      name: "a declared length that is a lie",
      body: new Uint8Array(MAX_BODY_BYTES + 1),
      headers: { "content-length": "5" },
    },
  ])("$name is too large", async ({ body, headers }) => {
    const error = await readBody(post(body, headers as Record<string, string>)).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe("too_large");
  });

  test("a stream without an end is left soon after the limit", async () => {
    const { stream, pulled } = chunked(1_000_000, 500_000);
    const error = await readBody(post(stream)).catch((refusal: unknown) => refusal);
    expect((error as AppError).code).toBe("too_large");
    expect(pulled()).toBeLessThan(15);
  });

  test.each([
    { name: "of a declared length", head: "Content-Length: 100", body: "abc" },
    { name: "in chunks", head: "Transfer-Encoding: chunked", body: "3\r\nabc\r\n" },
  ])("a client that goes away in the middle of a body $name is refused, not a bug", async ({ head, body }) => {
    const arrived = Promise.withResolvers<void>();
    const outcome = Promise.withResolvers<unknown>();
    const server = serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const reading = readBody(request);
        arrived.resolve();
        outcome.resolve(await reading.catch((error: unknown) => error));
        return new Response();
      },
    });
    const socket = await connect({ hostname: "127.0.0.1", port: server.port ?? 0, socket: { data() {} } });
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n${body}`);
    await arrived.promise;
    socket.terminate();
    const error = await outcome.promise;
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe("malformed");
    await server.stop(true);
  });
});

describe("decodeBody", () => {
  const value = [{ time: 1751328000.25, entity: "/a/ü.ts", dependencies: ["a"] }];
  const text = JSON.stringify(value);
  const bom = "\uFEFF";

  test.each([
    { name: "plain", bytes: utf8(text) },
    { name: "with blanks around", bytes: utf8(` \r\n\t${text}\n`) },
    { name: "with a byte order mark", bytes: utf8(bom + text) },
    { name: "gzip", bytes: gzipSync(text) },
    { name: "gzip of a byte order mark", bytes: gzipSync(bom + text) },
    { name: "gzip in two members", bytes: Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]) },
    { name: "encoded twice", bytes: utf8(JSON.stringify(text)) },
    { name: "encoded twice, marks in both", bytes: utf8(bom + JSON.stringify(bom + text)) },
    { name: "gzip, encoded twice", bytes: gzipSync(JSON.stringify(text)) },
  ])("$name", ({ bytes }) => {
    expect(decodeBody(bytes)).toEqual(value);
  });

  test.each([
    { name: "no bytes", bytes: utf8("") },
    { name: "blanks", bytes: utf8("  ") },
    { name: "a mark alone", bytes: utf8(bom) },
    { name: "broken JSON", bytes: utf8('{"time":') },
    { name: "two values", bytes: utf8("{}{}") },
    { name: "a form", bytes: utf8("time=1&entity=x") },
    { name: "a text", bytes: utf8('"hello"') },
    { name: "JSON encoded three times", bytes: utf8(JSON.stringify(JSON.stringify("hello"))) },
    { name: "NUL bytes", bytes: new Uint8Array(8) },
    { name: "the gzip mark alone", bytes: new Uint8Array([0x1f, 0x8b]) },
    { name: "cut gzip", bytes: gzipSync(text).subarray(0, 20) },
    { name: "gzip followed by something else", bytes: Buffer.concat([gzipSync(text), utf8("junk")]) },
    { name: "gzip of gzip", bytes: gzipSync(gzipSync(text)) },
  ])("$name is malformed", ({ bytes }) => {
    const code = refusalOf(() => decodeBody(bytes));
    // JSON encoded three times is a string after two rounds, which no body may be: the elements refuse it.
    expect(code ?? refusalOf(() => elementsOf(decodeBody(bytes)))).toBe("malformed");
  });

  test("bytes that are no UTF-8 cost their characters, not the heartbeat", () => {
    const bytes = Buffer.concat([utf8('{"entity":"/a/'), Buffer.from([0xe9, 0x2e]), utf8('c"}')]);
    expect(decodeBody(bytes)).toEqual({ entity: "/a/\uFFFD.c" });
  });

  test("gzip that unpacks to just the limit passes, one byte more does not", () => {
    expect(decodeBody(gzipSync(`${" ".repeat(MAX_BODY_BYTES - 2)}[]`))).toEqual([]);
    expect(refusalOf(() => decodeBody(gzipSync(`${" ".repeat(MAX_BODY_BYTES - 1)}[]`)))).toBe("too_large");
  });

  test("a gzip bomb is too large", () => {
    expect(refusalOf(() => decodeBody(gzipSync(new Uint8Array(60_000_000))))).toBe("too_large");
  });

  const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
  test.each([
    { name: "arrays up to the limit", text: nested(MAX_NESTING, "[", "]"), code: undefined },
    { name: "arrays over it", text: nested(MAX_NESTING + 1, "[", "]"), code: undefined },
    {
      name: "objects over it",
      text: `${'{"a":'.repeat(MAX_NESTING + 1)}1${"}".repeat(MAX_NESTING + 1)}`,
      code: undefined,
    },
    { name: "megabytes of brackets", text: nested(2_400_000, "[", "]"), code: undefined },
    { name: "megabytes of opening brackets", text: "[".repeat(4_900_000), code: "malformed" },
    { name: "many brackets side by side", text: `[${Array(5000).fill("[{}]").join()}]`, code: undefined },
    { name: "brackets in a string", text: JSON.stringify(["[".repeat(5000)]), code: undefined },
    {
      name: "brackets after escaped quotes",
      text: JSON.stringify(['\\"'.repeat(9) + "[".repeat(5000)]),
      code: undefined,
    },
    {
      name: "brackets after an escaped backslash",
      text: `["\\\\",${nested(MAX_NESTING, "[", "]")}]`,
      code: undefined,
    },
    { name: "a string without an end", text: `["${"[".repeat(5000)}`, code: "malformed" },
    {
      name: "depth inside a string of JSON",
      text: JSON.stringify(nested(MAX_NESTING + 1, "[", "]")),
      code: undefined,
    },
  ])("$name: $code", ({ text: body, code }) => {
    expect(refusalOf(() => decodeBody(utf8(body)))).toBe(code as AppErrorCode | undefined);
  });

  test("what passes can be written out again", () => {
    const deepest = decodeBody(utf8(nested(MAX_NESTING, "[", "]")));
    expect(JSON.stringify(deepest)).toHaveLength(2 * MAX_NESTING);
  });

  test.each([
    { name: "an array", deep: nested(5_000, "[", "]") },
    { name: "an object", deep: `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}` },
    { name: "brackets in a string below", deep: `${"[".repeat(MAX_NESTING)}"]}\\"]"${"]".repeat(MAX_NESTING)}` },
  ])("$name nested too deeply is null down there, and nothing beside it is lost", ({ deep }) => {
    const [first, last] = decodeBody(utf8(`[{"time":1,"x":${deep},"y":[2]},{"time":3}]`)) as [
      { time: number; x: unknown; y: number[] },
      { time: number },
    ];
    expect([first.time, first.y, last]).toEqual([1, [2], { time: 3 }]);
    const text = JSON.stringify(first.x);
    expect(text).toContain("null");
    // The element and the list around it are two levels.
    expect(text.split(/[[{]/)).toHaveLength(MAX_NESTING - 2 + 1);
  });

  test("any JSON value comes through every wrapping", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (json) => {
        const expected: unknown = JSON.parse(json);
        fc.pre(typeof expected !== "string");
        for (const bytes of [utf8(json), gzipSync(json), utf8(JSON.stringify(json)), utf8(bom + json)]) {
          expect(decodeBody(bytes)).toEqual(expected);
        }
      }),
    );
  });

  test("random bytes, bare, gzipped or behind the gzip mark, are refused and never break anything", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const body of [bytes, gzipSync(bytes), new Uint8Array([0x1f, 0x8b, 8, ...bytes])]) {
          refusalOf(() => elementsOf(decodeBody(body)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a body with any one byte changed is read or refused, and never breaks anything", () => {
    const original = utf8(JSON.stringify([{ time: 1, entity: 'a"\\b', extra: { deep: [[{}]] } }]));
    const packed = new Uint8Array(gzipSync(original));
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), zipped: fc.boolean() });
    fc.assert(
      fc.property(change, ({ at, byte, zipped }) => {
        const body = (zipped ? packed : original).slice();
        body[at % body.length] = byte;
        refusalOf(() => elementsOf(decodeBody(body)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("elementsOf", () => {
  const a = { time: 1 };
  const b = { time: 2 };

  test.each([
    { name: "one object", json: a, elements: [a], shape: "object" },
    { name: "an empty object", json: {}, elements: [{}], shape: "object" },
    { name: "an array", json: [a, b], elements: [a, b], shape: "array" },
    { name: "an array of one", json: [a], elements: [a], shape: "array" },
    { name: "an empty array", json: [], elements: [], shape: "array" },
    { name: "an array of anything", json: [null, 1, "x", [a], a], elements: [null, 1, "x", [a], a], shape: "array" },
    { name: "a list in an object", json: { heartbeats: [a, b] }, elements: [a, b], shape: "wrapped" },
    { name: "an empty list in an object", json: { heartbeats: [] }, elements: [], shape: "wrapped" },
    { name: "a list below hackatime", json: { hackatime: { heartbeats: [a] } }, elements: [a], shape: "wrapped" },
    { name: "an array below hackatime", json: { hackatime: [a, b] }, elements: [a, b], shape: "wrapped" },
    { name: "one heartbeat below hackatime", json: { hackatime: a }, elements: [a], shape: "object" },
    {
      name: "a heartbeat with a field hackatime",
      json: { time: 3, hackatime: { x: 1 } },
      elements: [{ time: 3, hackatime: { x: 1 } }],
      shape: "object",
    },
    { name: "heartbeats that is no list", json: { heartbeats: a }, elements: [{ heartbeats: a }], shape: "object" },
    { name: "hackatime that is nothing", json: { hackatime: null }, elements: [{ hackatime: null }], shape: "object" },
  ])("$name", ({ json, elements, shape }) => {
    expect(elementsOf(json)).toEqual({ elements, shape } as ReturnType<typeof elementsOf>);
  });

  test.each([null, true, 0, 1.5, "text", undefined])("%p is malformed", (json) => {
    expect(refusalOf(() => elementsOf(json))).toBe("malformed");
  });

  test.each([
    { name: "an array", wrap: (list: unknown[]): unknown => list },
    { name: "a list in an object", wrap: (list: unknown[]): unknown => ({ heartbeats: list }) },
    { name: "a list below hackatime", wrap: (list: unknown[]): unknown => ({ hackatime: { heartbeats: list } }) },
    { name: "an array below hackatime", wrap: (list: unknown[]): unknown => ({ hackatime: list }) },
  ])("$name may hold the limit of heartbeats and no more", ({ wrap }) => {
    expect(elementsOf(wrap(Array(MAX_ELEMENTS).fill(a))).elements).toHaveLength(MAX_ELEMENTS);
    expect(refusalOf(() => elementsOf(wrap(Array(MAX_ELEMENTS + 1).fill(a))))).toBe("too_large");
  });
});
