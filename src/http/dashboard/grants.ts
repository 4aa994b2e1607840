import { type Grant, listGrants, revokeGrantOf } from "../../app/grants.ts";
import { rfc3339 } from "../../domain/range.ts";
import type { Route } from "../call.ts";
import type { GrantAnswer, GrantsAnswer } from "./grants-answer.ts";
import { idOf, timeOf } from "./keys.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/grants`: the programs that the viewer let in. */
export const grants: Route = {
  method: "GET",
  path: "/-/grants",
  bases: "absolute",
  need: "none",
  summary: "our own pages: the programs that the viewer let in",
  answer(call): GrantsAnswer {
    const user = viewer(call);
    call.services.access.saveUses();
    return { grants: listGrants(call.services.context, user.id).map(view) };
  },
};

/** `DELETE /-/grants/:id`: shuts a program out; its token is refused from now on. */
export const grantOut: Route = {
  method: "DELETE",
  path: "/-/grants/:id",
  bases: "absolute",
  need: "none",
  summary: "our own pages: shuts a program out",
  answer(call) {
    revokeGrantOf(call.services.context, viewer(call).id, idOf(call));
    return new Response(null, { status: 204 });
  },
};

function view(grant: Grant): GrantAnswer {
  return {
    id: grant.id,
    client_id: grant.clientId,
    redirect_uri: grant.redirectUri,
    scope: grant.scope,
    created_at: rfc3339(grant.createdAt * 1000),
    last_used_at: timeOf(grant.lastUsedAt),
    api_key_id: grant.apiKeyId,
  };
}
