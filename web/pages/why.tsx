/** @jsxImportSource preact */
import type { WhyAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { useAnswer } from "../answer.ts";
import { count, counted, dateText, timeText } from "../format.ts";
import { Credits } from "../parts/credits.tsx";
import { Headline } from "../parts/headline.tsx";
import { ProblemText } from "../parts/problem.tsx";
import { useView, type View } from "../view.ts";

/** The addition behind a figure. */
export function Why() {
  const view = useView();
  const { value, problem, isLoading } = useAnswer<WhyAnswer>(`/-/why?${view.question}`);
  return (
    <div class="overview" aria-busy={isLoading}>
      <h1 class="title">Why this number?</h1>
      <ProblemText problem={problem} />
      {value !== undefined && <Addition why={value} view={view} />}
    </div>
  );
}

function Addition({ why, view }: { why: WhyAnswer; view: View }) {
  const filters = view.filters.flatMap(({ values }) => values).join(", ");
  return (
    <>
      <section aria-label="The figure">
        <Headline ms={why.total_ms} />
        <p class="muted">
          {datesText(why)}
          {filters !== "" && `, only ${filters}`}: {count(why.total_ms)} ms from {counted(why.heartbeats, "heartbeat")}.
          A heartbeat earns the time until the next one; when that is more than {timeText(why.timeout_ms)} it earns{" "}
          {timeText(why.idle_ms)}. <a href="/how">How we count</a>
        </p>
      </section>
      <Presets why={why} />
      {why.days !== null && <Days days={why.days} view={view} totalMs={why.total_ms} />}
      {why.credits !== null && (
        <section aria-label="The addition">
          <h2>The addition</h2>
          <Credits credits={why.credits} timezone={why.timezone} timeoutMs={why.timeout_ms} />
          <p>
            Together <strong>{count(why.total_ms)} ms</strong>, {timeText(why.total_ms)}.
          </p>
        </section>
      )}
      {why.days === null && why.credits === null && (
        <p class="muted">These are more heartbeats than a page can show; choose a shorter time.</p>
      )}
    </>
  );
}

function datesText({ start_date: start, end_date: end }: WhyAnswer): string {
  return start === end ? dateText(start, "long") : `${dateText(start)} – ${dateText(end)}`;
}

function Presets({ why }: { why: WhyAnswer }) {
  if (why.presets === null) return <p class="muted">A shorter time would be shown under the other rules too.</p>;
  const own = { name: "yours", timeout_ms: why.timeout_ms, idle_ms: why.idle_ms, total_ms: why.total_ms };
  const isOwn = (preset: typeof own) => preset.timeout_ms === why.timeout_ms && preset.idle_ms === why.idle_ms;
  const rows = why.presets.some(isOwn) ? why.presets : [own, ...why.presets];
  return (
    <section aria-label="Under other rules">
      <h2>Under each rule</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Longest gap</th>
            <th scope="col">For a longer one</th>
            <th scope="col" class="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((preset) => (
            <tr key={preset.name}>
              <th scope="row">
                {isOwn(preset) ? <strong>{nameText(preset.name)}, yours</strong> : nameText(preset.name)}
              </th>
              <td>{timeText(preset.timeout_ms)}</td>
              <td>{timeText(preset.idle_ms)}</td>
              <td class="number">{timeText(preset.total_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  hackatime: "Hackatime",
  wakatime: "WakaTime",
  wakapi: "Wakapi",
  yours: "Own",
};

function nameText(name: string): string {
  return NAMES[name] ?? name;
}

function Days({ days, view, totalMs }: { days: NonNullable<WhyAnswer["days"]>; view: View; totalMs: number }) {
  const held = days.filter(({ ms }) => ms > 0);
  return (
    <section aria-label="The addition">
      <h2>The addition, by day</h2>
      <table>
        <tbody>
          {held.map(({ date, ms }) => (
            <tr key={date}>
              <th scope="row">
                <a href={view.href({ range: undefined, start: date, end: date })}>{dateText(date)}</a>
              </th>
              <td class="number">{timeText(ms)}</td>
              <td class="number muted">{count(ms)} ms</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td class="number">{timeText(totalMs)}</td>
            <td class="number muted">{count(totalMs)} ms</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
