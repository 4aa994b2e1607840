/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import type { SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { ask, type Problem } from "../../api.ts";
import { changes } from "../../live.ts";
import { Step } from "./step.tsx";

/** Which clock one's days go by: asked where browser, editor and server do not agree. */
export function ClockStep({ setup }: { setup: SetupAnswer }) {
  const [problem, setProblem] = useState<Problem>();
  const { zone } = setup;
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const candidates = [...new Set([browser, zone.client, zone.server, zone.chosen].filter((one) => one !== null))];
  const isSettled = zone.chosen !== null || candidates.length === 1;
  const choose = async (timezone: string) => {
    const reply = await ask<SettingsAnswer>("PATCH", "/-/settings", { timezone });
    setProblem("problem" in reply ? reply.problem : undefined);
    changes.value++;
  };
  const whose = (one: string) =>
    [
      one === browser ? "this browser" : "",
      one === zone.client ? "your editor" : "",
      one === zone.server ? "the server" : "",
    ]
      .filter((text) => text !== "")
      .join(", ");
  return (
    <Step title="Your time zone" state={isSettled ? "done" : "now"}>
      <p class="muted">
        Days begin at midnight of {zone.used}
        {zone.chosen === null ? (candidates.length > 1 ? ", but not everybody agrees:" : ".") : ", which you chose."}
      </p>
      {candidates.length > 1 && (
        <p class="actions">
          {candidates.map((one) => (
            <button key={one} type="button" aria-pressed={one === zone.used} onClick={() => choose(one)}>
              {one}
              {whose(one) !== "" && <span class="muted small"> {whose(one)}</span>}
            </button>
          ))}
        </p>
      )}
      {problem !== undefined && (
        <p class="ember" role="alert">
          {problem.message}
        </p>
      )}
    </Step>
  );
}
