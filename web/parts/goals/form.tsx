/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { GoalAnswer } from "../../../src/http/dashboard/goals-answer.ts";
import type { Problem } from "../../api.ts";
import { weekdayText } from "../../format.ts";
import { amountOf, namesOf, secondsOfAmount, UNITS, WEEKDAYS } from "./wish.ts";

/** What the server is asked for; absent = stays, or the default. */
export type GoalWishBody = {
  readonly title?: string | null;
  readonly delta?: GoalAnswer["delta"];
  readonly seconds?: number;
  readonly is_inverse?: boolean;
  readonly is_enabled?: boolean;
  readonly ignore_days?: readonly string[];
  readonly projects?: readonly string[];
  readonly languages?: readonly string[];
  readonly editors?: readonly string[];
};

type Props = {
  readonly title: string;
  /** the goal to change; a new one without */
  readonly goal?: GoalAnswer;
  readonly send: (wish: GoalWishBody) => Promise<Problem | undefined>;
  readonly cancel: () => void;
};

const SCOPES = [
  { name: "projects", text: "Projects" },
  { name: "languages", text: "Languages" },
  { name: "editors", text: "Editors" },
] as const;

/** Everything a goal asks. The fields keep what is typed while the page is drawn anew, so they only begin with the goal's values. */
export function GoalForm({ title, goal, send, cancel }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const [delta, setDelta] = useState(goal?.delta ?? "day");
  const { amount, unit } = amountOf(goal?.target_ms ?? 4 * 3_600_000);
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "");
    setProblem(
      await send({
        title: text("title").trim() || null,
        delta,
        seconds: secondsOfAmount(Number(text("amount")), text("unit")),
        is_inverse: text("is_inverse") === "true",
        ignore_days: delta === "day" ? form.getAll("ignore_days").map(String) : [],
        projects: namesOf(text("projects")),
        languages: namesOf(text("languages")),
        editors: namesOf(text("editors")),
      }),
    );
  };
  return (
    <form onSubmit={onSubmit} aria-label={title} class="goal-form">
      <p class="actions">
        <select name="is_inverse" aria-label="At least or at most">
          <option value="false">At least</option>
          <option value="true" selected={goal?.is_inverse ?? false}>
            At most
          </option>
        </select>
        <input
          type="number"
          name="amount"
          aria-label="Amount"
          min="0.25"
          max="744"
          step="0.25"
          required
          defaultValue={amount}
        />
        <select name="unit" aria-label="Unit">
          {UNITS.map((one) => (
            <option key={one} value={one} selected={one === unit}>
              {one}
            </option>
          ))}
        </select>
        <label>
          each
          <select value={delta} onChange={(event) => setDelta(event.currentTarget.value as GoalAnswer["delta"])}>
            <option value="day">day</option>
            <option value="week">week</option>
            <option value="month">month</option>
          </select>
        </label>
      </p>
      <div class="fields">
        {SCOPES.map(({ name, text }) => (
          <Field key={name} id={`goal-${name}`} text={text} note="several by comma; empty means all of them">
            <input
              type="text"
              id={`goal-${name}`}
              name={name}
              autocapitalize="none"
              defaultValue={goal?.[name].join(", ") ?? ""}
            />
          </Field>
        ))}
        <Field id="goal-title" text="Title" note="without one it is called by what it asks">
          <input type="text" id="goal-title" name="title" maxLength={300} defaultValue={goal?.custom_title ?? ""} />
        </Field>
        {delta === "day" && (
          <>
            <span>Not on</span>
            <div class="checks">
              {WEEKDAYS.map((day, i) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    name="ignore_days"
                    value={day}
                    defaultChecked={goal?.ignore_days.includes(day) ?? false}
                  />
                  {weekdayText(i + 1, "short")}
                </label>
              ))}
            </div>
          </>
        )}
      </div>
      <p class="actions">
        <button type="submit" class="main">
          {goal === undefined ? "Make it" : "Save"}
        </button>
        <button type="button" class="plain" onClick={cancel}>
          Cancel
        </button>
        <span class="ember" role="alert">
          {problem?.message}
        </span>
      </p>
    </form>
  );
}

function Field(props: { id: string; text: string; note: string; children: preact.ComponentChildren }) {
  return (
    <>
      <label for={props.id}>{props.text}</label>
      <div>
        {props.children}
        <span class="note">{props.note}</span>
      </div>
    </>
  );
}
