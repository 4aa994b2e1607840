import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  addShare,
  CELL_WORDS,
  type Change,
  cellKey,
  cellsOf,
  groupOfKey,
  keyOfSums,
  mergedCells,
  mergedSums,
  QUARTER_MS,
  quarterOfKey,
  type Share,
  SUMS,
  sumsOf,
  unpackSums,
} from "../../src/db/cells.ts";
import { DerivedFault } from "../../src/db/derived-fault.ts";

const DAY_MS = 86_400_000;

/** Returns what shares, added or taken away, change; one by one into one change. */
function changeOf(...shares: readonly (readonly [Share, 1 | -1])[]): Change {
  const change: Change = new Map();
  for (const [share, sign] of shares) addShare(change, share, sign);
  return change;
}

const share = (timeMs: number, creditMs: number, more: Partial<Share> = {}): Share => ({
  timeMs,
  creditMs,
  isIdle: false,
  groupId: 1,
  sums: undefined,
  ...more,
});

/** Returns packed cells in words: quarter-hour of the day, group, credit, idle credit, heartbeats. */
function read(cells: Uint32Array): number[][] {
  return Array.from({ length: cells.length / CELL_WORDS }, (_, i) => {
    const [key = 0, ...rest] = cells.subarray(i * CELL_WORDS, (i + 1) * CELL_WORDS);
    return [quarterOfKey(key), groupOfKey(key), ...rest];
  });
}

/** Returns packed sums in words: the key of the cell, then its numbers. */
function readSums(packed: Float64Array | undefined): number[][] {
  const rows: number[][] = [];
  const row = new Float64Array(SUMS.length);
  for (let at = 0; packed !== undefined && at < packed.length; ) {
    const key = keyOfSums(packed[at] ?? -1);
    at = unpackSums(packed, at, row);
    rows.push([key, ...row]);
  }
  return rows;
}

/** Returns all days of a change, merged into nothing. */
function merged(change: Change): Record<number, number[][]> {
  return Object.fromEntries([...change].map(([day, { cells }]) => [day, read(mergedCells(undefined, cells))]));
}

describe("the key of a cell", () => {
  test("holds quarter-hour and group, and sorts by them", () => {
    const keyArb = fc.tuple(fc.nat({ max: 95 }), fc.integer({ min: 1, max: 2 ** 24 - 1 }));
    fc.assert(
      fc.property(keyArb, keyArb, ([quarter, group], [otherQuarter, otherGroup]) => {
        const key = cellKey(quarter, group);
        expect([quarterOfKey(key), groupOfKey(key)]).toEqual([quarter, group]);
        expect(Uint32Array.of(key)[0]).toBe(key);
        const order = quarter - otherQuarter || group - otherGroup;
        expect(Math.sign(key - cellKey(otherQuarter, otherGroup))).toBe(Math.sign(order));
      }),
    );
  });

  test("refuses a group too many", () => {
    expect(cellKey(95, 2 ** 24 - 1)).toBe(2 ** 24 * 96 - 1);
    expect(() => cellKey(0, 2 ** 24)).toThrow(RangeError);
  });
});

describe("a share", () => {
  const at = 20_000 * DAY_MS;
  test.each<{ name: string; one: Share; days: Record<number, number[][]> }>([
    { name: "inside one quarter-hour", one: share(at + 1000, 60_000), days: { 20000: [[0, 1, 60_000, 0, 1]] } },
    {
      name: "across two",
      one: share(at + QUARTER_MS - 40_000, 60_000),
      days: {
        20000: [
          [0, 1, 40_000, 0, 1],
          [1, 1, 20_000, 0, 0],
        ],
      },
    },
    {
      name: "up to the end of one",
      one: share(at + QUARTER_MS - 60_000, 60_000),
      days: { 20000: [[0, 1, 60_000, 0, 1]] },
    },
    { name: "of nothing is a heartbeat all the same", one: share(at, 0), days: { 20000: [[0, 1, 0, 0, 1]] } },
    {
      name: "of an hour",
      one: share(at + 600_000, 3_600_000),
      days: {
        20000: [
          [0, 1, 300_000, 0, 1],
          ...[1, 2, 3].map((quarter) => [quarter, 1, QUARTER_MS, 0, 0]),
          [4, 1, 600_000, 0, 0],
        ],
      },
    },
    {
      name: "into the next day, idle",
      one: share(at + DAY_MS - 1, 3, { isIdle: true, groupId: 7 }),
      days: { 20000: [[95, 7, 1, 1, 1]], 20001: [[0, 7, 2, 2, 0]] },
    },
    {
      name: "before 1970",
      one: share(-1, 2),
      days: { [-1]: [[95, 1, 1, 0, 1]], 0: [[0, 1, 1, 0, 0]] },
    },
    {
      name: "that is the rest of a credit counts no heartbeat",
      one: share(at, 5, { heartbeats: 0 }),
      days: { 20000: [[0, 1, 5, 0, 0]] },
    },
  ])("$name", ({ one, days }) => {
    expect(merged(changeOf([one, 1]))).toEqual(days);
  });

  test("puts its sums where the heartbeat stands", () => {
    const sums = Float64Array.from(SUMS, (_, i) => i);
    const change = changeOf([share(at + DAY_MS - 1, 60_000, { sums }), 1]);
    expect(change.get(20_001)?.sums.size).toBe(0);
    const packed = mergedSums(undefined, change.get(20_000)?.sums ?? new Map());
    expect(readSums(packed)).toEqual([[cellKey(95, 1), ...sums]]);
    // The first of them is 0, and takes no room.
    expect(packed?.length).toBe(SUMS.length);
  });

  test("taken away again leaves nothing", () => {
    const one = share(at + 5, 1_000_000, { isIdle: true, sums: Float64Array.from(SUMS, () => 3) });
    const change = changeOf([one, 1], [one, -1]);
    for (const { cells, sums } of change.values()) {
      expect(mergedCells(undefined, cells).length).toBe(0);
      expect(mergedSums(undefined, sums)).toBeUndefined();
    }
  });
});

describe("merging", () => {
  const old = mergedCells(undefined, new Map([[cellKey(3, 2), { creditMs: 50, idleMs: 20, heartbeats: 2 }]]));

  test.each([
    { name: "credit", cell: { creditMs: -51, idleMs: 0, heartbeats: 0 } },
    { name: "idle credit", cell: { creditMs: 0, idleMs: -21, heartbeats: 0 } },
    { name: "heartbeats", cell: { creditMs: 0, idleMs: 0, heartbeats: -3 } },
  ])("refuses to take away $name that is not there", ({ cell }) => {
    expect(() => mergedCells(old, new Map([[cellKey(3, 2), cell]]))).toThrow(DerivedFault);
    expect(() => mergedCells(old, new Map([[cellKey(3, 1), cell]]))).toThrow(DerivedFault);
    expect(() => mergedCells(undefined, new Map([[cellKey(3, 2), cell]]))).toThrow(DerivedFault);
  });

  test("refuses to take away sums that are not there", () => {
    const less = new Map([[cellKey(0, 1), Float64Array.from(SUMS, (_, i) => (i === 4 ? -1 : 0))]]);
    expect(() => mergedSums(undefined, less)).toThrow(DerivedFault);
  });

  test("sums rows by key, whatever of a row is 0, and keeps what is not touched", () => {
    const valueArb = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(), fc.constant(2 ** 52));
    const rowArb = fc.array(valueArb, { minLength: SUMS.length, maxLength: SUMS.length });
    const keyArb = fc.tuple(fc.nat({ max: 95 }), fc.constantFrom(1, 2, 2 ** 24 - 1)).map(([q, g]) => cellKey(q, g));
    const changesArb = fc.array(fc.uniqueArray(fc.tuple(keyArb, rowArb), { selector: ([key]) => key, maxLength: 6 }));
    fc.assert(
      fc.property(changesArb, (changes) => {
        let packed: Float64Array | undefined;
        const plain = new Map<number, number[]>();
        for (const change of changes) {
          packed = mergedSums(packed, new Map(change.map(([key, row]) => [key, Float64Array.from(row)])));
          for (const [key, row] of change)
            plain.set(
              key,
              row.map((value, i) => value + (plain.get(key)?.[i] ?? 0)),
            );
        }
        const expected = [...plain].filter(([, row]) => row.some((value) => value > 0)).sort(([a], [b]) => a - b);
        expect(readSums(packed)).toEqual(expected.map(([key, row]) => [key, ...row]));
      }),
    );
  });

  test("leaves out a cell of which nothing is left, and touches no other", () => {
    const gone = new Map([[cellKey(3, 2), { creditMs: -50, idleMs: -20, heartbeats: -2 }]]);
    expect(mergedCells(old, gone).length).toBe(0);
    const around = new Map(
      [cellKey(3, 1), cellKey(3, 3), cellKey(0, 9)].map((key) => [key, { creditMs: 1, idleMs: 0, heartbeats: 1 }]),
    );
    expect(read(mergedCells(old, around))).toEqual([
      [0, 9, 1, 0, 1],
      [3, 1, 1, 0, 1],
      [3, 2, 50, 20, 2],
      [3, 3, 1, 0, 1],
    ]);
  });

  const shareArb = fc.record({
    timeMs: fc.integer({ min: 0, max: 3 * DAY_MS }),
    creditMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_600_000 })),
    isIdle: fc.boolean(),
    groupId: fc.integer({ min: 1, max: 4 }),
    sums: fc.option(
      fc
        .array(fc.nat({ max: 9 }), { minLength: SUMS.length, maxLength: SUMS.length })
        .map((values) => Float64Array.from(values)),
      { nil: undefined },
    ),
  });

  /** Applies changes one after the other and returns what is stored then. */
  function applied(changes: readonly Change[]) {
    const days = new Map<number, { cells: Uint32Array; sums: Float64Array | undefined }>();
    for (const change of changes)
      for (const [day, { cells, sums }] of change) {
        const before = days.get(day);
        days.set(day, { cells: mergedCells(before?.cells, cells), sums: mergedSums(before?.sums, sums) });
      }
    return [...days]
      .sort(([a], [b]) => a - b)
      .filter(([, { cells, sums }]) => cells.length > 0 || sums !== undefined)
      .map(([day, { cells, sums }]) => [day, [...cells], sums && [...sums]]);
  }

  test("changes one by one, in any order, is merging them all at once", () => {
    const caseArb = fc
      .array(shareArb, { maxLength: 30 })
      .chain((shares) =>
        fc.tuple(fc.constant(shares), fc.shuffledSubarray(shares, { minLength: shares.length }), fc.subarray(shares)),
      );
    fc.assert(
      fc.property(caseArb, ([shares, shuffled, withdrawn]) => {
        const once = applied([changeOf(...shares.map((one) => [one, 1] as const))]);
        expect(applied(shuffled.map((one) => changeOf([one, 1])))).toEqual(once);
        // Shares that come and go again in between change nothing.
        const detour = [
          ...withdrawn.map((one) => changeOf([one, 1])),
          ...shuffled.map((one) => changeOf([one, 1])),
          ...withdrawn.map((one) => changeOf([one, -1])),
        ];
        expect(applied(detour)).toEqual(once);
      }),
    );
  });

  test("keeps cells sorted, none of nothing, and all of the credit", () => {
    fc.assert(
      fc.property(fc.array(shareArb, { maxLength: 30 }), (shares) => {
        const change = changeOf(...shares.map((one) => [one, 1] as const));
        let credit = 0;
        let heartbeats = 0;
        for (const { cells } of change.values()) {
          const packed = mergedCells(undefined, cells);
          let last = -1;
          for (let i = 0; i < packed.length; i += CELL_WORDS) {
            const [key = 0, creditMs = 0, idleMs = 0, count = 0] = packed.subarray(i, i + CELL_WORDS);
            expect(key).toBeGreaterThan(last);
            expect(creditMs + count).toBeGreaterThan(0);
            expect(idleMs).toBeLessThanOrEqual(creditMs);
            last = key;
            credit += creditMs;
            heartbeats += count;
          }
        }
        expect(credit).toBe(shares.reduce((sum, { creditMs }) => sum + creditMs, 0));
        expect(heartbeats).toBe(shares.length);
      }),
    );
  });
});

test("blobs are read whether they are aligned or not", () => {
  const cells = Uint32Array.of(1, 2, 3, 4);
  const sums = Float64Array.of(1.5, 2);
  for (const shift of [0, 1, 3]) {
    const at = (words: Uint32Array | Float64Array) => {
      const bytes = new Uint8Array(words.byteLength + shift);
      bytes.set(new Uint8Array(words.buffer), shift);
      return bytes.subarray(shift);
    };
    expect([...cellsOf(at(cells))]).toEqual([...cells]);
    expect([...sumsOf(at(sums))]).toEqual([...sums]);
  }
});
