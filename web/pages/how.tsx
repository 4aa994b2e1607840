/** @jsxImportSource preact */
import type { WhyAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { useAnswer } from "../answer.ts";
import { timeText } from "../format.ts";
import { Credits } from "../parts/credits.tsx";

/** The rule in words and a picture, with the reader's own last hour as the example. */
export function How() {
  const { value } = useAnswer<WhyAnswer>("/-/why?range=24_hours");
  const timeout = timeText(value?.timeout_ms ?? 120_000);
  const idle = timeText(value?.idle_ms ?? 120_000);
  return (
    <div class="prose">
      <h1 class="title">How we count</h1>
      <p>
        Your editor sends a <em>heartbeat</em> when you type, save or change files. Each heartbeat earns the time until
        the next one, whatever that is about. When more than <strong>{timeout}</strong> pass, you were away: then it
        earns <strong>{idle}</strong>. The very last heartbeat earns nothing until another arrives.
      </p>
      <Picture />
      <p>
        So no hour holds more than 60 minutes, no time is counted twice, and what is shown by project, by language or by
        day always adds up to the total. What a heartbeat earns belongs to its own project, language, editor and so on;
        a filter picks from it and never changes it. A heartbeat that arrives late, or an import, corrects the day it
        belongs to.
      </p>
      <p>
        A meeting or another block of time that a program tells about counts only where no heartbeat does. Both numbers
        of the rule are yours to change in the <a href="/settings">settings</a>; all of your history is then counted
        anew.
      </p>
      <Example why={value} />
      <p>
        Behind every figure lies such an addition: choose a range and filters on the <a href="/">overview</a> and follow{" "}
        <em>Why this number?</em>
      </p>
    </div>
  );
}

/** Seconds of the example's heartbeats: a pause of 210 s in the midst. */
const BEATS = [0, 60, 130, 340, 420] as const;
const TIMEOUT = 120;
const WHOLE = 480;

/** Heartbeats as lines, what they earn as bars. */
function Picture() {
  return (
    <figure>
      <svg class="chart" height="76" role="img" aria-label="Five heartbeats: the third is followed by a long pause">
        <rect class="base" x="0" y="16" width="100%" height="24" />
        {BEATS.map((at, i) => {
          const next = BEATS[i + 1];
          const earned = next === undefined ? 0 : Math.min(next - at, TIMEOUT);
          return (
            <g key={at}>
              <rect class={`mark s${i % 2 === 0 ? 0 : 1}`} x={share(at)} y="16" width={share(earned)} height="24" />
              <line class="beat" x1={share(at)} x2={share(at)} y1="8" y2="48" />
              <text x={share(at)} y="64" dx="2">
                {next === undefined ? "0 s" : `${earned} s`}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span class="sum">
          Heartbeats at 0, 60, 130, 340 and 420 seconds earn 60 + 70 + 120 + 80 + 0 = 330 s, with a longest gap of 120
          s.
        </span>
      </figcaption>
    </figure>
  );
}

function share(seconds: number): string {
  return `${(seconds / WHOLE) * 100}%`;
}

const HOUR_MS = 3_600_000;

/** The reader's own last hour of work, within a day. */
function Example({ why }: { why: WhyAnswer | undefined }) {
  const credits = why?.credits ?? [];
  const last = credits.at(-1);
  if (why === undefined || last === undefined) return null;
  const hour = credits.filter(({ start_ms: at }) => at > last.start_ms - HOUR_MS);
  const sum = hour.reduce((total, { start_ms: from, end_ms: until }) => total + until - from, 0);
  return (
    <section aria-label="Your own last hour">
      <h2>Your own last hour</h2>
      <Credits credits={hour} timezone={why.timezone} timeoutMs={why.timeout_ms} isShort />
      <p>Together {timeText(sum)}.</p>
    </section>
  );
}
