// What the addresses where programs are let in answer.
import { type Answer, type Described, type Descriptions, other } from "./described.ts";
import { always, object, oneOf, pattern, text, whole } from "./schema.ts";

const SENT_ON: Answer = { status: 303, description: "To the sign-in, or back to the program" };

const ODD: Answer = {
  status: 400,
  description: "A page that says what is odd about the request",
  type: "text/html",
  schema: { type: "string" },
  example: "<!doctype html>",
};

const CHALLENGE = "^[A-Za-z0-9_-]{43}$";
const CALLBACK = "http://127.0.0.1:8787/callback";

/** What a program asks the user for, in the query of the page. **Source:** RFC 6749 §4.1.1, RFC 7636 §4.3. */
const ASKED: NonNullable<Described["parameters"]> = [
  {
    name: "response_type",
    required: true,
    description: "What the program wants sent: a code",
    schema: { type: "string", enum: ["code"] },
    example: "code",
  },
  {
    name: "client_id",
    required: true,
    description: "What the program calls itself, 1 to 200 readable characters; it need not be known here",
    schema: { type: "string" },
    example: "my-dashboard",
  },
  {
    name: "redirect_uri",
    required: true,
    description:
      "Where the user is sent back to: an address of this computer, any port, or one of an app such as `app-name://callback`",
    schema: { type: "string" },
    example: CALLBACK,
  },
  {
    name: "scope",
    description: "Words by blank or comma: `profile`, which is what it is without it, and `read`",
    schema: { type: "string" },
    example: "profile read",
  },
  {
    name: "state",
    description: "Comes back as it was sent",
    schema: { type: "string" },
    example: "xcoivjuywkdkhvusuye3kch",
  },
  {
    name: "code_challenge",
    required: true,
    description: "SHA-256 of the verifier that the program keeps to itself, in base64url",
    schema: { type: "string", pattern: CHALLENGE },
    example: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  },
  {
    name: "code_challenge_method",
    required: true,
    description: "How the challenge was made",
    schema: { type: "string", enum: ["S256"] },
    example: "S256",
  },
];

/** The same and the answer, in the form on the page. */
const DECIDED = {
  ...object(
    {
      response_type: always("code"),
      client_id: text("my-dashboard"),
      redirect_uri: text(CALLBACK),
      scope: text("profile read"),
      state: text("xcoivjuywkdkhvusuye3kch"),
      code_challenge: pattern(CHALLENGE, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
      code_challenge_method: always("S256"),
      decision: oneOf(["allow", "deny"]),
    },
    ["scope", "state"],
  ),
  additionalProperties: true,
};

const EXCHANGE = object({
  grant_type: always("authorization_code"),
  code: text("0000000000004000800000000000000000000000000040008000000000000001", "From the redirect"),
  client_id: text("my-dashboard"),
  redirect_uri: text(CALLBACK, "As it was when the user was asked"),
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
    parameters: ASKED,
  },
  "POST /oauth/authorize": { answers: [SENT_ON, ODD], body: DECIDED, sendsType: "application/x-www-form-urlencoded" },
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
