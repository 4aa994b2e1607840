/** @jsxImportSource preact */
import type { GrantAnswer } from "../../../src/http/dashboard/grants-answer.ts";
import { ask } from "../../api.ts";
import { changes } from "../../live.ts";
import { When } from "../when.tsx";

/** The programs that one let in, and how to shut them out. */
export function Connected({ grants }: { grants: readonly GrantAnswer[] }) {
  const shutOut = async (id: number) => {
    await ask("DELETE", `/-/grants/${id}`);
    changes.value++;
  };
  return (
    <section aria-label="Connected programs">
      <h2>Connected programs</h2>
      {grants.length === 0 && (
        <p class="muted">None. A program that signs in with Hearth, such as a desktop app, stands here afterwards.</p>
      )}
      {grants.length > 0 && (
        <div class="scroll">
          <table>
            <tbody>
              {grants.map((grant) => (
                <tr key={grant.id}>
                  <th scope="row">{grant.client_id}</th>
                  <td class="muted">{grant.scope}</td>
                  <td>
                    <When at={grant.created_at} />
                  </td>
                  <td>{grant.last_used_at === null ? "never used" : <When at={grant.last_used_at} />}</td>
                  <td class="number">
                    <button type="button" class="plain" onClick={() => shutOut(grant.id)}>
                      Shut out<span class="hidden"> {grant.client_id}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
