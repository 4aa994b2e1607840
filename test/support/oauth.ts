// A program that a user lets in with OAuth, as its requests go over the wire.
import type { Sending, Side } from "./matrix.ts";

/** A verifier of PKCE and its challenge. Source: RFC 7636, appendix B. */
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** What hackatime-cli asks for. */
export const REQUEST: Readonly<Record<string, string>> = {
  client_id: "hackatime-cli",
  redirect_uri: "http://127.0.0.1:8787/callback",
  response_type: "code",
  scope: "profile read",
  state: "st&te",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

type Fields = Readonly<Record<string, string>>;

export function form(fields: Fields): string {
  return new URLSearchParams(fields).toString();
}

/** The user's decision about a request, as the page sends it. */
export function decision(fields: Fields = REQUEST, headers: Sending["headers"] = {}, allow = true): Sending {
  const body = form({ ...fields, decision: allow ? "allow" : "deny" });
  return { path: "/oauth/authorize", method: "POST", headers: { "sec-fetch-site": "same-origin", ...headers }, body };
}

/** Returns the parameters with which the user comes back to the program. */
export async function sentBack(side: Side, sending: Sending): Promise<URLSearchParams> {
  const response = await side.send(sending);
  const location = response.headers.get("location");
  if (response.status !== 303 || location === null) throw new Error(`${response.status}: ${await response.text()}`);
  return new URLSearchParams(location.slice(location.indexOf("?")));
}

/** The exchange of a code, as the program sends it. */
export function exchange(code: string, fields: Fields = {}): Sending {
  const body = form({
    ...{ grant_type: "authorization_code", code, client_id: "hackatime-cli", code_verifier: VERIFIER },
    ...{ redirect_uri: "http://127.0.0.1:8787/callback", ...fields },
  });
  return {
    path: "/oauth/token",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  };
}

/** Returns the token of a program that the user of the open dashboard, or of a cookie, lets in. */
export async function letIn(side: Side, scope: string, headers: Sending["headers"] = {}): Promise<string> {
  const code = (await sentBack(side, decision({ ...REQUEST, scope }, headers))).get("code") ?? "";
  const { access_token: token } = (await (await side.send(exchange(code))).json()) as { access_token: string };
  return token;
}
