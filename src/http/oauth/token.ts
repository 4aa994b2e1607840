import { AppError } from "../../app/errors.ts";
import { grantOf, revokeGrantById } from "../../app/grants.ts";
import type { Route } from "../call.ts";
import { credentialsOf } from "../credentials.ts";
import { type FormField, formFields } from "./form.ts";

/** Refusals of a token. Source: RFC 6749 §5.2. */
type TokenError = "invalid_request" | "invalid_grant" | "unsupported_grant_type";

/** A verifier of PKCE. Source: RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * `POST /oauth/token`: a token for an authorization code, once, within ten minutes; as a form or JSON, `client_id` also
 * as the name of a Basic authorization. Public programs have no secret: one that is sent is ignored.
 *
 * **Ours:** a token lasts until it is revoked, so that there is no refresh token and no `expires_in`.
 */
export const token: Route = {
  method: "POST",
  path: "/oauth/token",
  bases: "absolute",
  need: "none",
  summary: "a token for an authorization code, as a form or JSON; it lasts until it is revoked",
  async answer({ services, request }) {
    const { access, context } = services;
    const field = await fieldsOf(request);
    if (field === undefined) return refused("invalid_request", "The body must be a form or a JSON object");
    if (field("grant_type") !== "authorization_code")
      return refused("unsupported_grant_type", "grant_type must be authorization_code");
    const clientId = field("client_id")?.trim() || basicName(request);
    const [code, redirectUri, verifier] = [field("code"), field("redirect_uri"), field("code_verifier")];
    if (code === undefined || clientId === undefined || redirectUri === undefined || verifier === undefined)
      return refused("invalid_request", "code, client_id, redirect_uri and code_verifier are needed");
    const exchanged = VERIFIER.test(verifier)
      ? access.codes.exchange({ code, clientId, redirectUri, verifier })
      : undefined;
    if (exchanged === undefined)
      return refused("invalid_grant", "The code is unknown, used, too old, or another program's; ask the user again");
    return Response.json({
      access_token: exchanged.token,
      token_type: "Bearer",
      scope: exchanged.consent.scope,
      created_at: Math.floor(context.now() / 1000),
    });
  },
};

/** `POST /oauth/revoke`: takes back the `token` in the body, or the one it is asked with. Always 200. Source: RFC 7009. */
export const revocation: Route = {
  method: "POST",
  path: "/oauth/revoke",
  bases: "absolute",
  need: "none",
  summary: "takes a `token` back; always 200",
  async answer({ services: { context }, request }) {
    const sent = (await fieldsOf(request))?.("token") ?? bearer(request);
    const found = sent === undefined ? undefined : grantOf(context, sent.trim());
    if (found !== undefined) revokeGrantById(context, found.grant.id);
    return {};
  },
};

/** Returns the fields of a body, undefined for one that cannot be read. */
async function fieldsOf(request: Request): Promise<FormField | undefined> {
  try {
    return await formFields(request);
  } catch (fault) {
    if (fault instanceof AppError && fault.code === "malformed") return undefined;
    throw fault;
  }
}

function bearer({ headers }: Request): string | undefined {
  const sent = credentialsOf(headers.get("authorization"), new URLSearchParams());
  return sent.kind === "token" ? sent.token : undefined;
}

/** Returns the name in a Basic authorization, which libraries send for programs with a secret. */
function basicName({ headers }: Request): string | undefined {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const [name = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  try {
    return decodeURIComponent(name) || undefined;
  } catch {
    return undefined;
  }
}

/** Returns a refusal in the form of OAuth, the fields of every other error beside. */
function refused(error: TokenError, message: string): Response {
  const type = error.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Response.json({ error, error_description: message, message, type, status: 400 }, { status: 400 });
}
