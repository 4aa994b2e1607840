/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { TimelineAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { useAnswer } from "../answer.ts";
import { Lanes } from "../charts/lanes.tsx";
import { clockText, counted, dateText, timeText } from "../format.ts";
import { Headline } from "../parts/headline.tsx";
import { useKey } from "../parts/keys.ts";
import { ProblemText } from "../parts/problem.tsx";
import { Spans } from "../parts/spans.tsx";
import { useView, type View } from "../view.ts";

/** How much of the day is shown at once, in hours; 0 = all of it. */
const ZOOMS = [0, 6, 2] as const;
const HOUR_MS = 3_600_000;

/** One day, stretch by stretch: when, on what, with what. */
export function Timeline() {
  const view = useView();
  const date = view.get("date") ?? "today";
  const filters = new URLSearchParams(view.question);
  filters.delete("range");
  filters.delete("start");
  filters.delete("end");
  filters.set("date", date);
  const { value, problem, isLoading } = useAnswer<TimelineAnswer>(`/-/timeline?${filters}`);
  return (
    <>
      <h1 class="hidden">Timeline</h1>
      <DayBar view={view} day={value} />
      <ProblemText problem={problem} />
      <div class="overview" aria-busy={isLoading}>
        {value === undefined ? problem === undefined && <div class="skeleton lead" /> : <Day day={value} view={view} />}
      </div>
    </>
  );
}

function DayBar({ view, day }: { view: View; day: TimelineAnswer | undefined }) {
  const hrefOf = (date: string) => view.href({ date: date === day?.today ? undefined : date, from: undefined });
  const go = (date: string | null | undefined) => {
    if (date && day) view.go({ date: date === day.today ? undefined : date, from: undefined });
  };
  useKey("ArrowLeft", () => go(day?.previous));
  useKey("ArrowRight", () => go(day?.next));
  useKey("d", () => view.go({ date: undefined, from: undefined }));
  return (
    <div class="toolbar">
      <Step label="Previous day" sign="‹" href={day?.previous ? hrefOf(day.previous) : undefined} />
      <strong>
        {day === undefined ? " " : day.date === day.today ? "Today" : dateText(day.date, "long", day.today)}
      </strong>
      <Step label="Next day" sign="›" href={day?.next ? hrefOf(day.next) : undefined} />
      <label class="push">
        <span class="hidden">Day</span>
        <input
          // Another day is another field; the same one is left as it is while somebody types.
          key={day?.date}
          type="date"
          defaultValue={day?.date ?? ""}
          max={day?.today}
          onChange={(event) => go(event.currentTarget.value || undefined)}
        />
      </label>
    </div>
  );
}

function Step({ label, sign, href }: { label: string; sign: string; href: string | undefined }) {
  return href === undefined ? (
    <button type="button" disabled aria-label={label}>
      {sign}
    </button>
  ) : (
    <a class="button" href={href} aria-label={label}>
      {sign}
    </a>
  );
}

function Day({ day, view }: { day: TimelineAnswer; view: View }) {
  const [zoom, setZoom] = useState(0);
  const hours = ZOOMS[zoom] ?? 0;
  const axis = windowOf(day, hours, Number(view.get("from")) || undefined);
  const move = (by: number) => view.go({ from: String(axis.start_ms + by * hours * HOUR_MS) });
  return (
    <>
      <section aria-label="In short">
        <Headline ms={day.total_ms} />
        <p class="sentence">{daySum(day)}</p>
      </section>
      <section aria-label="By project">
        <div class="toolbar">
          {ZOOMS.map((one, i) => (
            <button key={one} type="button" aria-pressed={i === zoom} onClick={() => setZoom(i)}>
              {one === 0 ? "Whole day" : `${one} h`}
            </button>
          ))}
          {hours > 0 && (
            <>
              <button type="button" disabled={axis.start_ms <= day.start_ms} onClick={() => move(-0.5)}>
                Earlier
              </button>
              <button type="button" disabled={axis.end_ms >= day.end_ms} onClick={() => move(0.5)}>
                Later
              </button>
            </>
          )}
        </div>
        {day.lanes.length === 0 ? (
          <p class="muted">Nothing was counted on this day.</p>
        ) : (
          <Lanes
            label={`${dateText(day.date, "long")} by project`}
            lanes={day.lanes}
            hours={day.hours}
            timezone={day.timezone}
            now_ms={day.now_ms}
            {...axis}
            pick={(_, { start_ms: at }) =>
              document.getElementById(spanId(day, at))?.scrollIntoView({ block: "center" })
            }
          />
        )}
      </section>
      <Spans day={day} />
    </>
  );
}

/** Returns the part of a day that is shown: all of it, or some hours from `from` on, or those around its last work. */
function windowOf(day: TimelineAnswer, hours: number, from: number | undefined) {
  if (hours === 0) return { start_ms: day.start_ms, end_ms: day.end_ms };
  const length = hours * HOUR_MS;
  const last = day.spans.at(-1)?.end_ms ?? day.start_ms + length;
  const wanted = from ?? Math.ceil(last / HOUR_MS) * HOUR_MS - length;
  const start = Math.min(Math.max(wanted, day.start_ms), Math.max(day.start_ms, day.end_ms - length));
  return { start_ms: start, end_ms: Math.min(day.end_ms, start + length) };
}

/** Returns the element id of the span that holds an instant. */
function spanId({ spans }: TimelineAnswer, atMs: number): string {
  const span = spans.find((one) => one.start_ms <= atMs && atMs < one.end_ms);
  return `span-${span?.start_ms ?? 0}`;
}

function daySum({ spans, lanes, timezone, start_ms: start, end_ms: end }: TimelineAnswer): string {
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return "";
  const parts = [
    `${clockText(first.start_ms, timezone)}–${clockText(last.end_ms, timezone)}`,
    counted(spans.length, "span"),
    counted(lanes.length, "project"),
  ];
  const length = end - start;
  if (length !== 24 * HOUR_MS) parts.push(`a day of ${timeText(length)}`);
  return parts.join(" · ");
}
