/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { TimelineAnswer, WhyAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { useAnswer } from "../answer.ts";
import { clockText, counted, timeText } from "../format.ts";
import { Credits } from "./credits.tsx";
import { ProblemText } from "./problem.tsx";

type Span = TimelineAnswer["spans"][number];

/** The spans of a day with what was edited in each, and the gaps between them. */
export function Spans({ day }: { day: TimelineAnswer }) {
  return (
    <section aria-label="Spans">
      <h2>Spans</h2>
      <ol class="spans">
        {day.spans.map((span, i) => {
          const next = day.spans[i + 1];
          return (
            <li key={span.start_ms} id={`span-${span.start_ms}`}>
              <SpanRow span={span} timezone={day.timezone} />
              {next !== undefined && (
                <p class="gap small muted">{timeText(next.start_ms - span.end_ms)} without time</p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function SpanRow({ span, timezone }: { span: Span; timezone: string }) {
  const [isOpen, setOpen] = useState(false);
  const others = span.entity_count - span.entities.length;
  return (
    <>
      <div class="span">
        <strong>
          {clockText(span.start_ms, timezone)}–{clockText(span.end_ms, timezone)}
        </strong>
        <span>{timeText(span.end_ms - span.start_ms)}</span>
        <span class="muted">{span.projects.map(({ name }) => name).join(", ")}</span>
        <button type="button" class="plain small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {counted(span.heartbeats, "heartbeat")}
        </button>
      </div>
      <p class="small muted">
        {[listText(span.languages), branchText(span)].filter((text) => text !== "").join(" · ")}
      </p>
      <ul class="files small">
        {span.entities.map(({ name, ms }) => (
          <li key={name}>
            <span class="cut" title={name}>
              {lastPart(name)}
            </span>
            <span class="muted">{timeText(ms)}</span>
          </li>
        ))}
        {others > 0 && <li class="muted">and {counted(others, "file")} more</li>}
      </ul>
      {isOpen && <SpanCredits span={span} />}
    </>
  );
}

function SpanCredits({ span }: { span: Span }) {
  const { value, problem } = useAnswer<WhyAnswer>(`/-/why?start=${instant(span.start_ms)}&end=${instant(span.end_ms)}`);
  if (value === undefined) return problem ? <ProblemText problem={problem} /> : <div class="skeleton" />;
  return value.credits === null ? (
    <p class="muted">These are more heartbeats than a page can show.</p>
  ) : (
    <Credits credits={value.credits} timezone={value.timezone} timeoutMs={value.timeout_ms} isShort />
  );
}

/** Returns an instant as the API takes it. */
function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function listText(items: Span["languages"]): string {
  return items
    .slice(0, 4)
    .map(({ name, ms }) => `${name} ${timeText(ms)}`)
    .join(", ");
}

function branchText({ branches }: Span): string {
  const names = branches.map(({ name }) => name).filter((name) => name !== "Unknown");
  return names.length === 0 ? "" : `on ${names.slice(0, 3).join(", ")}`;
}

/** Returns the last part of a path, its folder before it. */
function lastPart(path: string): string {
  return path.split(/[/\\]/).slice(-2).join("/");
}
