import { expect, test } from "bun:test";
import fc from "fast-check";
import { cellKey } from "../../src/db/cells.ts";
import { DerivedFault } from "../../src/db/derived-fault.ts";
import {
  AI_SESSIONS,
  addTag,
  DEPENDENCIES,
  mergedTags,
  noTagChange,
  TAG_LEAD,
  type TagChange,
  tagRows,
} from "../../src/db/tags.ts";

const KINDS = { dependencies: DEPENDENCIES, session: AI_SESSIONS };

type Row = { kind: keyof typeof KINDS; key: number; id: number; numbers: number[] };

function change(rows: readonly Row[], sign: 1 | -1 = 1): TagChange {
  const made = noTagChange();
  for (const { kind, key, id, numbers } of rows) addTag(made, KINDS[kind], key, id, numbers, sign);
  return made;
}

function read(packed: Float64Array | undefined = new Float64Array(0)): Row[] {
  const rows: Row[] = [];
  for (const kind of ["dependencies", "session"] as const) {
    const { from, to } = tagRows(packed, KINDS[kind]);
    for (let at = from; at < to; at += KINDS[kind].words) {
      const [key = -1, id = -1, ...numbers] = packed.subarray(at, at + KINDS[kind].words);
      rows.push({ kind, key, id, numbers });
    }
  }
  return rows;
}

const rowArb: fc.Arbitrary<Row> = fc
  .record({
    kind: fc.constantFrom("dependencies" as const, "session" as const),
    key: fc.tuple(fc.constantFrom(0, 3, 95), fc.constantFrom(1, 2, 2 ** 24 - 1)).map(([q, g]) => cellKey(q, g)),
    id: fc.constantFrom(1, 7, 2 ** 40),
    numbers: fc.array(fc.oneof(fc.constant(0), fc.nat(), fc.constant(2 ** 50)), { minLength: 3, maxLength: 3 }),
  })
  .map((row) => ({ ...row, numbers: row.numbers.slice(0, KINDS[row.kind].words - TAG_LEAD) }));

test("changes one after the other are what all of them come to, by kind, cell and name; nothing takes no room", () => {
  fc.assert(
    fc.property(fc.array(fc.array(rowArb, { maxLength: 8 })), (changes) => {
      let packed: Float64Array | undefined;
      const plain = new Map<string, Row>();
      for (const rows of changes) {
        packed = mergedTags(packed, change(rows));
        for (const row of rows) {
          const at = `${row.kind} ${row.key} ${row.id}`;
          const numbers = row.numbers.map((number, i) => number + (plain.get(at)?.numbers[i] ?? 0));
          plain.set(at, { ...row, numbers });
        }
      }
      const expected = [...plain.values()]
        .filter(({ numbers }) => numbers.some((number) => number > 0))
        .sort((a, b) => (a.kind === b.kind ? a.key - b.key || a.id - b.id : a.kind < b.kind ? -1 : 1));
      expect(read(packed)).toEqual(expected);
      for (const rows of changes.toReversed()) packed = mergedTags(packed, change(rows, -1));
      expect(packed).toBeUndefined();
    }),
  );
});

test("taking away what is not there is a fault, and leaves what is", () => {
  const row: Row = { kind: "session", key: cellKey(3, 2), id: 5, numbers: [1, 0, 9] };
  const packed = mergedTags(undefined, change([row]));
  for (const numbers of [
    [2, 0, 0],
    [0, 1, 0],
    [1, 0, 10],
  ])
    expect(() => mergedTags(packed, change([{ ...row, numbers }], -1))).toThrow(DerivedFault);
  expect(() => mergedTags(packed, change([{ ...row, id: 6 }], -1))).toThrow(DerivedFault);
  expect(read(packed)).toEqual([row]);
});

test("a damaged blob is read in whole rows, whatever it says", () => {
  for (const words of [[], [Number.NaN, 1, 2], [2 ** 40], [9, 3], [-1, -1, -1, -1], [2, 1, 1, 1, 1], [0.5, 1, 1, 1]])
    for (const { from, to, kind } of Object.values(KINDS).map((kind) => ({
      kind,
      ...tagRows(Float64Array.from(words), kind),
    }))) {
      expect((to - from) % kind.words).toBe(0);
      expect(to).toBeLessThanOrEqual(Math.max(1, words.length));
    }
});
