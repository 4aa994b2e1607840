import { AppError } from "../../app/errors.ts";
import { createKey, listKeys, revokeById, SCOPES, type Scope } from "../../app/keys.ts";
import { rfc3339 } from "../../domain/range.ts";
import type { Call, Route } from "../call.ts";
import { bodyFields, textField } from "./body-fields.ts";
import type { KeyAnswer, KeysAnswer, NewKeyAnswer } from "./keys-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/keys`: the viewer's API keys, never their text. */
export const keys: Route = {
  method: "GET",
  path: "/-/keys",
  bases: "absolute",
  need: "none",
  summary: "our own pages: the viewer's API keys, never their text",
  answer(call): KeysAnswer {
    const user = viewer(call);
    call.services.access.saveUses();
    return { keys: listKeys(call.services.context, user.id).map(view) };
  },
};

/** `POST /-/keys` `{"name", "scope"}`: makes a key and shows it, this once. */
export const keyIn: Route = {
  method: "POST",
  path: "/-/keys",
  bases: "absolute",
  need: "none",
  summary: "our own pages: makes an API key of a `name` and a `scope`, shown this once",
  async answer(call) {
    const user = viewer(call);
    const fields = await bodyFields(call);
    const scope = textField(fields, "scope") ?? "";
    if (!isScope(scope))
      throw new AppError("invalid", `scope must be one of ${SCOPES.join(", ")}`, { parameter: "scope" });
    const { key, row } = createKey(call.services.context, user.id, textField(fields, "name") ?? "", scope);
    return Response.json({ ...view(row), key } satisfies NewKeyAnswer, { status: 201 });
  },
};

/** `DELETE /-/keys/:id`: revokes a key of the viewer; it counts no more from now on. */
export const keyOut: Route = {
  method: "DELETE",
  path: "/-/keys/:id",
  bases: "absolute",
  need: "none",
  summary: "our own pages: revokes an API key",
  answer(call) {
    const user = viewer(call);
    revokeById(call.services.context, user.id, idOf(call));
    call.services.access.forget();
    return new Response(null, { status: 204 });
  },
};

/** Returns the number in a path, one that nothing has for text that is none. */
export function idOf({ params }: Call): number {
  const { id = "" } = params;
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

/** Returns seconds since 1970 as RFC 3339, null for none. */
export function timeOf(seconds: number | null): string | null {
  return seconds === null ? null : rfc3339(seconds * 1000);
}

function view(row: ReturnType<typeof listKeys>[number]): KeyAnswer {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scope: row.scope as Scope,
    created_at: rfc3339(row.createdAt * 1000),
    last_used_at: timeOf(row.lastUsedAt),
    revoked_at: timeOf(row.revokedAt),
  };
}

function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
