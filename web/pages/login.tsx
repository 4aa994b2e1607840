/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { SessionAnswer, SignInNeededAnswer } from "../../src/http/dashboard/session-answer.ts";
import { forgetAnswers } from "../answer.ts";
import { ask, type Problem } from "../api.ts";
import { signedIn } from "../session.ts";

/** The password page; shown in the place of any page that needs a sign-in, and at its own address. */
export function Login() {
  const { query, route } = useLocation();
  const [needsName, setNeedsName] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const next = localPath(query["next"]);
  const leave = () => {
    if (next === undefined) {
      if (location.pathname === "/login") route("/", true);
    } else location.assign(next);
  };
  useEffect(() => {
    void fetch("/-/session", { headers: { accept: "application/json" } })
      .then((response) => response.json())
      .then((answer: SessionAnswer | SignInNeededAnswer) => {
        if ("needs_name" in answer && "type" in answer) setNeedsName(answer.needs_name);
        else leave();
      })
      .catch(() => undefined);
  }, []);
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const name = String(form.get("name") ?? "").trim();
    setBusy(true);
    const reply = await ask<SessionAnswer>("POST", "/-/session", {
      password: String(form.get("password")),
      ...(name !== "" && { name }),
    });
    setBusy(false);
    if ("problem" in reply) {
      setProblem(reply.problem);
      return;
    }
    forgetAnswers();
    signedIn();
    leave();
  };
  return (
    <form class="login" onSubmit={onSubmit}>
      <h1 class="title">Sign in</h1>
      {needsName && (
        <label>
          <span>Name</span>
          <input type="text" name="name" autocomplete="username" autocapitalize="none" required />
        </label>
      )}
      <label>
        <span>Password</span>
        <input type="password" name="password" autocomplete="current-password" required />
      </label>
      <p class="ember" role="alert">
        {problem?.message}
      </p>
      <button type="submit" class="main" disabled={isBusy}>
        Sign in
      </button>
      <p class="small muted">
        Forgotten? On the computer where Hearth runs, <code>hearth password</code> sets a new one.
      </p>
    </form>
  );
}

/** Returns where to go after signing in: a path of this server and nothing else. Browsers drop tabs and line ends from addresses, so that there may be none. */
function localPath(text: string | undefined): string | undefined {
  return text !== undefined && /^\/(?![/\\])[!-~]*$/.test(text) ? text : undefined;
}
