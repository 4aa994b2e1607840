// The page on which a user lets a program in. Plain HTML: it must work, and be safe, without any script.
import { displayName, type User } from "../../app/users.ts";
import { xmlText } from "../../domain/xml.ts";
import { securityHeaders } from "../cors.ts";
import { AUTHORIZATION_FIELDS, type Authorization } from "./authorization.ts";

export const STYLE_PATH = "/oauth/style.css";

/** Returns the page that asks a user about a program. Everything the program says of itself is shown as text. */
export function consentPage(asked: Authorization, user: User): Response {
  const { clientId, target, scope } = asked;
  const back =
    target.kind === "loopback"
      ? `a program on this computer, at <b>${xmlText(target.place)}</b>`
      : `the app on this computer that opens <b>${xmlText(target.place)}</b> addresses`;
  const body = `<h1>Let this program in?</h1>
<p class="client">${xmlText(clientId)}</p>
<p>is what it calls itself; nobody has checked that. Go on only if you have just started this yourself.</p>
<h2>It could</h2>
<ul>
<li>see who you are, your hours, streak, projects and latest heartbeat</li>
${scope === "profile read" ? "<li>read everything else: statistics, files, heartbeats</li>\n" : ""}<li>get one API key of its own, with which editors send heartbeats</li>
</ul>
<p>It could change nothing else. It is let in as <b>${xmlText(displayName(user))}</b> until you shut it out in the settings. The answer goes to ${back}.</p>
<form method="post" action="/oauth/authorize">
${hiddenFields(asked)}
<button name="decision" value="allow" class="main">Let it in</button>
<button name="decision" value="deny">No</button>
</form>`;
  return page(200, "Let a program in", body, target.formAction);
}

/** Returns the page that tells a user why a program cannot be let in. */
export function refusedPage(message: string): Response {
  return page(
    400,
    "This cannot be done",
    `<h1>This program asks in a way that cannot be answered</h1>\n<p>${xmlText(message)}.</p>`,
  );
}

function hiddenFields({ clientId, target, scope, state, challenge }: Authorization): string {
  const values: Readonly<Record<(typeof AUTHORIZATION_FIELDS)[number], string | undefined>> = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: target.uri,
    scope,
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  return AUTHORIZATION_FIELDS.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`<input type="hidden" name="${name}" value="${xmlText(value)}">`];
  }).join("\n");
}

function page(status: number, title: string, body: string, formAction?: string): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Hearth</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  const policy = securityHeaders["Content-Security-Policy"];
  return new Response(html, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      // The form's own answer sends the browser on to the program, which browsers count as the form's doing.
      "Content-Security-Policy":
        formAction === undefined ? policy : policy.replace("form-action 'self'", `form-action 'self' ${formAction}`),
      // Without a referrer browsers send no origin with a form either, and the form must come from here.
      "Referrer-Policy": "same-origin",
    },
  });
}
