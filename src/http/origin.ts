/** A host name or address with an optional port, nothing else. */
const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

/**
 * Returns the origin under which a request reached the server, for links in its answer; empty when its `Host` is
 * missing or odd. The server itself speaks http; a proxy in front says otherwise in `X-Forwarded-Proto`.
 */
export function originOf({ headers }: Pick<Request, "headers">): string {
  const host = headers.get("host") ?? "";
  const scheme = headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  return HOST.test(host) ? `${scheme}://${host}` : "";
}
