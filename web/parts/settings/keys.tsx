/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { KeyAnswer, NewKeyAnswer } from "../../../src/http/dashboard/keys-answer.ts";
import { ask, type Problem } from "../../api.ts";
import { changes } from "../../live.ts";
import { Snippet } from "../copy.tsx";
import { When } from "../when.tsx";

const SCOPES = [
  { scope: "write", text: "write: an editor, which only sends and shows today" },
  { scope: "read", text: "read: a card, a status page, a dashboard" },
  { scope: "full", text: "full: everything" },
] as const;

/** The keys of one's programs: make one, shown this once, and revoke those no longer used. */
export function KeysPart({ keys }: { keys: readonly KeyAnswer[] }) {
  const [made, setMade] = useState<NewKeyAnswer>();
  const [fault, setFault] = useState<Problem>();
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const target = event.currentTarget as HTMLFormElement;
    const form = new FormData(target);
    const reply = await ask<NewKeyAnswer>("POST", "/-/keys", { name: form.get("name"), scope: form.get("scope") });
    setFault("problem" in reply ? reply.problem : undefined);
    if ("problem" in reply) return;
    setMade(reply.value);
    target.reset();
    changes.value++;
  };
  const good = keys.filter(({ revoked_at: at }) => at === null);
  return (
    <section id="keys" aria-label="Keys">
      <h2>Keys</h2>
      {good.length === 0 && <p class="muted">There is no key yet.</p>}
      {good.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Ends in</th>
                <th scope="col">May</th>
                <th scope="col">Made</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span class="hidden">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {good.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {made !== undefined && (
        <div role="status">
          <p>
            The key of <strong>{made.name}</strong>. It is shown this once:
          </p>
          <Snippet text={made.key} />
        </div>
      )}
      <form class="actions" onSubmit={onSubmit} aria-label="New key">
        <label>
          New key for
          <input type="text" name="name" required maxLength={100} placeholder="laptop" />
        </label>
        <label>
          <span class="hidden">What it may do</span>
          <select name="scope">
            {SCOPES.map(({ scope, text }) => (
              <option key={scope} value={scope}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Make it</button>
        <span class="ember" role="alert">
          {fault?.message}
        </span>
      </form>
    </section>
  );
}

function KeyRow({ apiKey }: { apiKey: KeyAnswer }) {
  const [isAsked, setAsked] = useState(false);
  const revoke = async () => {
    await ask("DELETE", `/-/keys/${apiKey.id}`);
    changes.value++;
  };
  return (
    <tr>
      <th scope="row">{apiKey.name}</th>
      <td>
        <code>…{apiKey.hint}</code>
      </td>
      <td>{apiKey.scope}</td>
      <td>
        <When at={apiKey.created_at} />
      </td>
      <td>{apiKey.last_used_at === null ? <span class="muted">never</span> : <When at={apiKey.last_used_at} />}</td>
      <td class="number">
        {isAsked ? (
          <>
            <button type="button" onClick={revoke}>
              Revoke for good
            </button>{" "}
            <button type="button" class="plain" onClick={() => setAsked(false)}>
              Keep
            </button>
          </>
        ) : (
          <button type="button" class="plain" onClick={() => setAsked(true)}>
            Revoke<span class="hidden"> {apiKey.name}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
