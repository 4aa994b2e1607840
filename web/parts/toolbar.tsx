/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { dateText } from "../format.ts";
import { FILTERS, type View } from "../view.ts";
import { useKey } from "./keys.ts";
import { RANGES } from "./ranges.ts";

/** The dates that are shown, and how to get to others. */
export type Shown = {
  readonly range: string;
  readonly range_text: string;
  readonly start_date: string;
  readonly end_date: string;
  readonly today: string;
  readonly previous: { readonly query: string } | null;
  readonly next: { readonly query: string } | null;
};

type ToolbarProps = {
  readonly view: View;
  readonly shown: Shown | undefined;
  /** the range of an address that names none */
  readonly fallback: string;
  /** whether the page can stand beside the time before */
  readonly compares?: boolean;
};

/** The range with its neighbours and all others, what is filtered by, and the switches of a page. */
export function Toolbar({ view, shown, fallback, compares = true }: ToolbarProps) {
  const picker = useRef<HTMLDivElement>(null);
  const [isPicking, setPicking] = useState(false);
  const step = (to: { readonly query: string } | null | undefined) => {
    if (to) view.go(rangeOf(to.query));
  };
  // The browser may have opened it before the page was alive.
  useLayoutEffect(() => setPicking(picker.current?.matches(":popover-open") ?? false), []);
  useKey("range", nothing);
  useKey("ArrowLeft", () => step(shown?.previous));
  useKey("ArrowRight", () => step(shown?.next));
  useKey("c", () => picker.current?.togglePopover());
  useKey("x", () => {
    if (compares) view.go({ compare: view.compares ? undefined : "true" });
  });
  useKey("i", () => view.go({ no_ai_coding: view.withoutAi ? undefined : "true" }));
  useKey("Escape", () => view.go(NO_FILTERS));
  return (
    <div class="toolbar">
      <StepLink label="Previous" sign="‹" to={shown?.previous} view={view} />
      <button type="button" popovertarget="ranges">
        {shown === undefined
          ? (RANGES.find(({ name }) => name === (view.get("range") ?? fallback))?.text ?? " ")
          : shownText(shown)}
      </button>
      <StepLink label="Next" sign="›" to={shown?.next} view={view} />
      <Chips view={view} />
      <span class="push" />
      {compares && (
        <button
          type="button"
          class="plain"
          aria-pressed={view.compares}
          title="Beside the time before (x)"
          onClick={() => view.go({ compare: view.compares ? undefined : "true" })}
        >
          Compare
        </button>
      )}
      <button
        type="button"
        class="plain"
        aria-pressed={view.withoutAi}
        title="Leaves out what AI agents did (i)"
        onClick={() => view.go({ no_ai_coding: view.withoutAi ? undefined : "true" })}
      >
        Without AI
      </button>
      <div id="ranges" popover="auto" ref={picker} onBeforeToggle={({ newState }) => setPicking(newState === "open")}>
        {isPicking && (
          <Ranges view={view} shown={shown} fallback={fallback} done={() => picker.current?.hidePopover()} />
        )}
      </div>
    </div>
  );
}

function Ranges({ view, shown, fallback, done }: Omit<ToolbarProps, "compares"> & { done: () => void }) {
  return (
    <>
      <div class="ranges">
        {RANGES.map(({ name, text, key }) => (
          <a
            key={name}
            href={view.href({ range: name === fallback ? undefined : name, start: undefined, end: undefined })}
            onClick={done}
          >
            <span>{text}</span>
            <kbd>{key}</kbd>
          </a>
        ))}
      </div>
      <Dates view={view} shown={shown} done={done} />
    </>
  );
}

function nothing() {}

const NO_FILTERS = Object.fromEntries(FILTERS.map(({ dimension }) => [dimension, undefined]));

/** Returns the changes that lead to the range of a query. */
function rangeOf(query: string): Record<string, string | undefined> {
  return { range: undefined, start: undefined, end: undefined, ...Object.fromEntries(new URLSearchParams(query)) };
}

function StepLink(props: { label: string; sign: string; to: { query: string } | null | undefined; view: View }) {
  const { label, sign, to, view } = props;
  if (!to)
    return (
      <button type="button" disabled aria-label={label}>
        {sign}
      </button>
    );
  return (
    <a class="button" href={view.href(rangeOf(to.query))} aria-label={label}>
      {sign}
    </a>
  );
}

/** Returns what a range is called. */
function shownText({ range, range_text, start_date, end_date, today }: Shown): string {
  const known = RANGES.find(({ name }) => name === range);
  if (known !== undefined) return known.text;
  if (range !== "custom") return range_text;
  if (start_date === end_date) return dateText(start_date, "short", today);
  return `${dateText(start_date, "short", today)} – ${dateText(end_date, "short", today)}`;
}

function Dates({ view, shown, done }: { view: View; shown: Shown | undefined; done: () => void }) {
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const start = String(form.get("start"));
    const end = String(form.get("end"));
    const [from, until] = start <= end ? [start, end] : [end, start];
    view.go({ range: undefined, start: from, end: until });
    done();
  };
  return (
    <form class="actions" onSubmit={onSubmit}>
      <label>
        From
        <input type="date" name="start" required defaultValue={shown?.start_date} max={shown?.today} />
      </label>
      <label>
        to
        <input type="date" name="end" required defaultValue={shown?.end_date} max={shown?.today} />
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

/** What is filtered by; each goes with a click. */
function Chips({ view }: { view: View }) {
  if (view.filters.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters">
      {view.filters.flatMap(({ dimension, values }) =>
        values.map((value) => (
          <li key={`${dimension} ${value}`}>
            <button
              type="button"
              class="cut"
              title="Take this filter away"
              onClick={() => view.toggle(dimension, value)}
            >
              {FILTERS.find((one) => one.dimension === dimension)?.name}: {value} ×
            </button>
          </li>
        )),
      )}
    </ul>
  );
}
