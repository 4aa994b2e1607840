/** @jsxImportSource preact */
import type { SetupAnswer } from "../../src/http/dashboard/setup-answer.ts";
import { useAnswer } from "../answer.ts";
import { ProblemText } from "../parts/problem.tsx";
import { ArrivalStep } from "../parts/setup/arrivals.tsx";
import { ClockStep } from "../parts/setup/clock.tsx";
import { CountingStep } from "../parts/setup/counting.tsx";
import { HistoryStep } from "../parts/setup/history.tsx";
import { KeyStep } from "../parts/setup/key.tsx";
import { Step } from "../parts/setup/step.tsx";

/** The first run as a checklist that lives: what is done is ticked by itself. */
export function Setup() {
  const { value, problem } = useAnswer<SetupAnswer>("/-/setup");
  return (
    <div class="prose">
      <h1 class="title">Setup</h1>
      <ProblemText problem={problem} />
      {value === undefined ? (
        problem === undefined && <div class="skeleton lead" />
      ) : (
        <ol class="steps">
          <Step title="The server is up" state="done">
            <p class="muted">
              Hearth {value.version} answers at {location.origin}. Nothing leaves it.
            </p>
          </Step>
          <KeyStep setup={value} />
          <ArrivalStep setup={value} />
          <HistoryStep setup={value} />
          <ClockStep setup={value} />
          <CountingStep setup={value} />
        </ol>
      )}
    </div>
  );
}
