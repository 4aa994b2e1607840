/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import type { RulesAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { useAnswer } from "../../answer.ts";
import { timeText } from "../../format.ts";
import type { Save } from "../../pages/settings.tsx";
import { SettingsForm } from "./field.tsx";

const NAMES = { hackatime: "Hackatime", wakatime: "WakaTime", wakapi: "Wakapi" } as const;

/** The rule that time is counted by, with what each would make of one's history before it is chosen. */
export function Counting({ settings, save }: { settings: SettingsAnswer; save: Save }) {
  const [timeout, setTimeout] = useState(settings.timeout_ms / 1000);
  const [idle, setIdle] = useState(settings.idle_ms / 1000);
  const isValid = timeout >= 30 && timeout <= 3600 && idle >= 0 && idle <= timeout;
  const { value, isLoading } = useAnswer<RulesAnswer>(
    isValid ? `/-/rules?timeout_seconds=${timeout}&idle_seconds=${idle}` : undefined,
  );
  return (
    <SettingsForm
      title="How time is counted"
      note="A heartbeat earns the time until the next one. A change counts all of your history anew; until that is done the old figures are shown."
      save={save}
      changes={() => ({ timeout_ms: timeout * 1000, idle_ms: idle * 1000 })}
    >
      <section class="scroll" aria-label="Rules" aria-busy={isLoading} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Longest gap</th>
              <th scope="col">For a longer one</th>
              <th scope="col" class="number">
                30 days
              </th>
              <th scope="col" class="number">
                All time
              </th>
            </tr>
          </thead>
          <tbody>
            {value === undefined && (
              <tr>
                <td colSpan={5}>
                  <div class="skeleton rules" />
                </td>
              </tr>
            )}
            {value?.rules.map((rule) => (
              <tr key={`${rule.timeout_seconds} ${rule.idle_seconds}`}>
                <th scope="row">
                  <label>
                    <input
                      type="radio"
                      name="rule"
                      checked={rule.timeout_seconds === timeout && rule.idle_seconds === idle}
                      onChange={() => {
                        setTimeout(rule.timeout_seconds);
                        setIdle(rule.idle_seconds);
                      }}
                    />
                    {rule.preset === null ? "Own numbers" : NAMES[rule.preset]}
                    {rule.is_own && " (now)"}
                  </label>
                </th>
                <td>{timeText(rule.timeout_seconds * 1000)}</td>
                <td>{timeText(rule.idle_seconds * 1000)}</td>
                <td class="number">{timeText(rule.recent_ms)}</td>
                <td class="number">{timeText(rule.total_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="actions">
        <label>
          Longest gap, seconds
          <input
            type="number"
            min={30}
            max={3600}
            required
            value={timeout}
            onChange={(event) => setTimeout(Number(event.currentTarget.value))}
          />
        </label>
        <label>
          for a longer one
          <input
            type="number"
            min={0}
            max={timeout}
            required
            value={idle}
            onChange={(event) => setIdle(Number(event.currentTarget.value))}
          />
        </label>
        {settings.is_recounting && <span class="muted">Your history is being counted anew.</span>}
      </p>
    </SettingsForm>
  );
}
