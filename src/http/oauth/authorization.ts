import { AppError } from "../../app/errors.ts";
import { type GrantScope, grantScope } from "../../app/grants.ts";
import { type RedirectTarget, redirectTarget } from "./redirect.ts";

/** What a program asks of a user. */
export type Authorization = {
  /** as the program calls itself; nobody vouches for it */
  readonly clientId: string;
  readonly target: RedirectTarget;
  readonly scope: GrantScope;
  /** comes back as it was sent */
  readonly state: string | undefined;
  /** SHA-256 of the program's verifier, base64url */
  readonly challenge: string;
};

/** A refusal that the program is told by sending the user back to it. Source: RFC 6749 §4.1.2.1. */
export type RefusedAuthorization = {
  readonly target: RedirectTarget;
  readonly state: string | undefined;
  readonly error: "invalid_request" | "unsupported_response_type" | "invalid_scope";
  readonly description: string;
};

/** Fields of an authorization request that its form carries on. */
export const AUTHORIZATION_FIELDS = [
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
] as const;

const LONGEST_CLIENT_ID = 200;
/** Controls, and marks that turn the direction of what is read. */
const UNREADABLE = /[\p{Cc}\p{Bidi_Control}]/u;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Returns what a program asks for, or the refusal to send back to it.
 *
 * **Source:** RFC 6749 §4.1.1, RFC 7636. **Ours:** every program is a public one, so that each must prove with a
 * challenge (S256) that it is the one that asked; `plain` proves nothing.
 * @throws AppError `malformed` for a missing or odd `client_id` or `redirect_uri`: then nobody may be sent anywhere.
 */
export function authorizationOf(
  field: (name: (typeof AUTHORIZATION_FIELDS)[number]) => string | undefined,
): Authorization | RefusedAuthorization {
  const clientId = field("client_id")?.trim() ?? "";
  if (clientId === "" || clientId.length > LONGEST_CLIENT_ID || UNREADABLE.test(clientId))
    throw new AppError("malformed", `client_id must be a readable text of 1 to ${LONGEST_CLIENT_ID} characters`);
  const target = redirectTarget(field("redirect_uri") ?? "");
  if (target === undefined)
    throw new AppError(
      "malformed",
      "redirect_uri must be an address of this computer, such as http://127.0.0.1:8787/callback, or one of an app, such as app-name://callback",
    );
  const state = field("state");
  const refused = (error: RefusedAuthorization["error"], description: string) => ({
    target,
    state,
    error,
    description,
  });
  if (field("response_type") !== "code") return refused("unsupported_response_type", "response_type must be code");
  const challenge = field("code_challenge");
  if (challenge === undefined) return refused("invalid_request", "code_challenge is needed (PKCE)");
  if (field("code_challenge_method") !== "S256")
    return refused("invalid_request", "code_challenge_method must be S256");
  if (!CHALLENGE.test(challenge))
    return refused("invalid_request", "code_challenge must be a SHA-256 in base64url, 43 characters");
  const scope = grantScope(field("scope") ?? null);
  if (scope === undefined) return refused("invalid_scope", "scope must be made of profile and read");
  return { clientId, target, scope, state, challenge };
}
