/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SettingsBody } from "../../../src/http/dashboard/settings-answer.ts";
import type { Problem } from "../../api.ts";

type Props = {
  readonly title: string;
  readonly note?: string;
  /** Returns what the form's fields change; is asked when it is sent. */
  readonly changes: (form: FormData) => SettingsBody;
  readonly save: (changes: SettingsBody) => Promise<Problem | undefined>;
  readonly children: ComponentChildren;
};

/** A part of the settings that is saved as one. */
export function SettingsForm({ title, note, changes, save, children }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const [isSaved, setSaved] = useState(false);
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSaved(false);
    const found = await save(changes(new FormData(event.currentTarget as HTMLFormElement)));
    setProblem(found);
    setSaved(found === undefined);
  };
  return (
    <form onSubmit={onSubmit} onInput={() => setSaved(false)} aria-label={title}>
      <h2>{title}</h2>
      {note !== undefined && <p class="muted small">{note}</p>}
      {children}
      <p class="actions">
        <button type="submit">Save</button>
        <span role="status" class={problem === undefined ? "muted" : "ember"}>
          {problem?.message ?? (isSaved ? "Saved." : "")}
        </span>
      </p>
    </form>
  );
}

/** Returns a text field, null for a blank one. */
export function textOrNull(form: FormData, name: string): string | null {
  const text = String(form.get(name) ?? "").trim();
  return text === "" ? null : text;
}
