/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { TimesheetAnswer } from "../../src/http/dashboard/timesheet-answer.ts";
import { useAnswer } from "../answer.ts";
import { bucketText } from "../charts/stack.tsx";
import { count, counted, dateText, monthText } from "../format.ts";
import { CopyButton } from "../parts/copy.tsx";
import { Headline } from "../parts/headline.tsx";
import { ProblemText } from "../parts/problem.tsx";
import { clock, csvOf, markdownOf } from "../parts/sheet-text.ts";
import { Toolbar } from "../parts/toolbar.tsx";
import { FILTERS, type FilterName, useView, type View } from "../view.ts";

/** What the server calls time without a name. */
const UNKNOWN = "Unknown";

/** A range as a table: names down, days across. */
export function Timesheet() {
  const view = useView();
  const by = FILTERS.find(({ dimension }) => dimension === view.get("by"))?.dimension ?? "project";
  // Without a range the server shows this week.
  const { value, problem, isLoading } = useAnswer<TimesheetAnswer>(`/-/timesheet?by=${by}&${view.question}`);
  return (
    <>
      <Toolbar view={view} shown={value} fallback="this_week" compares={false} />
      <h1 class="hidden">Timesheet</h1>
      <ProblemText problem={problem} />
      <div class="overview" aria-busy={isLoading}>
        {value === undefined ? (
          problem === undefined && <div class="skeleton lead" />
        ) : (
          <Sheet sheet={value} by={by} view={view} />
        )}
      </div>
    </>
  );
}

function Sheet({ sheet, by, view }: { sheet: TimesheetAnswer; by: FilterName; view: View }) {
  const { name, plural } = FILTERS.find(({ dimension }) => dimension === by) ?? FILTERS[0];
  return (
    <>
      <section aria-label="In short">
        <Headline ms={sheet.total_ms} />
        <p class="sentence">
          {count(sheet.rows.length)} {(sheet.rows.length === 1 ? name : plural).toLowerCase()},{" "}
          {counted(sheet.columns.length, sheet.unit)}
        </p>
      </section>
      <div class="toolbar">
        <label>
          By
          <select
            value={by}
            onChange={({ currentTarget: { value } }) => view.go({ by: value === "project" ? undefined : value })}
          >
            {FILTERS.map(({ dimension, name }) => (
              <option key={dimension} value={dimension}>
                {name.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <span class="push" />
        <CopyButton text={() => csvOf(sheet)} label="Copy CSV" />
        <CopyButton text={() => markdownOf(sheet)} label="Copy Markdown" />
      </div>
      {sheet.rows.length === 0 ? (
        <p class="muted">Nothing was counted in this time.</p>
      ) : (
        <SheetTable sheet={sheet} by={by} view={view} />
      )}
    </>
  );
}

function SheetTable({ sheet, by, view }: { sheet: TimesheetAnswer; by: FilterName; view: View }) {
  const isDays = sheet.unit === "day";
  const rowName = FILTERS.find(({ dimension }) => dimension === by)?.name ?? "";
  const table = useRef<HTMLElement>(null);
  // The newest days are what one looks for; where they do not fit, the oldest are out of sight.
  useEffect(() => {
    if (table.current !== null) table.current.scrollLeft = table.current.scrollWidth;
  }, [sheet.start_date, sheet.end_date, sheet.by]);
  return (
    <section ref={table} class="scroll sheet" aria-label="Timesheet" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{rowName}</th>
            <th scope="col" class="number">
              Total
            </th>
            {sheet.columns.map((column) => (
              <th key={column.start_date} scope="col" class="number">
                {isDays ? (
                  <a href={view.href({ date: column.start_date, range: undefined, by: undefined }, "/timeline")}>
                    {columnText(column.start_date, sheet.unit)}
                  </a>
                ) : (
                  <span title={bucketText(column, sheet.unit)}>{columnText(column.start_date, sheet.unit)}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map(({ name, ms, total_ms: total }) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  class="plain cut"
                  title={name === UNKNOWN ? `Time without a ${rowName.toLowerCase()}` : name}
                  onClick={() => view.toggle(by, name)}
                >
                  {name}
                </button>
              </th>
              <td class="number">
                <strong>{clock(total)}</strong>
              </td>
              {sheet.columns.map(({ start_date: date }, i) => (
                <td key={date} class="number">
                  {clock(ms[i] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td class="number">
              <strong>{clock(sheet.total_ms)}</strong>
            </td>
            {sheet.columns.map(({ start_date: date, total_ms: total }) => (
              <td key={date} class="number">
                {clock(total)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function columnText(date: string, unit: TimesheetAnswer["unit"]): string {
  if (unit === "year") return date.slice(0, 4);
  return unit === "month" ? monthText(date) : dateText(date, "short", date);
}
