import { SESSION_SECONDS } from "../../app/sessions.ts";
import { originOf } from "../origin.ts";

/** Of a session: 64 hexadecimal digits. */
const SECRET = /^[0-9a-f]{64}$/;

/** Returns the name of the cookie of an instance; each Hearth of a host name has its own. */
function cookieName(instance: string): string {
  return `hearth_${instance}`;
}

/** Returns the secret in a request's session cookie; undefined without one, or for one that cannot be ours. */
export function sentSecret({ headers }: Pick<Request, "headers">, instance: string): string | undefined {
  const name = cookieName(instance);
  for (const pair of headers.get("cookie")?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    if (SECRET.test(value)) return value;
  }
  return undefined;
}

/**
 * Returns the `Set-Cookie` of a session, good for 30 days from now: no script reads it, no other site's request carries
 * it, and over https it goes nowhere else.
 */
export function sessionCookie(request: Request, instance: string, secret: string): string {
  return cookie(request, instance, secret, SESSION_SECONDS);
}

/** Returns the `Set-Cookie` that removes the cookie. */
export function endedCookie(request: Request, instance: string): string {
  return cookie(request, instance, "", 0);
}

function cookie(request: Request, instance: string, value: string, maxAgeSeconds: number): string {
  const secure = originOf(request).startsWith("https:") ? "; Secure" : "";
  return `${cookieName(instance)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}
