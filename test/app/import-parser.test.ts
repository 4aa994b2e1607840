import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Break, heartbeatScanner, LARGEST_ELEMENT } from "../../src/app/import-parser.ts";

type Scanned = {
  readonly found: unknown[];
  readonly unreadable: string[];
  readonly broken: Break | undefined;
  readonly hasTotals: boolean;
};

/** What a scanner says of a document that comes in pieces cut at these places. */
function scan(document: string | Uint8Array, cuts: readonly number[] = []): Scanned {
  const bytes = typeof document === "string" ? new TextEncoder().encode(document) : document;
  const found: unknown[] = [];
  const unreadable: string[] = [];
  const scanner = heartbeatScanner({
    element: (value) => found.push(value),
    unreadable: (reason) => unreadable.push(reason),
  });
  const places = [0, ...[...cuts].sort((a, b) => a - b).filter((cut) => cut < bytes.length), bytes.length];
  for (const [i, from] of places.entries()) {
    // A reader may use its buffer again.
    const piece = bytes.slice(from, places[i + 1] ?? bytes.length);
    scanner.push(piece);
    piece.fill(0);
  }
  return { found, unreadable, broken: scanner.end(), hasTotals: scanner.hasTotals() };
}

const whole = { unreadable: [], broken: undefined, hasTotals: false };

describe("finds every element of every array called heartbeats", () => {
  test.each([
    { name: "an export", document: '{"export_info":{},"heartbeats":[{"time":1},{"time":2}]}', found: [1, 2] },
    {
      name: "a dump, day by day",
      document: '{"user":{},"days":[{"date":"2025-01-01","heartbeats":[{"time":1}]},{"heartbeats":[{"time":2}]}]}',
      found: [1, 2],
    },
    { name: "deep below", document: '[[{"a":{"b":[{"heartbeats":[{"time":1}]}]}}]]', found: [1] },
    {
      name: "a list of days",
      document: '[{"date":"x","heartbeats":[{"time":1}]},{"heartbeats":[{"time":2}]}]',
      found: [1, 2],
    },
    { name: "a plain array", document: '[{"time":1},{"time":2}]', found: [1, 2] },
    {
      name: "blanks and line ends",
      document: '{ "heartbeats" :\r\n [ {"time":1} ,\r\n\t{"time":2}\r\n] }\r\n',
      found: [1, 2],
    },
    { name: "a byte order mark", document: '\uFEFF{"heartbeats":[{"time":1}]}', found: [1] },
    { name: "empty arrays", document: '{"days":[{"heartbeats":[]},{"heartbeats":[ ]}]}', found: [] },
    { name: "the name as a value", document: '{"a":"heartbeats","b":["heartbeats",[{"time":1}]]}', found: [] },
    { name: "the name of something else", document: '{"heartbeats":5,"a":{"heartbeats":{"time":1}}}', found: [] },
    { name: "a longer name", document: '{"total_heartbeats":[{"time":1}],"heartbeats_":[{"time":2}]}', found: [] },
    { name: "braces in texts", document: '{"heartbeats":[{"entity":"}],[{\\"","time":1}]}', found: [1] },
    { name: "nested values", document: '{"heartbeats":[{"meta":{"a":[{}]},"time":1},{"time":2}]}', found: [1, 2] },
    { name: "brackets in texts outside", document: '{"a":"[{\\"","heartbeats":[{"time":1}]}', found: [1] },
  ])("$name", ({ document, found }) => {
    const scanned = scan(document);
    const times = scanned.found.map((value) => (value as { time: number }).time);
    expect(times).toEqual([...found]);
    expect(scanned).toEqual({ ...whole, found: scanned.found });
  });

  test("a byte order mark may come in pieces", () => {
    expect(scan('\uFEFF[{"time":1}]', [1, 2, 3, 4]).found).toEqual([{ time: 1 }]);
  });

  test("elements that are no objects are elements too", () => {
    expect(scan('{"heartbeats":[null, 5 ,"a,]",[1,[2]],true]}')).toEqual({
      ...whole,
      found: [null, 5, "a,]", [1, [2]], true],
    });
    expect(scan('[null,5,"a,]",[1,[2]]]')).toEqual({ ...whole, found: [null, 5, "a,]", [1, [2]]] });
  });

  test("a dump of daily totals is known by its totals", () => {
    const scanned = scan('{"days":[{"date":"2025-01-01","grand_total":{"decimal":"0.00"},"projects":[]}]}');
    expect(scanned).toEqual({ ...whole, hasTotals: true, found: [] });
  });
});

describe("a bad element costs itself alone", () => {
  test.each([
    { name: "no JSON", bad: '{"time":}' },
    { name: "a word", bad: "undefined" },
    { name: "two without a comma", bad: '{"time":1 "entity":2}' },
    { name: "a raw NUL in a text", bad: '{"entity":"a\u0000b"}' },
    { name: "nothing", bad: " " },
    { name: "brackets that do not match", bad: '{"a":[1}}' },
  ])("$name", ({ bad }) => {
    const scanned = scan(`{"heartbeats":[{"time":1},${bad},{"time":2}]}`);
    expect(scanned.found).toEqual([{ time: 1 }, { time: 2 }]);
    expect(scanned.unreadable).toEqual(["an element is not JSON"]);
    expect(scanned.broken).toBeUndefined();
  });

  test("one that is too large is passed over", () => {
    const large = `{"entity":"${"x".repeat(LARGEST_ELEMENT)}"}`;
    const cuts = Array.from({ length: 100 }, (_, i) => i * 65_536);
    const scanned = scan(`{"heartbeats":[{"time":1},${large},{"time":2}]}`, cuts);
    expect(scanned.found).toEqual([{ time: 1 }, { time: 2 }]);
    expect(scanned.unreadable).toEqual(["an element is larger than 5 MB"]);
  });

  test("one that is nested a million deep does no harm", () => {
    const deep = `{"a":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)},"time":3}`;
    const scanned = scan(`{"heartbeats":[{"time":1},${deep},{"time":2}]}`);
    expect(scanned.found.length + scanned.unreadable.length).toBe(3);
    expect(scanned.found.at(-1)).toEqual({ time: 2 });
    expect(scanned.broken).toBeUndefined();
  });
});

describe("says where a document breaks, and keeps what came before", () => {
  test.each([
    { name: "nothing", document: "", reason: "the file is empty", offset: 0, found: 0 },
    { name: "blanks", document: " \n\n", reason: "the file is empty", offset: 3, found: 0 },
    { name: "a page", document: "<html></html>", reason: "this is no JSON document", offset: 0, found: 0 },
    { name: "words", document: "hello", reason: "this is no JSON document", offset: 0, found: 0 },
    { name: "a text", document: '"heartbeats"', reason: "this is no JSON document", offset: 0, found: 0 },
    { name: "NULs", document: "\0\0\0\0", reason: "this is no JSON document", offset: 0, found: 0 },
    {
      name: "an end in an element",
      document: '{"heartbeats":[{"time":1},{"ti',
      reason: "the file ends in the middle of the document",
      offset: 30,
      found: 1,
    },
    {
      name: "an end after an element",
      document: '{"heartbeats":[{"time":1}',
      reason: "the file ends in the middle of the document",
      offset: 25,
      found: 1,
    },
    {
      name: "an end outside",
      document: '{"days":[{"heartbeats":[{"time":1}]}',
      reason: "the file ends in the middle of the document",
      offset: 36,
      found: 1,
    },
    {
      name: "another document after it",
      document: '{"heartbeats":[{"time":1}]}\n{"heartbeats":[{"time":2}]}',
      reason: "something follows the end of the document",
      offset: 28,
      found: 1,
    },
    {
      name: "a bracket too many",
      document: '{"heartbeats":[{"time":1}]]}',
      reason: "a bracket closes what is not open",
      offset: 26,
      found: 1,
    },
    {
      name: "a brace that closes a list",
      document: '{"heartbeats":[{"time":1}}',
      reason: "a brace closes what is not open",
      offset: 25,
      found: 1,
    },
    {
      name: "nesting without end",
      document: "[".repeat(100_000),
      reason: "it is nested deeper than 500 levels",
      offset: 500,
      found: 0,
    },
  ])("$name", ({ document, reason, offset, found }) => {
    const scanned = scan(document);
    expect(scanned.broken).toEqual({ reason, offset });
    expect(scanned.found.length).toBe(found);
  });

  test("nothing is read past a break", () => {
    expect(scan('{"a":]{"heartbeats":[{"time":1}]}').found).toEqual([]);
  });
});

describe("laws", () => {
  const element = fc.oneof(
    fc.record({ time: fc.integer(), entity: fc.string({ unit: "binary" }), more: fc.jsonValue({ maxDepth: 3 }) }),
    fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes("heartbeats")),
  );
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 20 });

  test("wherever a dump is cut into pieces, its elements are found, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.array(element)), cuts, fc.constantFrom(undefined, 2, "\t"), (days, places, space) => {
        const dump = {
          user: { username: "ada}[" },
          days: days.map((heartbeats) => ({ date: "2025-01-01", heartbeats })),
        };
        const scanned = scan(JSON.stringify(dump, undefined, space), places);
        expect(scanned).toEqual({ ...whole, found: JSON.parse(JSON.stringify(days.flat())) });
      }),
      { numRuns: 500 },
    );
  });

  test("the elements of an array are found likewise", () => {
    fc.assert(
      fc.property(fc.array(element), cuts, (list, places) => {
        expect(scan(JSON.stringify(list), places)).toEqual({ ...whole, found: JSON.parse(JSON.stringify(list)) });
      }),
      { numRuns: 300 },
    );
  });

  test("whatever the bytes are, and however they are cut, the answer is the same and nothing is thrown", () => {
    const noise = fc.array(fc.constantFrom(...'{}[],:"\\ \n0a', '"heartbeats":[', '{"time":1}'), { maxLength: 40 });
    fc.assert(
      fc.property(noise, cuts, (parts, places) => {
        const document = parts.join("");
        expect(scan(document, places)).toEqual(scan(document));
      }),
      { numRuns: 2_000 },
    );
  });
});
