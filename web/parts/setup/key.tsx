/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { NewKeyAnswer } from "../../../src/http/dashboard/keys-answer.ts";
import type { SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { ask, type Problem } from "../../api.ts";
import { counted } from "../../format.ts";
import { changes } from "../../live.ts";
import { Snippet } from "../copy.tsx";
import { configLines, installerLine, SYSTEMS, systemOf } from "./connect.ts";
import { Step } from "./step.tsx";

/** A key for this machine, and the lines to put it into. The key is in this page alone, and gone when it is left. */
export function KeyStep({ setup }: { setup: SetupAnswer }) {
  const [made, setMade] = useState<NewKeyAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get("name")).trim() || "this machine";
    const reply = await ask<NewKeyAnswer>("POST", "/-/keys", { name, scope: "write" });
    setProblem("problem" in reply ? reply.problem : undefined);
    if ("problem" in reply) return;
    setMade(reply.value);
    changes.value++;
  };
  const { count } = setup.keys;
  return (
    <Step title="A key for this machine" state={count > 0 ? "done" : "now"}>
      {made === undefined ? (
        <>
          <p class="muted">
            {count === 0
              ? "An editor needs a key to send its heartbeats. This one may write, and read only what editors show."
              : `${counted(count, "key")} may send heartbeats; each was shown once. For another machine, or one you lost, make a new one.`}
          </p>
          <form class="actions" onSubmit={make} aria-label="New key">
            <label>
              Key for
              <input type="text" name="name" maxLength={100} placeholder="this machine" />
            </label>
            <button type="submit" class={count === 0 ? "main" : ""}>
              Make a key
            </button>
            <a href="/settings#keys" class="muted small">
              All keys
            </a>
          </form>
          {problem !== undefined && (
            <p class="ember" role="alert">
              {problem.message}
            </p>
          )}
        </>
      ) : (
        <Lines made={made} />
      )}
    </Step>
  );
}

function Lines({ made }: { made: NewKeyAnswer }) {
  const [id, setId] = useState(() => systemOf(navigator.userAgent));
  const system = SYSTEMS.find((one) => one.id === id) ?? SYSTEMS[0];
  return (
    <>
      <p role="status">
        The key of <strong>{made.name}</strong> is in these lines. It is shown this once.
      </p>
      <p class="actions">
        {SYSTEMS.map((one) => (
          <button key={one.id} type="button" aria-pressed={one.id === id} onClick={() => setId(one.id)}>
            {one.name}
          </button>
        ))}
      </p>
      <p>
        Install the WakaTime plugin of your editor, and put this into <code>{system.file}</code>:
      </p>
      <Snippet text={configLines(location.origin, made.key)} />
      <details>
        <summary>Or let Hackatime's official installer do it</summary>
        <p class="muted">
          It writes the file anew, whatever is in it, and installs plugins of the editors it finds. It is downloaded
          from GitHub, so this one needs the internet.
        </p>
        <Snippet text={installerLine(id, location.origin, made.key)} />
      </details>
    </>
  );
}
