import { expect, test } from "bun:test";
import fc from "fast-check";
import { type DayRow, dayOf, daysTogether } from "../../src/db/rollup-days.ts";

/** Bytes as SQLite gives them: often in the middle of a larger piece, at any address. */
const blobArb = (unit: number) =>
  fc
    .tuple(
      fc.uint8Array({ maxLength: 9 }).map((bytes) => bytes.length * unit),
      fc.nat(7),
      fc.nat(255),
    )
    .map(([length, offset, seed]) => {
      const whole = Uint8Array.from({ length: length + offset }, (_, i) => (seed + 7 * i) % 256);
      return whole.subarray(offset);
    });

const rowArb: fc.Arbitrary<DayRow> = fc.record({
  day: fc.nat(20_000),
  cells: blobArb(16),
  sums: fc.option(blobArb(8)),
  tags: fc.option(blobArb(8)),
});

test.each([
  { how: "one by one", of: (rows: readonly DayRow[]) => rows.map(dayOf) },
  { how: "together", of: daysTogether },
])("days hold what their rows hold, $how", ({ of }) => {
  fc.assert(
    fc.property(fc.array(rowArb, { maxLength: 40 }), (rows) => {
      const bytes = (numbers: Uint32Array | Float64Array | undefined) =>
        numbers === undefined ? null : [...new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)];
      const found = of(rows).map(({ day, cells, sums, tags }) => [day, bytes(cells), bytes(sums), bytes(tags)]);
      expect(found).toEqual(
        rows.map(({ day, cells, sums, tags }) => [day, [...cells], sums && [...sums], tags && [...tags]]),
      );
    }),
  );
});

test("days together share one piece of memory", () => {
  const rows = Array.from({ length: 100 }, (_, day) => ({
    day,
    cells: new Uint8Array(16),
    sums: new Uint8Array(24),
    tags: null,
  }));
  expect(new Set(daysTogether(rows).flatMap(({ cells, sums }) => [cells.buffer, sums?.buffer])).size).toBe(1);
});
