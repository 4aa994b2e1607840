// What the addresses where programs are let in answer.
import { type Answer, type Descriptions, other } from "./described.ts";
import { always, object, oneOf, text, whole } from "./schema.ts";

const SENT_ON: Answer = { status: 303, description: "To the sign-in, or back to the program" };

const ODD: Answer = {
  status: 400,
  description: "A page that says what is odd about the request",
  type: "text/html",
  schema: { type: "string" },
  example: "<!doctype html>",
};

const EXCHANGE = object({
  grant_type: always("authorization_code"),
  code: text("0000000000004000800000000000000000000000000040008000000000000001", "From the redirect"),
  client_id: text("my-dashboard"),
  redirect_uri: text("http://127.0.0.1:8787/callback", "As it was when the user was asked"),
  code_verifier: text("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "Whose SHA-256 was the challenge"),
});

const TOKEN = object({
  access_token: text("hearth_00000000000040008000000000000000000000000000400080000000000001"),
  token_type: always("Bearer"),
  scope: oneOf(["profile", "profile read"]),
  created_at: whole(1_795_262_400, "Epoch seconds; the token lasts until it is revoked"),
});

export const oauthDescriptions: Descriptions = {
  "GET /oauth/authorize": {
    answers: [...other("text/html", "The page", "<!doctype html>").answers, SENT_ON, ODD],
  },
  "POST /oauth/authorize": { answers: [SENT_ON, ODD] },
  "GET /oauth/style.css": other("text/css", "What that page looks like", "body { margin: 0; }"),
  "POST /oauth/token": {
    answers: [{ status: 200, description: "The token, shown this once", type: "application/json", schema: TOKEN }],
    body: EXCHANGE,
  },
  "POST /oauth/revoke": {
    answers: [{ status: 200, description: "It is no longer good", type: "application/json", schema: object({}) }],
    body: object({ token: text("hearth_00000000000040008000000000000000000000000000400080000000000001") }),
  },
};
