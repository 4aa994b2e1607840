/** @jsxImportSource preact */
import type { WhyAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { clockText, timeText } from "../format.ts";

type Props = {
  readonly credits: NonNullable<WhyAnswer["credits"]>;
  readonly timezone: string;
  readonly timeoutMs: number;
  /** scrolls in a few lines */
  readonly isShort?: boolean;
};

/** The heartbeats of some time: when each came, how long it was until the next, what it earned. */
export function Credits({ credits, timezone, timeoutMs, isShort = false }: Props) {
  return (
    <section class={isShort ? "scroll short" : "scroll"} aria-label="Heartbeats" tabIndex={0}>
      <table class="small">
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">What</th>
            <th scope="col">Project</th>
            <th scope="col" class="number">
              Until the next
            </th>
            <th scope="col" class="number">
              Earned
            </th>
          </tr>
        </thead>
        <tbody>
          {credits.map((credit) => (
            <tr
              key={`${credit.start_ms} ${credit.entity} ${credit.kind}`}
              class={credit.is_selected ? undefined : "muted"}
            >
              <th scope="row">{clockText(credit.start_ms, timezone, true)}</th>
              <td>{whatText(credit)}</td>
              <td>{credit.project}</td>
              <td class="number">{gapText(credit, timeoutMs)}</td>
              <td class="number">{credit.is_selected ? timeTextExact(credit.end_ms - credit.start_ms) : "left out"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function whatText({ kind, entity }: Props["credits"][number]): string {
  const name = entity.split(/[/\\]/).at(-1) || entity;
  if (kind === "before") return `${name} (the heartbeat came before)`;
  return kind === "external" ? `${name} (told by a program)` : name;
}

function gapText({ gap_ms: gap, is_idle: isIdle, kind }: Props["credits"][number], timeoutMs: number): string {
  if (kind === "external") return "";
  if (gap === null) return "the last one";
  return isIdle ? `${timeTextExact(gap)}, more than ${timeText(timeoutMs)}` : timeTextExact(gap);
}

/** Returns a short time with its seconds, `1 m 5 s`. */
function timeTextExact(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds >= 3600) return timeText(ms);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} m ${seconds % 60} s`;
}
