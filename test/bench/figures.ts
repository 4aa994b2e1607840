/** One line of the table. */
export type Row = {
  readonly measure: string;
  readonly figure: string;
  readonly bound: string;
  /** undefined = told, not judged */
  readonly isMet?: boolean;
};

/** Returns the value that `share` of the values lie at or below, NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Returns a row that is met up to a bound; `detail` says more about the figure. */
export function atMost(measure: string, value: number, bound: number, unit: string, detail = ""): Row {
  return { ...row(measure, value, unit, detail), bound: `≤ ${bound} ${unit}`, isMet: value <= bound };
}

/** Returns a row that is met from a bound on. */
export function atLeast(measure: string, value: number, bound: number, unit: string, detail = ""): Row {
  return { ...row(measure, value, unit, detail), bound: `≥ ${bound} ${unit}`, isMet: value >= bound };
}

/** Returns a row that is only told. */
export function told(measure: string, value: number, unit: string, detail = ""): Row {
  return { ...row(measure, value, unit, detail), bound: "" };
}

function row(measure: string, value: number, unit: string, detail: string): Pick<Row, "measure" | "figure"> {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return { measure, figure: `${value.toFixed(digits)} ${unit}${detail === "" ? "" : ` (${detail})`}` };
}

/** Returns milliseconds as text with a digit or two behind the point. */
export function milliseconds(value: number): string {
  return `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}

/** Returns the table as text. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ["measure", "figure", "bound", ""],
    ...rows.map(({ measure, figure, bound, isMet }) => [
      measure,
      figure,
      bound,
      isMet === undefined ? "" : isMet ? "ok" : "MISS",
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
