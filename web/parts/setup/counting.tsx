/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import type { RulesAnswer, SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { ask, type Problem } from "../../api.ts";
import { timeText } from "../../format.ts";
import { changes } from "../../live.ts";
import { Step } from "./step.tsx";

const NAMES = { hackatime: "Hackatime", wakatime: "WakaTime", wakapi: "Wakapi" } as const;

/** The way of counting, with what each makes of the history there is. */
export function CountingStep({ setup }: { setup: SetupAnswer }) {
  const [rules, setRules] = useState<RulesAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const { timeout_seconds: timeout, idle_seconds: idle } = setup.rule;
  const hasHistory = setup.heartbeats > 1;
  // Counting a history anew takes its time: once for each rule and import, not with every heartbeat.
  useEffect(() => {
    if (!hasHistory) return;
    const leaving = new AbortController();
    void ask<RulesAnswer>("GET", "/-/rules", undefined, leaving.signal).then((reply) => {
      if ("value" in reply) setRules(reply.value);
    });
    return () => leaving.abort();
  }, [hasHistory, timeout, idle, setup.imports]);
  const choose = async (rule: RulesAnswer["rules"][number]) => {
    const reply = await ask<SettingsAnswer>("PATCH", "/-/settings", {
      timeout_ms: rule.timeout_seconds * 1000,
      idle_ms: rule.idle_seconds * 1000,
    });
    setProblem("problem" in reply ? reply.problem : undefined);
    changes.value++;
  };
  return (
    <Step title="How time is counted" state={hasHistory ? "done" : "later"}>
      <p class="muted">
        A heartbeat earns the time until the next one, up to {timeText(timeout * 1000)}; for a longer gap{" "}
        {idle === 0 ? "nothing" : timeText(idle * 1000)}. <a href="/how">How we count</a>
      </p>
      {hasHistory && rules === undefined && <div class="skeleton rules" />}
      {rules !== undefined && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">As</th>
                <th scope="col">Longest gap</th>
                <th scope="col">For a longer one</th>
                <th scope="col" class="number">
                  30 days
                </th>
                <th scope="col" class="number">
                  All time
                </th>
                <th scope="col">
                  <span class="hidden">Choose</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rules.rules.map((rule) => {
                const isOwn = rule.timeout_seconds === timeout && rule.idle_seconds === idle;
                return (
                  <tr key={`${rule.timeout_seconds} ${rule.idle_seconds}`}>
                    <th scope="row">{rule.preset === null ? "Own numbers" : NAMES[rule.preset]}</th>
                    <td>{timeText(rule.timeout_seconds * 1000)}</td>
                    <td>{rule.idle_seconds === 0 ? "nothing" : timeText(rule.idle_seconds * 1000)}</td>
                    <td class="number">{timeText(rule.recent_ms)}</td>
                    <td class="number">{timeText(rule.total_ms)}</td>
                    <td class="number">
                      {isOwn ? (
                        <span class="muted">yours</span>
                      ) : (
                        <button type="button" class="plain" onClick={() => choose(rule)}>
                          Count like this
                        </button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {problem !== undefined && (
        <p class="ember" role="alert">
          {problem.message}
        </p>
      )}
    </Step>
  );
}
