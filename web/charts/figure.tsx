/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** The numbers of a chart as a table; the first cell of a row names it. */
export type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

type Props = {
  readonly title: string;
  /** the chart in one sentence */
  readonly sum?: string;
  readonly table?: () => Table;
  readonly class?: string;
  readonly children: ComponentChildren;
};

/** A chart with its title, the sentence that sums it up, and a switch that shows it as a table. */
export function Figure({ title, sum, table, class: className, children }: Props) {
  const [isTable, setTable] = useState(false);
  return (
    <figure class={className}>
      <figcaption>
        <h2>{title}</h2>
        <span class="sum">{sum}</span>
        {table !== undefined && (
          <button type="button" class="plain" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            <span class="hidden">{title} as </span>table
          </button>
        )}
      </figcaption>
      {isTable && table !== undefined ? <DataTable {...table()} label={title} /> : children}
    </figure>
  );
}

/** A table of text; all columns but the first are figures. */
function DataTable({ head, rows, label }: Table & { label: string }) {
  return (
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={cell} scope="col" class={i === 0 ? undefined : "number"}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={head[i + 1]} class="number">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
