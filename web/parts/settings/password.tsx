/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import { ask } from "../../api.ts";
import { changes } from "../../live.ts";
import { session } from "../../session.ts";

/** The password of the pages: set, change, remove; and signing out. */
export function Password({ settings }: { settings: SettingsAnswer }) {
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean }>();
  const put = async (password: string | null, form: HTMLFormElement) => {
    const current = String(new FormData(form).get("current") ?? "");
    const reply = await ask("PUT", "/-/password", { password, ...(settings.has_password && { current }) });
    if ("problem" in reply) setSaid({ text: reply.problem.message, isBad: true });
    else {
      setSaid({ text: password === null ? "There is no password any more." : "Saved.", isBad: false });
      form.reset();
      changes.value++;
    }
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void put(String(new FormData(form).get("password")), form);
  };
  const signOut = async (path: string) => {
    await ask("DELETE", path);
    session.value = { ...session.value, needed: { withName: settings.users > 1 } };
  };
  return (
    <section aria-label="Password">
      <h2>Password</h2>
      <p class="muted small">
        {settings.has_password
          ? "These pages ask for it. A new one signs everybody else out."
          : "None: these pages open on this computer only. With one they can be reached from others."}
      </p>
      <form class="actions" onSubmit={onSubmit} aria-label="Password">
        {settings.has_password && (
          <label>
            Current
            <input type="password" name="current" autocomplete="current-password" required />
          </label>
        )}
        <label>
          New
          <input type="password" name="password" autocomplete="new-password" required />
        </label>
        <button type="submit">{settings.has_password ? "Change" : "Set"}</button>
        {settings.has_password && settings.users === 1 && (
          <button
            type="button"
            class="plain"
            onClick={(event) => event.currentTarget.form && put(null, event.currentTarget.form)}
          >
            Remove
          </button>
        )}
        <span role="status" class={said?.isBad ? "ember" : "muted"}>
          {said?.text}
        </span>
      </form>
      {settings.has_password && (
        <p class="actions">
          <button type="button" onClick={() => signOut("/-/session")}>
            Sign out
          </button>
          <button type="button" class="plain" onClick={() => signOut("/-/sessions")}>
            Sign out everywhere
          </button>
        </p>
      )}
    </section>
  );
}
