import { AppError } from "../../app/errors.ts";
import { rotateKey } from "../../app/keys.ts";
import { decodeBody, readBody } from "../body.ts";
import { asker, type Route } from "../call.ts";
import { normaliseKey } from "../credentials.ts";

/**
 * `POST /api/internal/revoke` `{token}`: puts a new key in the place of one that leaked. Ours: the owner asks, with a
 * full key (also the leaked one), and is told the new key, once; Hackatime's scanners tell nobody.
 */
export const revokeLeaked: Route = {
  method: "POST",
  path: "/api/internal/revoke",
  bases: "absolute",
  need: "full",
  summary: "puts a new key in the place of your key named by `token`",
  async answer(call) {
    const { user } = asker(call);
    const body = decodeBody(await readBody(call.request));
    const token = typeof body === "object" && body !== null && "token" in body ? body.token : undefined;
    const key = typeof token === "string" ? normaliseKey(token) : undefined;
    if (key === undefined) throw new AppError("invalid", "token must be one of your keys", { parameter: "token" });
    const made = rotateKey(call.services.context, user.id, key);
    call.services.access.forget();
    return Response.json(
      {
        success: true,
        status: "complete",
        token_type: made.row.name,
        ...(user.email !== null && { owner_email: user.email }),
        token: made.key,
      },
      { status: 201 },
    );
  },
};
