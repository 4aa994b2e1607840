import { useEffect, useState } from "preact/hooks";
import { secondsOf, textOf } from "../src/domain/format.ts";
import { type Answer, askToday, type Today } from "./api.ts";
import { Connect } from "./parts/connect.tsx";

const REFRESH_MS = 30_000;
const SHOWN = 5;

/** The page: that the server is up, today's time, and how to connect an editor. */
export function App() {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    const leaving = new AbortController();
    const refresh = async () => {
      if (document.hidden) return;
      const next = await askToday(leaving.signal);
      if (!leaving.signal.aborted) setAnswer(next);
    };
    void refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      leaving.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, []);

  return (
    <>
      <header>
        <h1>Hearth</h1>
        <p class="muted">
          {answer === undefined ? "" : "today" in answer ? "The server is up." : "Something is wrong."}
        </p>
      </header>
      <section aria-live="polite" aria-busy={answer === undefined}>
        {answer !== undefined &&
          ("today" in answer ? <TodayView today={answer.today} /> : <p class="problem">{answer.problem}</p>)}
      </section>
      <Connect />
    </>
  );
}

function TodayView({ today }: { today: Today }) {
  const { project, language } = today.dimensions;
  return (
    <>
      <p class="headline">{today.total_text}</p>
      <p class="muted">{sentence(today)}</p>
      <div class="columns">
        <Ranking title="Projects" items={project} />
        <Ranking title="Languages" items={language} />
      </div>
    </>
  );
}

function sentence({ heartbeats, timezone, total_ms }: Today): string {
  if (heartbeats === 0) return "today. Nothing has arrived yet: connect an editor as below and save a file.";
  if (total_ms === 0) return "today. The first heartbeat is here; time counts from the second one.";
  return `today, from ${heartbeats.toLocaleString()} heartbeats; the day is that of ${timezone}.`;
}

function Ranking({ title, items }: { title: string; items: readonly { name: string; ms: number }[] }) {
  if (items.length === 0) return null;
  return (
    <table>
      <caption>{title}</caption>
      <tbody>
        {items.slice(0, SHOWN).map(({ name, ms }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{textOf(secondsOf(ms))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
